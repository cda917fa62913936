//! Temporary repositories. No configuration outside of them affects git there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::command::xtask;

/// The environment variables that configure git, or point it elsewhere.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_AUTHOR_NAME", "Ada"),
    ("GIT_AUTHOR_EMAIL", "ada@example.com"),
    ("GIT_AUTHOR_DATE", "2026-01-31T12:00:00Z"),
    ("GIT_COMMITTER_NAME", "Ada"),
    ("GIT_COMMITTER_EMAIL", "ada@example.com"),
    ("GIT_COMMITTER_DATE", "2026-01-31T12:00:00Z"),
];

/// A book with entries. Each is given as its flow map from the code on.
pub(crate) fn book(version: &str, entries: &[&str]) -> String {
    let head = format!("errbook: 1\napi: {{name: Shop, version: {version}, crate: shop-errors}}\nerrors:\n");
    let entry = |it: &&str| format!("  - {{status: 404, remediation: Look again., code: {it}}}\n");
    let entries = entries.iter().map(entry).collect::<Vec<_>>().concat();
    if entries.is_empty() { head.replace("errors:\n", "") } else { head + &entries }
}

/// An entry of [`book`].
pub(crate) const LOST: &str = "lost, meaning: It is lost.";
/// Another.
pub(crate) const GONE: &str = "gone, meaning: It is gone.";

pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    /// An empty one, whose branch is `main`.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = Self { folder };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// One whose first commit on `main` has a book of one code.
    pub(crate) fn with_book() -> Self {
        let repository = Self::new();
        repository.write("spec/shop.yaml", book("1.0.0", &[LOST]));
        repository.commit("A book");
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git(self.path(), arguments)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let full = self.path().join(path);
        fs::create_dir_all(full.parent().expect("it is below")).expect("a folder for it");
        fs::write(&full, text).expect("it can be written");
        full
    }

    /// Commits everything, and gives the commit's name.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// What `cargo xtask diff` says: exit status, standard output, standard error.
    pub(crate) fn diff(&self, arguments: &[&str]) -> (i32, String, String) {
        diff(self.path(), arguments)
    }

    /// The rule and the code of each change that `cargo xtask diff` finds.
    pub(crate) fn found(&self, arguments: &[&str]) -> Vec<String> {
        let (status, answer, talk) = self.diff(&[&["--format", "json", "--fail-on", "none"], arguments].concat());
        assert_eq!(status, 0, "{talk}");
        let report: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        names(&report["changes"])
    }

    /// Everything in the work tree, and what git keeps of it.
    pub(crate) fn everything(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        crate::specs::files(self.path())
    }
}

/// The rule and the code of each change of a list.
pub(crate) fn names(changes: &serde_json::Value) -> Vec<String> {
    let name = |it: &serde_json::Value| {
        [&it["rule"], &it["code"]].iter().filter_map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
    };
    changes.as_array().expect("a list").iter().map(name).collect()
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder);
    let out = surrounded(&mut command).output().expect("git runs");
    assert!(out.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8").trim_end().to_owned()
}

/// `cargo xtask diff`, ready to run.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(xtask());
    command.arg("diff").args(arguments).current_dir(folder).env("COLUMNS", "100").env_remove("NO_COLOR");
    surrounded(&mut command);
    command
}

fn surrounded(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"GIT_") {
            command.env_remove(name);
        }
    }
    command.envs(SURROUNDINGS.iter().copied())
}

pub(crate) fn diff(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    read(command(folder, arguments).output().expect("it runs"))
}

pub(crate) fn read(out: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("an exit status"), text(out.stdout), text(out.stderr))
}
