//! `generated/` is what the spec says, and nothing in it can change unseen.

use std::fs;

use errbook_codegen::cli::drift;
use errbook_codegen::output::{Drift, Folder, MANIFEST, compare, read_manifest};
use errbook_codegen::{compile, emit::emit};

use crate::specs::{files, masko, root};

#[test]
fn what_is_committed_is_what_the_spec_says() {
    let found = drift(&root().join("spec"), &root().join("generated")).expect("the spec has no errors");
    let shown: Vec<String> = found
        .iter()
        .map(|it| match it {
            Drift::Changed(path, diff) => format!("changed: {path}\n{diff}"),
            other => format!("{other:?}"),
        })
        .collect();
    assert!(found.is_empty(), "{}\nTo mend it: cargo xtask codegen", shown.join("\n"));
}

/// The picture of a folder that holds what was generated.
fn generated() -> (Vec<errbook_codegen::output::Output>, Folder) {
    let outputs = emit(&compile(masko()).book.expect("the spec has no errors"));
    let manifest = outputs.iter().find(|it| it.path == MANIFEST).expect("there is a manifest");
    let folder = Folder {
        manifest: Some(read_manifest(&manifest.contents)),
        files: outputs.iter().map(|it| (it.path.clone(), it.contents.clone().into_bytes())).collect(),
    };
    (outputs, folder)
}

#[test]
fn changed_missing_and_left_over_files_are_seen() {
    let (outputs, mut folder) = generated();
    assert_eq!(compare(&outputs, &folder), []);
    folder.files.get_mut("src/code.rs").unwrap().push(b'\n');
    folder.files.remove("errors.json");
    folder.files.insert("src/new.rs".to_owned(), Vec::new());
    folder.files.insert("docs/old.md".to_owned(), Vec::new());
    folder.manifest.as_mut().unwrap().insert("docs/old.md".to_owned());
    let found = compare(&outputs, &folder);
    assert_eq!(found.len(), 4);
    assert_eq!(found[0], Drift::LeftOver("docs/old.md".to_owned()));
    assert_eq!(found[1], Drift::Missing("errors.json".to_owned()));
    assert!(
        matches!(&found[2], Drift::Changed(path, diff) if path == "src/code.rs" && diff.starts_with("--- on disk\n+++ generated\n"))
    );
    assert_eq!(found[3], Drift::Stranger("src/new.rs".to_owned()));
}

/// Every file, at its first, middle and last byte.
#[test]
fn a_hand_edit_of_one_byte_in_any_file_is_seen() {
    let (outputs, folder) = generated();
    for output in &outputs {
        for at in [0, output.contents.len() / 2, output.contents.len() - 1] {
            let mut edited = Folder { manifest: folder.manifest.clone(), files: folder.files.clone() };
            edited.files.get_mut(&output.path).unwrap()[at] ^= 1;
            let found = compare(&outputs, &edited);
            assert!(
                matches!(&found[..], [Drift::Changed(path, _)] if *path == output.path),
                "{} at {at}: {found:?}",
                output.path
            );
        }
    }
}

/// A checkout has every file that the manifest names, and in the owned folders no other.
#[test]
fn the_manifest_names_what_is_there() {
    let manifest = fs::read_to_string(root().join("generated").join(MANIFEST)).expect("it is committed");
    let named = read_manifest(&manifest);
    let there: std::collections::BTreeSet<String> = files(&root().join("generated"))
        .into_keys()
        .filter(|it| !it.starts_with("target/") && it != "Cargo.lock")
        .collect();
    assert_eq!(named, there);
}
