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
    let (mark, end) = (mark(file), line_end(file));
    let body = &file[mark.len()..];
    let mut out = String::with_capacity(file.len());
    out.push_str(mark);
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

/// A new text for a file, with the byte order mark and the line ends of the file.
pub fn replace(file: &str, text: &str) -> String {
    format!("{}{}", mark(file), text.replace('\n', line_end(file)))
}

/// The byte order mark of a file, if it has one.
fn mark(file: &str) -> &str {
    let mark = '\u{feff}';
    if file.starts_with(mark) { &file[..mark.len_utf8()] } else { "" }
}

/// The first line end of a file.
fn line_end(file: &str) -> &'static str {
    if file.find('\n').is_some_and(|at| file[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}
