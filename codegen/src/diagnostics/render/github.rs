//! Diagnostics as workflow commands of GitHub Actions: annotations in files.

use crate::diagnostics::Diagnostic;
use crate::source::{Sources, Span};
use crate::text::visible;

/// One command per line. `prefix` is the spec folder's path, relative to the repository's root.
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

/// One command: an annotation with a level (`error`, `warning`, `notice`), and a place if there is one.
pub(crate) fn annotation(
    level: &str,
    title: &str,
    place: Option<(&Sources, Span)>,
    prefix: &str,
    text: &str,
) -> String {
    let mut out = format!("::{level} title={}", property(title));
    if let Some((sources, span)) = place {
        let (start, end) = sources.ends(span);
        let file = property(&visible(&format!("{prefix}{}", sources.file(span.file).path)));
        out.push_str(&format!(",file={file},line={},col={}", start.line, start.column));
        out.push_str(&format!(",endLine={},endColumn={}", end.line, end.column));
    }
    out + &format!("::{}\n", message(text))
}

/// Escapes a message as the runner expects it (`actions/toolkit`, `command.ts`).
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property as the runner expects it.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
