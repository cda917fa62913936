//! A commit with its submodules: a path in it may lead into a different repository.
//!
//! The objects of a submodule are read from its clone, wherever that is. It knows nothing of a spec.

use std::path::{Component, Path, PathBuf};

use super::git::{Kind, Object, Repository};
use crate::cli::display::{shell, shown};
use crate::text::visible;

/// A commit of a repository, or of one of its submodules.
#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub(super) id: String,
    /// With the objects of all submodules that contain it.
    pub(super) repository: Repository,
    /// The path of the submodule, from the root of the outermost repository; empty for that one's own commits.
    pub(super) below: PathBuf,
    /// The folder of git's own files of its repository; `None`: not looked up yet.
    git: Option<PathBuf>,
}

/// The kind of a path in a commit.
pub(super) enum Place {
    /// A folder or a file, and the repository that it can be read from.
    Found(Repository, Object),
    Nothing,
    /// Something in a submodule that cannot be read here.
    Absent(Absent),
}

/// A submodule whose commit is missing.
#[derive(Debug, Clone)]
pub(super) struct Absent {
    /// Its path, from the root of the outermost repository, with `/`.
    pub(super) path: String,
    commit: String,
    /// How to get it.
    help: String,
}

impl Absent {
    /// Why something cannot be read, and what to do.
    pub(super) fn why(&self, of: &str) -> String {
        let (path, commit) = (visible(&self.path), self.commit.get(..12).unwrap_or(&self.commit));
        format!("the submodule `{path}` is at commit {commit} in {of}, which is not available here. {}", self.help)
    }
}

/// A folder, quoted for a shell, as seen from the current folder if it is below that.
pub(super) fn from_here(folder: &Path) -> String {
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).unwrap_or_default();
    shell(folder.strip_prefix(here).unwrap_or(folder))
}

/// Whether it is an empty folder, like that of a submodule that is not checked out.
fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut it| it.next().is_none())
}

impl Commit {
    pub(super) fn new(repository: &Repository, id: &str) -> Self {
        Self { id: id.to_owned(), repository: repository.clone(), below: PathBuf::new(), git: None }
    }

    /// The kind of a path; an empty path is the root.
    pub(super) fn at(&self, path: &Path) -> Result<Place, String> {
        match self.repository.at(&self.id, path)? {
            Some(object) if object.kind != Kind::Commit => return Ok(Place::Found(self.repository.clone(), object)),
            _ => {}
        }
        let Some((link, id, rest)) = self.submodule(path)? else { return Ok(Place::Nothing) };
        match self.enter(&link, &id)? {
            Ok(inner) => inner.at(&rest),
            Err(absent) => Ok(Place::Absent(absent)),
        }
    }

    /// The first submodule in a path that is not checked out, if there is one.
    pub(super) fn not_checked_out(&self, path: &Path) -> Result<Option<PathBuf>, String> {
        let Some((link, id, rest)) = self.submodule(path)? else { return Ok(None) };
        let below = self.below.join(&link);
        if !self.repository.root().join(&below).join(".git").exists() {
            return Ok(Some(below));
        }
        match self.enter(&link, &id)? {
            Ok(inner) => inner.not_checked_out(&rest),
            Err(_) => Ok(None),
        }
    }

    /// The first submodule in a path: its path, its commit, and the rest of the path.
    fn submodule(&self, path: &Path) -> Result<Option<(PathBuf, String, PathBuf)>, String> {
        let mut link = PathBuf::new();
        let mut rest = path.components();
        while let Some(part) = rest.next() {
            link.push(part);
            if let Some(id) = self.repository.submodule(&self.id, &link)? {
                return Ok(Some((link, id, rest.as_path().to_path_buf())));
            }
        }
        Ok(None)
    }

    /// The commit of the submodule at a path, if available.
    pub(super) fn enter(&self, link: &Path, id: &str) -> Result<Result<Self, Absent>, String> {
        let below = self.below.join(link);
        let work = self.repository.root().join(&below);
        let (name, url) = self.declared(link)?;
        let checked_out = if work.join(".git").exists() { Repository::around(&work)? } else { None };
        let own = checked_out.as_ref().map(Repository::git_folder).transpose()?;
        let kept = match (name, &self.git) {
            (Some(name), Some(git)) => Some(git.join("modules").join(name)),
            (Some(name), None) => Some(self.repository.git_folder()?.join("modules").join(name)),
            (None, _) => None,
        };
        for git in own.into_iter().chain(kept).filter(|it| it.join("objects").is_dir()) {
            let repository = self.repository.with_objects(git.join("objects"));
            if repository.object(id.as_ref())?.is_some_and(|it| it.kind == Kind::Commit) {
                return Ok(Ok(Self { id: id.to_owned(), repository, below, git: Some(git) }));
            }
        }
        let folder = from_here(&work);
        let help = match checked_out {
            Some(clone) if clone.is_shallow()? => format!(
                "The clone is shallow. Run `git -C {folder} fetch --unshallow`; in GitHub Actions, set `fetch-depth: 0` for \
                 `actions/checkout`."
            ),
            Some(_) => format!("Run `git -C {folder} fetch origin {id}`."),
            None if is_empty(&work) => format!("Run `git submodule update --init --recursive {folder}`."),
            None => {
                let from = url.map(|it| format!(" from `{}`", visible(&it))).unwrap_or_default();
                format!(
                    "It is not part of the checkout. Clone it{from}, check out {id}, and name the spec folder: `--base DIR`."
                )
            }
        };
        let path = shown(&below).replace('\\', "/");
        Ok(Err(Absent { path, commit: id.to_owned(), help }))
    }

    /// The name and URL of the submodule at a path, from `.gitmodules`.
    fn declared(&self, link: &Path) -> Result<(Option<String>, Option<String>), String> {
        let pairs = self.repository.configuration(&self.id, ".gitmodules")?;
        let mut paths = pairs.iter().filter(|it| Path::new(&it.1) == link);
        let Some(section) = paths.find_map(|it| it.0.strip_suffix("path")) else { return Ok((None, None)) };
        let url = pairs.iter().find(|it| it.0 == format!("{section}url")).map(|it| it.1.clone());
        let name = section.strip_prefix("submodule.").and_then(|it| it.strip_suffix('.'));
        // A name that leads out of git's folder is invalid.
        let is_inside = |it: &&str| Path::new(it).components().all(|it| matches!(it, Component::Normal(_)));
        Ok((name.filter(is_inside).map(str::to_owned), url))
    }
}
