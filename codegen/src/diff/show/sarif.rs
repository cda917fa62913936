//! A report as SARIF 2.1.0 (OASIS). What passes is suppressed, and says why.

use serde_json::{Value, json};

use super::words::{deep, pass, subject};
use super::{Comparison, Seen, place};
use crate::diagnostics::render::sarif::{log, physical, rule};
use crate::diff::rule::Verdict;
use crate::diff::{RULES, Rule};

/// One log with one run.
pub fn sarif(it: &Comparison<'_>) -> String {
    let described = |it: &&Rule| {
        let mut rule = rule(it.id, it.summary);
        rule["fullDescription"] = json!({"text": format!("{} {}", it.summary, it.why)});
        rule
    };
    let rules: Vec<Value> = RULES.iter().map(described).collect();
    let results: Vec<Value> = it.own().all().iter().map(|seen| result(it, seen)).collect();
    log(&rules, &results)
}

fn result(it: &Comparison<'_>, seen: &Seen<'_>) -> Value {
    let change = &seen.judged.change;
    let subject = subject(seen).into_iter().chain(deep(seen)).map(|it| format!("{it}: "));
    let mut text = subject.chain([change.message.clone()]).collect::<String>();
    if let (Some(span), Some(old)) = (change.old, seen.old) {
        text.push_str(&format!("\nIt stood at {}.", place(old, old.prefix, span)));
    }
    if let Some(help) = &change.help {
        text.push_str(&format!("\n{help}"));
    }
    let mut out = json!({
        "ruleId": change.rule.id,
        "ruleIndex": RULES.iter().position(|rule| rule.id == change.rule.id),
        "level": match seen.verdict() {
            Verdict::Gate | Verdict::Breaking => "error",
            Verdict::Dangerous => "warning",
            Verdict::Note | Verdict::Safe => "note",
        },
        "message": {"text": text},
        "properties": {
            "code": change.code,
            "path": change.path,
            "client": change.effect.client.as_str(),
            "server": change.effect.server.as_str(),
            "contract": change.effect.contract.as_str(),
            "crate": change.effect.crate_bump.as_str(),
        },
    });
    if let Some(span) = change.new {
        out["locations"] = json!([{"physicalLocation": physical(it.head.sources, span, it.repository)}]);
    }
    if let Some(why) = pass(seen.judged) {
        out["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": why}]);
    }
    out
}
