//! Where a book of a diff comes from: a revision, a folder, a file, or standard input; and which revision it is where
//! nobody says so.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use semver::Version;

use super::git::{Kind, Object, Repository};
use super::overlap::real;
use super::words::{shell, shown};
use super::{SpecFolder, spec, tree};
use crate::input::{Content, Input};
use crate::text::visible;
use crate::{Role, role};

/// One of the two sides of a diff, not compiled yet.
#[derive(Debug)]
pub(super) struct Side {
    /// What people call it.
    pub(super) name: String,
    /// What `--base` or `--head` takes for it, as a shell reads it. A commit is named by its number, since a branch moves on.
    pub(super) argument: String,
    /// What stands before a file's path.
    pub(super) prefix: String,
    /// The commit that it was read from.
    pub(super) commit: Option<String>,
    /// Its files.
    pub(super) inputs: Vec<Input>,
    /// Whether it is one file, which says nothing of guides.
    pub(super) is_one_file: bool,
    /// What is to be said of where it comes from.
    pub(super) note: Option<String>,
}

impl Side {
    /// One that comes from no commit.
    pub(super) fn new(name: String, argument: String, prefix: String, inputs: Vec<Input>) -> Self {
        Self { name, argument, prefix, commit: None, inputs, is_one_file: false, note: None }
    }

    /// A file that is a whole spec, whatever it is called.
    fn one_file(name: String, argument: String, prefix: String, file: &str, content: Content) -> Self {
        let path = if role(file) == Role::Spec { file.to_owned() } else { format!("{file}.yaml") };
        Self { is_one_file: true, ..Self::new(name, argument, prefix, vec![Input { path, content }]) }
    }

    /// Whether there is a spec in it at all.
    pub(super) fn has_spec(&self) -> bool {
        self.inputs.iter().any(|it| role(&it.path) == Role::Spec)
    }
}

/// Where to look for what a command compares.
#[derive(Debug)]
pub(super) struct Place<'a> {
    spec: &'a SpecFolder,
    /// The repository that the spec folder lies in, or why it cannot be looked into.
    repository: Result<Option<Repository>, String>,
    /// The spec folder without links.
    real: PathBuf,
}

/// The main branch, as far as one can tell. The first that there is counts.
const MAIN: &[(&str, &str)] = &[
    ("refs/remotes/origin/HEAD", "origin/HEAD"),
    ("refs/remotes/origin/main", "origin/main"),
    ("refs/heads/main", "main"),
    ("refs/heads/master", "master"),
    ("refs/remotes/origin/master", "origin/master"),
];

impl<'a> Place<'a> {
    pub(super) fn new(spec: &'a SpecFolder) -> Result<Self, String> {
        let real = real(&spec.path).map_err(|error| format!("{}: {error}", shown(&spec.path)))?;
        let there = real.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("/"));
        Ok(Self { spec, repository: Repository::around(there), real })
    }

    /// What a revision has where the spec folder is.
    pub(super) fn head(&self, revision: &OsStr) -> Result<Side, String> {
        let Some(object) = self.repository()?.object(revision)? else {
            let shallow = self.if_shallow()?;
            return Err(format!("there is no revision {} here.{shallow}", text(revision)));
        };
        let side = self.object(revision, &object)?;
        if side.has_spec() {
            return Ok(side);
        }
        Err(format!(
            "there is no spec in {} of {}. Name its folder with `--spec DIR`, or both: `--head REV:DIR`.",
            shown(&self.spec.path),
            text(revision)
        ))
    }

    /// What `--base` names.
    pub(super) fn base(&self, name: &OsStr) -> Result<Side, String> {
        if name == "-" {
            return self.standard_input();
        }
        let path = Path::new(name);
        let is_there = path.exists();
        let object = match &self.repository {
            Ok(Some(repository)) => repository.object(name)?,
            Ok(None) => None,
            Err(_) if is_there => None,
            Err(why) => return Err(why.clone()),
        };
        match object {
            Some(object) => {
                let mut side = self.object(name, &object)?;
                if is_there {
                    let what = if path.is_dir() { "folder" } else { "file" };
                    let other = shell(&Path::new(".").join(path));
                    side.note = Some(format!(
                        "{} is a revision, and a {what} too. The revision was taken; the {what} is `--base {other}`.",
                        text(name)
                    ));
                }
                Ok(side)
            }
            None if path.is_dir() => {
                let side = self.folder(path)?;
                // A commit may be from before there was a book. Whoever names a folder means the book in it.
                if side.has_spec() { Ok(side) } else { Err(format!("there is no spec in the folder {}.", text(name))) }
            }
            None if is_there => Ok(self.file(path)),
            None => Err(self.unknown(name)?),
        }
    }

    /// The merge base of a commit and the main branch.
    pub(super) fn merge_base(&self, head: Option<&Side>) -> Result<Side, String> {
        const OTHERWISE: &str = "Name what to compare with: `--base REV`, `--base DIR` or `--base FILE`.";
        let repository = match &self.repository {
            Ok(Some(repository)) => repository,
            Ok(None) => {
                let spec = shown(&self.spec.path);
                return Err(format!("{spec} lies in no git repository, so there is no older one. {OTHERWISE}"));
            }
            Err(why) => return Err(why.clone()),
        };
        let (commit, called) = match head {
            Some(Side { commit: Some(commit), name, .. }) => (commit.clone(), name.clone()),
            Some(Side { name, .. }) => return Err(format!("{name} is no commit, so it has no history. {OTHERWISE}")),
            None => match repository.object(OsStr::new("HEAD"))? {
                Some(object) => (object.id, "HEAD".to_owned()),
                None => return Err(format!("there is no commit here yet. {OTHERWISE}")),
            },
        };
        let mut main = None;
        for (reference, name) in MAIN {
            if let Some(object) = repository.object(OsStr::new(reference))? {
                main = Some((object.id, *name));
                break;
            }
        }
        let Some((main, name)) = main else {
            let names: Vec<String> = MAIN.iter().map(|(_, name)| format!("`{name}`")).collect();
            let shallow = self.if_shallow()?;
            return Err(format!("no main branch is known here: none of {}. {OTHERWISE}{shallow}", names.join(", ")));
        };
        let Some(base) = repository.merge_base(&commit, &main)? else {
            let shallow = self.if_shallow()?;
            return Err(format!("{called} and {name} have no commit in common here. {OTHERWISE}{shallow}"));
        };
        let side = self.commit(&base)?;
        Ok(Side { name: format!("{} (where {called} has left {name})", short(&base)), ..side })
    }

    /// The newest release that a side comes from: of the tags that are `v` and a version without a suffix, the one with
    /// the highest version, among those that the base comes from. Where the base is no commit, it is the head that counts.
    pub(super) fn release(&self, base: &Side, head: Option<&Side>) -> Result<Option<Side>, String> {
        let repository = match &self.repository {
            Ok(Some(repository)) => repository,
            Ok(None) => return Ok(None),
            Err(why) => return Err(why.clone()),
        };
        let commit = match base.commit.as_ref().or_else(|| head.and_then(|it| it.commit.as_ref())) {
            Some(commit) => Some(commit.clone()),
            None => repository.object(OsStr::new("HEAD"))?.map(|it| it.id),
        };
        let Some(commit) = commit else { return Ok(None) };
        let tags = repository.tags('v', &commit)?;
        let newest = tags
            .iter()
            .filter_map(|tag| Some((Version::parse(tag.strip_prefix('v')?).ok()?, tag)))
            .filter(|(version, _)| version.pre.is_empty())
            .max();
        let Some((_, tag)) = newest else { return Ok(None) };
        let Some(object) = repository.object(OsStr::new(&format!("refs/tags/{tag}")))? else { return Ok(None) };
        Ok(Some(self.object(OsStr::new(tag), &object)?))
    }

    fn repository(&self) -> Result<&Repository, String> {
        match &self.repository {
            Ok(Some(repository)) => Ok(repository),
            Ok(None) => Err(format!("{} lies in no git repository: it has no revisions.", shown(&self.spec.path))),
            Err(why) => Err(why.clone()),
        }
    }

    /// A commit's spec folder; a tree that is one; or a blob that is the one file of a spec.
    fn object(&self, called: &OsStr, object: &Object) -> Result<Side, String> {
        let cap = self.spec.max_file_size;
        let repository = self.repository()?;
        let name = format!("{} ({})", plain(called), short(&object.id));
        let argument = short(&object.id).to_owned();
        match object.kind {
            Kind::Commit => {
                let is_itself = called.to_str().is_some_and(|it| object.id.starts_with(it));
                let side = self.commit(&object.id)?;
                Ok(if is_itself { side } else { Side { name, ..side } })
            }
            Kind::Tree => {
                let inputs = tree::inputs(repository, &object.id, cap)?;
                Ok(Side::new(name, argument, format!("{}/", plain(called).trim_end_matches('/')), inputs))
            }
            Kind::Blob => {
                let content = match repository.blobs(&[&object.id])?.pop().flatten() {
                    Some(bytes) => spec::capped(&*bytes, cap).map_err(|error| error.to_string())?,
                    None => return Err(format!("the repository does not have the contents of {}", text(called))),
                };
                let file = called.to_str().and_then(|it| it.rsplit(['/', ':']).next()).unwrap_or("base");
                Ok(Side::one_file(name, argument, String::new(), file, content))
            }
        }
    }

    fn commit(&self, id: &str) -> Result<Side, String> {
        let repository = self.repository()?;
        let below = self.real.strip_prefix(repository.root()).map_err(|_| {
            format!("{} does not lie in the repository {}", shown(&self.real), shown(repository.root()))
        })?;
        let inputs = match repository.at(id, below)? {
            Some(Object { id, kind: Kind::Tree }) => tree::inputs(repository, &id, self.spec.max_file_size)?,
            Some(_) => return Err(format!("{} is not a folder in {}", shown(below), short(id))),
            None => Vec::new(),
        };
        let folder = below.display().to_string().replace('\\', "/");
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = short(id).to_owned();
        let prefix = format!("{name}:{folder}{slash}");
        Ok(Side { commit: Some(id.to_owned()), ..Side::new(name.clone(), name, prefix, inputs) })
    }

    fn folder(&self, path: &Path) -> Result<Side, String> {
        let folder = SpecFolder { path: path.to_path_buf(), max_file_size: self.spec.max_file_size };
        let inputs = spec::inputs(&folder).map_err(|found| found.message.clone())?;
        Ok(Side::new(shown(path), shell(path), spec::prefix(path), inputs))
    }

    fn file(&self, path: &Path) -> Side {
        let name = path.file_name().map_or_else(|| "base".into(), OsStr::to_string_lossy);
        let content = spec::content(path, self.spec.max_file_size);
        let prefix = path.parent().filter(|it| !it.as_os_str().is_empty()).map(spec::prefix).unwrap_or_default();
        Side::one_file(shown(path), shell(path), prefix, &name, content)
    }

    fn standard_input(&self) -> Result<Side, String> {
        let content = spec::capped(std::io::stdin().lock(), self.spec.max_file_size);
        let content = content.map_err(|error| format!("standard input cannot be read: {error}"))?;
        Ok(Side::one_file("standard input".to_owned(), "-".to_owned(), String::new(), "base", content))
    }

    /// What `--base` cannot be made out to mean.
    fn unknown(&self, name: &OsStr) -> Result<String, String> {
        if let Ok(None) = self.repository {
            let spec = shown(&self.spec.path);
            return Ok(format!(
                "there is no folder and no file {} here; and no revision, since {spec} lies in no git repository.",
                text(name)
            ));
        }
        Ok(format!(
            "{} is no revision, and there is no folder and no file of this name.{}",
            text(name),
            self.if_shallow()?
        ))
    }

    /// What may be the reason where something is not there.
    pub(super) fn if_shallow(&self) -> Result<&'static str, String> {
        let is_shallow = match &self.repository {
            Ok(Some(repository)) => repository.is_shallow()?,
            _ => false,
        };
        Ok(if is_shallow {
            "\nThis clone has a part of the history only. `git fetch --unshallow` brings the rest; in GitHub Actions it is \
             `fetch-depth: 0` for `actions/checkout`."
        } else {
            ""
        })
    }
}

/// A name with everything in it to be seen.
fn plain(name: &OsStr) -> String {
    visible(&name.to_string_lossy())
}

/// The same in quotes.
fn text(name: &OsStr) -> String {
    format!("`{}`", plain(name))
}

/// An object's name as people write it.
fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
