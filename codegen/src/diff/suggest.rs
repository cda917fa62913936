//! Waivers for what fails, ready to paste.

use super::report::{FailOn, Report};
use crate::text::yaml;

/// The waivers for what fails a report at a level, as `waivers.yaml` has them; empty where nothing can be waived. The
/// reasons are left to whoever pastes them.
pub fn suggest_waivers(report: &Report, on: FailOn) -> String {
    let mut out = String::new();
    for it in report.failures(on).map(|it| &it.change).filter(|it| !it.rule.is_gate()) {
        let mut line = |sign: &str, key: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.push_str(&format!("{sign} {key}: {}\n", yaml(value)));
            }
        };
        line("-", "rule", Some(it.rule.id));
        line(" ", "code", it.code.as_deref());
        line(" ", "path", Some(&it.path));
        line(" ", "from", it.from.as_deref());
        line(" ", "to", it.to.as_deref());
        out.push_str("  reason: # why it may pass\n");
    }
    out
}
