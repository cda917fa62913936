//! Waivers for what fails a report, ready to be pasted into `waivers.yaml`.

use crate::compat::report::{FailOn, Report};
use crate::text::yaml;

/// Waivers for what fails a report at a level, as `waivers.yaml` has them; empty where nothing can be waived. Each lacks
/// its reason.
pub fn suggest_waivers(report: &Report, on: FailOn) -> String {
    let mut out = String::new();
    for it in report.failures(on).map(|it| &it.change).filter(|it| !it.rule.is_policy()) {
        let (rule, code, path, from, to) = it.identity();
        let mut line = |sign: &str, key: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.push_str(&format!("{sign} {key}: {}\n", yaml(value)));
            }
        };
        line("-", "rule", Some(rule));
        line(" ", "code", code);
        line(" ", "path", Some(&path));
        line(" ", "from", from.as_deref());
        line(" ", "to", to.as_deref());
        out.push_str("  reason: # why it may pass\n");
    }
    out
}
