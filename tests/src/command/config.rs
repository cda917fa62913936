//! `errbook.toml`: found from any folder, obeyed, and checked.

use std::fs;
use std::path::Path;

use super::{ENTRY, said, shop};
use crate::specs::files;

fn write(here: &Path, text: &str) {
    fs::write(here.join("errbook.toml"), text).unwrap();
}

/// The files that were generated, apart from those in `src/` and `docs/`.
fn top(out: &Path) -> Vec<String> {
    files(out).into_keys().filter(|it| !it.contains('/')).collect()
}

#[test]
fn every_command_finds_it_from_any_folder() {
    let (folder, spec) = shop(ENTRY);
    let here = folder.path();
    fs::rename(spec, here.join("errors")).unwrap();
    write(here, "spec = \"errors\"\nout = \"crates/shop-errors\"\n");
    let below = here.join("crates/a/src");
    fs::create_dir_all(&below).unwrap();
    for from in [here, &below] {
        let (status, _, talk) = said(from, &["codegen"]);
        assert_eq!(status, 0, "{talk}");
        assert!(here.join("crates/shop-errors/Cargo.toml").is_file());
        for command in [&["check"][..], &["codegen", "--check"], &["list"], &["explain", "not_found"]] {
            let (status, _, talk) = said(from, command);
            assert_eq!(status, 0, "{command:?}: {talk}");
        }
        let (status, _, talk) = said(from, &["diff", "--base", &here.join("errors").display().to_string()]);
        assert_eq!(status, 0, "{talk}");
    }
    // Paths are shown as seen from the folder, and the command needs no options.
    fs::remove_file(here.join("crates/shop-errors/src/lib.rs")).unwrap();
    let (status, _, talk) = said(&below, &["codegen", "--check"]);
    assert_eq!((status, talk.as_str()), (1, "../../../crates/shop-errors is out of date. Run: cargo xtask codegen\n"));
    fs::write(here.join("errors/shop.yaml"), "errors: 1\n").unwrap();
    let (_, answer, _) = said(&below, &["check"]);
    assert!(answer.contains("--> ../../../errors/shop.yaml:1:9"), "{answer}");
}

#[test]
fn options_override_it() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    write(here, "spec = \"nowhere\"\nout = \"a\"\noutputs = [\"json\"]\n");
    let (status, answer, _) = said(here, &["check"]);
    assert_eq!(status, 2);
    assert!(
        answer.contains("the folder `nowhere` does not exist") && answer.contains("Correct `spec` in errbook.toml")
    );
    let (status, _, talk) = said(here, &["codegen", "--spec", "spec", "--out", "b"]);
    assert_eq!(status, 0, "{talk}");
    assert_eq!(top(&here.join("b")), ["errbook.manifest", "errors.json"]);
    assert!(!here.join("a").exists());
    // The file of another book does not apply.
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "unknown = true\n");
    let spec = here.join("spec").display().to_string();
    assert_eq!(said(elsewhere.path(), &["check", "--spec", &spec]).0, 0);
    assert_eq!(said(elsewhere.path(), &["check"]).0, 2);
}

#[test]
fn outputs_are_what_is_written() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let out = here.join("generated");
    let generated = |config: &str, expected: &[&str], folders: &[&str]| {
        if !config.is_empty() {
            write(here, config);
        }
        let (status, _, talk) = said(here, &["codegen"]);
        assert_eq!(status, 0, "{config}: {talk}");
        assert_eq!(top(&out), expected, "{config}");
        for folder in ["docs", "src"] {
            assert_eq!(out.join(folder).is_dir(), folders.contains(&folder), "{config}: {folder}");
        }
        assert_eq!(said(here, &["codegen", "--check"]).0, 0, "{config}");
    };
    let default = ["Cargo.toml", "README.md", "book.toml", "errbook.manifest", "errors.json"];
    generated("", &default, &["docs", "src"]);
    generated("outputs = [\"rust\"]\n", &["Cargo.toml", "README.md", "errbook.manifest"], &["src"]);
    // The pages are a part of the docs, and the README has no link to a file that does not exist.
    assert!(!out.join("src/pages.rs").exists());
    assert!(!fs::read_to_string(out.join("README.md")).unwrap().contains("](docs/"));
    assert!(!fs::read_to_string(out.join("Cargo.toml")).unwrap().contains("\ndocs = "));
    generated("outputs = [\"csv\", \"docs\"]\n", &["book.toml", "errbook.manifest", "errors.csv"], &["docs"]);
    // Without a choice, what was generated is what is generated.
    fs::remove_file(here.join("errbook.toml")).unwrap();
    generated("", &["book.toml", "errbook.manifest", "errors.csv"], &["docs"]);
    // A folder of someone else is not codegen's.
    fs::create_dir(out.join("src")).unwrap();
    fs::write(out.join("src/main.rs"), "").unwrap();
    assert_eq!(said(here, &["codegen", "--check"]).0, 0);
    write(here, "outputs = [\"rust\", \"docs\", \"json\", \"csv\", \"llms\"]\n");
    let (status, answer, _) = said(here, &["codegen", "--check"]);
    assert_eq!(status, 1);
    assert!(answer.contains("untracked: src/main.rs"), "{answer}");
    fs::remove_file(out.join("src/main.rs")).unwrap();
    let all = ["errors.csv", "errors.json", "llms-full.txt", "llms.txt"];
    generated("", &[&default[..4], &all].concat(), &["docs", "src"]);
}

#[test]
fn mistakes_are_shown_with_their_places() {
    let (folder, _) = shop(ENTRY);
    let here = folder.path();
    let texts = [
        "sepc = \"spec\"\nout = 1\noutputs = [\"rust\", \"doc\", 3]\nlayout = \"modul\"\nfeatures = \"axum\"\nzzzzzz = 1\n",
        "spec = \"/etc\"\nout = 'a\\b'\noutputs = [\"llms\"]\nfeatures = [\"sqlx\", \"docs\"]\n",
        "spec = \nout = \"a\"\nout = \"b\"\n",
        "outputs = []\n",
    ];
    let mut all = String::new();
    for text in texts {
        write(here, text);
        let (status, answer, talk) = said(here, &["check"]);
        assert_eq!((status, answer.as_str()), (2, ""), "{talk}");
        all.push_str(&talk);
        all.push_str("\n\n");
    }
    insta::assert_snapshot!("config", all);
    // In the folder above, and in a file that cannot be read.
    let below = here.join("below");
    fs::create_dir(&below).unwrap();
    let (_, _, talk) = said(&below, &["list"]);
    assert!(talk.contains("--> ../errbook.toml:1:"), "{talk}");
    fs::remove_file(here.join("errbook.toml")).unwrap();
    fs::create_dir(here.join("errbook.toml")).unwrap();
    let (status, _, talk) = said(&below, &["list"]);
    assert_eq!(status, 2);
    assert!(talk.starts_with("error: ../errbook.toml: "), "{talk}");
    assert!(errbook_codegen::generate(&here.join("spec"), &here.join("generated")).is_err());
}
