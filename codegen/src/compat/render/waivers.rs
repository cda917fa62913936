//! Waivers for what fails a report, ready to be pasted into `waivers.yaml`.

use crate::compat::change::Change;
use crate::compat::report::{FailOn, Report};
use crate::text::yaml;

/// Waivers for what fails a report at a level, as `waivers.yaml` has them; empty where nothing can be waived. Each lacks
/// its reason.
///
/// No waiver covers a version: [`beside_waivers`](super::beside_waivers) says which ones must be written as well.
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

/// The waiver of a change on one line. It lacks its reason.
pub(super) fn waiver(change: &Change) -> String {
    let members = members(change).into_iter().map(|(key, value)| format!("{key}: {value}, "));
    format!("- {{{}reason: \"\"}}", members.collect::<String>())
}

/// What identifies a change, as YAML.
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
