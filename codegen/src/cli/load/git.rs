//! Git's objects, read with the `git` command. The commands used here check nothing out, leave the index alone, and run no
//! hook, filter or diff driver of a repository.
//!
//! It knows nothing of a spec.

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::cli::display::shown;
use crate::text::visible;

/// A repository, with a work tree or without.
#[derive(Debug)]
pub(super) struct Repository {
    root: PathBuf,
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
    /// In bytes; 0 for a submodule.
    pub(super) size: u64,
    /// From the tree's root, with `/`.
    pub(super) path: Vec<u8>,
}

/// The variables that lead git to another repository than that of its working directory. Git sets them for hooks.
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
            return Ok(Some(Self { root }));
        }
        if let Some(root) = bare(folder)? {
            return Ok(Some(Self { root }));
        }
        let stderr = String::from_utf8_lossy(&out.stderr);
        if stderr.contains("not a git repository") {
            return Ok(None);
        }
        // In a container the files often have another owner. Git names the command that trusts them.
        let command = stderr.lines().find(|it| it.contains("--add safe.directory "));
        let help = command.map(|it| format!("\nIf you trust it, run: {}", visible(it.trim()))).unwrap_or_default();
        Err(format!("git cannot read the repository that contains {}: {}{help}", shown(folder), first_line(&stderr)))
    }

    /// The folder of its work tree, or that of a bare repository itself, without links.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The object that a revision names, if there is one.
    pub(super) fn object(&self, revision: &OsStr) -> Result<Option<Object>, String> {
        // A revision cannot begin with a dash, and an option does.
        if revision.as_encoded_bytes().starts_with(b"-") {
            return Ok(None);
        }
        let Some(mut id) = self.answer(&["rev-parse".as_ref(), "--verify".as_ref(), "--quiet".as_ref(), revision])?
        else {
            return Ok(None);
        };
        loop {
            // `rev-parse` accepts a full name even if there is no such object.
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

    /// The tags that begin with a letter, of a commit and its ancestors.
    pub(super) fn tags(&self, letter: char, of: &str) -> Result<Vec<String>, String> {
        let (merged, below) = (format!("--merged={of}"), format!("refs/tags/{letter}*"));
        let names = self.answer(&["for-each-ref", "--format=%(refname:strip=2)", &merged, &below].map(OsStr::new))?;
        Ok(names.unwrap_or_default().lines().map(str::to_owned).collect())
    }

    /// All paths below a tree, except folders.
    pub(super) fn leaves(&self, tree: &str) -> Result<Vec<Leaf>, String> {
        let arguments = ["ls-tree", "-r", "-z", "--long", "--full-tree", tree];
        let out = output(&mut command(&self.root, &arguments))?;
        if !out.status.success() {
            return Err(format!("git cannot list {tree}: {}", first_line(&String::from_utf8_lossy(&out.stderr))));
        }
        let lines = out.stdout.split(|&byte| byte == 0).filter(|it| !it.is_empty());
        lines.map(|it| leaf(it).ok_or_else(|| format!("cannot parse git's listing of {tree}"))).collect()
    }

    /// The contents of blobs, in their order; `None` for one that is missing.
    pub(super) fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut child = command(&self.root, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| cannot_run(&error))?;
        let (Some(mut questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("cannot open a pipe to git".to_owned());
        };
        let read = std::thread::scope(|scope| {
            // In a thread of its own: with both pipes full, git and this process would wait for each other.
            scope.spawn(move || {
                for id in ids {
                    // If git has ended, its answers end too.
                    let _ = writeln!(questions, "{id}");
                }
            });
            let mut answers = BufReader::new(answers);
            ids.iter().map(|_| blob(&mut answers)).collect::<io::Result<Vec<_>>>()
        });
        let ended = child.wait();
        match (read, ended) {
            (Ok(read), Ok(status)) if status.success() => Ok(read),
            (Err(error), _) | (_, Err(error)) => Err(format!("git cannot read the objects: {error}")),
            (_, Ok(status)) => Err(format!("git cannot read the objects: {status}")),
        }
    }

    /// The answer of a command, on one line; `None` if the command fails.
    fn answer(&self, arguments: &[&OsStr]) -> Result<Option<String>, String> {
        let out = output(&mut command(&self.root, arguments))?;
        let text = String::from_utf8_lossy(&out.stdout).trim_end_matches('\n').to_owned();
        Ok(out.status.success().then_some(text))
    }
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
    format!("{why}, and revisions are read with it. Install git, or compare with a folder or a file: `--base DIR`.")
}

fn first_line(stderr: &str) -> String {
    visible(stderr.lines().next().unwrap_or("no reason given").trim_start_matches("fatal: "))
}

/// Parses `100644 blob ID    SIZE<tab>PATH`.
fn leaf(line: &[u8]) -> Option<Leaf> {
    let tab = line.iter().position(|&byte| byte == b'\t')?;
    let mut words = std::str::from_utf8(&line[..tab]).ok()?.split_ascii_whitespace();
    let mode = match words.next()? {
        "120000" => Mode::Link,
        "160000" => Mode::Submodule,
        _ => Mode::File,
    };
    let id = words.nth(1)?.to_owned();
    let size = words.next()?.parse().unwrap_or(0);
    Some(Leaf { mode, id, size, path: line[tab + 1..].to_vec() })
}

/// Reads `ID blob SIZE`, the bytes and a line break, or `ID missing`.
fn blob(answers: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    if answers.read_line(&mut head)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let Some(size) = head.trim_end().rsplit(' ').next().and_then(|it| it.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    answers.take(size + 1).read_to_end(&mut bytes)?;
    if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
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
