//! `check`: the diagnostics of the spec.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::cli::args::{Check, CheckFormat, SpecFolder};
use crate::cli::config::Config;
use crate::cli::display::{from_repository, prefix, shown};
use crate::cli::load::spec_dir;
use crate::cli::status::{self, Outcome, answered, failed, status};
use crate::cli::write::spec::{changed, write};
use crate::diagnostics::render::{github, json, sarif};
use crate::input::Content;
use crate::text::counted;
use crate::{Compiled, compile, edits};

pub(in crate::cli) fn run(Check { spec, format, deny_warnings, fix }: &Check, config: Option<&Config>) -> Outcome {
    let mut compiled = if *fix {
        match fixed(spec) {
            Ok(compiled) => compiled,
            Err(error) => return failed(error),
        }
    } else {
        spec_dir::read(spec)
    };
    if let Some(Ok(options)) = config.map(|it| it.options(&it.out)) {
        compiled.check_outputs(&options);
    }
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

/// The limit of repetitions: an edit may reveal the next mistake, as for a code that was a number.
const ROUNDS: usize = 10;

/// Applies the edits of all diagnostics, and writes the files.
fn fixed(spec: &SpecFolder) -> io::Result<Compiled> {
    let inputs = match spec_dir::inputs(spec) {
        Ok(inputs) => inputs,
        Err(found) => return Ok(spec_dir::missing(*found)),
    };
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0;
    let mut current = inputs.clone();
    let mut compiled = compile(current.clone());
    for _ in 0..ROUNDS {
        let edits = edits::of(&compiled.diagnostics);
        let more = changed(&current, &compiled.sources, &edits);
        if more.is_empty() {
            break;
        }
        count += edits.values().map(Vec::len).sum::<usize>();
        for input in &mut current {
            if let Some(text) = more.get(&input.path) {
                input.content = Content::Bytes(text.clone().into_bytes());
            }
        }
        texts.extend(more);
        compiled = compile(current.clone());
    }
    write(&spec.path, &inputs, &texts)?;
    if count > 0 {
        let names = texts.keys().map(|it| shown(&spec.path.join(it)));
        status!("applied {} in {}", counted(count, "edit"), names.collect::<Vec<_>>().join(", "));
    }
    Ok(compiled)
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
