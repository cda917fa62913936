//! Writing a revised spec: only if it compiles.

use std::path::{Path, PathBuf};

use super::spec::{changed, write as write_files};
use crate::cli::args::SpecFolder;
use crate::cli::display::{prefix, shown};
use crate::cli::load::spec_dir;
use crate::cli::status::{self, Outcome, failed, status};
use crate::input::{Content, Input};
use crate::model::Book;
use crate::revise::{Refusal, Revision};
use crate::source::Span;
use crate::{Compiled, compile};

/// The spec folder, as it was read.
pub(in crate::cli) struct Spec {
    folder: PathBuf,
    pub(in crate::cli) inputs: Vec<Input>,
}

impl Spec {
    /// Reads the folder. Reports why it cannot be read.
    pub(in crate::cli) fn read(spec: &SpecFolder) -> Result<Self, Outcome> {
        match spec_dir::inputs(spec) {
            Ok(inputs) => Ok(Self { folder: spec.path.clone(), inputs }),
            Err(found) => Err(report(&spec.path, &spec_dir::missing(*found))),
        }
    }
}

/// Writes a revision, if the revised spec compiles. `entry` finds the place of the revised entry, and says what was done.
pub(in crate::cli) fn write(
    Spec { folder, inputs }: &Spec,
    revision: Result<Revision, Refusal>,
    entry: impl FnOnce(&Book) -> Option<(Span, String)>,
) -> Outcome {
    let outcome = match revision {
        Ok(revision) => {
            let texts = changed(inputs, &revision.sources, &revision.edits);
            let mut revised = inputs.clone();
            for input in &mut revised {
                if let Some(text) = texts.get(&input.path) {
                    input.content = Content::Bytes(text.clone().into_bytes());
                }
            }
            let compiled = compile(revised);
            match compiled.book.as_ref().map(entry) {
                Some(Some((span, done))) => {
                    return match write_files(folder, inputs, &texts) {
                        Ok(()) => {
                            written(folder, compiled, span, &done);
                            Outcome::Success
                        }
                        Err(error) => failed(error),
                    };
                }
                Some(None) => failed("the revised spec does not have the entry: this is a bug in errbook"),
                None => report(folder, &compiled),
            }
        }
        Err(Refusal::Unreadable { sources, diagnostics }) => {
            report(folder, &Compiled { sources, book: None, waivers: Vec::new(), diagnostics })
        }
        Err(Refusal::Unsuitable(why)) => {
            failed(why);
            Outcome::Findings
        }
    };
    status!("Nothing was written.");
    outcome
}

fn report(folder: &Path, compiled: &Compiled) -> Outcome {
    status::report(&prefix(folder), compiled);
    status::compiled(compiled)
}

/// Says what was done and where, with the warnings about it.
fn written(folder: &Path, mut compiled: Compiled, span: Span, done: &str) {
    let file = compiled.sources.file(span.file);
    let line = file.line_column(span.start as usize).line;
    status!("{}:{line}: {done}", shown(&folder.join(&file.path)));
    let is_about = |it: &Span| it.file == span.file && span.start <= it.start && it.end <= span.end;
    compiled.diagnostics.retain(|it| it.labels.first().is_some_and(|it| is_about(&it.span)));
    status::report(&prefix(folder), &compiled);
}
