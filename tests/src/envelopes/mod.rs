//! Envelopes of well-known APIs: their specs compile, and their crates write and read the responses of these APIs byte
//! for byte.

pub(crate) mod bodies;
mod crates;
mod findings;
mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use errbook_codegen::input::Input;
use errbook_codegen::wire::Response;
use errbook_codegen::{Compiled, compile};

use crate::specs::{drawn, files, root};

/// The specs of a folder, by their names.
fn specs(folder: &Path) -> BTreeMap<String, Compiled> {
    let specs = files(folder).into_iter().filter_map(|(path, bytes)| {
        let name = path.strip_suffix(".yaml")?.to_owned();
        Some((name, compile(vec![Input::new("book.yaml", bytes)])))
    });
    specs.collect()
}

/// The specs to copy from.
pub(crate) fn ready() -> impl Iterator<Item = Vec<Input>> {
    files(&root().join("docs/envelopes")).into_iter().map(|(path, bytes)| vec![Input::new(path, bytes)])
}

/// The specs and responses of another folder, which not every checkout has.
fn shared() -> Option<PathBuf> {
    let folder = root().join("../shared/envelopes");
    if !folder.is_dir() {
        eprintln!("skipped: {} is missing", folder.display());
        return None;
    }
    Some(folder)
}

/// The specs to copy from have nothing wrong with them, and are all in the table. Their first responses are a snapshot.
#[test]
fn ready_specs() {
    let specs = specs(&root().join("docs/envelopes"));
    assert_eq!(specs.len(), 32);
    let document = std::fs::read_to_string(root().join("docs/envelopes.md")).expect("it is committed");
    let mut shown = String::new();
    for (name, compiled) in specs {
        assert!(compiled.diagnostics.is_empty(), "{name}\n{}", drawn(&compiled));
        assert!(document.contains(&format!("[{name}.yaml](envelopes/{name}.yaml)")), "{name}");
        let book = compiled.book.expect("it has no errors");
        // The one with the largest payload shows most.
        let entry = book.errors.iter().max_by_key(|it| it.fields.len()).expect("it has codes");
        let response = Response::new(&book, entry, &entry.examples[0]);
        shown.push_str(&format!("# {name}\n\n{}\n\n", response.on_the_wire()));
    }
    insta::assert_snapshot!(shown);
}

/// The first response that a reader pastes is the one that the spec after it gives.
#[test]
fn the_pasted_response() {
    let document = std::fs::read_to_string(root().join("docs/envelopes.md")).expect("it is committed");
    let block = |start: &str| {
        let (_, rest) = document.split_once(start).expect("it is there");
        rest.split_once("\n```\n").expect("it ends").0.to_owned()
    };
    let book = compile(vec![Input::new("book.yaml", block("\n```yaml\n"))]).book.expect("it has no errors");
    let entry = book.error("card_declined").expect("it is there");
    let response = Response::new(&book, entry, &entry.examples[0]);
    let (head, body) =
        response.on_the_wire().split_once("\n\n").map(|it| (it.0.to_owned(), it.1.to_owned())).expect("both");
    let pasted = block("\n```http\n");
    let (pasted_head, pasted_body) = pasted.split_once("\n\n").expect("both");
    let sorted = |it: &str| it.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(sorted(&head), sorted(pasted_head));
    assert_eq!(body, pasted_body);
}

#[test]
fn the_specs_of_known_apis_have_no_errors() {
    let Some(folder) = shared() else { return };
    let specs = specs(&folder);
    assert_eq!(specs.len(), 26);
    for (name, compiled) in specs {
        assert!(compiled.book.is_some(), "{name}\n{}", drawn(&compiled));
    }
}
