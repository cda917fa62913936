//! A spec in a submodule: it is compared by the superproject's revisions.

use std::path::Path;

use serde_json::Value;

use super::repository::{GONE, LOST, Repository, book, diff, git, names};

/// As git does for a submodule from this machine.
const LOCAL: [&str; 2] = ["-c", "protocol.file.allow=always"];

/// A repository with a book of two codes, which is a submodule of others.
fn contracts() -> Repository {
    let it = Repository::new();
    it.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE]));
    it.commit("Two");
    it
}

fn add(to: &Path, from: &Path, at: &str) {
    git(to, &[&LOCAL[..], &["submodule", "--quiet", "add", &from.display().to_string(), at]].concat());
}

/// Two commits: a code is removed, and a text changes.
fn change(contracts: &Repository) {
    contracts.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    contracts.commit("One");
    contracts.write("spec/shop.yaml", book("1.0.0", &[LOST]).replace("Look again", "Look there"));
    contracts.commit("Reworded");
}

/// A repository whose spec is in a submodule, which a branch moves over two commits.
fn bumped(at: &str) -> (Repository, Repository) {
    let contracts = contracts();
    let it = Repository::new();
    it.write("README", "");
    it.commit("Nothing yet");
    add(it.path(), contracts.path(), at);
    it.commit("Contracts");
    it.git(&["switch", "--quiet", "--create", "more"]);
    change(&contracts);
    git(&it.path().join(at), &["pull", "--quiet", "origin", "main"]);
    it.commit("Bump");
    (it, contracts)
}

const REMOVED: &[&str] = &["version-not-raised", "code-removed gone", "remediation-changed lost"];

fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let (status, answer, talk) = diff(folder, &[&["--format", "json", "--fail-on", "none"], arguments].concat());
    assert_eq!(status, 0, "{talk}");
    names(&serde_json::from_str::<Value>(&answer).expect("JSON")["changes"])
}

#[test]
fn the_revisions_are_the_superprojects() {
    for at in ["contracts", "deep/er/contracts", "with space/c\"d"] {
        let (it, _) = bumped(at);
        let spec = format!("{at}/spec");
        for arguments in [&[][..], &["--base", "main"], &["--base", "HEAD^"], &["--base", "main", "--head", "more"]] {
            assert_eq!(found(it.path(), &[&["--spec", &spec], arguments].concat()), REMOVED, "{at} {arguments:?}");
        }
        assert_eq!(found(it.path(), &["--spec", &spec, "--base", &format!("main:{spec}")]), REMOVED);
        // Wherever in the superproject the command is run, and from outside.
        it.write("elsewhere/README", "");
        let full = it.path().join(&spec).display().to_string();
        for folder in [&it.path().join("elsewhere"), Path::new("/")] {
            assert_eq!(found(folder, &["--spec", &full]), REMOVED, "{at}");
        }
        let (status, answer, talk) = it.diff(&["--spec", &spec, "--format", "json"]);
        let report: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!((status, &report["base"]["folder"], &report["base"]["moved"]), (1, &(*spec).into(), &false.into()));
        assert_eq!(report["base"]["commit"], it.git(&["rev-parse", "main"]), "{talk}");
        let (_, comment, _) = it.diff(&["--spec", &spec, "--format", "github"]);
        assert!(comment.contains(&format!("file={spec}/shop.yaml")), "{comment}");

        // Merged, the base of `HEAD^1` is the superproject's first parent.
        it.git(&["switch", "--quiet", "main"]);
        it.git(&["merge", "--quiet", "--no-ff", "--message", "Merge", "more"]);
        it.git(&[&LOCAL[..], &["submodule", "--quiet", "update"]].concat());
        assert_eq!(found(it.path(), &["--spec", &spec, "--base", "HEAD^1"]), REMOVED);
        assert_eq!(found(it.path(), &["--spec", &spec]), Vec::<String>::new());
    }
}

#[test]
fn in_the_submodule_its_own_revisions_count() {
    let (it, _) = bumped("contracts");
    let inside = it.path().join("contracts");
    assert_eq!(found(&inside, &["--base", "HEAD^"]), ["version-not-raised", "remediation-changed lost"]);
    let (_, _, talk) = diff(&inside, &["--base", "HEAD^"]);
    let root = it.path().canonicalize().unwrap();
    assert!(talk.starts_with("note: the command is run in a submodule, whose own revisions are compared."), "{talk}");
    assert!(talk.contains(&format!("run the command in {}.\n", root.display())), "{talk}");
}

/// The book is in the submodule on one side alone.
#[test]
fn a_book_moves_into_a_submodule_and_out_of_one() {
    let contracts = contracts();
    // Into one.
    let it = Repository::new();
    it.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE, "third, meaning: Third."]));
    it.commit("A book");
    it.git(&["switch", "--quiet", "--create", "more"]);
    it.git(&["rm", "--quiet", "-r", "spec"]);
    add(it.path(), contracts.path(), "contracts");
    let removed = ["version-not-raised", "code-removed third"];
    assert_eq!(found(it.path(), &["--spec", "contracts/spec"]), removed);
    it.commit("Into a submodule");
    assert_eq!(found(it.path(), &["--spec", "contracts/spec"]), removed);
    assert_eq!(found(it.path(), &["--spec", "contracts/spec", "--base", "main", "--head", "more"]), removed);

    // The submodule is at the place of the folder.
    let same = Repository::new();
    same.write("contracts/spec/shop.yaml", book("1.0.0", &[LOST, GONE, "third, meaning: Third."]));
    same.commit("A book");
    same.git(&["rm", "--quiet", "-r", "contracts"]);
    add(same.path(), contracts.path(), "contracts");
    assert_eq!(found(same.path(), &["--spec", "contracts/spec"]), removed);

    // And out of it: the clone is kept.
    it.git(&["switch", "--quiet", "--create", "out"]);
    it.git(&["rm", "--quiet", "contracts"]);
    it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
    it.commit("Out of the submodule");
    let removed = ["version-not-raised", "code-removed gone"];
    assert_eq!(found(it.path(), &["--base", "more"]), removed);
    let (_, answer, _) = it.diff(&["--base", "more"]);
    assert!(answer.contains("it is compared with the one in `contracts/spec` of `more ("), "{answer}");

    // Without the clone the book cannot be searched, so it does not count as new.
    let clones = tempfile::tempdir().unwrap();
    git(clones.path(), &["clone", "--quiet", &it.path().display().to_string(), "clone"]);
    let clone = clones.path().join("clone");
    let (status, answer, talk) = diff(&clone, &["--base", "HEAD^"]);
    assert_eq!(status, 1, "{answer}{talk}");
    let said = "the base has no book of `shop-errors`, only the submodule `contracts`, which cannot be read";
    assert!(answer.contains(said) && answer.contains("Failed: base-without-book."), "{answer}");
    let help = "    help: If the book is new, run the command with `--new-book`. If it is in a submodule, fetch that first: \
                the command prints how.\n";
    assert!(answer.contains(help), "{answer}");
    assert!(talk.starts_with("note: the submodule `contracts` is at commit "), "{talk}");
    assert!(talk.contains(" which is not available here. It is not part of the checkout. Clone it from `"), "{talk}");
    assert_eq!(diff(&clone, &["--base", "HEAD^", "--new-book"]).0, 0);

    // The folder is where the submodule was.
    std::fs::create_dir(it.path().join("contracts")).unwrap();
    it.git(&["mv", "spec", "contracts"]);
    it.commit("Moved again");
    assert_eq!(found(it.path(), &["--base", "more", "--spec", "contracts/spec"]), removed);
    git(&clone, &["pull", "--quiet"]);
    let (status, _, talk) = diff(&clone, &["--base", "HEAD~2", "--spec", "contracts/spec"]);
    let from = contracts.path().display();
    let said = format!("It is not part of the checkout. Clone it from `{from}`, check out ");
    assert!(status == 2 && talk.contains(&said), "{talk}");
}

#[test]
fn a_submodule_in_a_submodule() {
    let contracts = contracts();
    let middle = Repository::new();
    add(middle.path(), contracts.path(), "contracts");
    middle.commit("Contracts");
    let it = Repository::new();
    add(it.path(), middle.path(), "vendor/middle");
    it.git(&[&LOCAL[..], &["submodule", "--quiet", "update", "--init", "--recursive"]].concat());
    it.commit("Middle");
    it.git(&["switch", "--quiet", "--create", "more"]);
    change(&contracts);
    git(&middle.path().join("contracts"), &["pull", "--quiet", "origin", "main"]);
    middle.commit("Bump");
    git(&it.path().join("vendor/middle"), &["pull", "--quiet", "--no-recurse-submodules", "origin", "main"]);
    it.commit("Bump");
    it.git(&[&LOCAL[..], &["submodule", "--quiet", "update", "--recursive"]].concat());
    let spec = "vendor/middle/contracts/spec";
    assert_eq!(found(it.path(), &["--spec", spec]), REMOVED);
    assert_eq!(found(it.path(), &["--spec", spec, "--base", "main", "--head", "more"]), REMOVED);
}

#[test]
fn what_is_not_here_says_how_to_get_it() {
    let (it, contracts) = bumped("contracts");
    let old = git(contracts.path(), &["rev-parse", "HEAD~2"]);
    let clones = tempfile::tempdir().unwrap();
    let from = it.path().display().to_string();
    let clone = |name: &str, arguments: &[&str]| {
        let all = [&LOCAL[..], &["clone", "--quiet", "--branch=more"], arguments, &[&from, name]].concat();
        git(clones.path(), &all);
        clones.path().join(name)
    };
    let refused = |folder: &Path, arguments: &[&str], said: &[&str]| {
        let (status, answer, talk) = diff(folder, &[&["--spec", "contracts/spec"], arguments].concat());
        assert_eq!((status, answer.as_str()), (2, ""), "{arguments:?}: {talk}");
        for said in said {
            assert!(talk.contains(said), "{arguments:?}: {talk}");
        }
    };

    // It is not checked out.
    let empty = clone("empty", &[]);
    let update = "Run `git submodule update --init --recursive contracts`.";
    let missing = format!("the submodule `contracts` is at commit {} in ", &old[..12]);
    refused(&empty, &["--base", "HEAD^"], &[&missing, "which is not available here.", update]);
    let base = contracts.path().join("spec").display().to_string();
    refused(&empty, &["--base", &base], &["error: the submodule `contracts` is not checked out.", update]);
    refused(&empty, &["--base", "HEAD^", "--head", "HEAD"], &["which is not available here.", update]);
    refused(&empty, &["--base", "HEAD^:contracts/spec", "--head", "HEAD"], &["which is not available here.", update]);

    // Its clone has the newest commit alone.
    let url = format!("file://{}", contracts.path().display());
    let shallow = clone("shallow", &[]);
    git(&shallow, &["config", "submodule.contracts.url", &url]);
    git(&shallow, &[&LOCAL[..], &["submodule", "--quiet", "update", "--init", "--depth=1"]].concat());
    let unshallow = ["Run `git -C contracts fetch --unshallow`", "`fetch-depth: 0`"];
    refused(&shallow, &["--base", "HEAD^"], &[&[missing.as_str()], &unshallow[..]].concat());
    git(&shallow.join("contracts"), &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(found(&shallow, &["--spec", "contracts/spec", "--base", "HEAD^"]), REMOVED);

    // The commit is on no branch that was fetched.
    let lost = clone("lost", &["--recurse-submodules"]);
    it.git(&["switch", "--quiet", "main"]);
    contracts.write("spec/shop.yaml", book("1.0.0", &[LOST, GONE]));
    let newer = contracts.commit("Newer");
    git(&it.path().join("contracts"), &["fetch", "--quiet", "origin"]);
    git(&it.path().join("contracts"), &["checkout", "--quiet", &newer]);
    it.commit("Newer");
    git(&lost, &["fetch", "--quiet", "--no-recurse-submodules"]);
    refused(&lost, &["--base", "origin/main"], &[&format!("Run `git -C contracts fetch origin {newer}`.")]);

    // The superproject is shallow.
    let from = format!("file://{}", it.path().display());
    git(clones.path(), &[&LOCAL[..], &["clone", "--quiet", "--depth=1", "--branch=more", &from, "single"]].concat());
    let single = clones.path().join("single");
    git(&single, &[&LOCAL[..], &["submodule", "--quiet", "update", "--init"]].concat());
    refused(&single, &["--base", "HEAD^"], &["`git fetch --unshallow`"]);
}

/// The name of a submodule is a path that another author has chosen.
#[test]
fn a_name_does_not_lead_out_of_the_repository() {
    let contracts = contracts();
    let it = Repository::new();
    let id = contracts.git(&["rev-parse", "HEAD"]);
    for name in [contracts.path().join(".git").display().to_string(), "../../elsewhere/.git".to_owned()] {
        it.write(".gitmodules", format!("[submodule \"{name}\"]\n\tpath = contracts\n\turl = ./x\n"));
        it.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},contracts")]);
        it.git(&["add", ".gitmodules"]);
        it.git(&["commit", "--quiet", "--message", "A submodule"]);
        it.write("spec/shop.yaml", book("1.0.0", &[LOST]));
        let (status, answer, talk) = it.diff(&["--base", "HEAD"]);
        assert_eq!(status, 1, "{answer}{talk}");
        assert!(answer.contains("only the submodule `contracts`, which cannot be read"), "{answer}");
    }
}
