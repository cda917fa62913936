//! The changes of a codegen run, and whether they are allowed.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::inject::{self, Document};
use super::overlap::overlap;
use super::{Generated, out_dir};
use crate::Compiled;
use crate::cli::args::SpecFolder;
use crate::cli::config::{CONFIG, Config};
use crate::cli::display::{shell, shown};
use crate::cli::load::spec_dir;
use crate::drift::{Drift, Folder, OnDisk, compare};
use crate::emit::options::{Group, MODULE_ROOT, Options};
use crate::emit::output::{MANIFEST, Output, manifest};
use crate::emit::{emit_with, listed};

/// The outputs, the folder on disk, and the differences.
pub(in crate::cli) struct Plan {
    pub(in crate::cli) outputs: Vec<Output>,
    pub(super) found: Folder,
    pub(in crate::cli) drift: Vec<Drift>,
    /// The files of `--docs-into`.
    pub(in crate::cli) documents: Vec<Document>,
    is_empty: bool,
}

/// The reason why there is no plan, or why it must not be carried out.
pub(in crate::cli) enum Refusal {
    /// The spec has errors, or cannot be read.
    Spec,
    /// For each of these reasons.
    Reasons(Vec<String>),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Reasons(vec![error.to_string()])
    }
}

impl Plan {
    /// Reads the folder and the documents of a spec that was compiled.
    pub(in crate::cli) fn new(
        spec: &SpecFolder,
        compiled: &Compiled,
        config: Option<&Config>,
        out: &Path,
        documents: &[PathBuf],
    ) -> Result<Self, Refusal> {
        let Some(book) = &compiled.book else { return Err(Refusal::Spec) };
        let documents = inject::read(book, &spec.path, out, documents).map_err(Refusal::Reasons)?;
        // Before the manifest is read: a concurrent run writes the manifest first, so its files are listed.
        let is_empty = out_dir::is_empty(out)?;
        let manifest = out_dir::manifest(out)?;
        let options = options(config, manifest.as_ref(), out)?;
        let outputs = emit_with(book, &options);
        let found = out_dir::read(out, manifest, &outputs, &options)?;
        let drift = compare(&outputs, &found);
        Ok(Self { outputs, found, drift, documents, is_empty })
    }

    pub(in crate::cli) fn untracked(&self) -> impl Iterator<Item = &str> {
        self.drift.iter().filter(|it| matches!(it, Drift::Untracked(_))).map(Drift::path)
    }

    /// The reason why nothing may be written, if any.
    pub(in crate::cli) fn refusal(&self, out: &Path) -> Vec<String> {
        if self.is_foreign() {
            return vec![format!(
                "{} is not empty, and has no {MANIFEST}, which names the generated files\n\
                 If the manifest was deleted, restore it: git checkout -- {}\n\
                 Otherwise name an empty or a new folder: `--out DIR`.\n\
                 Names that begin with a dot, `Cargo.lock` and `target` are ignored.",
                shown(out),
                shell(&out.join(MANIFEST))
            )];
        }
        let is_blocked = self.untracked().any(|it| self.is_in_the_way(it));
        if is_blocked { self.untracked_errors(out) } else { Vec::new() }
    }

    /// Whether a folder was not generated. If every file in it equals its output, only the manifest is missing, and
    /// nothing can be lost.
    fn is_foreign(&self) -> bool {
        let is_blocked = matches!(self.found.entries.get(MANIFEST), Some(OnDisk::Folder));
        if self.found.manifest.is_some() || self.is_empty || is_blocked {
            return false;
        }
        let mut existing = self
            .outputs
            .iter()
            .filter(|it| it.path != MANIFEST)
            .filter_map(|it| Some((it, self.found.entries.get(&it.path)?)))
            .peekable();
        let is_generated = existing.peek().is_some() && existing.all(|(it, found)| found.is(it));
        !is_generated
    }

    /// Whether a file or a folder must be created at a path.
    fn is_in_the_way(&self, path: &str) -> bool {
        self.outputs.iter().any(|it| it.path == path) || self.is_folder(path)
    }

    /// Whether a folder must be created at a path.
    fn is_folder(&self, path: &str) -> bool {
        self.outputs.iter().any(|it| it.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')))
    }

    /// The untracked files, each with a help text.
    pub(in crate::cli) fn untracked_errors(&self, out: &Path) -> Vec<String> {
        let mut is_restorable = false;
        let mut errors: Vec<String> = Vec::new();
        for path in self.untracked() {
            let place = shown(&out.join(path));
            let found = self.found.entries.get(path);
            errors.push(match found {
                Some(OnDisk::Folder) => {
                    format!("{place} is a folder, but codegen writes a file of this name. Move it away.")
                }
                Some(OnDisk::File(_)) if self.is_folder(path) => {
                    format!("{place} is a file, but codegen writes a folder of this name. Move it away.")
                }
                Some(OnDisk::Other) if self.is_folder(path) => {
                    format!("{place} is a link, but codegen writes a folder of this name. Move it away.")
                }
                _ if self.is_in_the_way(path) => {
                    is_restorable = true;
                    format!("{place} was not generated, but codegen writes a file of this name. Move it away.")
                }
                _ => format!("{place} was not generated, but is in a folder for generated files. Move or delete it."),
            });
        }
        if let Some(last) = errors.last_mut().filter(|_| is_restorable) {
            let manifest = shell(&out.join(MANIFEST));
            last.push_str(&format!("\nIf {MANIFEST} has lost lines, restore it: git checkout -- {manifest}"));
        }
        errors
    }

    /// Applies the plan to the folder. If this is interrupted, the manifest names every file that was written: it is
    /// written first with the old paths and the new ones.
    pub(in crate::cli) fn apply(&self, out: &Path) -> io::Result<Generated> {
        let paths = |is: fn(&Drift) -> bool| self.drift.iter().filter(move |it| is(it)).map(|it| it.path().to_owned());
        let written: BTreeSet<String> = paths(|it| matches!(it, Drift::Missing(_) | Drift::Changed(..))).collect();
        let deleted: Vec<String> = paths(|it| matches!(it, Drift::Stale(_))).collect();
        let known = self.found.manifest.as_ref();
        if written.iter().any(|path| path != MANIFEST && !known.is_some_and(|it| it.contains(path))) {
            let paths = self.outputs.iter().map(|it| &it.path).chain(known.into_iter().flatten());
            out_dir::write(out, &manifest(paths.map(String::as_str)))?;
        }
        // A stale file may be where a folder must be created.
        for path in &deleted {
            out_dir::delete(out, path)?;
        }
        let (last, files): (Vec<&Output>, Vec<&Output>) = self.outputs.iter().partition(|it| it.path == MANIFEST);
        for output in files.into_iter().chain(last).filter(|it| written.contains(&it.path)) {
            out_dir::write(out, output)?;
        }
        Ok(Generated {
            unchanged: self.outputs.len() - written.len(),
            written: written.into_iter().collect(),
            deleted,
            untracked: self.untracked().map(str::to_owned).collect(),
        })
    }
}

/// What is generated into a folder.
fn options(config: Option<&Config>, manifest: Option<&BTreeSet<String>>, out: &Path) -> Result<Options, Refusal> {
    match config {
        Some(config) => config.options(out).map_err(|why| Refusal::Reasons(vec![why])),
        None => unconfigured(manifest, out),
    }
}

/// What is generated without settings: what a folder's manifest lists, and the default in an empty one.
fn unconfigured(manifest: Option<&BTreeSet<String>>, out: &Path) -> Result<Options, Refusal> {
    let Some(paths) = manifest else { return Ok(Options::of(Group::DEFAULT.iter().copied())) };
    if paths.contains(MODULE_ROOT) {
        return Err(Refusal::Reasons(vec![format!(
            "{} is a module, but no {CONFIG} says so\nCreate {CONFIG} beside the spec folder, with `layout = \"module\"`.",
            shown(out)
        )]));
    }
    Ok(Options::of(listed(paths)))
}

/// Compiles a spec for the outputs of a folder, unless the spec folder and the output folder overlap.
pub(in crate::cli) fn compile(spec: &SpecFolder, config: Option<&Config>, out: &Path) -> Result<Compiled, Refusal> {
    if let Some(why) = overlap(&spec.path, out)? {
        return Err(Refusal::Reasons(vec![format!("{why}. Name another output folder: `--out DIR`.")]));
    }
    let mut compiled = spec_dir::read(spec);
    if let Ok(options) = options(config, out_dir::manifest(out)?.as_ref(), out) {
        compiled.check_outputs(&options);
    }
    Ok(compiled)
}
