//! The changes of a codegen run, and whether they are allowed.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::inject::{self, Document};
use super::out_dir::Prepared;
use super::overlap::overlap;
use super::{Generated, out_dir};
use crate::Compiled;
use crate::cli::args::SpecFolder;
use crate::cli::config::{CONFIG, Config};
use crate::cli::display::{shell, shown};
use crate::cli::load::spec_dir;
use crate::drift::{Drift, Folder, OnDisk, difference, leftovers};
use crate::emit::jobs::{Job, Stream, jobs};
use crate::emit::listed;
use crate::emit::options::{Group, MODULE_ROOT, Options};
use crate::emit::output::{MANIFEST, Output, manifest};
use crate::emit::parallel::each;
use crate::model::Book;

/// The outputs and the folder on disk. Contents are made part by part, when they are compared or written.
pub(in crate::cli) struct Plan<'a> {
    book: &'a Book,
    options: Options,
    out: &'a Path,
    /// The paths of the outputs, the manifest included.
    paths: BTreeSet<String>,
    found: Folder,
    /// The entries that were not generated, and those that are no longer.
    leftovers: Vec<Drift>,
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

impl<'a> Plan<'a> {
    /// Reads the folder and the documents of a spec that was compiled.
    pub(in crate::cli) fn new(
        spec: &SpecFolder,
        compiled: &'a Compiled,
        config: Option<&Config>,
        out: &'a Path,
        documents: &[PathBuf],
    ) -> Result<Self, Refusal> {
        let Some(book) = &compiled.book else { return Err(Refusal::Spec) };
        let documents = inject::read(book, &spec.path, out, documents).map_err(Refusal::Reasons)?;
        // Before the manifest is read: a concurrent run writes the manifest first, so its files are listed.
        let is_empty = out_dir::is_empty(out)?;
        let manifest = out_dir::manifest(out)?;
        let options = options(config, manifest.as_ref(), out)?;
        let jobs = jobs(book, &options);
        let paths: BTreeSet<String> =
            jobs.iter().flat_map(|it| it.paths.iter().cloned()).chain([MANIFEST.to_owned()]).collect();
        let found = out_dir::read(out, manifest, &paths, &options)?;
        let leftovers = leftovers(&found, |path| paths.contains(path)).collect();
        drop(jobs);
        let mut plan = Self { book, options, out, paths, found, leftovers, documents, is_empty };
        let strangers = plan.differing_strangers()?;
        plan.leftovers.extend(strangers);
        plan.leftovers.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(plan)
    }

    /// The number of outputs.
    pub(in crate::cli) fn len(&self) -> usize {
        self.paths.len()
    }

    /// All differences, by path.
    pub(in crate::cli) fn drift(&self) -> io::Result<Vec<Drift>> {
        let mut drift = self.differences(|_| true)?;
        drift.retain(|it| !matches!(it, Drift::Untracked(_)));
        drift.extend(self.leftovers.iter().cloned());
        drift.sort_by(|a, b| a.path().cmp(b.path()));
        Ok(drift)
    }

    /// The entries at the paths of outputs that codegen must not replace.
    fn differing_strangers(&self) -> io::Result<Vec<Drift>> {
        let is_strange =
            |path: &str| self.found.entries.get(path).is_some_and(|it| *it == OnDisk::Folder || !self.found.owns(path));
        if !self.paths.iter().any(|path| is_strange(path)) {
            return Ok(Vec::new());
        }
        let mut drift = self.differences(is_strange)?;
        drift.retain(|it| matches!(it, Drift::Untracked(_)));
        Ok(drift)
    }

    /// The differences of the files at some paths.
    fn differences(&self, is_compared: impl Fn(&str) -> bool + Sync) -> io::Result<Vec<Drift>> {
        let compared = |output: &Output| -> io::Result<Option<Drift>> {
            let found = out_dir::found(self.out, output)?;
            Ok(difference(output, found.as_ref(), self.found.owns(&output.path)))
        };
        let mut jobs = jobs(self.book, &self.options);
        jobs.retain(|it| it.paths.iter().any(|path| is_compared(path)));
        let drift = each(&jobs, |job| {
            let outputs = job.outputs().into_iter().filter(|it| is_compared(&it.path));
            outputs.filter_map(|it| compared(&it).transpose()).collect::<io::Result<Vec<_>>>()
        });
        let mut drift = drift.into_iter().collect::<io::Result<Vec<_>>>()?.concat();
        if is_compared(MANIFEST) {
            drift.extend(compared(&self.manifest())?);
        }
        Ok(drift)
    }

    fn manifest(&self) -> Output {
        manifest(self.paths.iter().map(String::as_str))
    }

    pub(in crate::cli) fn untracked(&self) -> impl Iterator<Item = &str> {
        self.leftovers.iter().filter(|it| matches!(it, Drift::Untracked(_))).map(Drift::path)
    }

    /// The reason why nothing may be written, if any.
    pub(in crate::cli) fn refusal(&self) -> Vec<String> {
        let out = self.out;
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
        if is_blocked { self.untracked_errors() } else { Vec::new() }
    }

    /// Whether a folder was not generated. If every file in it equals its output, only the manifest is missing, and
    /// nothing can be lost.
    fn is_foreign(&self) -> bool {
        let is_blocked = matches!(self.found.entries.get(MANIFEST), Some(OnDisk::Folder));
        if self.found.manifest.is_some() || self.is_empty || is_blocked {
            return false;
        }
        let is_output = |path: &str| path != MANIFEST && self.paths.contains(path);
        let is_generated = self.found.entries.keys().any(|path| is_output(path)) && !self.untracked().any(is_output);
        !is_generated
    }

    /// Whether a file or a folder must be created at a path.
    fn is_in_the_way(&self, path: &str) -> bool {
        self.paths.contains(path) || self.is_folder(path)
    }

    /// Whether a folder must be created at a path.
    fn is_folder(&self, path: &str) -> bool {
        let below = format!("{path}/");
        self.paths.range(below.clone()..).next().is_some_and(|it| it.starts_with(&below))
    }

    /// The untracked files, each with a help text.
    pub(in crate::cli) fn untracked_errors(&self) -> Vec<String> {
        let out = self.out;
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

    /// Writes what differs, and deletes what is no longer generated. If this is interrupted, the manifest names every file that was
    /// written: it is written first with the old paths and the new ones.
    ///
    /// All Rust is in temporary files before anything is written, and is renamed last: an emitter that fails leaves it as it was.
    pub(in crate::cli) fn apply(&self) -> io::Result<Generated> {
        let jobs = jobs(self.book, &self.options);
        let (rust, others): (Vec<&Job<'_>>, Vec<&Job<'_>>) = jobs.iter().partition(|it| it.group == Group::Rust);
        let prepared = each(&rust, |job| self.prepare(job.outputs()));
        let prepared = prepared.into_iter().collect::<io::Result<Vec<_>>>()?;
        let is_relisted = !self.is_current(&self.manifest())?;
        let known = self.found.manifest.as_ref();
        if self.paths.iter().any(|path| path != MANIFEST && !known.is_some_and(|it| it.contains(path))) {
            let paths = self.paths.iter().chain(known.into_iter().flatten());
            out_dir::write(self.out, &manifest(paths.map(String::as_str)))?;
        }
        // A stale file may be where a folder must be created.
        let stale = self.leftovers.iter().filter(|it| matches!(it, Drift::Stale(_)));
        let deleted: Vec<String> = stale.map(|it| it.path().to_owned()).collect();
        for path in &deleted {
            out_dir::delete(self.out, path)?;
        }
        let done = each(&others, |job| match job.stream() {
            Some((path, contents)) => self.write_stream(path, contents),
            None => self.write(job.outputs()),
        });
        let mut written = done.into_iter().collect::<io::Result<Vec<_>>>()?.concat();
        for (job, prepared) in rust.into_iter().zip(prepared) {
            written.extend(prepared.iter().map(|it| it.path.clone()));
            for file in prepared {
                if !file.persist(self.out)? {
                    self.write(job.outputs())?;
                }
            }
        }
        self.write([self.manifest()])?;
        written.extend(is_relisted.then(|| MANIFEST.to_owned()));
        written.sort();
        Ok(Generated {
            unchanged: self.paths.len() - written.len(),
            written,
            deleted,
            untracked: self.untracked().map(str::to_owned).collect(),
        })
    }

    /// Whether a file on disk is the output.
    fn is_current(&self, output: &Output) -> io::Result<bool> {
        out_dir::is_current(self.out, &output.path, &|file| output.write_to(file))
    }

    /// Writes the files that differ from what is on disk, and returns their paths.
    fn write(&self, outputs: impl IntoIterator<Item = Output>) -> io::Result<Vec<String>> {
        self.with_changed(outputs, |it| out_dir::write(self.out, &it).map(|()| it.path))
    }

    /// The same for a file that is written in pieces.
    fn write_stream(&self, path: &str, contents: &Stream<'_>) -> io::Result<Vec<String>> {
        if out_dir::is_current(self.out, path, contents)? {
            return Ok(Vec::new());
        }
        out_dir::write_stream(self.out, path, contents)?;
        Ok(vec![path.to_owned()])
    }

    /// Writes the files that differ into temporary files.
    fn prepare(&self, outputs: Vec<Output>) -> io::Result<Vec<Prepared>> {
        self.with_changed(outputs, |it| out_dir::prepare(self.out, &it))
    }

    fn with_changed<T>(
        &self,
        outputs: impl IntoIterator<Item = Output>,
        write: impl Fn(Output) -> io::Result<T>,
    ) -> io::Result<Vec<T>> {
        let mut done = Vec::new();
        for output in outputs {
            if !self.is_current(&output)? {
                done.push(write(output)?);
            }
        }
        Ok(done)
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
