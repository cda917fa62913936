//! The command line, as people run it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::specs::{HEAD, files, folder, root};

const ENTRY: &str =
    "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";

/// `cargo xtask`, built once.
fn xtask() -> &'static Path {
    static BUILT: OnceLock<std::path::PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let out = Command::new(cargo)
            .args(["build", "--quiet", "--package", "xtask", "--message-format", "json"])
            .current_dir(root())
            .output()
            .expect("cargo runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout).expect("JSON lines");
        let message = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
        let executable = text.lines().rev().find_map(|line| message(line)?["executable"].as_str().map(Into::into));
        executable.expect("an executable was built")
    })
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(xtask())
        .args(arguments)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .output()
        .expect("it runs")
}

/// The exit status, standard output and standard error.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let out = run(folder, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().expect("an exit status"), text(out.stdout), text(out.stderr))
}

fn shop(body: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    folder(&[("shop.yaml", &format!("{HEAD}{body}"))])
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
    assert!(talk.contains("spec/more.yaml:2:6") && talk.contains("nothing was written"), "{talk}");
    fs::remove_file(spec.join("more.yaml")).unwrap();
    assert_eq!(files(here), before);
}

#[test]
fn check_answers_programs_on_standard_output_and_people_on_standard_error() {
    let (folder, _) = shop("errors:\n  - {status: 404, code: not_found, meaning: No such thing.}\n");
    let (status, answer, talk) = said(folder.path(), &["check", "--format", "json"]);
    assert_eq!((status, talk.as_str()), (1, ""));
    let it: serde_json::Value = serde_json::from_str(&answer).expect("one object");
    assert_eq!(
        (&it["rule"], &it["file"], &it["line"], &it["column"]),
        (&"missing-key".into(), &"shop.yaml".into(), &4.into(), &6.into())
    );
    let (status, answer, talk) = said(folder.path(), &["check"]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("error[missing-key]") && talk.contains("1 error") && !talk.contains('\u{1b}'), "{talk}");

    let (folder, _) = shop("errors:\n  - {status: 304, code: same, meaning: M., remediation: R.}\n");
    assert_eq!(said(folder.path(), &["check"]).0, 0);
    assert_eq!(said(folder.path(), &["check", "--deny-warnings"]).0, 1);
}

#[test]
fn what_cannot_be_done_exits_with_2_and_says_why() {
    let nowhere = tempfile::tempdir().unwrap();
    let (status, _, talk) = said(nowhere.path(), &["check"]);
    assert_eq!(status, 2);
    insta::assert_snapshot!("no_spec", talk);
    let (status, answer, _) = said(nowhere.path(), &["check", "--format", "json"]);
    let it: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((status, &it["rule"], &it["file"]), (2, &"no-spec".into(), &serde_json::Value::Null));
    assert_eq!(said(nowhere.path(), &["codegen"]).0, 2);
    assert_eq!(said(nowhere.path(), &["cdegen"]).0, 2);

    let (folder, spec) = shop(ENTRY);
    fs::create_dir(spec.join("folder.yaml")).unwrap();
    let (status, _, talk) = said(folder.path(), &["check"]);
    assert_eq!(status, 2);
    assert!(talk.contains("spec/folder.yaml") && talk.contains("it is a folder"), "{talk}");
}

#[test]
fn a_folder_that_is_somebody_elses_is_refused() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    fs::create_dir_all(out.join("src")).unwrap();
    fs::write(out.join("src/lib.rs"), "// mine\n").unwrap();
    let before = files(here);
    for arguments in [&["codegen"][..], &["codegen", "--out", "."], &["codegen", "--out", "spec"]] {
        let (status, _, talk) = said(here, arguments);
        assert_eq!(status, 2, "{talk}");
        assert!(talk.contains("is not empty") && talk.contains("Nothing was written"), "{talk}");
        assert_eq!(files(here), before);
    }
    // What a build leaves is nobody's.
    let fresh = here.join("fresh");
    fs::create_dir_all(fresh.join("target")).unwrap();
    fs::write(fresh.join("Cargo.lock"), "").unwrap();
    assert_eq!(said(here, &["codegen", "--out", "fresh"]).0, 0);
}

#[test]
fn only_what_the_manifest_names_is_deleted() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    // A file that was generated once, a stranger in an owned folder, strangers elsewhere, and a manifest that lies.
    fs::create_dir_all(out.join("docs/old")).unwrap();
    fs::write(out.join("docs/old/page.md"), "old\n").unwrap();
    fs::write(out.join("src/mine.rs"), "// mine\n").unwrap();
    fs::write(out.join("notes.txt"), "mine\n").unwrap();
    fs::write(here.join("outside.txt"), "mine\n").unwrap();
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    let outside = here.join("outside.txt");
    let lies = format!("../outside.txt\n{}\nsrc/../../outside.txt\n", outside.display());
    fs::write(out.join("errbook.manifest"), format!("{manifest}docs/old/page.md\n{lies}")).unwrap();

    let (status, answer, talk) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1);
    assert!(
        answer.contains("left over: docs/old/page.md") && answer.contains("not generated: src/mine.rs"),
        "{answer}"
    );
    assert!(talk.contains("cargo xtask codegen\n"), "{talk}");

    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 1, "a stranger is a finding: {talk}");
    assert!(talk.contains("src/mine.rs was not written by codegen"), "{talk}");
    assert!(!out.join("docs/old").exists());
    for kept in [out.join("src/mine.rs"), out.join("notes.txt"), outside] {
        assert!(kept.exists(), "{}", kept.display());
    }
    assert_eq!(fs::read_to_string(out.join("errbook.manifest")).unwrap(), manifest);
    fs::remove_file(out.join("src/mine.rs")).unwrap();
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
}

#[test]
fn a_strangers_file_where_one_is_to_be_written_is_kept() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let manifest = fs::read_to_string(out.join("errbook.manifest")).unwrap();
    fs::write(out.join("errbook.manifest"), manifest.replace("README.md\n", "")).unwrap();
    fs::write(out.join("README.md"), "mine\n").unwrap();
    let before = files(here);
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 2, "{talk}");
    assert!(talk.contains("README.md was not written by codegen") && talk.contains("nothing was written"), "{talk}");
    assert_eq!(files(here), before);
}

#[cfg(unix)]
#[test]
fn links_are_neither_followed_nor_written_through() {
    use std::os::unix::fs::symlink;
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    assert_eq!(said(here, &["codegen"]).0, 0);
    let outside = here.join("outside");
    fs::create_dir(&outside).unwrap();
    fs::rename(out.join("src/lib.rs"), outside.join("lib.rs")).unwrap();
    symlink(outside.join("lib.rs"), out.join("src/lib.rs")).unwrap();
    fs::write(outside.join("lib.rs"), "// outside\n").unwrap();
    assert_eq!(said(here, &["codegen"]).0, 0);
    assert_eq!(fs::read_to_string(outside.join("lib.rs")).unwrap(), "// outside\n");
    assert!(!fs::symlink_metadata(out.join("src/lib.rs")).unwrap().is_symlink());

    fs::rename(out.join("docs"), outside.join("docs")).unwrap();
    symlink(outside.join("docs"), out.join("docs")).unwrap();
    fs::write(outside.join("docs/errors.md"), "outside\n").unwrap();
    let (status, _, talk) = said(here, &["codegen"]);
    assert_eq!(status, 2, "{talk}");
    assert!(talk.contains("is a link"), "{talk}");
    assert_eq!(fs::read_to_string(outside.join("docs/errors.md")).unwrap(), "outside\n");

    symlink(here.join("outside/lib.rs"), spec.join("more.yaml")).unwrap();
    let (status, _, talk) = said(here, &["check"]);
    assert_eq!(status, 2, "{talk}");
    assert!(talk.contains("more.yaml") && talk.contains("it is a link"), "{talk}");
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
