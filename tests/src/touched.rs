//! The lines of generated Rust that a change to a book touches: those about what changed, and no other.

use std::collections::BTreeMap;

use errbook_codegen::emit::emit;
use similar::{ChangeTag, TextDiff};

use crate::specs::{book, one};

/// Enough codes to be hashed. The even ones have a payload.
const CODES: usize = 40;

/// The entries of a book, in its order.
fn errors() -> BTreeMap<String, String> {
    let fields = "    fields:\n      limit: {type: integer}\n      size: {type: string}\n";
    let code = |index: usize| {
        let text = format!(
            "  - status: 409\n    code: thing_{index:02}_taken\n    meaning: Thing {index:02} is taken.\n    remediation: Take \
             thing {index:02} later.\n{}",
            if index.is_multiple_of(2) { fields } else { "" }
        );
        (format!("{index:02}"), text)
    };
    (0..CODES).map(code).collect()
}

fn rust(errors: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let spec: String = ["errors:\n"].into_iter().chain(errors.values().map(String::as_str)).collect();
    let outputs = emit(&book(one(&spec))).into_iter().map(|it| (it.path, it.contents));
    outputs.filter(|(path, _)| path.starts_with("src/")).collect()
}

/// For each file that a change touches, except the look-up table: the lines removed, and those added.
fn touched(change: impl Fn(&mut BTreeMap<String, String>)) -> Vec<String> {
    let mut errors = errors();
    let old = rust(&errors);
    change(&mut errors);
    let new = rust(&errors);
    assert_eq!(old.keys().collect::<Vec<_>>(), new.keys().collect::<Vec<_>>());
    let mut out = Vec::new();
    for (path, text) in old.iter().filter(|(path, _)| *path != "src/index.rs") {
        let diff = TextDiff::from_lines(&**text, &*new[path]);
        let lines = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        let (removed, added) = (lines(ChangeTag::Delete), lines(ChangeTag::Insert));
        if removed + added > 0 {
            out.push(format!("{path} -{removed} +{added}"));
        }
    }
    out
}

#[test]
fn a_code_in_the_middle() {
    let added = |errors: &mut BTreeMap<String, String>| {
        let text = errors["21"].replace("21", "20b");
        errors.insert("20b".to_owned(), text);
    };
    let lines = [
        "src/code.rs -0 +5",
        "src/code_docs.rs -0 +1",
        "src/code_info.rs -0 +1",
        "src/kind.rs -0 +6",
        "src/openapi.rs -0 +1",
        "src/pages.rs -0 +1",
        "src/schema.rs -0 +1",
    ];
    assert_eq!(touched(added), lines);
}

#[test]
fn a_code_with_a_payload_in_the_middle() {
    let added = |errors: &mut BTreeMap<String, String>| {
        let text = errors["20"].replace("20", "20b");
        errors.insert("20b".to_owned(), text);
    };
    let lines = [
        "src/app_error.rs -0 +1",
        "src/code.rs -0 +5",
        "src/code_docs.rs -0 +1",
        "src/code_info.rs -0 +1",
        "src/kind.rs -0 +13",
        "src/openapi.rs -0 +1",
        "src/pages.rs -0 +1",
        "src/payload.rs -0 +38",
        "src/schema.rs -0 +7",
    ];
    assert_eq!(touched(added), lines);
}

#[test]
fn a_field_in_the_middle() {
    let added = |errors: &mut BTreeMap<String, String>| {
        let text = errors["20"].replace("      size:", "      used: {type: integer}\n      size:");
        errors.insert("20".to_owned(), text);
    };
    let lines = ["src/kind.rs -1 +4", "src/payload.rs -5 +15", "src/schema.rs -0 +1"];
    assert_eq!(touched(added), lines);
}

#[test]
fn a_payload_in_the_middle() {
    let added = |errors: &mut BTreeMap<String, String>| {
        let text = errors["20"].replace("20", "21");
        errors.insert("21".to_owned(), text);
    };
    let lines = ["src/app_error.rs -0 +1", "src/kind.rs -3 +10", "src/payload.rs -0 +38", "src/schema.rs -1 +7"];
    assert_eq!(touched(added), lines);
}
