//! Small specs, and their results.

use std::path::{Path, PathBuf};

use errbook_codegen::cli::config::Config;
use errbook_codegen::diagnostics::render::{Terminal, terminal};
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;
use errbook_codegen::{Compiled, compile};

/// The head of a small book.
pub(crate) const HEAD: &str = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n";

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests have a folder of their own")
}

/// One file with the head of a small book, which leaves the responses of frameworks alone.
pub(crate) fn one(body: &str) -> Vec<Input> {
    // At the end, so that lines can be counted from the head.
    raw(&format!("{HEAD}{body}fallback: {{4xx: null, 5xx: null}}\n"))
}

/// One file as it is.
pub(crate) fn raw(text: &str) -> Vec<Input> {
    vec![Input::new("shop.yaml", text)]
}

/// The book of a spec that has no errors in it.
pub(crate) fn book(inputs: Vec<Input>) -> Book {
    let compiled = compile(inputs);
    let drawn = drawn(&compiled);
    compiled.book.unwrap_or_else(|| panic!("{drawn}"))
}

/// Findings as people see them.
pub(crate) fn drawn(compiled: &Compiled) -> String {
    terminal(&compiled.sources, &compiled.diagnostics, Terminal { prefix: "spec/", colour: false, width: 120 })
}

/// The pages that say something of codes, one after the other: that of all, then each code's own.
pub(crate) fn pages(outputs: &[Output]) -> String {
    let is_one = |it: &&Output| it.path == "docs/errors.md" || it.path.starts_with("docs/errors/");
    let pages = outputs.iter().filter(is_one).map(|it| &*it.contents);
    pages.collect::<Vec<_>>().join("\n")
}

/// Every file below a folder, with its bytes, by its path with `/`.
pub(crate) fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, out: &mut std::collections::BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let below = path.strip_prefix(root).expect("it is below").to_string_lossy().replace('\\', "/");
                out.insert(below, std::fs::read(&path).expect("it can be read"));
            }
        }
    }
    let mut out = std::collections::BTreeMap::new();
    walk(folder, folder, &mut out);
    out
}

/// The spec folder of this repository, as inputs.
pub(crate) fn masko() -> Vec<Input> {
    files(&root().join("spec")).into_iter().map(|(path, bytes)| Input::new(path, bytes)).collect()
}

/// The spec folders of this repository, each with the folder of what is generated from it: its own, and those of the
/// examples.
pub(crate) fn books() -> Vec<(PathBuf, PathBuf)> {
    let examples = std::fs::read_dir(root().join("examples")).expect("there are examples");
    let examples = examples.map(|entry| entry.expect("it can be listed").path());
    let specs = std::iter::once(root().to_owned()).chain(examples).map(|it| it.join("spec")).filter(|it| it.is_dir());
    let out = |spec: &Path| match Config::find(Some(spec)) {
        Ok(Some(config)) => config.out,
        other => panic!("{}: {other:?}", spec.display()),
    };
    let books: Vec<_> = specs.map(|spec| (spec.clone(), out(&spec))).collect();
    assert!(books.len() >= 3, "{books:?}");
    books
}

/// A folder that is deleted in the end, with a spec in `spec/`.
pub(crate) fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let spec = folder.path().join("spec");
    std::fs::create_dir(&spec).expect("an empty folder");
    for (path, text) in files {
        let path = spec.join(path);
        std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder for it");
        std::fs::write(path, text).expect("it can be written");
    }
    (folder, spec)
}
