//! Messages if the old or the new book cannot be read.

use std::fs;

use super::bases::changed;
use super::repository::{LOST, Repository, book, command, diff, git, read};

#[test]
fn what_cannot_be_compared_says_why_and_what_to_do() {
    let it = changed();
    let refused = |it: &Repository, arguments: &[&str], said: &[&str]| {
        let (status, answer, talk) = it.diff(arguments);
        assert_eq!((status, answer.as_str()), (2, ""), "{arguments:?}: {talk}");
        for said in said {
            assert!(talk.contains(said), "{arguments:?}: {talk}");
        }
    };
    refused(&it, &["--base", "nothing"], &["`nothing` is neither a revision nor an existing folder or file"]);
    // A revision that looks like an option is not passed to git as one.
    let out = it.path().join("stolen").display().to_string();
    refused(&it, &[&format!("--base=--output={out}")], &["is neither a revision"]);
    refused(&it, &["--base=--help"], &["`--help` is neither a revision"]);
    refused(&it, &["--base", "main", "--head=--all"], &["unknown revision `--all`"]);
    assert!(!it.path().join("stolen").exists());
    refused(&it, &["--base", "main..more"], &["is neither a revision"]);
    refused(&it, &["--base", ""], &["is neither a revision"]);
    refused(&it, &["--base", "a\u{1b}[31m\u{202e}b"], &[r"`a\u{1b}[31m\u{202e}b` is neither a revision"]);
    refused(&it, &["--base", &"0".repeat(40)], &["is neither a revision"]);
    // An empty pattern, as from a variable that is not set, would match every tag.
    refused(&it, &["--release-tags", ""], &["a value is required for '--release-tags <GLOB>'"]);
    refused(
        &it,
        &["--write", "xml=a"],
        &["unknown format. The formats are text, markdown, json, github, sarif, changelog"],
    );
    // No waiver covers what is no change.
    for gate in ["version-not-raised", "waiver-unused", "base-without-book"] {
        it.write("spec/waivers.yaml", format!("- {{rule: {gate}, path: api.version, reason: It is urgent.}}\n"));
        let (status, answer, talk) = it.diff(&["--base", "main"]);
        assert_eq!((status, answer.as_str()), (1, ""), "{talk}");
        assert!(talk.contains(&format!("no waiver covers `{gate}`")), "{talk}");
        assert!(talk.contains("do what the report of `diff` says about this rule"), "{talk}");
    }
    std::fs::remove_file(it.path().join("spec/waivers.yaml")).expect("it was written");

    // The base does not compile, or is written in another language.
    it.write("broken.yaml", "errbook: 1\nerrors:\n  - {status: 404}\n");
    refused(
        &it,
        &["--base", "broken.yaml"],
        &["broken.yaml:3:6", "the spec of broken.yaml has errors", "`--base DIR`"],
    );
    it.write("newer.yaml", book("1.0.0", &[LOST]).replace("errbook: 1", "errbook: 2"));
    refused(
        &it,
        &["--base", "newer.yaml"],
        &[
            "newer.yaml:1:10",
            "is written in an unsupported version of the spec language",
            "in this version of the language",
        ],
    );
    it.git(&["switch", "--quiet", "--create", "broken"]);
    it.write("spec/shop.yaml", "errbook: 1\nerrors:\n  - {status: 404}\n");
    let broken = it.commit("Broken");
    let name = &broken[..12];
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    refused(
        &it,
        &["--base", "broken"],
        &[&format!("{name}:spec/shop.yaml:3:6"), &format!("the spec of broken ({name}) has")],
    );
    let (status, _, talk) = it.diff(&["--base", "main", "--head", "broken"]);
    assert_eq!(status, 1, "{talk}");
    assert!(talk.contains("error: the spec has errors. Fix them before comparing it."), "{talk}");
    it.write("file/shop.yaml", "");
    it.git(&["add", "--all"]);
    it.git(&["commit", "--quiet", "--message", "A file"]);
    it.git(&["tag", "folder"]);
    fs::remove_dir_all(it.path().join("spec")).unwrap();
    it.write("spec", "a file\n");
    it.git(&["add", "--all"]);
    it.git(&["commit", "--quiet", "--message", "A file"]);
    fs::remove_file(it.path().join("spec")).unwrap();
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    refused(&it, &["--base", "HEAD"], &["spec is not a folder in"]);
}

/// The command fails with this reason.
pub(super) fn refused(folder: &std::path::Path, arguments: &[&str], said: &[&str]) {
    let (status, answer, talk) = diff(folder, arguments);
    assert_eq!((status, answer.as_str()), (2, ""), "{arguments:?}: {talk}");
    for said in said {
        assert!(talk.contains(said), "{arguments:?}: {talk}");
    }
}

#[test]
fn a_history_without_a_base_says_why_and_what_to_do() {
    // No repository.
    let (folder, spec) = crate::command::shop(crate::command::ENTRY);
    refused(folder.path(), &[], &["spec is not in a git repository", "`--base DIR`"]);
    refused(folder.path(), &["--base", "main"], &["`main` does not exist. It cannot be a revision"]);
    refused(folder.path(), &["--base", "spec", "--head", "main"], &["spec is not in a git repository"]);
    let spec = spec.display().to_string();
    assert_eq!(diff(folder.path(), &["--base", &spec]).0, 0);

    // No commit, no main branch, no common history.
    let it = Repository::new();
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    refused(it.path(), &[], &["the repository has no commits yet", "`--base DIR`"]);
    it.commit("A book");
    it.git(&["branch", "--quiet", "--move", "trunk"]);
    refused(it.path(), &[], &["cannot find the main branch: none of `origin/HEAD`, `origin/main`, `main`, `master`"]);
    it.git(&["switch", "--quiet", "--orphan", "main"]);
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    it.commit("Another beginning");
    it.git(&["switch", "--quiet", "trunk"]);
    let (_, _, talk) = it.diff(&[]);
    assert!(talk.contains("HEAD and main have no common ancestor.") && !talk.contains("unshallow"), "{talk}");

    // A part of the history only.
    let it = changed();
    it.commit("One more");
    it.git(&["switch", "--quiet", "main"]);
    it.write("more", "");
    it.commit("Another on main");
    let clones = tempfile::tempdir().unwrap();
    let from = format!("file://{}", it.path().display());
    git(clones.path(), &["clone", "--quiet", "--depth=1", "--no-single-branch", "--branch=more", &from, "shallow"]);
    let unshallow = ["`git fetch --unshallow`", "`fetch-depth: 0`"];
    let shallow = clones.path().join("shallow");
    refused(&shallow, &[], &[&["HEAD and origin/HEAD have no common ancestor"], &unshallow[..]].concat());
    let (_, _, talk) = diff(&shallow, &["--base", "HEAD", "--since-release"]);
    assert!(talk.contains("there is no release") && unshallow.iter().all(|it| talk.contains(it)), "{talk}");
    refused(&shallow, &["--base", "HEAD~1"], &[&["`HEAD~1` is neither a revision"], &unshallow[..]].concat());
    git(clones.path(), &["clone", "--quiet", "--depth=1", "--branch=more", &from, "single"]);
    let single = clones.path().join("single");
    git(&single, &["checkout", "--quiet", "--detach"]);
    git(&single, &["remote", "set-head", "origin", "--delete"]);
    git(&single, &["update-ref", "-d", "refs/remotes/origin/main"]);
    refused(&single, &[], &[&["cannot find the main branch"], &unshallow[..]].concat());
    git(&shallow, &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(diff(&shallow, &[]).0, 0);
}

#[test]
fn without_git_a_folder_or_a_file_will_do() {
    let it = changed();
    it.write("old.yaml", book("1.0.0", &[LOST]));
    let empty = tempfile::tempdir().unwrap();
    let run =
        |arguments: &[&str]| read(command(it.path(), arguments).env("PATH", empty.path()).output().expect("it runs"));
    let (status, answer, talk) = run(&["--base", "old.yaml"]);
    assert_eq!(status, 0, "{talk}");
    assert!(answer.contains("code-added"), "{answer}");
    for arguments in [
        &[][..],
        &["--base", "main"],
        &["--base", "old.yaml", "--head", "more"],
        &["--base", "old.yaml", "--since-release"],
    ] {
        let (status, answer, talk) = run(arguments);
        assert_eq!((status, answer.as_str()), (2, ""), "{talk}");
        assert!(talk.contains("`git` is not installed") && talk.contains("Install git"), "{talk}");
    }
}

/// Git refuses a repository of another user, which is common in containers.
#[test]
fn a_repository_of_somebody_elses_is_not_looked_into() {
    let it = changed();
    let mut command = command(it.path(), &["--base", "main"]);
    let (status, answer, talk) = read(command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().expect("it runs"));
    assert_eq!((status, answer.as_str()), (2, ""));
    assert!(talk.contains("detected dubious ownership"), "{talk}");
    assert!(talk.contains("\nIf you trust it, run: git config --global --add safe.directory /"), "{talk}");
}
