//! `generated/` is up to date for each book of the repository, and any change in it is detected.

use std::fs;

use errbook_codegen::drift::{Drift, Folder, OnDisk, compare, read_manifest};
use errbook_codegen::emit::output::MANIFEST;
use errbook_codegen::{compile, drift, emit::emit};

use crate::specs::{books, files, masko};

#[test]
fn what_is_committed_is_what_the_spec_says() {
    for (spec, out) in books() {
        let found = drift(&spec, &out).expect("the spec has no errors");
        let shown: Vec<String> = found
            .iter()
            .map(|it| match it {
                Drift::Changed(path, diff) => format!("changed: {path}\n{diff}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert!(found.is_empty(), "{}: {}\nRun: cargo xtask codegen", out.display(), shown.join("\n"));
    }
}

/// The picture of a folder that holds what was generated.
fn generated() -> (Vec<errbook_codegen::emit::output::Output>, Folder) {
    let outputs = emit(&compile(masko()).book.expect("the spec has no errors"));
    let manifest = outputs.iter().find(|it| it.path == MANIFEST).expect("there is a manifest");
    let folder = Folder {
        manifest: Some(read_manifest(manifest.contents.as_bytes())),
        entries: outputs.iter().map(|it| (it.path.clone(), OnDisk::File(it.contents.clone().into_bytes()))).collect(),
    };
    (outputs, folder)
}

fn bytes<'a>(folder: &'a mut Folder, path: &str) -> &'a mut Vec<u8> {
    match folder.entries.get_mut(path) {
        Some(OnDisk::File(bytes)) => bytes,
        other => panic!("{path} is {other:?}"),
    }
}

#[test]
fn changed_missing_and_left_over_files_are_seen() {
    let (outputs, mut folder) = generated();
    assert_eq!(compare(&outputs, &folder), []);
    bytes(&mut folder, "src/code.rs").push(b'\n');
    folder.entries.remove("errors.json");
    folder.entries.insert("src/new.rs".to_owned(), OnDisk::File(Vec::new()));
    folder.entries.insert("docs/old.md".to_owned(), OnDisk::File(Vec::new()));
    folder.manifest.as_mut().unwrap().insert("docs/old.md".to_owned());
    let found = compare(&outputs, &folder);
    assert_eq!(found.len(), 4);
    assert_eq!(found[0], Drift::Stale("docs/old.md".to_owned()));
    assert_eq!(found[1], Drift::Missing("errors.json".to_owned()));
    assert!(
        matches!(&found[2], Drift::Changed(path, diff) if path == "src/code.rs" && diff.starts_with("--- on disk\n+++ generated\n"))
    );
    assert_eq!(found[3], Drift::Untracked("src/new.rs".to_owned()));
}

/// Every file, at its first, middle and last byte.
#[test]
fn a_hand_edit_of_one_byte_in_any_file_is_seen() {
    let (outputs, folder) = generated();
    for output in &outputs {
        for at in [0, output.contents.len() / 2, output.contents.len() - 1] {
            let mut edited = folder.clone();
            bytes(&mut edited, &output.path)[at] ^= 1;
            let found = compare(&outputs, &edited);
            assert!(
                matches!(&found[..], [Drift::Changed(path, _)] if *path == output.path),
                "{} at {at}: {found:?}",
                output.path
            );
        }
    }
}

/// Codegen only deletes files that it writes, whatever the manifest says, and its temporary files, by their names.
#[test]
fn only_files_are_left_over() {
    let (outputs, mut folder) = generated();
    let named = ["docs/folder", "docs/link", "docs/old.md"].map(str::to_owned);
    folder.manifest.as_mut().unwrap().extend(named.clone());
    for (path, entry) in named.into_iter().zip([OnDisk::Folder, OnDisk::Other, OnDisk::File(Vec::new())]) {
        folder.entries.insert(path, entry);
    }
    folder.entries.insert("src/.errbook-aB3xY9".to_owned(), OnDisk::Temporary);
    folder.entries.insert("src/lib.rs".to_owned(), OnDisk::Folder);
    let expected = [
        Drift::Untracked("docs/folder".to_owned()),
        Drift::Untracked("docs/link".to_owned()),
        Drift::Stale("docs/old.md".to_owned()),
        Drift::Stale("src/.errbook-aB3xY9".to_owned()),
        Drift::Untracked("src/lib.rs".to_owned()),
    ];
    assert_eq!(compare(&outputs, &folder), expected);
}

/// A manifest permits deletions, but not of files that codegen never writes.
#[test]
fn a_manifest_names_only_what_codegen_could_have_written() {
    let nothing: &[u8] =
        b"# a comment\n../a\na/../b\n/a\n./a\na//b\na/\nC:\\a\na\\b\n.git/config\na/.b\n.errbook-aB3xY9\n\
        Cargo.lock\ntarget\ntarget/x\nTarget/x\n\na\xff\na\0\na\x1b\n";
    assert_eq!(read_manifest(nothing), std::collections::BTreeSet::new());
    let named = read_manifest(b"\xff\nsrc/lib.rs\r\ntargets/x\nsrc/target\na/Cargo.lock\n");
    assert_eq!(
        named.iter().map(String::as_str).collect::<Vec<_>>(),
        ["a/Cargo.lock", "src/lib.rs", "src/target", "targets/x"]
    );
}

/// A checkout has every file that the manifest names, and in the owned folders no other.
#[test]
fn the_manifest_names_what_is_there() {
    for (_, generated) in books() {
        let manifest = fs::read(generated.join(MANIFEST)).expect("it is committed");
        let named = read_manifest(&manifest);
        let there: std::collections::BTreeSet<String> =
            files(&generated).into_keys().filter(|it| !it.starts_with("target/") && it != "Cargo.lock").collect();
        assert_eq!(named, there, "{}", generated.display());
    }
}
