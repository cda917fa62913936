//! A report as SARIF 2.1.0 (OASIS). What passes is suppressed, and says why.

use serde_json::{Value, json};

use super::summary::{deep, pass, subject};
use super::{Comparison, Entry, place};
use crate::compat::impact::Verdict;
use crate::compat::{RULES, Rule};
use crate::diagnostics::render::sarif::{log, physical, rule};

/// One log with one run.
pub fn sarif(it: &Comparison<'_>) -> String {
    let described = |it: &&Rule| {
        let mut rule = rule(it.id, it.summary);
        rule["fullDescription"] = json!({"text": format!("{} {}", it.summary, it.rationale)});
        rule
    };
    let rules: Vec<Value> = RULES.iter().map(described).collect();
    let results: Vec<Value> = it.own().all().iter().map(|entry| result(it, entry)).collect();
    log(&rules, &results)
}

fn result(it: &Comparison<'_>, entry: &Entry<'_>) -> Value {
    let change = &entry.assessment.change;
    let impact = change.impact();
    let path = deep(entry);
    let subject = subject(entry).into_iter().chain(path.as_deref()).map(|it| format!("{it}: "));
    let mut text = subject.chain([change.message_with_anchor().to_string()]).collect::<String>();
    if let (Some(span), Some(old)) = (change.location.old, entry.old) {
        text.push_str(&format!("\nIt was at {}.", place(old, old.prefix, span)));
    }
    if let Some(help) = change.help() {
        text.push_str(&format!("\n{help}"));
    }
    let mut out = json!({
        "ruleId": change.rule.id,
        "ruleIndex": RULES.iter().position(|rule| rule.id == change.rule.id),
        "level": match entry.verdict() {
            Verdict::Policy | Verdict::Breaking => "error",
            Verdict::Dangerous => "warning",
            Verdict::Note | Verdict::Safe => "note",
        },
        "message": {"text": text},
        "properties": {
            "code": change.code(),
            "path": change.path().as_text(),
            "client": impact.client.as_str(),
            "server": impact.server.as_str(),
            "contract": impact.contract.as_str(),
            "crate": impact.crate_bump.as_str(),
        },
    });
    if let Some(span) = change.location.new {
        out["locations"] = json!([{"physicalLocation": physical(it.head.sources, span, it.repository)}]);
    }
    if let Some(why) = pass(entry.assessment) {
        let why = why.to_string();
        out["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": why}]);
    }
    out
}
