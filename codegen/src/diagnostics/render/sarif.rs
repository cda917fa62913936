//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors import.

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Label, RULES};
use crate::source::{Sources, Span};
use crate::text::{Lazy, pretty_json};

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
    log(&rules, diagnostics.iter().map(|it| result(sources, it, prefix)), None)
}

/// The members that every rule has.
pub(crate) fn rule(id: &str, summary: &str) -> Value {
    json!({"id": id, "shortDescription": {"text": summary}})
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<R>; 1],
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    column_kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Value>,
    results: R,
    tool: Value,
}

/// One log with one run: rules, their results, and further properties of the run.
pub(crate) fn log(
    rules: &[Value],
    results: impl Iterator<Item: Serialize> + Clone,
    properties: Option<Value>,
) -> String {
    let driver = json!({"name": "errbook", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules});
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        runs: [Run {
            column_kind: "unicodeCodePoints",
            properties,
            results: Lazy(results),
            tool: json!({"driver": driver}),
        }],
        version: "2.1.0",
    };
    // Plain data with string keys always serializes.
    pretty_json(&log)
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

/// The place of a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    end_column: usize,
    end_line: usize,
    start_column: usize,
    start_line: usize,
}

/// A span as a physical location.
pub(crate) fn physical(sources: &Sources, span: Span, prefix: &str) -> Physical {
    Physical { artifact_location: artifact(sources, span, prefix), region: region(sources, span) }
}

fn artifact(sources: &Sources, span: Span, prefix: &str) -> Artifact {
    Artifact { uri: uri(&format!("{prefix}{}", sources.file(span.file).path)) }
}

fn region(sources: &Sources, span: Span) -> Region {
    let (start, end) = sources.ends(span);
    Region { end_column: end.column, end_line: end.line, start_column: start.column, start_line: start.line }
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
