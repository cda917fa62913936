//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors import.

use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Label, RULES};
use crate::source::{Sources, Span};
use crate::text::visible_json;

/// One log with one run. `prefix` is the spec folder's path, relative to the repository's root.
pub fn sarif(sources: &Sources, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .map(|it| {
            let mut rule = rule(it.id, it.summary);
            rule["defaultConfiguration"] = json!({"level": it.severity.as_str()});
            rule
        })
        .collect();
    let results: Vec<Value> = diagnostics.iter().map(|it| result(sources, it, prefix)).collect();
    log(&rules, &results)
}

/// The members that every rule has.
pub(crate) fn rule(id: &str, summary: &str) -> Value {
    json!({"id": id, "shortDescription": {"text": summary}})
}

/// One log with one run: rules and their results.
pub(crate) fn log(rules: &[Value], results: &[Value]) -> String {
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "errbook",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Plain data with string keys always serializes.
    visible_json(serde_json::to_string_pretty(&log).unwrap_or_default()) + "\n"
}

fn result(sources: &Sources, it: &Diagnostic, prefix: &str) -> Value {
    let text = it.help.as_ref().map_or_else(|| it.message.clone(), |help| format!("{}\n{help}", it.message));
    let mut out = json!({
        "ruleId": it.rule.id,
        "ruleIndex": RULES.iter().position(|rule| rule.id == it.rule.id),
        "level": it.rule.severity.as_str(),
        "message": {"text": text},
    });
    let location = |label: &Label| {
        let mut place = json!({"physicalLocation": physical(sources, label.span, prefix)});
        if !label.message.is_empty() {
            place["message"] = json!({"text": label.message});
        }
        place
    };
    if let Some((first, others)) = it.labels.split_first() {
        out["locations"] = json!([location(first)]);
        if !others.is_empty() {
            out["relatedLocations"] = others.iter().map(location).collect();
        }
    }
    if let Some(edit) = it.edits.first() {
        let replacements: Vec<Value> = it
            .edits
            .iter()
            .map(|it| json!({"deletedRegion": region(sources, it.span), "insertedContent": {"text": it.text}}))
            .collect();
        let artifact = artifact(sources, edit.span, prefix);
        out["fixes"] = json!([{"artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}]}]);
    }
    out
}

/// A span as a physical location.
pub(crate) fn physical(sources: &Sources, span: Span, prefix: &str) -> Value {
    json!({"artifactLocation": artifact(sources, span, prefix), "region": region(sources, span)})
}

fn artifact(sources: &Sources, span: Span, prefix: &str) -> Value {
    json!({"uri": uri(&format!("{prefix}{}", sources.file(span.file).path))})
}

fn region(sources: &Sources, span: Span) -> Value {
    let (start, end) = sources.ends(span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A path as a relative reference (RFC 3986), percent-encoded except for its slashes.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
