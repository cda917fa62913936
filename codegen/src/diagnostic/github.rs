//! Findings as workflow commands of GitHub Actions: annotations at their places.

use super::{Diagnostic, ends, visible};
use crate::source::Sources;

/// One command a line. `prefix` is what stands before a file's path, as seen from the repository's root.
pub fn github(sources: &Sources, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let mut out = String::new();
    for it in diagnostics {
        out.push_str("::");
        out.push_str(it.rule.severity.as_str());
        out.push_str(&format!(" title={}", property(it.rule.id)));
        if let Some(label) = it.labels.first() {
            let (start, end) = ends(sources, label.span);
            let file = property(&visible(&format!("{prefix}{}", sources.file(label.span.file).path)));
            out.push_str(&format!(",file={file},line={},col={}", start.line, start.column));
            out.push_str(&format!(",endLine={},endColumn={}", end.line, end.column));
        }
        let help = it.help.iter().map(|help| format!("\n{help}"));
        let text: String = [it.message.clone()].into_iter().chain(help).collect();
        out.push_str(&format!("::{}\n", message(&text)));
    }
    out
}

/// What the runner would read as the end of a message (`actions/toolkit`, `command.ts`).
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What the runner would read as the end of a property.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
