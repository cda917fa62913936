//! Waivers for the failing changes of a report, to paste into `waivers.yaml`.

use crate::compat::change::Change;
use crate::compat::report::{FailOn, Report};
use crate::text::yaml;

/// Waivers for the changes that fail a report at a level, as YAML for `waivers.yaml`; empty if nothing can be waived.
/// Each lacks its reason.
///
/// No waiver covers a version: [`beside_waivers`](super::beside_waivers) says which ones must be raised as well.
pub fn suggest_waivers(report: &Report, on: FailOn) -> String {
    let mut out = String::new();
    for it in report.failures(on).map(|it| &it.change).filter(|it| !it.rule.is_policy()) {
        for (at, (key, value)) in members(it).into_iter().enumerate() {
            let sign = if at == 0 { "-" } else { " " };
            out.push_str(&format!("{sign} {key}: {value}\n"));
        }
        out.push_str("  reason: # why it may pass\n");
    }
    out
}

/// The waiver of a change on one line, without its reason.
pub(super) fn waiver(change: &Change) -> String {
    let members = members(change).into_iter().map(|(key, value)| format!("{key}: {value}, "));
    format!("- {{{}reason: \"\"}}", members.collect::<String>())
}

/// The identity of a change, as YAML.
fn members(change: &Change) -> Vec<(&'static str, String)> {
    let (rule, code, path, from, to) = change.identity();
    let keys = [
        ("rule", Some(rule)),
        ("code", code),
        ("path", Some(&*path)),
        ("from", from.as_deref()),
        ("to", to.as_deref()),
    ];
    keys.into_iter().filter_map(|(key, value)| Some((key, yaml(value?)))).collect()
}
