//! Findings as workflow commands of GitHub Actions: annotations at their places.

use super::{Diagnostic, ends, visible};
use crate::source::{Sources, Span};

/// One command a line. `prefix` is what stands before a file's path, as seen from the repository's root.
pub fn github(sources: &Sources, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let mut out = String::new();
    for it in diagnostics {
        let place = it.labels.first().map(|label| label.span);
        let help = it.help.iter().map(|help| format!("\n{help}"));
        let text: String = [it.message.clone()].into_iter().chain(help).collect();
        out.push_str(&annotation(it.rule.severity.as_str(), it.rule.id, place.map(|it| (sources, it)), prefix, &text));
    }
    out
}

/// One command: an annotation of a level (`error`, `warning`, `notice`), at a place if there is one.
pub(crate) fn annotation(
    level: &str,
    title: &str,
    place: Option<(&Sources, Span)>,
    prefix: &str,
    text: &str,
) -> String {
    let mut out = format!("::{level} title={}", property(title));
    if let Some((sources, span)) = place {
        let (start, end) = ends(sources, span);
        let file = property(&visible(&format!("{prefix}{}", sources.file(span.file).path)));
        out.push_str(&format!(",file={file},line={},col={}", start.line, start.column));
        out.push_str(&format!(",endLine={},endColumn={}", end.line, end.column));
    }
    out + &format!("::{}\n", message(text))
}

/// What the runner would read as the end of a message (`actions/toolkit`, `command.ts`).
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What the runner would read as the end of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
