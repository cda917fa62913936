//! `check`: everything that is wrong with the spec.

use std::io::{self, Write};
use std::path::Path;

use super::words::shown;
use super::{Format, Outcome, SpecFolder, spec, talk, unanswered};
use crate::Compiled;
use crate::diagnostics::render::{github, json, sarif};

pub(super) fn run(spec: &SpecFolder, format: Format, deny_warnings: bool) -> Outcome {
    let folder = &*spec.path;
    let compiled = spec::read(spec);
    if let Err(error) = answer(folder, &compiled, format) {
        return unanswered(&error);
    }
    if format == Format::Human {
        sum_up(folder, &compiled);
    }
    match spec::outcome(&compiled) {
        Outcome::Fine if deny_warnings && !compiled.diagnostics.is_empty() => Outcome::Findings,
        outcome => outcome,
    }
}

/// The findings, on standard output.
fn answer(folder: &Path, compiled: &Compiled, format: Format) -> io::Result<()> {
    let Compiled { sources, diagnostics, .. } = compiled;
    let text = match format {
        Format::Human if diagnostics.is_empty() => return Ok(()),
        // The one answer with colour in it, and a terminal that shows none may have to be spared it.
        Format::Human => {
            return anstream::stdout()
                .write_all(spec::drawn(&spec::prefix(folder), compiled, &io::stdout()).as_bytes());
        }
        Format::Json => json(sources, diagnostics),
        Format::Github => github(sources, diagnostics, &spec::from_repository(folder)),
        Format::Sarif => sarif(sources, diagnostics, &spec::from_repository(folder)),
    };
    io::stdout().write_all(text.as_bytes())
}

/// How it went, on standard error.
fn sum_up(folder: &Path, compiled: &Compiled) {
    if !compiled.diagnostics.is_empty() {
        talk!("{}", spec::count(compiled));
        return;
    }
    let codes = compiled.book.as_ref().map_or(0, |it| it.errors.len());
    let noun = if codes == 1 { "code" } else { "codes" };
    talk!("{}: nothing to complain about in {codes} {noun}", shown(folder));
}
