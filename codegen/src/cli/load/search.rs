//! The books of a commit, in any folder, including its submodules.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use super::commit::{Absent, Commit};
use super::git::{Blob, Mode};
use super::outline;
use super::revision::{Origin, Side};
use super::spec_dir::is_hidden;
use crate::cli::display::shell;
use crate::compat::OtherBook;
use crate::input::{Role, role};
use crate::text::{listed, visible};

/// The result of searching a commit.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) books: Vec<FoundBook>,
    /// The places that could not be searched.
    pub(super) absent: Vec<Absent>,
}

/// A book, as described by its head file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundBook {
    pub(super) crate_name: String,
    /// Its spec folder, from the root of the repository, with `/`; empty for the root.
    pub(super) folder: String,
}

/// A search. It caches the files that it has read: most are the same in the next commit.
#[derive(Debug)]
pub(super) struct Search {
    /// The largest file to read.
    cap: u64,
    /// The crates of head files, by the id of the blob; `None` for other files.
    crates: HashMap<String, Option<String>>,
}

/// A YAML file of a tree: its path and its id.
type File = (String, String);

impl Search {
    pub(super) fn new(cap: u64) -> Self {
        Self { cap, crates: HashMap::new() }
    }

    /// Every book of a commit, in the order of their folders.
    pub(super) fn books(&mut self, commit: &Commit) -> Result<Found, String> {
        let mut out = Found::default();
        self.collect(commit, &mut out)?;
        out.books.sort_by(|a, b| (&a.folder, &a.crate_name).cmp(&(&b.folder, &b.crate_name)));
        // All files in a spec folder belong to one spec.
        let all = out.books.clone();
        out.books.retain(|it| {
            !all.iter().any(|outer| {
                it.crate_name == outer.crate_name && it.folder != outer.folder && is_below(&it.folder, &outer.folder)
            })
        });
        out.books.dedup();
        Ok(out)
    }

    fn collect(&mut self, commit: &Commit, out: &mut Found) -> Result<(), String> {
        let mut files: Vec<File> = Vec::new();
        for leaf in commit.repository.paths(&commit.id)? {
            let Ok(path) = String::from_utf8(leaf.path) else { continue };
            match leaf.mode {
                Mode::Submodule => match commit.enter(Path::new(&path), &leaf.id)? {
                    Ok(inner) => self.collect(&inner, out)?,
                    Err(absent) => out.absent.push(absent),
                },
                Mode::File if role(&path) == Role::Spec && !is_hidden(file_name(&path)) => files.push((path, leaf.id)),
                Mode::File | Mode::Link => {}
            }
        }
        let unread: Vec<&str> = files.iter().map(|it| &*it.1).filter(|id| !self.crates.contains_key(*id)).collect();
        let mut names = Vec::with_capacity(unread.len());
        commit.repository.each_blob(&unread, self.cap, |blob| {
            names.push(if let Blob::Bytes(bytes) = blob { outline::crate_name(&bytes) } else { None });
            ControlFlow::Continue(())
        })?;
        self.crates.extend(unread.into_iter().map(str::to_owned).zip(names));
        let below = commit.below.display().to_string().replace('\\', "/");
        for (path, id) in &files {
            if let Some(crate_name) = self.crates.get(id).cloned().flatten() {
                let folder = self.folder(commit, &files, path)?;
                let slash = if below.is_empty() || folder.is_empty() { "" } else { "/" };
                out.books.push(FoundBook { crate_name, folder: format!("{below}{slash}{folder}") });
            }
        }
        Ok(())
    }

    /// The spec folder of a head file: its folder, or the highest one above that adds only other files of the book.
    fn folder(&self, commit: &Commit, files: &[File], head: &str) -> Result<String, String> {
        let mut folder = parent(head);
        let mut above = folder;
        while !above.is_empty() {
            above = parent(above);
            let waivers = if above.is_empty() { "waivers.yaml".to_owned() } else { format!("{above}/waivers.yaml") };
            let is_added = |path: &str| {
                let is_ignored = |path: &str| path.get(above.len()..).is_some_and(|it| it.split('/').any(is_hidden));
                is_below(path, above) && !is_below(path, folder) && path != waivers && !is_ignored(path)
            };
            let added: Vec<&str> = files.iter().filter(|it| is_added(&it.0)).map(|it| &*it.1).collect();
            let mut are_parts = true;
            commit.repository.each_blob(&added, self.cap, |blob| {
                are_parts = matches!(blob, Blob::Bytes(bytes) if outline::is_part(&bytes));
                if are_parts { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })?;
            if !are_parts {
                break;
            }
            if !added.is_empty() {
                folder = above;
            }
        }
        Ok(folder.to_owned())
    }
}

impl Origin<'_> {
    /// The book of a crate in a commit: in the spec folder, or elsewhere if it is not there. Without one the side has
    /// no inputs, and the other books of the commit are listed.
    pub(super) fn settled(
        &self,
        side: Side,
        crate_name: &str,
        search: &mut Search,
    ) -> Result<(Side, Vec<OtherBook>), String> {
        let Some(id) = &side.commit else { return Ok((side, Vec::new())) };
        let here = side.crate_name();
        if here.as_deref() == Some(crate_name) {
            return Ok((side, Vec::new()));
        }
        let commit = Commit::new(self.repository()?, id);
        let found = search.books(&commit)?;
        let folders: Vec<&str> =
            found.books.iter().filter(|it| it.crate_name == crate_name).map(|it| &*it.folder).collect();
        match *folders {
            [folder] => {
                let moved = self.in_folder(&commit, Path::new(folder))?;
                Ok((Side { name: side.name, argument: side.argument, note: side.note, ..moved }, Vec::new()))
            }
            // The crate of the book in the spec folder was renamed, or the book has errors.
            [] if here.is_some() || side.may_have_book() => Ok((side, Vec::new())),
            [] => {
                let note = found.absent.iter().map(|it| it.why(&side.name)).collect::<Vec<_>>().join("\nnote: ");
                let note = side.note.or_else(|| Some(note).filter(|it| !it.is_empty()));
                let books =
                    found.books.into_iter().map(|it| OtherBook { folder: it.folder, crate_name: Some(it.crate_name) });
                let absent = found.absent.into_iter().map(|it| OtherBook { folder: it.path, crate_name: None });
                let others = books.chain(absent).collect();
                Ok((Side { inputs: Vec::new(), folder: None, note, ..side }, others))
            }
            [first, ..] => Err(format!(
                "{} has several books of `{}`: in {}. Name the folder of the one to compare with: `--base {}`.",
                side.name,
                visible(crate_name),
                listed(folders.iter().map(|it| if it.is_empty() { "." } else { it })),
                shell(Path::new(&format!("{}:{first}", side.argument))),
            )),
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |it| it.0)
}

/// Whether a path is a folder, or below it.
fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|it| it.is_empty() || it.starts_with('/'))
}
