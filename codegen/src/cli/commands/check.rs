//! `check`: the diagnostics of the spec.

use std::io::{self, Write};
use std::path::Path;

use crate::Compiled;
use crate::cli::args::{Check, CheckFormat};
use crate::cli::display::{from_repository, prefix, shown};
use crate::cli::load::spec_dir;
use crate::cli::status::{self, Outcome, answered, status};
use crate::diagnostics::render::{github, json, sarif};
use crate::text::counted;

pub(in crate::cli) fn run(Check { spec, format, deny_warnings }: &Check) -> Outcome {
    let compiled = spec_dir::read(spec);
    if answered(&print(&spec.path, &compiled, *format)) == Outcome::Failed {
        return Outcome::Failed;
    }
    if *format == CheckFormat::Text {
        summarise(&spec.path, &compiled);
    }
    match status::compiled(&compiled) {
        Outcome::Success if *deny_warnings && !compiled.diagnostics.is_empty() => Outcome::Findings,
        outcome => outcome,
    }
}

fn print(folder: &Path, compiled: &Compiled, format: CheckFormat) -> io::Result<()> {
    let Compiled { sources, diagnostics, .. } = compiled;
    let text = match format {
        CheckFormat::Text if diagnostics.is_empty() => return Ok(()),
        CheckFormat::Text => {
            let text = status::rendered(&prefix(folder), compiled, &io::stdout());
            return anstream::stdout().write_all(text.as_bytes());
        }
        CheckFormat::Json => json(sources, diagnostics),
        CheckFormat::Github => github(sources, diagnostics, &from_repository(folder)),
        CheckFormat::Sarif => sarif(sources, diagnostics, &from_repository(folder)),
    };
    io::stdout().write_all(text.as_bytes())
}

fn summarise(folder: &Path, compiled: &Compiled) {
    if !compiled.diagnostics.is_empty() {
        status!("{}", status::count(compiled));
        return;
    }
    let codes = compiled.book.as_ref().map_or(0, |it| it.errors.len());
    status!("{}: {} checked, no problems found", shown(folder), counted(codes, "code"));
}
