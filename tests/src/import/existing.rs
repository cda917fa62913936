//! Importing again: what a person edited is kept.

use errbook_cli::import::{Existing, Import, NoteKind, Options, import};
use errbook_codegen::input::Input;

use super::{existing_none, said, sources, text_of, with_status};

const TABLE: &str = "| Status | Code | Description |\n|--|--|--|\n| 404 | `not_found` | No such thing. |\n| 409 | `taken` | It is taken. |\n";

fn again(source: &str, files: Vec<Input>, into: &str) -> Import {
    let existing = Existing { files, into: into.to_owned() };
    import(vec![Input::new("errors.md", source)], &Options::default(), &existing, &|_, _| Err(String::new()))
}

#[test]
fn an_import_again_changes_nothing() {
    for (name, path, text) in sources::ALL {
        let first = super::read(path, *text, &with_status(400));
        let files = vec![Input::new("errors.yaml", text_of(&first))];
        let existing = Existing { files, into: "errors.yaml".to_owned() };
        let second = import(vec![Input::new(*path, *text)], &with_status(400), &existing, &|_, _| Err(String::new()));
        assert!(
            second.written.is_none() && second.diagnostics.is_empty() && second.broken.is_none(),
            "{name}: {}",
            said(&second)
        );
        assert_eq!(second.report.count(NoteKind::Differs), 0, "{name}: {}", said(&second));
    }
}

#[test]
fn new_codes_are_added_and_edits_are_kept() {
    let book = "# Our errors.\nerrbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nerrors:\n- status: 404   # where\n  code: not_found\n  meaning: There is no such order.\n  remediation: Check the ID.\n\n# The end.\nretired:\n- {code: gone, since: 1.0.0}\n";
    let source = format!("# Shop\n\n{TABLE}| 410 | `gone` | It is gone. |\n");
    let done = again(&source, vec![Input::new("shop.yaml", book)], "shop.yaml");
    let expected = book.replace(
        "Check the ID.\n",
        "Check the ID.\n\n- status: 409\n  code: taken\n  meaning: It is taken.\n  remediation: TODO\n",
    );
    assert_eq!(text_of(&done), expected);
    insta::assert_snapshot!("again", said(&done));
}

#[test]
fn new_codes_have_a_place_in_every_book() {
    let head = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n";
    let entry = "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";
    let flow = "errors: [{status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}]\n";
    let cases: Vec<(Vec<Input>, &str, &str)> = vec![
        (vec![Input::new("api.yaml", format!("{head}{entry}"))], "api.yaml", "api.yaml"),
        (vec![Input::new("api.yaml", format!("{head}{}", entry.trim_end()))], "api.yaml", "api.yaml"),
        (vec![Input::new("api.yaml", format!("{head}{entry}"))], "errors.yaml", "errors.yaml"),
        (
            vec![Input::new("api.yaml", head), Input::new("more/errors.yaml", entry)],
            "more/errors.yaml",
            "more/errors.yaml",
        ),
        (vec![Input::new("api.yaml", head)], "api.yaml", "api.yaml"),
        (vec![Input::new("api.yaml", format!("{head}errors: []\n"))], "api.yaml", "api-imported.yaml"),
        (vec![Input::new("api.yaml", format!("{head}{flow}"))], "api.yaml", "api-imported.yaml"),
        (vec![Input::new("api.yaml", format!("\u{feff}{head}{entry}"))], "api.yaml", "api.yaml"),
        (vec![Input::new("api.yaml", format!("{head}{entry}").replace('\n', "\r\n"))], "api.yaml", "api-imported.yaml"),
    ];
    for (index, (files, into, expected)) in cases.into_iter().enumerate() {
        let done = again(TABLE, files.clone(), into);
        let written = done.written.as_ref().unwrap_or_else(|| panic!("{index}: {}", said(&done)));
        assert_eq!(written.path, expected, "{index}");
        let mut files: Vec<Input> = files.into_iter().filter(|it| it.path != written.path).collect();
        files.push(Input::new(written.path.clone(), written.text.clone()));
        let book = errbook_codegen::compile(files).book.expect("it compiles");
        assert!(book.error("taken").is_some() && book.error("not_found").is_some(), "{index}");
    }
}

#[test]
fn a_book_with_errors_is_left_alone() {
    let book = "errbook: 1\napi: {name: Shop, version: 1, crate: shop-errors}\n";
    let done = again(TABLE, vec![Input::new("api.yaml", book)], "api.yaml");
    assert!(done.written.is_none() && done.broken.as_ref().is_some_and(|it| it.was_broken));
    // Codes of another style than the book's: nothing is written.
    let book = "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: kebab-case}\n";
    let done = again(TABLE, vec![Input::new("api.yaml", book)], "api.yaml");
    assert!(done.written.is_none() && done.broken.as_ref().is_some_and(|it| !it.was_broken), "{}", said(&done));
    assert_eq!(existing_none().files.len(), 0);
}
