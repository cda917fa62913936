//! A report as SARIF 2.1.0 (OASIS). Passing changes are suppressed, with the reason.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::advice::{Advice, Adviser};
use super::summary::{deep, pass, subject};
use super::{Comparison, Entry, place};
use crate::compat::impact::Verdict;
use crate::compat::{RULES, Rule};
use crate::diagnostics::render::sarif::{Physical, log, physical, rule};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<[Location; 1]>,
    message: Message,
    properties: Properties<'a>,
    rule_id: &'static str,
    rule_index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Properties<'a> {
    client: &'static str,
    code: Option<&'a str>,
    contract: &'static str,
    #[serde(rename = "crate")]
    crate_bump: &'static str,
    path: Cow<'a, str>,
    server: &'static str,
}

#[derive(Serialize)]
struct Suppression {
    justification: String,
    kind: &'static str,
    status: &'static str,
}

/// One log with one run.
pub fn sarif(it: &Comparison<'_>) -> String {
    let described = |it: &&Rule| {
        let mut rule = rule(it.id, it.summary);
        rule["fullDescription"] = json!({"text": format!("{} {}", it.summary, it.rationale)});
        rule
    };
    let rules: Vec<Value> = RULES.iter().map(described).collect();
    let indices: HashMap<&str, usize> = RULES.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let (entries, adviser) = (it.own().all(), Adviser::new(it, it.repository));
    let index = |entry: &Entry<'_>| indices.get(entry.assessment.change.rule.id).copied();
    let results = entries.iter().map(|entry| result(it, &adviser, entry, index(entry)));
    log(&rules, results, Some(json!({"base": it.base_form(), "release": it.release_form()})))
}

fn result<'a>(
    it: &Comparison<'_>,
    adviser: &Adviser<'_>,
    entry: &Entry<'a>,
    rule_index: Option<usize>,
) -> SarifResult<'a> {
    let change = &entry.assessment.change;
    let impact = change.impact();
    let path = deep(change);
    let subject = subject(change).into_iter().chain(path.as_deref()).map(|it| format!("{it}: "));
    let mut text = subject.chain([change.message_with_anchor().to_string()]).collect::<String>();
    if let (Some(span), Some(old)) = (change.location.old, entry.old) {
        text.push_str(&format!("\nIt was at {}.", place(old, old.prefix, span)));
    }
    if let Some(help) = change.help() {
        text.push_str(&format!("\n{help}"));
    }
    let Advice { version, waiver, .. } = adviser.advice(entry);
    if let Some(version) = version {
        text.push_str(&format!("\nOr {version}."));
    }
    if let Some(waiver) = waiver {
        text.push_str(&format!("\nOr waive it in {}:\n{waiver}", adviser.waivers()));
    }
    let location = |span| [Location { physical_location: physical(it.head.sources, span, it.repository) }];
    let suppression = |justification| [Suppression { justification, kind: "external", status: "accepted" }];
    SarifResult {
        level: match entry.verdict() {
            Verdict::Policy | Verdict::Breaking => "error",
            Verdict::Dangerous => "warning",
            Verdict::Note | Verdict::Safe => "note",
        },
        locations: change.location.new.map(location),
        message: Message { text },
        properties: Properties {
            client: impact.client.as_str(),
            code: change.code(),
            contract: impact.contract.as_str(),
            crate_bump: impact.crate_bump.as_str(),
            path: change.path().as_text(),
            server: impact.server.as_str(),
        },
        rule_id: change.rule.id,
        rule_index,
        suppressions: pass(entry.assessment).map(|it| suppression(it.to_string())),
    }
}
