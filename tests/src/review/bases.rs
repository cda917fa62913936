//! The base of a diff.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use super::refusals::refused;
use super::repository::{GONE, LOST, Repository, book, command, diff, git, names, read};

/// A repository in which `main` has one code, and the files on disk, on another branch, one more.
pub(super) fn changed() -> Repository {
    let it = Repository::with_book();
    it.git(&["switch", "--quiet", "--create", "more"]);
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    it
}

const ADDED: &[&str] = &["code-added gone"];

#[test]
fn the_base_is_a_revision_a_folder_a_file_or_standard_input() {
    let it = changed();
    let first = it.git(&["rev-parse", "HEAD"]);
    it.git(&["tag", "--annotate", "--message", "A tag", "old", &first]);
    it.write("elsewhere/deep/shop.yaml", book("1.0.0", &[LOST]));
    it.write("old.yaml", book("1.0.0", &[LOST]));
    it.write("old.txt", book("1.0.0", &[LOST]));
    let full = it.path().join("elsewhere").display().to_string();
    for base in [
        "main",
        "HEAD",
        "old",
        "main~0",
        "main@{0}",
        &first,
        &first[..8],
        ":/A book",
        "main:spec",
        "main:spec/shop.yaml",
        "elsewhere",
        "./elsewhere/",
        &full,
        "old.yaml",
        "old.txt",
        "elsewhere/deep/shop.yaml",
    ] {
        assert_eq!(it.found(&["--base", base]), ADDED, "{base}");
    }
    let mut child = command(it.path(), &["--base", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(book("1.0.0", &[LOST]).as_bytes()).expect("it reads");
    let (status, answer, talk) = read(child.wait_with_output().expect("it ends"));
    assert_eq!((status, talk.as_str()), (0, "compared with standard input\n"));
    assert_eq!(names(&serde_json::from_str::<serde_json::Value>(&answer).unwrap()["changes"]), ADDED);
}

#[test]
fn without_a_base_it_is_where_the_branch_has_left_the_main_one() {
    let it = changed();
    it.commit("One more");
    // Later commits of `main` do not affect this branch.
    it.git(&["switch", "--quiet", "main"]);
    let left = it.git(&["rev-parse", "HEAD"]);
    it.write("spec/other.yaml", "errors:\n  - {status: 409, code: other, meaning: Other., remediation: R.}\n");
    it.commit("Another on main");
    it.git(&["switch", "--quiet", "more"]);
    assert_eq!(it.found(&[]), ADDED);
    let (_, _, talk) = it.diff(&[]);
    assert_eq!(talk, format!("compared with {} (where HEAD branched off main)\n", &left[..12]));
    assert_eq!(it.found(&["--base", "main"]), ["version-raised-too-little", "code-removed other", "code-added gone"]);

    // The first of these that exists is the main branch.
    let tip = it.git(&["rev-parse", "main"]);
    it.git(&["branch", "--quiet", "--move", "main", "master"]);
    assert!(it.diff(&[]).2.contains("(where HEAD branched off master)"));
    it.git(&["update-ref", "refs/heads/main", &tip]);
    it.git(&["update-ref", "refs/remotes/origin/main", &left]);
    assert!(it.diff(&[]).2.contains("(where HEAD branched off origin/main)"));
    it.git(&["update-ref", "refs/remotes/origin/trunk", &left]);
    it.git(&["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"]);
    assert!(it.diff(&[]).2.contains("(where HEAD branched off origin/HEAD)"));
}

#[test]
fn the_head_is_what_is_on_disk_or_a_revision() {
    let it = changed();
    let second = it.commit("One more");
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    assert_eq!(it.found(&["--head", &second]), ADDED);
    assert_eq!(it.found(&["--head", "more"]), ADDED);
    assert_eq!(it.found(&["--base", "more"]), ["version-went-back", "code-removed gone"]);
    assert_eq!(it.found(&["--base", "more", "--head", "main"]), ["version-went-back", "code-removed gone"]);
    // The files on disk do not matter then, not even whether there are any.
    fs::remove_dir_all(it.path().join("spec")).unwrap();
    assert_eq!(it.found(&["--base", "main", "--head", "more"]), ADDED);
    let (status, _, talk) = it.diff(&["--base", "main", "--head", "nowhere"]);
    assert_eq!((status, talk.as_str()), (2, "error: unknown revision `nowhere`\n"));
    let (status, _, talk) = it.diff(&["--base", "main", "--head", "more", "--spec", "other"]);
    assert_eq!(status, 2);
    assert!(talk.starts_with("error: the folder other of `more` contains no spec. Name the folder"), "{talk}");
}

#[test]
fn the_spec_folder_may_lie_anywhere_in_the_repository() {
    let it = Repository::new();
    it.write("deep/er/spec/shop.yaml", book("1.0.0", &[LOST]));
    it.commit("A book");
    it.write("deep/er/spec/shop.yaml", book("1.1.0", &[LOST, GONE]));
    let added = |(status, answer, talk): (i32, String, String)| {
        assert_eq!(status, 0, "{talk}");
        let report: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(names(&report["changes"]), ADDED);
        assert_eq!(report["changes"][0]["new"]["file"], "shop.yaml");
    };
    let format = ["--format", "json"];
    let full = it.path().join("deep/../deep/er/spec/").display().to_string();
    added(it.diff(&[&format[..], &["--spec", "deep/er/spec"]].concat()));
    added(diff(&it.path().join("deep/er"), &format));
    added(diff(&it.path().join("deep/er"), &[&format[..], &["--spec", "./spec/"]].concat()));
    added(diff(&it.path().join("deep/er/spec"), &[&format[..], &["--spec", "."]].concat()));
    added(diff(std::path::Path::new("/"), &[&format[..], &["--spec", &full]].concat()));

    // The whole repository is the spec folder.
    let it = Repository::new();
    it.write("shop.yaml", book("1.0.0", &[LOST]));
    it.commit("A book");
    it.write("shop.yaml", book("1.1.0", &[LOST, GONE]));
    added(it.diff(&[&format[..], &["--spec", "."]].concat()));
}

/// As on a server that people push to.
#[test]
fn a_repository_without_a_work_tree_has_revisions() {
    let it = changed();
    it.commit("One more");
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["clone", "--quiet", "--bare", &it.path().display().to_string(), "bare"]);
    let bare = folder.path().join("bare");
    for arguments in [&["--head", "more"][..], &["--head", "more", "--base", "main"]] {
        let (status, answer, talk) = diff(&bare, arguments);
        assert_eq!((status, answer.contains("the code `gone` was added")), (0, true), "{answer}{talk}");
    }
    // There are no files on disk.
    refused(&bare, &[], &["the folder `spec` does not exist"]);
}

/// A wrong name must not count as a book that did not exist yet.
#[test]
fn a_folder_without_a_spec_is_no_base() {
    let it = changed();
    fs::create_dir(it.path().join("empty")).unwrap();
    refused(it.path(), &["--base", "empty"], &["the folder `empty` contains no spec"]);
    it.write("docs/README.md", "");
    it.commit("Docs");
    refused(it.path(), &["--base", "HEAD:docs"], &["the folder `HEAD:docs` contains no spec"]);
    let nothing = it.git(&["hash-object", "-t", "tree", "/dev/null"]);
    let (status, answer, talk) = it.diff(&["--base", &nothing]);
    assert_eq!(status, 0, "{talk}");
    assert!(
        answer.contains("There is nothing to compare with: `4b825dc642cb6eb9a060e54bf8d69288fbee4904 ("),
        "{answer}"
    );
}

#[test]
fn a_folder_that_has_moved_is_named_with_the_revision() {
    let it = Repository::with_book();
    it.git(&["switch", "--quiet", "--create", "more"]);
    it.git(&["mv", "spec", "errors"]);
    it.commit("Moved");
    it.write("errors/shop.yaml", book("1.1.0", &[LOST, GONE]));
    assert_eq!(it.found(&["--spec", "errors", "--base", "main:spec"]), ADDED);
    assert_eq!(it.found(&["--spec", "errors"]), ADDED);
}

/// What makes a spec one that cannot be read.
#[cfg(unix)]
type Break = fn(&Repository);

/// The same files count as on disk, and the same are refused.
#[cfg(unix)]
#[test]
fn a_tree_is_read_as_a_folder_is() {
    use std::os::unix::ffi::OsStrExt;
    let it = Repository::with_book();
    let hidden = "errors: [broken\n";
    it.write("spec/.hidden/shop.yaml", hidden);
    it.write("spec/.shop.yaml", hidden);
    it.write("spec/notes.txt", hidden);
    it.write("spec/README.md", "# Not a guide\n");
    it.write("spec/deep/er/more.yaml", "errors:\n  - {status: 409, code: deep, meaning: Deep., remediation: R.}\n");
    it.write("spec/guides/page.md", "# A page\n\nProse.\n");
    std::os::unix::fs::symlink("/etc", it.path().join("spec/linked")).unwrap();
    let base = it.commit("More files");
    it.git(&["tag", "fine", &base]);
    assert_eq!(it.found(&["--base", "fine"]), Vec::<String>::new());
    assert_eq!(it.found(&["--base", "fine", "--head", "fine"]), Vec::<String>::new());

    let breaks: [(&str, &str, Break); 5] = [
        ("link.yaml", "it is a link", |it| {
            std::os::unix::fs::symlink("shop.yaml", it.path().join("spec/link.yaml")).unwrap();
        }),
        ("folder.yaml", "it is a folder", |it| {
            it.write("spec/folder.yaml/a/b.yaml", "");
            it.write("spec/folder.yaml/c.yaml", "");
        }),
        ("latin\u{fffd}.yaml", "its name is not UTF-8", |it| {
            fs::write(it.path().join("spec").join(std::ffi::OsStr::from_bytes(b"latin\xff.yaml")), "").unwrap();
        }),
        ("large.yaml", "2048 bytes, and the limit is 1024", |it| {
            it.write("spec/large.yaml", " ".repeat(2048));
        }),
        ("part/*.yaml", "it is a submodule", |it| {
            let id = it.git(&["rev-parse", "HEAD"]);
            it.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},spec/part")]);
        }),
    ];
    for (path, why, breaks) in breaks {
        let it = Repository::with_book();
        breaks(&it);
        if path != "part/*.yaml" {
            it.git(&["add", "--all"]);
        }
        it.git(&["commit", "--quiet", "--message", "Broken"]);
        let spec = tempfile::tempdir().unwrap();
        fs::write(spec.path().join("shop.yaml"), book("1.0.0", &[LOST])).unwrap();
        it.git(&["tag", "broken"]);
        it.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        let (status, answer, talk) = it.diff(&["--base", "broken", "--max-file-size", "1024"]);
        assert_eq!((status, answer.as_str()), (2, ""), "{path}: {talk}");
        assert!(talk.contains(path) && talk.contains(why), "{path}: {talk}");
        assert_eq!(talk.matches(why).count(), 1, "{path}: {talk}");
        assert!(talk.contains("the spec of broken (") && talk.contains("Choose a different base"), "{path}: {talk}");
        assert!(!talk.contains("files of a spec end"), "{path}: {talk}");
    }
}

#[test]
fn what_a_name_was_taken_for_is_said() {
    let it = changed();
    it.write("both/shop.yaml", book("1.1.0", &[LOST, GONE]));
    it.git(&["branch", "both", "main"]);
    let (status, answer, talk) = it.diff(&["--base", "both"]);
    assert_eq!(status, 0, "{talk}");
    assert!(answer.contains("code-added"), "{answer}");
    assert!(
        talk.starts_with(
            "note: `both` is both a revision and a folder. The revision is used; for the folder, write `--base ./both`.\n"
        ),
        "{talk}"
    );
    assert_eq!(it.found(&["--base", "./both"]), Vec::<String>::new());
}

#[test]
fn what_was_not_there_before_is_new() {
    let it = Repository::new();
    it.write("README", "");
    it.commit("Nothing yet");
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    let (status, answer, talk) = it.diff(&["--format", "json"]);
    assert_eq!(status, 0, "{talk}");
    let report: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(names(&report["changes"]), ["code-added lost"]);
    assert_eq!(report["declared"], serde_json::json!({"from": null, "to": "1.0.0"}));
    assert_eq!((&report["required"], &report["sufficient"]), (&"none".into(), &true.into()));
    assert!(talk.starts_with("there is nothing to compare with in "), "{talk}");
    assert_eq!((&report["base"]["has_book"], &report["base"]["others"]), (&false.into(), &serde_json::json!([])));
}

/// A single file has no guides, which does not mean that there were none.
#[test]
fn a_file_says_nothing_of_guides() {
    let it = Repository::with_book();
    it.write("spec/guides/page.md", "# A page\n\nSee {{#code lost}}.\n");
    it.write("old.yaml", book("1.0.0", &[LOST]));
    assert_eq!(it.found(&["--base", "old.yaml"]), Vec::<String>::new());
    assert_eq!(it.found(&["--base", "main"]), ["version-not-raised", "guide-changed"]);
}

/// A diff changes neither the work tree nor the index, and runs nothing from the repository.
#[cfg(unix)]
#[test]
fn looking_changes_nothing_and_runs_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let it = changed();
    it.commit("One more");
    it.write("spec/.gitattributes", "*.yaml filter=evil diff=evil text eol=crlf\n");
    it.write(".gitattributes", "*.yaml filter=evil diff=evil\n");
    let script = it.write("evil", "#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\ncat\n");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    it.git(&["add", "--all"]);
    let evil = script.display().to_string();
    for key in [
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "core.fsmonitor",
        "core.pager",
        "alias.rev-parse",
        "core.hooksPath",
    ] {
        it.git(&["config", key, &evil]);
    }
    it.git(&["config", "column.ui", "always"]);
    it.git(&["config", "color.ui", "always"]);
    it.write("spec/shop.yaml", book("1.1.0", &[LOST, GONE, "third, meaning: Third."]));
    let before = it.everything();
    assert_eq!(it.found(&[]), ["code-added gone", "code-added third"]);
    assert_eq!(it.found(&["--since-release"]), ["code-added gone", "code-added third"]);
    it.found(&["--base", "main", "--head", "more"]);
    assert_eq!(it.everything(), before);
    assert!(!it.path().join("ran").exists());
}

/// A hook's environment names the repository that it runs for, which need not be the spec's.
#[test]
fn the_environment_does_not_lead_elsewhere() {
    let it = changed();
    let other = Repository::new();
    other.write("spec/shop.yaml", book("9.0.0", &["other, meaning: Other."]));
    other.commit("Another book");
    let mut command = command(it.path(), &["--format", "json"]);
    for (name, value) in [
        ("GIT_DIR", ".git"),
        ("GIT_WORK_TREE", ""),
        ("GIT_INDEX_FILE", ".git/index"),
        ("GIT_OBJECT_DIRECTORY", ".git/objects"),
    ] {
        command.env(name, other.path().join(value));
    }
    let (status, answer, talk) = read(command.output().expect("it runs"));
    assert_eq!(status, 0, "{talk}");
    assert_eq!(names(&serde_json::from_str::<serde_json::Value>(&answer).unwrap()["changes"]), ADDED);
}

#[test]
fn a_work_tree_beside_the_repository_will_do() {
    let it = changed();
    it.commit("One more");
    let beside = tempfile::tempdir().unwrap();
    let tree = beside.path().join("tree");
    it.git(&["worktree", "add", "--quiet", "--detach", &tree.display().to_string(), "more"]);
    let (status, answer, talk) = diff(&tree, &[]);
    assert_eq!(status, 0, "{talk}");
    assert!(answer.contains("code-added"), "{answer}");
}
