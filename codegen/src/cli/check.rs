//! `check`: everything that is wrong with the spec.

use std::io::Write;
use std::path::Path;

use super::{Format, Outcome, spec, talk};
use crate::diagnostic::json;

pub(super) fn run(folder: &Path, format: Format, deny_warnings: bool) -> Outcome {
    let compiled = spec::read(folder);
    match format {
        Format::Json => {
            let text = json(&compiled.sources, &compiled.diagnostics);
            if std::io::stdout().write_all(text.as_bytes()).is_err() {
                return Outcome::Failed;
            }
        }
        Format::Human if !compiled.diagnostics.is_empty() => spec::show(folder, &compiled),
        Format::Human => {
            let codes = compiled.book.as_ref().map_or(0, |it| it.errors.len());
            talk!(
                "{}: nothing to complain about in {codes} {}",
                folder.display(),
                if codes == 1 { "code" } else { "codes" }
            );
        }
    }
    match spec::outcome(&compiled) {
        Outcome::Fine if deny_warnings && !compiled.diagnostics.is_empty() => Outcome::Findings,
        outcome => outcome,
    }
}
