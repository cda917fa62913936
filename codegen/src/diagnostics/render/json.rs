//! Diagnostics for programs: one JSON object per line, in the form that `ARCHITECTURE.md` defines.

use serde::Serialize;

use crate::diagnostics::Diagnostic;
use crate::source::{Sources, Span};
use crate::text::visible_json;

#[derive(Serialize)]
struct Line<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<WithText<'a, LabelText<'a>>>,
    help: Option<&'a str>,
    edits: Vec<WithText<'a, EditText<'a>>>,
}

#[derive(Serialize, Default)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Serialize)]
struct WithText<'a, T> {
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(flatten)]
    text: T,
}

#[derive(Serialize)]
struct LabelText<'a> {
    message: &'a str,
}

#[derive(Serialize)]
struct EditText<'a> {
    text: &'a str,
}

/// One object per line, in the given order.
///
/// Paths are relative to the spec folder, with `/`. Lines and columns count from 1, columns in characters; the end is
/// exclusive. A missing place is `null`.
pub fn json(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let place = |span: Span| {
        let (start, end) = sources.ends(span);
        Place {
            file: Some(&sources.file(span.file).path),
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
        }
    };
    let mut out = String::new();
    for it in diagnostics {
        let line = Line {
            rule: it.rule.id,
            severity: it.rule.severity.as_str(),
            message: &it.message,
            place: it.labels.first().map(|label| place(label.span)).unwrap_or_default(),
            labels: it
                .labels
                .iter()
                .map(|label| WithText { place: place(label.span), text: LabelText { message: &label.message } })
                .collect(),
            help: it.help.as_deref(),
            edits: it
                .edits
                .iter()
                .map(|edit| WithText { place: place(edit.span), text: EditText { text: &edit.text } })
                .collect(),
        };
        // Plain data with string keys always serializes.
        out.push_str(&visible_json(serde_json::to_string(&line).unwrap_or_default()));
        out.push('\n');
    }
    out
}
