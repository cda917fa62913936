//! Applying edits to the text of a file. It knows nothing of YAML or of the origin of a text.
//!
//! Spans are in a source's text, which has line feeds only and no byte order mark. The edited text keeps both as they are
//! in the file.

use std::collections::BTreeMap;

use crate::diagnostics::{Diagnostic, Edit};
use crate::source::{FileId, Span};

/// The edits of diagnostics, by file and in the order of their places. Of edits that touch each other, the first is kept.
pub fn of(diagnostics: &[Diagnostic]) -> BTreeMap<FileId, Vec<Edit>> {
    let mut all: BTreeMap<Span, &Edit> = BTreeMap::new();
    for diagnostic in diagnostics {
        let is_free = |edit: &Edit| {
            let span = edit.span;
            let before =
                all.range(..=span).next_back().is_none_or(|(it, _)| it.file != span.file || it.end < span.start);
            before && all.range(span..).next().is_none_or(|(it, _)| it.file != span.file || it.start > span.end)
        };
        // All edits of a diagnostic fix it together.
        if diagnostic.edits.iter().all(is_free) {
            all.extend(diagnostic.edits.iter().map(|it| (it.span, it)));
        }
    }
    let mut out: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for (span, edit) in all {
        out.entry(span.file).or_default().push(edit.clone());
    }
    out
}

/// Applies edits to the text of a file. They are in the order of their places, and do not overlap. What is between them
/// is not touched.
pub fn apply(file: &str, edits: &[Edit]) -> String {
    let end = if file.find('\n').is_some_and(|at| file[..at].ends_with('\r')) { "\r\n" } else { "\n" };
    let body = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mut out = String::with_capacity(file.len());
    out.push_str(&file[..file.len() - body.len()]);
    // The places in the source's text, and those in the file.
    let (mut at, mut from) = (0, 0);
    let mut offset = |wanted: u32| {
        let wanted = wanted as usize;
        while at < wanted && from < body.len() {
            from += if body.as_bytes()[from..].starts_with(b"\r\n") { 2 } else { 1 };
            at += 1;
        }
        from
    };
    let mut kept = 0;
    for edit in edits {
        let start = offset(edit.span.start);
        out.push_str(&body[kept..start]);
        out.push_str(&edit.text.replace('\n', end));
        kept = offset(edit.span.end);
    }
    out.push_str(&body[kept..]);
    out
}
