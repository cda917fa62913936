//! `import`: what becomes of sources of every kind, of real catalogues and documents, and of broken ones.

mod catalogues;
mod command;
mod existing;
mod lost;
mod mutations;
mod references;
mod sources;

use errbook_cli::import::{Existing, Import, NoteKind, Options, import};
use errbook_codegen::compile;
use errbook_codegen::diagnostics::render::{Terminal, terminal};
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;

/// Imports one source as a new book, without other files.
fn read(path: &str, text: impl Into<Vec<u8>>, options: &Options) -> Import {
    import(vec![Input::new(path, text)], options, &existing_none(), &|_, _| Err("there is no other file".to_owned()))
}

fn existing_none() -> Existing {
    Existing { into: "errors.yaml".to_owned(), ..Existing::default() }
}

fn with_status(status: u16) -> Options {
    Options { default_status: Some(status), name: Some("Test".to_owned()), ..Options::default() }
}

/// The text of the book that an import makes.
fn text_of(done: &Import) -> &str {
    match &done.written {
        Some(written) => &written.text,
        None => panic!("{}", said(done)),
    }
}

fn book_of(done: &Import) -> Book {
    let compiled = compile(vec![Input::new("errors.yaml", text_of(done))]);
    compiled.book.expect("an import writes only what compiles")
}

/// All that an import says.
fn said(done: &Import) -> String {
    let options = Terminal { prefix: "", colour: false, width: 120 };
    let mut out = terminal(&done.sources, &done.diagnostics, options);
    if let Some(broken) = &done.broken {
        out.push_str(&terminal(&broken.compiled.sources, &broken.compiled.diagnostics, options));
    }
    out + &done.report.text(&done.sources)
}

#[test]
fn every_kind_of_source_is_a_book() {
    for (name, path, text) in sources::ALL {
        let done = read(path, *text, &with_status(400));
        insta::assert_snapshot!(*name, format!("{}\n{}", done.report.text(&done.sources), text_of(&done)));
    }
}

/// `fmt` changes nothing in a book that was imported.
#[test]
fn books_are_in_the_canonical_form() {
    for (name, path, text) in sources::ALL {
        let done = read(path, *text, &with_status(400));
        let formatted = errbook_codegen::format::format(vec![Input::new("errors.yaml", text_of(&done))]);
        let formatted = formatted.expect("it compiles");
        assert!(formatted[0].left.is_none(), "{name}");
        assert_eq!(formatted[0].after, text_of(&done), "{name}");
    }
}

/// Twelve codes, with their statuses, and the messages that the enum has.
#[test]
fn an_enum_has_all_statuses_and_messages() {
    let book = book_of(&read("error.rs", sources::RUST, &with_status(400)));
    let found: Vec<(u16, &str, &str)> =
        book.errors.iter().map(|it| (it.status(), &*it.code, &*it.message.template)).collect();
    let expected = [
        (400, "invalid_request", "invalid request: {reason}"),
        (400, "too_many_items", "{{literal}} braces, {{count:>5}} items"),
        (401, "unauthenticated", "authentication is required"),
        (402, "insufficient_funds", "balance {balance} is below {required}"),
        (403, "forbidden", "you may not {action} this order"),
        (404, "customer_not_found", "customer {{0}} not found"),
        (404, "order_not_found", "order {order_id} not found"),
        (409, "email_taken", "the email is taken"),
        (429, "rate_limited", "slow down"),
        (500, "internal_error", "TODO"),
        (502, "provider_failed", "the payment provider failed"),
        (504, "timeout", "upstream {{name:?}} timed out"),
    ];
    assert_eq!(found, expected);
}

/// The page that errbook generates has the four columns of the spec that it is generated from.
#[test]
fn a_generated_page_is_the_same_table_again() {
    let original = crate::specs::book(crate::specs::masko());
    let page = std::fs::read_to_string(crate::specs::root().join("generated/docs/errors.md")).expect("it is generated");
    let done = read("errors.md", page, &Options::default());
    let columns = |book: &Book| -> Vec<(Vec<u16>, String, String, String)> {
        let row = |it: &errbook_codegen::model::ErrorDef| {
            (it.statuses.clone(), it.code.clone(), it.meaning.clone(), it.remediation.clone())
        };
        book.errors.iter().map(row).collect()
    };
    let found = book_of(&done);
    assert_eq!(columns(&found), columns(&original));
    assert_eq!((&found.api.name, &found.api.crate_name), (&original.api.name, &original.api.crate_name));
    let csv = std::fs::read_to_string(crate::specs::root().join("generated/errors.csv"));
    if let Ok(csv) = csv {
        assert_eq!(columns(&book_of(&read("errors.csv", csv, &Options::default()))), columns(&original));
    }
}

/// A text is the same after it was written and read, whatever is in it.
#[test]
fn texts_survive_yaml() {
    let texts = [
        "plain",
        "a: b",
        "a #b",
        "#b",
        "- a",
        "yes",
        "Null",
        "1e3",
        "0x1F",
        "12:30",
        "2026-01-01",
        "~",
        "",
        " a ",
        "\"q\"",
        "it's",
        "{a}",
        "[a]",
        "a, b",
        "a\\b",
        "a\tb",
        "a\u{7f}b",
        "a\u{202e}rtl",
        "é",
        "日本",
        "😀",
        "&a",
        "*a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "?",
        ":",
        "-",
        "---",
        "...",
        "a:",
        "=",
        "<<",
        "-1",
        "+1",
        ".5",
        "a\u{a0}b",
        "TODO",
        "a\u{2028}b",
    ];
    for (index, text) in texts.into_iter().enumerate() {
        let record = |key: &str| {
            let code = format!("c{index}");
            serde_json::json!({"code": code, "status": 400, "meaning": "M.", key: text}).to_string()
        };
        for key in ["remediation", "message"] {
            let book = book_of(&read("a.jsonl", record(key), &Options::default()));
            let entry = &book.errors[0];
            let visible = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_empty = matches!(text.trim(), "" | "-");
            match key {
                "remediation" if is_empty => assert_eq!(entry.remediation, "TODO"),
                "remediation" => assert_eq!(entry.remediation, visible, "{text:?}"),
                _ if text.trim().is_empty() => assert!(!entry.message.is_given, "{text:?}"),
                _ => {
                    let parts = &entry.message.parts;
                    assert_eq!(*parts, [errbook_codegen::model::Part::Text(text.trim().to_owned())], "{text:?}");
                }
            }
        }
        // As a code, it keeps its spelling.
        let is_code = !text.is_empty()
            && text.trim() == text
            && !text.chars().any(|c| c.is_control() || "\u{202e}\u{2028}\u{a0}".contains(c));
        if is_code {
            let record = serde_json::json!({"code": text, "status": 400, "meaning": "M."}).to_string();
            assert_eq!(book_of(&read("a.jsonl", record, &Options::default())).errors[0].code, text);
        }
    }
}

/// Nothing is made up: `check` finds every text that is missing, and a status is never guessed without evidence.
#[test]
fn what_is_missing_is_said() {
    let table = "| Code | Description |\n|--|--|\n| `a_b` | It is so. |\n| `c_d` | |\n";
    let done = read("a.md", format!("# Errors\n\n{table}"), &Options::default());
    assert!(done.written.is_none());
    assert_eq!(done.diagnostics[0].rule.id, "missing-status", "{}", said(&done));
    insta::assert_snapshot!("missing_status", said(&done));
    let done = read("a.md", format!("# Errors\n\n{table}"), &with_status(400));
    let compiled = compile(vec![Input::new("errors.yaml", text_of(&done))]);
    let todos: Vec<&str> =
        compiled.diagnostics.iter().filter(|it| it.rule.id == "todo-text").map(|it| &*it.message).collect();
    assert_eq!(
        todos,
        ["`remediation` is not written yet", "`meaning` is not written yet", "`remediation` is not written yet"]
    );
    assert_eq!(
        done.report.notes.iter().filter(|it| it.kind == NoteKind::Guessed && it.message.contains("status")).count(),
        2
    );
}

#[test]
fn broken_sources_have_a_place() {
    let cases: &[(&str, &[u8])] = &[
        ("broken.yaml", b"openapi: 3.0.0\npaths:\n  /a: [\n  b: c\n"),
        ("cycle.yaml", b"openapi: 3.0.0\npaths: &a\n  /a: *a\n"),
        ("duplicate.json", b"{\"openapi\": \"3.0.0\", \"paths\": {}, \"paths\": {}}"),
        ("broken.jsonl", b"{\"code\": \"a\", \"status\": 400}\n{\"code\": \n"),
        ("broken.rs", b"pub enum E {\n    A(\n}\n"),
        ("deep.rs", &[b'('; 5000]),
        ("latin.md", b"# Fehler f\xfcr alle\n"),
        ("none.md", b"# Nothing\n\n| A | B |\n|--|--|\n| 1 | 2 |\n"),
        ("empty.csv", b""),
        ("unknown.txt", b"This is prose."),
        ("no-codes.jsonl", b"{\"status\": 404}\n"),
        ("none.rs", b"pub fn main() {}\n"),
    ];
    let mut out = String::new();
    for (path, text) in cases {
        let done = read(path, *text, &Options::default());
        assert!(done.written.is_none() && !done.diagnostics.is_empty(), "{path}");
        assert!(done.diagnostics.iter().all(|it| !it.labels.is_empty()), "{path}: {}", said(&done));
        out.push_str(&said(&done));
    }
    insta::assert_snapshot!("broken", out);
}

/// Every note of the JSON report has its place, and the text one its kinds in their order.
#[test]
fn the_report_has_a_form_for_programs() {
    let done = read("errors.jsonl", sources::RECORDS, &Options::default());
    let json = done.report.json(&done.sources);
    assert_eq!(json["schema_version"], 1);
    assert_eq!(json["codes"].as_array().map(Vec::len), Some(7));
    for kind in ["read", "guessed", "merged", "left"] {
        let notes = json[kind].as_array().unwrap_or_else(|| panic!("{kind}: {json}"));
        assert!(!notes.is_empty(), "{kind}");
        for note in notes {
            assert!(note["line"].is_u64() && note["column"].is_u64() && note["file"] == "errors.jsonl", "{note}");
            assert_eq!(note["why"].is_string(), kind == "guessed" || kind == "left", "{note}");
        }
    }
}
