//! The command line, end to end.

mod answers;
mod config;
mod docs;
mod documents;
mod folders;
mod init;
mod owned;
mod pages;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::specs::{HEAD, files, folder, root};

pub(crate) const ENTRY: &str =
    "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";

/// `cargo xtask`, built once.
pub(crate) fn xtask() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| built("xtask"))
}

/// `errbook`, built once.
pub(crate) fn errbook() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| built("errbook-cli"))
}

fn built(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(["build", "--quiet", "--package", package, "--message-format", "json"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).expect("JSON lines");
    let message = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
    let executable = text.lines().rev().find_map(|line| message(line)?["executable"].as_str().map(Into::into));
    executable.expect("an executable was built")
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .output()
        .expect("it runs")
}

/// The exit status, standard output and standard error.
pub(crate) fn said(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    answer(xtask(), folder, arguments)
}

/// The same of a program.
pub(crate) fn answer(program: &Path, folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let out = run(program, folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("an exit status"), text(out.stdout), text(out.stderr))
}

pub(crate) fn shop(body: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    folder(&[("shop.yaml", &format!("{HEAD}{body}fallback: {{4xx: null, 5xx: null}}\n"))])
}

#[test]
fn codegen_writes_once_and_check_writes_never() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let (status, _, talk) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1, "{talk}");
    assert!(!here.join("generated").exists());

    let (status, answer, talk) = said(here, &["codegen"]);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    let first = files(&here.join("generated"));
    assert!(first.contains_key("src/lib.rs") && first.contains_key("errbook.manifest"));
    let times = |name: &str| fs::metadata(here.join("generated").join(name)).unwrap().modified().unwrap();
    let written = times("src/lib.rs");

    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 0);
    assert!(talk.contains("0 written, 0 deleted"), "{talk}");
    assert_eq!(times("src/lib.rs"), written, "a file that is the same is not touched");
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
    assert_eq!(files(&here.join("generated")), first);
}

#[test]
fn a_spec_with_errors_changes_nothing() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    assert_eq!(said(here, &["codegen"]).0, 0);
    let before = files(here);
    fs::write(spec.join("more.yaml"), "errors:\n  - {status: 404}\n").unwrap();
    let (status, answer, talk) = said(here, &["codegen"]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("spec/more.yaml:2:6") && talk.contains("Nothing was written"), "{talk}");
    fs::remove_file(spec.join("more.yaml")).unwrap();
    assert_eq!(files(here), before);
}

#[test]
fn what_cannot_be_done_exits_with_2_and_says_why() {
    let nowhere = tempfile::tempdir().unwrap();
    let (status, answer, talk) = said(nowhere.path(), &["check"]);
    assert_eq!((status, talk.as_str()), (2, "1 error\n"));
    insta::assert_snapshot!("no_spec", answer);
    let (status, answer, _) = said(nowhere.path(), &["check", "--format", "json"]);
    let it: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((status, &it["rule"], &it["file"]), (2, &"no-spec".into(), &serde_json::Value::Null));
    assert_eq!(said(nowhere.path(), &["codegen"]).0, 2);
    assert_eq!(said(nowhere.path(), &["cdegen"]).0, 2);

    let (folder, spec) = shop(ENTRY);
    fs::create_dir(spec.join("folder.yaml")).unwrap();
    let (status, answer, _) = said(folder.path(), &["check"]);
    assert_eq!(status, 2);
    assert!(answer.contains("spec/folder.yaml") && answer.contains("it is a folder"), "{answer}");
}

#[test]
fn another_book_is_compiled_outside_of_this_repository() {
    let (folder, _) = shop(ENTRY);
    let elsewhere = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec").display().to_string();
    let out = elsewhere.path().join("a b/c").display().to_string();
    assert_eq!(said(elsewhere.path(), &["codegen", "--spec", &spec, "--out", &out]).0, 0);
    fs::write(elsewhere.path().join("a b/c/src/lib.rs"), "").unwrap();
    let (status, _, talk) = said(elsewhere.path(), &["codegen", "--check", "--spec", &spec, "--out", &out]);
    assert_eq!(status, 1);
    assert!(talk.contains(&format!("cargo xtask codegen --spec {spec} --out '{out}'")), "{talk}");
}

/// Hints name the command as it was called.
#[test]
fn an_alias_is_named_in_hints() {
    let nowhere = tempfile::tempdir().unwrap();
    fs::create_dir_all(nowhere.path().join(".cargo")).unwrap();
    let hint = |config: &str, program: &str, package: Option<&str>| {
        fs::write(nowhere.path().join(".cargo/config.toml"), config).unwrap();
        let called = nowhere.path().join(program);
        fs::hard_link(xtask(), &called).or_else(|_| fs::copy(xtask(), &called).map(|_| ())).unwrap();
        let mut command = Command::new(&called);
        match package {
            Some(package) => command.env("CARGO_PKG_NAME", package),
            None => command.env_remove("CARGO_PKG_NAME"),
        };
        let out = command.arg("docs").current_dir(nowhere.path()).output().expect("it runs");
        fs::remove_file(&called).unwrap();
        let text = String::from_utf8(out.stderr).unwrap();
        text.trim_end().rsplit_once("Run: ").unwrap_or_else(|| panic!("{text}")).1.to_owned()
    };
    assert_eq!(hint("", "xtask", Some("xtask")), "cargo xtask codegen");
    assert_eq!(hint("", "errbook", None), "errbook codegen");
    assert_eq!(hint("", "cargo-errbook", None), "cargo errbook codegen");
    let alias = "[alias]\nb = \"build\"\nerrors = \"run --quiet --package my-tools --\"\n";
    assert_eq!(hint(alias, "tools", Some("my-tools")), "cargo errors codegen");
    assert_eq!(hint(alias, "tools", None), "tools codegen");
    assert_eq!(hint("[alias]\nx = [\"r\", \"-p\", \"xtask\"]\n", "xtask", Some("xtask")), "cargo x codegen");
    // An alias with arguments of its own is another command.
    assert_eq!(hint("[alias]\nfix = \"run -p xtask -- check\"\n", "xtask", Some("xtask")), "cargo xtask codegen");
}

#[test]
fn errbook_has_a_version_and_completes() {
    let nowhere = tempfile::tempdir().unwrap();
    let (status, text, _) = answer(errbook(), nowhere.path(), &["--version"]);
    assert_eq!((status, text), (0, format!("errbook {}\n", env!("CARGO_PKG_VERSION"))));
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, script, _) = answer(errbook(), nowhere.path(), &["completions", shell]);
        assert_eq!(status, 0, "{shell}");
        assert!(
            script.contains("codegen") && script.contains("init") && script.contains("errbook"),
            "{shell}: {script}"
        );
    }
    assert_eq!(answer(errbook(), nowhere.path(), &["completions", "tcsh"]).0, 2);
}
