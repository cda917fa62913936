//! `errbook init`: in an empty folder, and in workspaces that exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::{answer, errbook};
use crate::specs::{files, root};

fn init(here: &Path, arguments: &[&str]) -> (i32, String) {
    let (status, out, talk) = answer(errbook(), here, &[&["init"], arguments].concat());
    assert_eq!(out, "", "results go to standard error");
    (status, talk)
}

/// A source that is the same on every machine.
const SOURCE: &str = "git=https://git.example/errbook,rev=8b1d3c0";

fn write(here: &Path, path: &str, text: &str) {
    let path = here.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The files, apart from git's own.
fn all(here: &Path) -> BTreeMap<String, Vec<u8>> {
    files(here).into_iter().filter(|it| !it.0.starts_with(".git/") && !it.0.starts_with("target/")).collect()
}

fn git(here: &Path) {
    assert!(Command::new("git").args(["init", "--quiet"]).current_dir(here).status().unwrap().success());
}

/// The second run changes nothing, and the book is what it should be.
fn finished(here: &Path) {
    let before = all(here);
    let (status, talk) = init(here, &[]);
    assert_eq!((status, talk.lines().count()), (0, 1), "{talk}");
    assert!(talk.starts_with("Nothing to do: "), "{talk}");
    assert!(all(here) == before, "the second run changed something");
    for command in [&["fmt", "--check"][..], &["check", "--deny-warnings"], &["codegen", "--check"]] {
        let (status, _, talk) = answer(errbook(), here, command);
        assert_eq!(status, 0, "{command:?}: {talk}");
    }
}

fn metadata(here: &Path) -> Vec<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["metadata", "--offline", "--no-deps", "--format-version", "1"];
    let out = Command::new(cargo).args(arguments).current_dir(here).output().expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let all: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    all["packages"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_empty_folder_becomes_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("my shop");
    fs::create_dir(&here).unwrap();
    let (status, talk) = init(&here, &["--runtime", SOURCE]);
    assert_eq!(status, 0, "{talk}");
    insta::assert_snapshot!("init", talk);
    let workflow = fs::read_to_string(here.join(".github/workflows/errbook.yml")).unwrap();
    insta::assert_snapshot!("init_workflow", workflow);
    let manifest = fs::read_to_string(here.join("generated/Cargo.toml")).unwrap();
    assert!(manifest.contains("errbook = { git = \"https://git.example/errbook\", rev = \"8b1d3c0\", "), "{manifest}");
    assert_eq!(metadata(&here), ["my-shop-errors"]);
    finished(&here);
    // A folder below is a part of it.
    let below = here.join("spec");
    assert!(init(&below, &[]).1.starts_with("Nothing to do: ../errbook.toml "));
    // What was deleted is written again, and nothing else.
    let before = all(&here);
    fs::remove_file(here.join(".gitattributes")).unwrap();
    let (_, talk) = init(&here, &["other"]);
    assert!(talk.starts_with("created .gitattributes\n"), "{talk}");
    assert!(all(&here) == before);
}

#[test]
fn comments_and_order_of_a_workspace_are_kept() {
    for (before, expected) in [
        (
            "[workspace]\nmembers = [\"a\"] # One.\nresolver = \"2\"\n",
            "[workspace]\nmembers = [\"a\", \"generated\"] # One.\nresolver = \"2\"\n",
        ),
        (
            "# Top.\n[workspace]\nresolver = \"2\"\nmembers = [\n    \"a\", # The first.\n]\n\n# Shared.\n[workspace.package]\nversion = \"1.0.0\"\n",
            "# Top.\n[workspace]\nresolver = \"2\"\nmembers = [\n    \"a\", # The first.\n    \"generated\",\n]\n\n# Shared.\n[workspace.package]\nversion = \"1.0.0\"\n",
        ),
        (
            "[workspace]\nresolver = \"2\"\nmembers = [\n  # The first.\n  \"a\" # It is.\n]\n",
            "[workspace]\nresolver = \"2\"\nmembers = [\n  # The first.\n  \"a\", # It is.\n  \"generated\"\n]\n",
        ),
        (
            "workspace = { members = [\"a\"], resolver = \"2\" }\n",
            "workspace = { members = [\"a\", \"generated\"], resolver = \"2\" }\n",
        ),
        // Members by a pattern.
        ("[workspace]\nmembers = [\"[ag]*\"]\n", "[workspace]\nmembers = [\"[ag]*\"]\n"),
        // Folders that are not packages would break it.
        (
            "[workspace]\nmembers = [\"*\"]\nexclude = [\".git\", \"target\"] # Not ours.\n",
            "[workspace]\nmembers = [\"*\", \"generated\"]\nexclude = [\".git\", \"target\", \".github\", \"spec\"] # Not ours.\n",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        git(here);
        write(here, "Cargo.toml", before);
        write(
            here,
            "a/Cargo.toml",
            "[package]\nname = \"a\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\naxum = \"0.8.1\"\n",
        );
        write(here, "a/src/lib.rs", "");
        // From a folder of a member.
        let (status, talk) = init(&here.join("a/src"), &["shop"]);
        assert_eq!(status, 0, "{before}: {talk}");
        assert!(talk.contains("cargo add shop-errors --path ../../generated --package a\n"), "{talk}");
        assert_eq!(fs::read_to_string(here.join("Cargo.toml")).unwrap(), expected);
        assert!(metadata(here).contains(&"shop-errors".to_owned()));
        // The runtime is the one that the program was built with.
        let spec = fs::read_to_string(here.join("spec/shop.yaml")).unwrap();
        let path = spec.split_once("runtime: {path: ").and_then(|it| it.1.split_once('}')).expect("a path").0;
        assert_eq!(
            here.join("generated").join(path).canonicalize().unwrap(),
            root().join("runtime").canonicalize().unwrap()
        );
        // The features are those of the frameworks in use.
        let config = fs::read_to_string(here.join("errbook.toml")).unwrap();
        assert!(config.contains("features = [\"axum\"]\n"), "{config}");
        finished(here);
    }
}

#[test]
fn a_root_package_becomes_a_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let package = "[package]\nname = \"shop\" # Ours.\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\n";
    write(here, "Cargo.toml", package);
    write(here, "src/main.rs", "fn main() {}\n");
    write(here, ".gitattributes", "*.rs diff=rust");
    write(here, "spec/models.rb", "");
    write(here, ".gitlab-ci.yml", "");
    git(here);
    let (status, talk) = init(here, &["shop", "--runtime", SOURCE]);
    assert_eq!(status, 0, "{talk}");
    let manifest = fs::read_to_string(here.join("Cargo.toml")).unwrap();
    assert_eq!(manifest, format!("{package}\n[workspace]\nmembers = [\"errors/generated\"]\n"));
    // `spec/` was taken, and the CI is of another kind.
    assert!(here.join("errors/spec/shop.yaml").is_file() && here.join("errors/generated/Cargo.toml").is_file());
    assert!(!here.join(".github").exists());
    insta::assert_snapshot!("init_other_ci", talk);
    let attributes = fs::read_to_string(here.join(".gitattributes")).unwrap();
    assert!(attributes.starts_with("*.rs diff=rust\n\n# ") && attributes.contains("\n/errors/generated/** "));
    let (status, talk) = init(here, &["shop"]);
    assert_eq!(status, 0);
    assert!(talk.contains("In the CI of .gitlab-ci.yml, run:") && !talk.contains("created"), "{talk}");
}

/// Cargo refuses a workspace with two packages of one name.
#[test]
fn the_crate_gets_a_name_that_no_package_has() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write(here, "Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"old\"]\n");
    write(here, "old/Cargo.toml", "[package]\nname = \"shop-errors\"\nversion = \"0.0.0\"\nedition = \"2021\"\n");
    write(here, "old/src/lib.rs", "");
    let (status, talk) = init(here, &["shop", "--runtime", SOURCE]);
    assert_eq!(status, 0, "{talk}");
    assert!(talk.contains("cargo add shop-api-errors --path generated --package shop-errors\n"), "{talk}");
    assert_eq!(metadata(here), ["shop-errors", "shop-api-errors"]);
    finished(here);
    // What is said later is about the book that exists, whatever the name of the folder is.
    fs::remove_file(here.join(".gitattributes")).unwrap();
    let (_, talk) = init(here, &[]);
    assert!(talk.contains("cargo add shop-api-errors --path generated "), "{talk}");
    assert!(talk.ends_with("  edit spec, and run `errbook codegen`\n"), "{talk}");
}

#[test]
fn settings_may_be_written_first() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let settings = "# Ours.\nspec = \"api/errors\"\nout = \"crates/errors\"\noutputs = [\"rust\"]\n";
    write(here, "errbook.toml", settings);
    let (status, talk) = init(here, &["shop", "--runtime", SOURCE]);
    assert_eq!(status, 0, "{talk}");
    assert!(talk.starts_with("created api/errors/shop.yaml\n"), "{talk}");
    assert_eq!(fs::read_to_string(here.join("errbook.toml")).unwrap(), settings);
    assert!(here.join("crates/errors/Cargo.toml").is_file() && !here.join("crates/errors/docs").exists());
    assert_eq!(metadata(here), ["shop-errors"]);
    finished(here);
}

/// Names of folders are quoted in every file that has them.
#[test]
fn folders_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path();
    git(top);
    for name in ["my shop", "a: b #c", "it's", "[x]"] {
        let here = top.join(name);
        let package = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\nedition = \"2021\"\n";
        write(&here, "my server/Cargo.toml", package);
        write(&here, "my server/src/lib.rs", "");
        write(&here, "Cargo.toml", "[workspace]\nresolver = \"2\"\nmembers = [\"my server\"]\n");
        let (status, talk) = init(&here, &["--module", "my server/src/errors", "--runtime", SOURCE]);
        assert_eq!(status, 0, "{name}: {talk}");
        finished(&here);
        let workflow = top.join(".github/workflows/errbook.yml");
        let text = fs::read_to_string(&workflow).unwrap();
        let yaml: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(yaml["defaults"]["run"]["working-directory"], name, "{text}");
        let arguments = ["check-attr", "merge", "my server/src/errors/mod.rs"];
        let found = Command::new("git").args(arguments).current_dir(&here).output().unwrap().stdout;
        assert!(String::from_utf8_lossy(&found).ends_with(": merge: binary\n"), "{name}");
        fs::remove_file(workflow).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_linked_manifest_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    write(here, "shared/Cargo.toml", "[workspace]\nresolver = \"2\"\n");
    std::os::unix::fs::symlink("shared/Cargo.toml", here.join("Cargo.toml")).unwrap();
    let (status, talk) = init(here, &["shop", "--runtime", SOURCE]);
    assert_eq!(status, 0, "{talk}");
    assert!(fs::symlink_metadata(here.join("Cargo.toml")).unwrap().is_symlink());
    let manifest = fs::read_to_string(here.join("shared/Cargo.toml")).unwrap();
    assert_eq!(manifest, "[workspace]\nresolver = \"2\"\nmembers = [\"generated\"]\n");
}

#[test]
fn a_module_is_written_into_a_package() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    git(here);
    let manifest = "[package]\nname = \"shop\"\nversion = \"0.0.0\"\nedition = \"2021\"\n";
    write(here, "Cargo.toml", manifest);
    write(here, "src/main.rs", "fn main() {}\n");
    write(here, ".github/workflows/ci.yml", "");
    let (status, talk) = init(here, &["--module", "src/errors", "--runtime", SOURCE, "shop"]);
    assert_eq!(status, 0, "{talk}");
    insta::assert_snapshot!("init_module", talk);
    assert_eq!(fs::read_to_string(here.join("Cargo.toml")).unwrap(), manifest);
    assert!(here.join("src/errors/mod.rs").is_file() && !here.join("src/errors/Cargo.toml").exists());
    let workflow = fs::read_to_string(here.join(".github/workflows/errbook.yml")).unwrap();
    let install = "run: cargo install --locked --git https://git.example/errbook --rev 8b1d3c0 errbook-cli\n";
    assert!(workflow.contains(install), "{workflow}");
    finished(here);
}

#[test]
fn nothing_is_overwritten_and_mistakes_write_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let refused = |arguments: &[&str], expected: &str| {
        let before = all(here);
        let (status, talk) = init(here, arguments);
        assert_eq!(status, 2, "{arguments:?}: {talk}");
        assert!(talk.contains(expected), "{arguments:?}: {talk}");
        assert!(talk.starts_with("error") && !talk.starts_with("error: error"), "{arguments:?}: {talk}");
        assert!(all(here) == before, "{arguments:?} wrote something");
    };
    refused(&["My Shop"], "is not a name");
    refused(&["--runtime", "path=/nowhere"], "is not a checkout of errbook");
    refused(&["--runtime", "git=a"], "expected path=DIR, or git=URL,rev=COMMIT");
    refused(&["--module", "../elsewhere"], "is not in the workspace");
    refused(&["--module", "src/my-errors"], "Choose a folder such as `src/errors`");
    refused(&["--module", "src/type"], "Choose a folder such as `src/errors`");
    write(here, "Cargo.toml", "[workspace\n");
    refused(&[], "Cargo.toml");
    write(here, "Cargo.toml", "[workspace]\nmembers = 1\n");
    refused(&[], "Cargo.toml");
    write(here, "Cargo.toml", "[workspace]\n");
    for (spec, out) in [("spec", "generated"), ("errors/spec", "errors/generated"), ("errbook/spec", "x")] {
        write(here, &format!("{spec}/a"), "a");
        write(here, &format!("{out}/a"), "a");
    }
    refused(&[], "exist already");
    write(here, "errbook.toml", "spce = \"spec\"\n");
    refused(&[], "Did you mean `spec`?");
}
