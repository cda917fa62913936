//! Git's objects, read with the `git` command. The commands used here check nothing out, leave the index alone, and run no
//! hook, filter or diff driver of a repository.
//!
//! It knows nothing of a spec.

mod batch;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(super) use batch::Blob;

use crate::cli::display::shown;
use crate::text::visible;

/// A repository, with a work tree or without.
#[derive(Debug, Clone)]
pub(super) struct Repository {
    root: PathBuf,
    /// Folders with objects of other repositories: its submodules.
    objects: Vec<PathBuf>,
}

/// The type of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
}

/// An object, by its full name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) id: String,
    pub(super) kind: Kind,
}

/// The type of a path in a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    File,
    Link,
    Submodule,
}

/// A path in a tree.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) mode: Mode,
    pub(super) id: String,
    /// In bytes; 0 for a submodule, or if not requested.
    pub(super) size: u64,
    /// From the tree's root, with `/`.
    pub(super) path: Vec<u8>,
}

/// A tag of a commit.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) commit: String,
}

/// The variables that point git to a repository other than that of its working directory. Git sets them for hooks.
const ELSEWHERE: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

impl Repository {
    /// The repository that contains a folder, if there is one.
    pub(super) fn around(folder: &Path) -> Result<Option<Self>, String> {
        let out = output(&mut command(folder, &["rev-parse", "--show-toplevel"]))?;
        if out.status.success() {
            let root = path(out.stdout.strip_suffix(b"\n").unwrap_or(&out.stdout));
            let root = root.canonicalize().map_err(|error| format!("{}: {error}", shown(&root)))?;
            return Ok(Some(Self { root, objects: Vec::new() }));
        }
        if let Some(root) = bare(folder)? {
            return Ok(Some(Self { root, objects: Vec::new() }));
        }
        let stderr = String::from_utf8_lossy(&out.stderr);
        if stderr.contains("not a git repository") {
            return Ok(None);
        }
        // In a container the files often have a different owner. Git's message contains the command that trusts them.
        let command = stderr.lines().find(|it| it.contains("--add safe.directory "));
        let help = command.map(|it| format!("\nIf you trust it, run: {}", visible(it.trim()))).unwrap_or_default();
        Err(format!("git cannot read the repository that contains {}: {}{help}", shown(folder), first_line(&stderr)))
    }

    /// The folder of its work tree, or that of a bare repository itself, without links.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The repository of which this one is a submodule, if it is one.
    pub(super) fn superproject(&self) -> Result<Option<Self>, String> {
        match self.answer(&["rev-parse", "--show-superproject-working-tree"].map(OsStr::new))? {
            Some(root) if !root.is_empty() => Self::around(Path::new(&root)),
            _ => Ok(None),
        }
    }

    /// The folder of git's own files, which all its work trees share.
    pub(super) fn git_folder(&self) -> Result<PathBuf, String> {
        let folder = self.answer(&["rev-parse", "--git-common-dir"].map(OsStr::new))?;
        Ok(self.root.join(folder.unwrap_or_default()))
    }

    /// The same, with the objects of an additional folder.
    pub(super) fn with_objects(&self, folder: PathBuf) -> Self {
        let mut out = self.clone();
        out.objects.push(folder);
        out
    }

    /// The object that a revision names, if it exists.
    pub(super) fn object(&self, revision: &OsStr) -> Result<Option<Object>, String> {
        // A revision cannot begin with a dash: it would be read as an option.
        if revision.as_encoded_bytes().starts_with(b"-") {
            return Ok(None);
        }
        let Some(mut id) = self.answer(&["rev-parse".as_ref(), "--verify".as_ref(), "--quiet".as_ref(), revision])?
        else {
            return Ok(None);
        };
        loop {
            // `rev-parse` accepts a full id even if no such object exists.
            let kind = match self.answer(&["cat-file", "-t", &id].map(OsStr::new))?.as_deref() {
                Some("commit") => Kind::Commit,
                Some("tree") => Kind::Tree,
                Some("blob") => Kind::Blob,
                Some("tag") => {
                    match self.answer(&["rev-parse", "--verify", "--quiet", &format!("{id}^{{}}")].map(OsStr::new))? {
                        Some(of) => {
                            id = of;
                            continue;
                        }
                        None => return Ok(None),
                    }
                }
                _ => return Ok(None),
            };
            return Ok(Some(Object { id, kind }));
        }
    }

    /// The object at a path of a commit; the path is relative to the root, and may be empty.
    pub(super) fn at(&self, commit: &str, below: &Path) -> Result<Option<Object>, String> {
        let mut name = OsString::from(format!("{commit}:"));
        for (at, part) in below.iter().enumerate() {
            if at > 0 {
                name.push("/");
            }
            name.push(part);
        }
        self.object(&name)
    }

    /// The best common ancestor of two commits.
    pub(super) fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>, String> {
        self.answer(&["merge-base", one, other].map(OsStr::new))
    }

    /// Whether the repository is a shallow clone.
    pub(super) fn is_shallow(&self) -> Result<bool, String> {
        Ok(self.answer(&["rev-parse", "--is-shallow-repository"].map(OsStr::new))?.as_deref() == Some("true"))
    }

    /// The tags that match a pattern, of a commit and its ancestors. The highest version is first, as git compares names:
    /// a number by its value, and a name before the same name with a suffix such as `-rc.1`.
    pub(super) fn tags(&self, pattern: &str, of: &str) -> Result<Vec<Tag>, String> {
        let (merged, below) = (format!("--merged={of}"), format!("refs/tags/{pattern}"));
        let arguments = [
            "-c",
            "versionsort.suffix=-",
            "for-each-ref",
            "--sort=-version:refname",
            "--format=%(objectname) %(*objectname) %(refname:strip=2)",
            &merged,
            &below,
        ];
        let names = self.answer(&arguments.map(OsStr::new))?;
        let tag = |line: &str| {
            let (tag, line) = line.split_once(' ')?;
            let (peeled, name) = line.split_once(' ')?;
            let commit = if peeled.is_empty() { tag } else { peeled };
            Some(Tag { name: name.to_owned(), commit: commit.to_owned() })
        };
        Ok(names.unwrap_or_default().lines().filter_map(tag).collect())
    }

    /// All paths below a tree, except folders, with their sizes.
    pub(super) fn leaves(&self, tree: &str) -> Result<Vec<Leaf>, String> {
        self.list(&["ls-tree", "-r", "-z", "--long", "--full-tree", tree].map(OsStr::new), tree)
    }

    /// The same without sizes. It is much faster: git does not open the files.
    pub(super) fn paths(&self, tree: &str) -> Result<Vec<Leaf>, String> {
        self.list(&["ls-tree", "-r", "-z", "--full-tree", tree].map(OsStr::new), tree)
    }

    /// The commit of the submodule at a path of a commit, if there is a submodule.
    pub(super) fn submodule(&self, commit: &str, at: &Path) -> Result<Option<String>, String> {
        let [command, z, full, end] = ["ls-tree", "-z", "--full-tree", "--"].map(OsStr::new);
        let leaves = self.list(&[command, z, full, OsStr::new(commit), end, at.as_os_str()], commit)?;
        Ok(leaves.into_iter().next().filter(|it| it.mode == Mode::Submodule).map(|it| it.id))
    }

    /// The keys and values of a configuration file in a commit; none if there is no such file.
    pub(super) fn configuration(&self, commit: &str, file: &str) -> Result<Vec<(String, String)>, String> {
        let blob = format!("{commit}:{file}");
        let text = self.answer(&["config", "-z", "--blob", &blob, "--list"].map(OsStr::new))?.unwrap_or_default();
        let pairs = text.split('\0').filter_map(|it| it.split_once('\n'));
        Ok(pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
    }

    fn list(&self, arguments: &[&OsStr], tree: &str) -> Result<Vec<Leaf>, String> {
        let out = output(&mut self.command(arguments))?;
        if !out.status.success() {
            return Err(format!("git cannot list {tree}: {}", first_line(&String::from_utf8_lossy(&out.stderr))));
        }
        let lines = out.stdout.split(|&byte| byte == 0).filter(|it| !it.is_empty());
        lines.map(|it| leaf(it).ok_or_else(|| format!("cannot parse git's listing of {tree}"))).collect()
    }

    /// The output of a command, on one line; `None` if the command fails.
    fn answer(&self, arguments: &[&OsStr]) -> Result<Option<String>, String> {
        let out = output(&mut self.command(arguments))?;
        let text = String::from_utf8_lossy(&out.stdout).trim_end_matches('\n').to_owned();
        Ok(out.status.success().then_some(text))
    }

    fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = command(&self.root, arguments);
        if !self.objects.is_empty() {
            command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", alternates(&self.objects));
        }
        command
    }
}

/// Folders as git's variable names them: each in quotes, in which a backslash escapes.
fn alternates(folders: &[PathBuf]) -> OsString {
    let mut out = OsString::new();
    for folder in folders {
        if !out.is_empty() {
            out.push(if cfg!(windows) { ";" } else { ":" });
        }
        out.push("\"");
        out.push(folder.display().to_string().replace('\\', "\\\\").replace('"', "\\\""));
        out.push("\"");
    }
    out
}

/// The bare repository that contains a folder, if there is one.
fn bare(folder: &Path) -> Result<Option<PathBuf>, String> {
    let out = output(&mut command(folder, &["rev-parse", "--is-bare-repository", "--absolute-git-dir"]))?;
    let Some(root) = out.stdout.strip_prefix(b"true\n").filter(|_| out.status.success()) else { return Ok(None) };
    let root = path(root.strip_suffix(b"\n").unwrap_or(root));
    root.canonicalize().map(Some).map_err(|error| format!("{}: {error}", shown(&root)))
}

fn command<S: AsRef<OsStr>>(folder: &Path, arguments: &[S]) -> Command {
    let mut command = Command::new("git");
    for name in ELSEWHERE {
        command.env_remove(name);
    }
    command
        // Its messages are searched for English words.
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .arg("-C")
        .arg(folder)
        // Commands that read the index would run it.
        .args(["-c", "core.fsmonitor=false"])
        .args(arguments)
        .stdin(Stdio::null());
    command
}

fn output(command: &mut Command) -> Result<Output, String> {
    command.output().map_err(|error| cannot_run(&error))
}

fn cannot_run(error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "`git` is not installed".to_owned(),
        _ => format!("cannot run `git`: {error}"),
    };
    format!("{why}, which reads revisions. Install git, or compare with a folder or a file: `--base DIR`.")
}

fn first_line(stderr: &str) -> String {
    visible(stderr.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: "))
}

/// Parses `100644 blob ID    SIZE<tab>PATH`; the size may be missing.
fn leaf(line: &[u8]) -> Option<Leaf> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let mut words = std::str::from_utf8(&line[..tab]).ok()?.split_ascii_whitespace();
    let mode = match words.next()? {
        "120000" => Mode::Link,
        "160000" => Mode::Submodule,
        _ => Mode::File,
    };
    let id = words.nth(1)?.to_owned();
    let size = words.next().and_then(|it| it.parse().ok()).unwrap_or(0);
    Some(Leaf { mode, id, size, path: line[tab + 1..].to_vec() })
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
