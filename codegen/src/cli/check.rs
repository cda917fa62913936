//! `check`: everything that is wrong with the spec.

use std::io::Write;
use std::path::Path;

use super::{Format, Outcome, spec, talk};
use crate::diagnostic::{github, json, sarif};

pub(super) fn run(folder: &Path, format: Format, deny_warnings: bool) -> Outcome {
    let compiled = spec::read(folder);
    let answer = match format {
        Format::Json => Some(json(&compiled.sources, &compiled.diagnostics)),
        Format::Github => Some(github(&compiled.sources, &compiled.diagnostics, &spec::from_repository(folder))),
        Format::Sarif => Some(sarif(&compiled.sources, &compiled.diagnostics, &spec::from_repository(folder))),
        Format::Human => None,
    };
    if let Some(text) = answer {
        if std::io::stdout().write_all(text.as_bytes()).is_err() {
            return Outcome::Failed;
        }
    } else if compiled.diagnostics.is_empty() {
        let codes = compiled.book.as_ref().map_or(0, |it| it.errors.len());
        let noun = if codes == 1 { "code" } else { "codes" };
        talk!("{}: nothing to complain about in {codes} {noun}", folder.display());
    } else {
        spec::show(folder, &compiled);
    }
    match spec::outcome(&compiled) {
        Outcome::Fine if deny_warnings && !compiled.diagnostics.is_empty() => Outcome::Findings,
        outcome => outcome,
    }
}
