//! The two sides of a diff: a revision, a folder, a file or standard input; and the revisions that are the defaults.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::commit::{Commit, Place, from_here};
use super::git::{Kind, Object, Repository};
use super::{git_tree, outline, real, spec_dir};
use crate::cli::args::SpecFolder;
use crate::cli::display::{prefix, shell, shown};
use crate::compat::render;
use crate::input::{Content, Input, Role, role};
use crate::text::visible;

/// One of the two sides of a diff, before it is compiled.
#[derive(Debug)]
pub(in crate::cli) struct Side {
    /// Its display name.
    pub(in crate::cli) name: String,
    /// Its `--base` or `--head`, quoted for a shell. A commit is named by its id, since a branch moves on.
    pub(in crate::cli) argument: String,
    /// The prefix of the files' paths.
    pub(in crate::cli) prefix: String,
    /// The commit that it was read from.
    pub(in crate::cli) commit: Option<String>,
    /// Its folder in the commit, from the root of the repository, with `/`.
    pub(in crate::cli) folder: Option<String>,
    pub(super) inputs: Vec<Input>,
    /// Whether it is one file, and so cannot contain guides.
    pub(super) is_one_file: bool,
    /// A note on its origin.
    pub(super) note: Option<String>,
}

impl Side {
    /// A side that is not a commit.
    pub(super) fn new(name: String, argument: String, prefix: String, inputs: Vec<Input>) -> Self {
        Self { name, argument, prefix, commit: None, folder: None, inputs, is_one_file: false, note: None }
    }

    /// A file that contains a whole spec, whatever its name.
    fn one_file(name: String, argument: String, prefix: String, file: &str, content: Content) -> Self {
        let path = if role(file) == Role::Spec { file.to_owned() } else { format!("{file}.yaml") };
        Self { is_one_file: true, ..Self::new(name, argument, prefix, vec![Input { path, content }]) }
    }

    pub(super) fn has_spec(&self) -> bool {
        self.inputs.iter().any(|it| role(&it.path) == Role::Spec)
    }

    /// Whether it may contain a book although no head file was found.
    pub(super) fn may_have_book(&self) -> bool {
        self.inputs.iter().filter(|it| role(&it.path) == Role::Spec).any(|it| match &it.content {
            Content::Bytes(bytes) => std::str::from_utf8(bytes).map_or(true, |it| it.contains("errbook")),
            _ => true,
        })
    }

    /// Its origin.
    pub(in crate::cli) fn origin(&self) -> render::Origin<'_> {
        let (commit, folder) = (self.commit.as_deref(), self.folder.as_deref());
        render::Origin { commit, folder, ..render::Origin::new(&self.name) }
    }

    /// The crate of its book, according to its head file.
    pub(super) fn crate_name(&self) -> Option<String> {
        let mut specs = self.inputs.iter().filter(|it| role(&it.path) == Role::Spec);
        specs.find_map(|it| if let Content::Bytes(bytes) = &it.content { outline::crate_name(bytes) } else { None })
    }
}

/// The spec folder and its repository, where the sides are looked up.
#[derive(Debug)]
pub(super) struct Origin<'a> {
    pub(super) spec: &'a SpecFolder,
    /// The repository whose revisions are compared, or why it cannot be read. If the spec folder is in a submodule,
    /// that is the superproject, unless the command is run in the submodule.
    repository: Result<Option<Repository>, String>,
    /// The superproject, if its revisions are not compared.
    superproject: Option<PathBuf>,
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
        let (repository, superproject) = match Repository::around(existing).and_then(|it| it.map(outer).transpose()) {
            Ok(Some((repository, superproject))) => (Ok(Some(repository)), superproject),
            Ok(None) => (Ok(None), None),
            Err(why) => (Err(why), None),
        };
        Ok(Self { spec, repository, superproject, real })
    }

    /// The path of the spec folder from the root of its repository, with `/` at its end; `None` without a repository.
    pub(super) fn prefix(&self) -> Option<String> {
        let folder = self.folder(self.repository().ok()?).ok()?;
        Some(folder.to_str().map_or_else(String::new, |it| below(&it.replace('\\', "/"))))
    }

    /// A note on which repository's revisions are compared, if that may be unexpected.
    pub(super) fn remark(&self) -> Option<String> {
        let superproject = shell(self.superproject.as_ref()?);
        Some(format!(
            "the command is run in a submodule, whose own revisions are compared. For those of the repository that \
             contains it, run the command in {superproject}."
        ))
    }

    /// Why there are no files in the spec folder, if it is in a submodule that is not checked out.
    pub(super) fn not_checked_out(&self) -> Result<Option<String>, String> {
        let Ok(repository) = self.repository() else { return Ok(None) };
        let Some(head) = repository.object(OsStr::new("HEAD"))? else { return Ok(None) };
        let link = Commit::new(repository, &head.id).not_checked_out(self.folder(repository)?)?;
        Ok(link.map(|it| {
            let (name, path) = (shown(&it), from_here(&repository.root().join(&it)));
            format!("the submodule `{name}` is not checked out. Run `git submodule update --init --recursive {path}`.")
        }))
    }

    /// The side that `--head` names: the spec folder in a revision.
    pub(super) fn head(&self, revision: &OsStr) -> Result<Side, String> {
        let Some((repository, object)) = Self::find(self.repository()?, revision)? else {
            return Err(format!("unknown revision {}{}", quoted(revision), self.if_shallow()?));
        };
        let side = self.object(&repository, revision, &object)?;
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
            Ok(Some(repository)) => Self::find(repository, name)?,
            Ok(None) => None,
            Err(_) if exists => None,
            Err(why) => return Err(why.clone()),
        };
        match object {
            Some((repository, object)) => {
                let mut side = self.object(&repository, name, &object)?;
                // A commit may precede the first spec, and an empty base is valid; a folder with other files is a
                // mistake in the command.
                if object.kind == Kind::Tree && !side.has_spec() && !repository.paths(&object.id)?.is_empty() {
                    return Err(format!("the folder {} contains no spec", quoted(name)));
                }
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
                let side = self.on_disk(path)?;
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

    /// The repository whose revisions are compared, if there is one.
    pub(super) fn repository_if_any(&self) -> Result<Option<&Repository>, String> {
        self.repository.as_ref().map(Option::as_ref).map_err(Clone::clone)
    }

    pub(super) fn repository(&self) -> Result<&Repository, String> {
        match &self.repository {
            Ok(Some(repository)) => Ok(repository),
            Ok(None) => Err(format!("{} is not in a git repository, so it has no revisions", shown(&self.spec.path))),
            Err(why) => Err(why.clone()),
        }
    }

    /// The object that a revision names, and the repository that it can be read from. The folder of `REV:DIR` may be in a
    /// submodule.
    fn find(repository: &Repository, name: &OsStr) -> Result<Option<(Repository, Object)>, String> {
        if let Some(object) = repository.object(name)? {
            return Ok(Some((repository.clone(), object)));
        }
        let Some((revision, folder)) = name.to_str().and_then(|it| it.split_once(':')) else { return Ok(None) };
        let commit = match repository.object(OsStr::new(revision))? {
            Some(Object { id, kind: Kind::Commit }) => Commit::new(repository, &id),
            _ => return Ok(None),
        };
        match commit.at(Path::new(folder))? {
            Place::Found(repository, object) => Ok(Some((repository, object))),
            Place::Nothing => Ok(None),
            Place::Absent(absent) => Err(absent.why(&escaped(OsStr::new(revision)))),
        }
    }

    /// The spec folder in a commit; a tree that is one; or a blob that contains a whole spec.
    pub(super) fn object(&self, repository: &Repository, called: &OsStr, object: &Object) -> Result<Side, String> {
        let cap = self.spec.max_file_size;
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
        self.in_folder(&Commit::new(repository, id), self.folder(repository)?)
    }

    /// The spec folder from the root of the repository.
    pub(super) fn folder(&self, repository: &Repository) -> Result<&Path, String> {
        self.real
            .strip_prefix(repository.root())
            .map_err(|_| format!("{} is not in the repository {}", shown(&self.real), shown(repository.root())))
    }

    /// A folder in a commit.
    pub(super) fn in_folder(&self, commit: &Commit, folder: &Path) -> Result<Side, String> {
        let name = short(&commit.id).to_owned();
        let inputs = match commit.at(folder)? {
            Place::Found(repository, Object { id, kind: Kind::Tree }) => {
                git_tree::inputs(&repository, &id, self.spec.max_file_size)?
            }
            Place::Found(..) => return Err(format!("{} is not a folder in {name}", shown(folder))),
            Place::Nothing => Vec::new(),
            Place::Absent(absent) => return Err(absent.why(&name)),
        };
        let folder = folder.display().to_string().replace('\\', "/");
        let prefix = format!("{name}:{}", below(&folder));
        let (commit, folder) = (Some(commit.id.clone()), Some(folder));
        Ok(Side { commit, folder, ..Side::new(name.clone(), name, prefix, inputs) })
    }

    fn on_disk(&self, path: &Path) -> Result<Side, String> {
        let folder = SpecFolder { max_file_size: self.spec.max_file_size, ..SpecFolder::new(path) };
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

    /// A hint if something is missing in a shallow clone.
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

/// The outermost repository that contains one as a submodule, or the innermost one that the command is run in. Then
/// also the root of the outermost.
fn outer(inner: Repository) -> Result<(Repository, Option<PathBuf>), String> {
    let mut chain = vec![inner];
    while let Some(outer) = chain.last().map(Repository::superproject).transpose()?.flatten() {
        chain.push(outer);
    }
    let outermost = chain.last().map(|it| it.root().to_path_buf());
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).unwrap_or_default();
    let at = chain.iter().position(|it| here.starts_with(it.root())).unwrap_or(chain.len() - 1);
    let repository = chain.swap_remove(at);
    let superproject = outermost.filter(|it| it != repository.root());
    Ok((repository, superproject))
}

/// A folder as the prefix of the paths in it.
fn below(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
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
pub(super) fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
