//! `fmt`: the files of the spec in canonical order and spacing, written or compared.

use std::collections::BTreeMap;
use std::io::Write;

use crate::Compiled;
use crate::cli::args::Fmt;
use crate::cli::called::Called;
use crate::cli::display::{prefix, shown, spec_arguments};
use crate::cli::load::spec_dir;
use crate::cli::status::{self, Outcome, answered, failed, status};
use crate::cli::write::spec::{text, write};
use crate::drift::diff_to;
use crate::edits;
use crate::format::{Formatted, Left, format};
use crate::text::counted;

pub(in crate::cli) fn run(Fmt { spec, check }: &Fmt, called: &Called) -> Outcome {
    let inputs = match spec_dir::inputs(spec) {
        Ok(inputs) => inputs,
        Err(found) => {
            let compiled = spec_dir::missing(*found);
            status::report(&prefix(&spec.path), &compiled);
            return status::compiled(&compiled);
        }
    };
    let files = match format(inputs.clone()) {
        Ok(files) => files,
        Err(it) => {
            let compiled =
                Compiled { sources: it.sources, book: None, waivers: Vec::new(), diagnostics: it.diagnostics };
            status::report(&prefix(&spec.path), &compiled);
            status!("Nothing was formatted.");
            return status::compiled(&compiled);
        }
    };
    let name = |it: &Formatted| shown(&spec.path.join(&it.path));
    for it in &files {
        match it.left {
            Some(Left::Form) => status!("note: {} has a form of YAML that is not formatted", name(it)),
            Some(Left::Contents) => {
                return failed(format_args!("{} cannot be formatted: this is a bug in errbook", name(it)));
            }
            None => {}
        }
    }
    let changed: Vec<&Formatted> = files.iter().filter(|it| it.before != it.after).collect();
    if changed.is_empty() {
        status!("{}: {} formatted", shown(&spec.path), counted(files.len(), "file"));
        return Outcome::Success;
    }
    if *check {
        let shown =
            |it: &&Formatted| format!("{}\n{}", name(it), diff_to(it.before.as_bytes(), &it.after, "formatted"));
        let shown: String = changed.iter().map(shown).collect();
        if answered(&anstream::stdout().write_all(shown.as_bytes())) == Outcome::Failed {
            return Outcome::Failed;
        }
        let verb = if changed.len() == 1 { "is" } else { "are" };
        let count = counted(changed.len(), "file");
        status!("{count} {verb} not formatted. Run: {called} fmt{}", spec_arguments(spec));
        return Outcome::Findings;
    }
    let texts: BTreeMap<String, String> = changed
        .iter()
        .filter_map(|it| {
            let input = inputs.iter().find(|input| input.path == it.path)?;
            Some((it.path.clone(), edits::replace(text(input)?, &it.after)))
        })
        .collect();
    if let Err(error) = write(&spec.path, &inputs, &texts) {
        return failed(error);
    }
    for it in changed {
        status!("{}: formatted", name(it));
    }
    Outcome::Success
}
