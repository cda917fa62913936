//! The catalogues of `../shared/corpora`, and the API documents there. If the folder is missing, these tests print that
//! and pass.

use std::collections::BTreeSet;
use std::path::PathBuf;

use errbook_cli::import::NoteKind;

use super::{book_of, read, said, text_of, with_status};
use crate::specs::root;

fn folder() -> PathBuf {
    root().join("../shared/corpora")
}

/// The files of a folder, with their texts; none, with a notice, if it is missing.
fn files(below: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let folder = folder().join(below);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no sources in {}", folder.display());
        return Vec::new();
    };
    let mut out: Vec<(String, String)> = entries
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.extension().is_some_and(|it| extensions.iter().any(|known| it == *known)))
        .map(|it| {
            let name = it.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(it).expect("a text"))
        })
        .collect();
    out.sort();
    out
}

/// Every code of a catalogue is in its book, with its spelling; `0` of one means success.
#[test]
fn every_catalogue_is_imported() {
    let counts =
        [("adcp", 110), ("distribution", 20), ("kubernetes", 20), ("paypal", 294), ("pyspark", 239), ("wechatpy", 124)];
    for (name, text) in files("", &["jsonl"]) {
        let done = read(&name, text.as_str(), &with_status(400));
        let book = book_of(&done);
        let expected = counts.iter().find(|it| name.starts_with(it.0)).expect("a known catalogue").1;
        assert_eq!(book.errors.len(), expected, "{name}");
        let codes: BTreeSet<String> = text
            .lines()
            .map(|it| {
                serde_json::from_str::<serde_json::Value>(it).expect("JSON")["code"]
                    .as_str()
                    .expect("a code")
                    .to_owned()
            })
            .filter(|it| it != "0")
            .collect();
        assert_eq!(book.errors.iter().map(|it| it.code.clone()).collect::<BTreeSet<_>>(), codes, "{name}");
    }
}

/// The codes of four documents, with the number of statuses for which there is no evidence.
#[test]
fn every_document_is_imported() {
    let counts = [("box-2025", 13), ("lob", 48), ("paypal-payments-v2", 9), ("paypal-subscriptions-v1", 9)];
    for (name, text) in files("openapi", &["json", "yml"]) {
        let done = read(&name, text, &with_status(400));
        let book = book_of(&done);
        let expected = counts.iter().find(|it| name.starts_with(it.0)).expect("a known document").1;
        assert_eq!(book.errors.len(), expected, "{name}\n{}", said(&done));
        let defaults = done.report.notes.iter().filter(|it| {
            it.kind == NoteKind::Guessed && it.why.as_ref().is_some_and(|it| it.contains("--default-status"))
        });
        let unknown = if name.starts_with("box") { 3 } else { 0 };
        assert_eq!(defaults.count(), unknown, "{name}");
        insta::assert_snapshot!(
            format!("document_{}", name.split('.').next().unwrap_or_default()),
            shortened(text_of(&done))
        );
    }
}

/// The head of a book, and of each entry its first lines.
fn shortened(text: &str) -> String {
    let line =
        |it: &str| if it.chars().count() > 120 { it.chars().take(120).chain(['…']).collect() } else { it.to_owned() };
    let is_shown = |it: &&str| !it.starts_with("          ");
    text.lines().filter(is_shown).map(|it| line(it) + "\n").collect()
}
