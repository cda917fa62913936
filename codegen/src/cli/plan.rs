//! What a run of codegen has before it: what is to be, what is there, and whether it may go on.

use std::path::{Path, PathBuf};

use super::documents::{self, Document};
use super::overlap::overlap;
use super::words::{shell, shown};
use super::{Outcome, SpecFolder, folder, spec, talk};
use crate::emit::emit;
use crate::output::{Drift, Entry, Folder, MANIFEST, Output, compare};

/// What is to be in a folder, what is there, and the differences.
pub(super) struct Plan {
    pub(super) outputs: Vec<Output>,
    pub(super) found: Folder,
    pub(super) drift: Vec<Drift>,
    /// Files of somebody's own, in which a table is kept current.
    pub(super) documents: Vec<Document>,
    is_empty: bool,
}

/// Why there is no plan.
pub(super) enum Refused {
    /// The spec has errors, or cannot be read. This is how the command ends.
    Spec(Outcome),
    /// The folder is not one to write to.
    Folder(String),
    /// A file of somebody's own is not one to write a table into. Why was said.
    Document,
}

impl Plan {
    /// Compiles the spec and looks at the folder. What is said of the spec goes to `findings`, errors or not.
    pub(super) fn make(
        spec: &SpecFolder,
        out: &Path,
        documents: &[PathBuf],
        findings: fn(&Path, &crate::Compiled),
    ) -> Result<Self, Refused> {
        let cannot = |error: std::io::Error| Refused::Folder(error.to_string());
        if let Some(why) = overlap(&spec.path, out).map_err(cannot)? {
            let why = format!("{why}, and what is generated is no part of the spec. Name another folder: `--out DIR`.");
            return Err(Refused::Folder(why));
        }
        let compiled = spec::read(spec);
        findings(&spec.path, &compiled);
        let Some(book) = &compiled.book else { return Err(Refused::Spec(spec::outcome(&compiled))) };
        let documents = documents::read(book, &spec.path, out, documents).ok_or(Refused::Document)?;
        let outputs = emit(book);
        // Before the manifest is read: another run writes the manifest first of all, so that its files have one.
        let is_empty = folder::is_empty(out).map_err(cannot)?;
        let found = folder::read(out, &outputs).map_err(cannot)?;
        let drift = compare(&outputs, &found);
        Ok(Self { outputs, found, drift, documents, is_empty })
    }

    pub(super) fn strangers(&self) -> impl Iterator<Item = &str> {
        self.drift.iter().filter(|it| matches!(it, Drift::Stranger(_))).map(Drift::path)
    }

    /// Says why nothing may be written, if that is so.
    pub(super) fn refuse(&self, out: &Path) -> bool {
        if self.is_somebody_elses() {
            let manifest = shell(&out.join(MANIFEST));
            talk!("error: {} is not empty, and has no {MANIFEST} that says which files are codegen's", shown(out));
            talk!("If the manifest was deleted, this brings it back: git checkout -- {manifest}");
            talk!("Otherwise name an empty folder or a new one: `--out DIR`.");
            talk!("Names that begin with a dot, `Cargo.lock` and `target` do not count.");
            return true;
        }
        let is_blocked = self.strangers().any(|it| self.is_in_the_way(it));
        if is_blocked {
            self.report_strangers(out);
        }
        is_blocked
    }

    /// Whether a folder is not codegen's. Where every file that is there is the one to be, nothing can be
    /// lost, and it is the manifest alone that is missing.
    fn is_somebody_elses(&self) -> bool {
        let is_blocked = matches!(self.found.entries.get(MANIFEST), Some(Entry::Folder));
        if self.found.manifest.is_some() || self.is_empty || is_blocked {
            return false;
        }
        let mut there = self
            .outputs
            .iter()
            .filter(|it| it.path != MANIFEST)
            .filter_map(|it| Some((it, self.found.entries.get(&it.path)?)))
            .peekable();
        let is_ours = there.peek().is_some() && there.all(|(it, entry)| entry.is(it));
        !is_ours
    }

    /// Whether a file or a folder that is to be has its place where this path is.
    fn is_in_the_way(&self, path: &str) -> bool {
        self.outputs.iter().any(|it| it.path == path) || self.is_on_the_way(path)
    }

    fn is_on_the_way(&self, path: &str) -> bool {
        self.outputs.iter().any(|it| it.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Names what lies where only codegen's files may lie, and what to do with it.
    pub(super) fn report_strangers(&self, out: &Path) {
        let mut has_lost_one = false;
        for path in self.strangers() {
            let place = shown(&out.join(path));
            match self.found.entries.get(path) {
                Some(Entry::Folder) => talk!("error: {place} is a folder, and a file is to be there. Move it away."),
                Some(Entry::File(_)) if self.is_on_the_way(path) => {
                    talk!("error: {place} is a file, and a folder is to be there. Move it away.");
                }
                Some(Entry::Other) if self.is_on_the_way(path) => {
                    talk!("error: {place} is a link, and codegen writes into folders only. Move it away.");
                }
                _ => {
                    has_lost_one |= self.is_in_the_way(path);
                    talk!(
                        "error: {place} was not written by codegen, and lies where its files lie. Move it away, or delete it."
                    );
                }
            }
        }
        if has_lost_one {
            let manifest = shell(&out.join(MANIFEST));
            talk!("If {MANIFEST} has lost lines, this brings them back: git checkout -- {manifest}");
        }
    }
}

/// Says why there is no plan, and what that means for the exit status.
pub(super) fn refused(why: &Refused) -> Outcome {
    match why {
        Refused::Spec(outcome) => *outcome,
        Refused::Folder(why) => {
            talk!("error: {why}");
            Outcome::Failed
        }
        Refused::Document => Outcome::Failed,
    }
}
