//! The two sides of a diff: a revision, a folder, a file or standard input; and the revisions that are the defaults.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use semver::Version;

use super::git::{Kind, Object, Repository};
use super::{git_tree, real, spec_dir};
use crate::cli::args::SpecFolder;
use crate::cli::display::{prefix, shell, shown};
use crate::input::{Content, Input, Role, role};
use crate::text::visible;

/// One of the two sides of a diff, before it is compiled.
#[derive(Debug)]
pub(in crate::cli) struct Side {
    /// Its name for people.
    pub(in crate::cli) name: String,
    /// Its `--base` or `--head`, quoted for a shell. A commit is named by its id, since a branch moves on.
    pub(in crate::cli) argument: String,
    /// The prefix of the files' paths.
    pub(in crate::cli) prefix: String,
    /// The commit that it was read from.
    pub(super) commit: Option<String>,
    pub(super) inputs: Vec<Input>,
    /// Whether it is one file, and so cannot contain guides.
    pub(super) is_one_file: bool,
    /// A remark on its origin.
    pub(super) note: Option<String>,
}

impl Side {
    /// A side that is not a commit.
    pub(super) fn new(name: String, argument: String, prefix: String, inputs: Vec<Input>) -> Self {
        Self { name, argument, prefix, commit: None, inputs, is_one_file: false, note: None }
    }

    /// A file that contains a whole spec, whatever its name.
    fn one_file(name: String, argument: String, prefix: String, file: &str, content: Content) -> Self {
        let path = if role(file) == Role::Spec { file.to_owned() } else { format!("{file}.yaml") };
        Self { is_one_file: true, ..Self::new(name, argument, prefix, vec![Input { path, content }]) }
    }

    pub(super) fn has_spec(&self) -> bool {
        self.inputs.iter().any(|it| role(&it.path) == Role::Spec)
    }
}

/// The spec folder and its repository, in which the sides are found.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    spec: &'a SpecFolder,
    /// The repository that contains the spec folder, or why it cannot be read.
    repository: Result<Option<Repository>, String>,
    /// The spec folder without links.
    real: PathBuf,
}

/// The references that may be the main branch. The first that exists is used.
const MAIN: &[(&str, &str)] = &[
    ("refs/remotes/origin/HEAD", "origin/HEAD"),
    ("refs/remotes/origin/main", "origin/main"),
    ("refs/heads/main", "main"),
    ("refs/heads/master", "master"),
    ("refs/remotes/origin/master", "origin/master"),
];

impl<'a> Origin<'a> {
    pub(super) fn new(spec: &'a SpecFolder) -> Result<Self, String> {
        let real = real(&spec.path).map_err(|error| format!("{}: {error}", shown(&spec.path)))?;
        let existing = real.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("/"));
        Ok(Self { spec, repository: Repository::around(existing), real })
    }

    /// The side that `--head` names: the spec folder in a revision.
    pub(super) fn head(&self, revision: &OsStr) -> Result<Side, String> {
        let Some(object) = self.repository()?.object(revision)? else {
            return Err(format!("unknown revision {}{}", quoted(revision), self.if_shallow()?));
        };
        let side = self.object(revision, &object)?;
        if side.has_spec() {
            return Ok(side);
        }
        Err(format!(
            "the folder {} of {} contains no spec. Name the folder with `--spec DIR`, or with the revision: `--head REV:DIR`.",
            shown(&self.spec.path),
            quoted(revision)
        ))
    }

    /// The side that `--base` names.
    pub(super) fn base(&self, name: &OsStr) -> Result<Side, String> {
        if name == "-" {
            return self.standard_input();
        }
        let path = Path::new(name);
        let exists = path.exists();
        let object = match &self.repository {
            Ok(Some(repository)) => repository.object(name)?,
            Ok(None) => None,
            Err(_) if exists => None,
            Err(why) => return Err(why.clone()),
        };
        match object {
            Some(object) => {
                let mut side = self.object(name, &object)?;
                if exists {
                    let what = if path.is_dir() { "folder" } else { "file" };
                    side.note = Some(format!(
                        "{} is both a revision and a {what}. The revision is used; for the {what}, write `--base {}`.",
                        quoted(name),
                        shell(&Path::new(".").join(path))
                    ));
                }
                Ok(side)
            }
            None if path.is_dir() => {
                let side = self.folder(path)?;
                // A commit may precede the first spec; a folder without one is a mistake in the command.
                if side.has_spec() { Ok(side) } else { Err(format!("the folder {} contains no spec", quoted(name))) }
            }
            None if exists => Ok(self.file(path)),
            None => Err(self.unknown(name)?),
        }
    }

    /// The merge base of a commit and the main branch.
    pub(super) fn merge_base(&self, head: Option<&Side>) -> Result<Side, String> {
        const HELP: &str = "Name what to compare with: `--base REV`, `--base DIR` or `--base FILE`.";
        let repository = match &self.repository {
            Ok(Some(repository)) => repository,
            Ok(None) => return Err(format!("{} is not in a git repository. {HELP}", shown(&self.spec.path))),
            Err(why) => return Err(why.clone()),
        };
        let (commit, called) = match head {
            Some(Side { commit: Some(commit), name, .. }) => (commit.clone(), name.clone()),
            Some(Side { name, .. }) => return Err(format!("{name} is not a commit, so it has no history. {HELP}")),
            None => match repository.object(OsStr::new("HEAD"))? {
                Some(object) => (object.id, "HEAD".to_owned()),
                None => return Err(format!("the repository has no commits yet. {HELP}")),
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
            return Err(format!("cannot find the main branch: none of {} exists. {HELP}{shallow}", names.join(", ")));
        };
        let Some(base) = repository.merge_base(&commit, &main)? else {
            return Err(format!("{called} and {name} have no common ancestor. {HELP}{}", self.if_shallow()?));
        };
        let side = self.commit(&base)?;
        Ok(Side { name: format!("{} (where {called} branched off {name})", short(&base)), ..side })
    }

    /// The latest release before a side: of the tags that are `v` and a version without a suffix, the highest one among the
    /// ancestors of the base. If the base is not a commit, it is among the ancestors of the head.
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
        let latest = tags
            .iter()
            .filter_map(|tag| Some((Version::parse(tag.strip_prefix('v')?).ok()?, tag)))
            .filter(|(version, _)| version.pre.is_empty())
            .max();
        let Some((_, tag)) = latest else { return Ok(None) };
        let Some(object) = repository.object(OsStr::new(&format!("refs/tags/{tag}")))? else { return Ok(None) };
        Ok(Some(self.object(OsStr::new(tag), &object)?))
    }

    fn repository(&self) -> Result<&Repository, String> {
        match &self.repository {
            Ok(Some(repository)) => Ok(repository),
            Ok(None) => Err(format!("{} is not in a git repository, so it has no revisions", shown(&self.spec.path))),
            Err(why) => Err(why.clone()),
        }
    }

    /// The spec folder in a commit; a tree that is one; or a blob that contains a whole spec.
    fn object(&self, called: &OsStr, object: &Object) -> Result<Side, String> {
        let cap = self.spec.max_file_size;
        let repository = self.repository()?;
        let name = format!("{} ({})", escaped(called), short(&object.id));
        let argument = short(&object.id).to_owned();
        match object.kind {
            Kind::Commit => {
                let is_id = called.to_str().is_some_and(|it| object.id.starts_with(it));
                let side = self.commit(&object.id)?;
                Ok(if is_id { side } else { Side { name, ..side } })
            }
            Kind::Tree => {
                let inputs = git_tree::inputs(repository, &object.id, cap)?;
                Ok(Side::new(name, argument, format!("{}/", escaped(called).trim_end_matches('/')), inputs))
            }
            Kind::Blob => {
                let content = match repository.blobs(&[&object.id])?.pop().flatten() {
                    Some(bytes) => spec_dir::capped(&*bytes, cap).map_err(|error| error.to_string())?,
                    None => return Err(format!("the contents of {} are missing in the repository", quoted(called))),
                };
                let file = called.to_str().and_then(|it| it.rsplit(['/', ':']).next()).unwrap_or("base");
                Ok(Side::one_file(name, argument, String::new(), file, content))
            }
        }
    }

    fn commit(&self, id: &str) -> Result<Side, String> {
        let repository = self.repository()?;
        let below = self
            .real
            .strip_prefix(repository.root())
            .map_err(|_| format!("{} is not in the repository {}", shown(&self.real), shown(repository.root())))?;
        let inputs = match repository.at(id, below)? {
            Some(Object { id, kind: Kind::Tree }) => git_tree::inputs(repository, &id, self.spec.max_file_size)?,
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
        let inputs = spec_dir::inputs(&folder).map_err(|found| found.message.clone())?;
        Ok(Side::new(shown(path), shell(path), prefix(path), inputs))
    }

    fn file(&self, path: &Path) -> Side {
        let name = path.file_name().map_or_else(|| "base".into(), OsStr::to_string_lossy);
        let content = spec_dir::content(path, self.spec.max_file_size);
        let prefix = path.parent().filter(|it| !it.as_os_str().is_empty()).map(prefix).unwrap_or_default();
        Side::one_file(shown(path), shell(path), prefix, &name, content)
    }

    fn standard_input(&self) -> Result<Side, String> {
        let content = spec_dir::capped(std::io::stdin().lock(), self.spec.max_file_size);
        let content = content.map_err(|error| format!("cannot read standard input: {error}"))?;
        Ok(Side::one_file("standard input".to_owned(), "-".to_owned(), String::new(), "base", content))
    }

    /// Why `--base` cannot be resolved.
    fn unknown(&self, name: &OsStr) -> Result<String, String> {
        let name = quoted(name);
        if let Ok(None) = self.repository {
            let spec = shown(&self.spec.path);
            return Ok(format!("{name} does not exist. It cannot be a revision: {spec} is not in a git repository."));
        }
        Ok(format!("{name} is neither a revision nor an existing folder or file{}", self.if_shallow()?))
    }

    /// A hint where something is missing in a shallow clone.
    pub(super) fn if_shallow(&self) -> Result<&'static str, String> {
        let is_shallow = match &self.repository {
            Ok(Some(repository)) => repository.is_shallow()?,
            _ => false,
        };
        Ok(if is_shallow {
            "\nThis is a shallow clone. Run `git fetch --unshallow`; in GitHub Actions, set `fetch-depth: 0` for \
             `actions/checkout`."
        } else {
            ""
        })
    }
}

/// A name with invisible characters as escapes.
fn escaped(name: &OsStr) -> String {
    visible(&name.to_string_lossy())
}

/// The same, quoted.
fn quoted(name: &OsStr) -> String {
    format!("`{}`", escaped(name))
}

/// The abbreviated id of an object.
fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
