//! Files that are not specs at all: each ends quickly, with a diagnostic at its place, in every form.

use std::time::Instant;

use errbook_codegen::compile;
use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::input::Input;
use errbook_codegen::source::Span;

use super::{LONGEST, properties};
use crate::specs::{HEAD, book, drawn, one, raw};

/// `rule line:column` of each finding, or the rule alone where there is no place.
fn found(bytes: &[u8]) -> Vec<String> {
    let start = Instant::now();
    let compiled = compile(vec![Input::new("x.yaml", bytes)]);
    assert!(compiled.book.is_none());
    properties::hold(&compiled);
    properties::forms(&compiled);
    assert!(drawn(&compiled).len() < 1_000_000, "{} bytes of findings", drawn(&compiled).len());
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    let place = |span: Span| compiled.sources.file(span.file).line_column(span.start as usize);
    let one = |it: &Diagnostic| {
        let place = it.labels.first().map(|it| place(it.span));
        place.map_or(it.rule.id.to_owned(), |at| format!("{} {}:{}", it.rule.id, at.line, at.column))
    };
    compiled.diagnostics.iter().map(one).collect()
}

/// What `tests/src/diagnostics.rs` asks for is not repeated here.
#[test]
fn what_is_no_spec_is_told_with_its_place() {
    let entry =
        |more: &str| format!("{HEAD}errors:\n  - {{status: 404, code: aaa, meaning: M., remediation: R., {more}}}\n");
    let laughs = (1..30).fold("l0: &l0 [x]\n".to_owned(), |out, at| {
        let list = format!("*l{}, ", at - 1).repeat(9);
        format!("{out}l{at}: &l{at} [{list}]\n")
    });
    let merged = (1..30).fold("m0: &m0 {k: x}\n".to_owned(), |out, at| {
        format!("{out}m{at}: &m{at} {{<<: [*m{}, *m{}], k{at}: x}}\n", at - 1, at - 1)
    });
    let digits = "9".repeat(100_000);
    let deep: String = (0..2_000).fold(String::new(), |out, at| out + &" ".repeat(at) + "a:\n");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("braces", b"{".repeat(100_000), "nesting-too-deep 1:33"),
        ("braces with keys", b"{a: ".repeat(50_000), "nesting-too-deep 1:129"),
        ("questions on lines", b"?\n".repeat(1_000), "duplicate-key 3:1"),
        ("deep blocks", deep.into(), "nesting-too-deep 33:33"),
        ("anchors", b"&a ".repeat(100_000), "yaml-feature 1:1"),
        ("tags", b"!a ".repeat(100_000), "yaml-feature 1:1"),
        ("aliases of lists", laughs.into(), "yaml-feature 1:5"),
        ("aliases of maps", merged.into(), "yaml-feature 1:5"),
        ("an alias of itself", b"errors: &a [*a]\n".to_vec(), "yaml-feature 1:9"),
        ("documents", b"---\n".repeat(100_000), "yaml-feature 2:1"),
        ("an open quote", [b"errbook: \"".to_vec(), b"x\n ".repeat(1_000_000)].concat(), "yaml-syntax 1:10"),
        (
            "backslashes",
            [b"errbook: \"".to_vec(), b"\\\\".repeat(1_000_000), b"\"".to_vec()].concat(),
            "wrong-type 1:10",
        ),
        ("a long comment", [b"#".to_vec(), b"x".repeat(5_000_000)].concat(), "no-api"),
        ("bad UTF-8", b"errbook: 1\n# caf\xe9\n".to_vec(), "not-utf8 2:6"),
        ("a cut character", b"errbook: 1\n# \xf0\x9f\x8e".to_vec(), "not-utf8 2:3"),
        ("a surrogate", b"\xed\xa0\x80".to_vec(), "not-utf8 1:1"),
        ("an overlong slash", b"errbook: \xc0\xaf".to_vec(), "not-utf8 1:10"),
        ("UTF-16, big end first", b"\xfe\xff\0e\0r".to_vec(), "not-utf8 1:1"),
        ("UTF-16 without a mark", b"e\0r\0r\0b\0o\0o\0k\0".to_vec(), "yaml-syntax 1:2"),
        ("UTF-32", b"\xff\xfe\0\0e\0\0\0".to_vec(), "not-utf8 1:1"),
        ("a mark in the middle", "errbook: 1\n\u{feff}api: 5\n".into(), "yaml-syntax 2:1"),
        ("two marks", "\u{feff}\u{feff}errbook: 1\n".into(), "missing-key 1:2"),
        ("a mark alone", "\u{feff}".into(), "no-api"),
        ("nothing but line breaks", b"\r\n".repeat(100_000), "no-api"),
        ("a control character", b"errbook: \x01\n".to_vec(), "yaml-syntax 1:10"),
        ("an escape sequence", b"errbook: \x1b[31m1\n".to_vec(), "yaml-syntax 1:10"),
        ("a C1 control character", "errbook: \u{9b}31m\n".into(), "yaml-syntax 1:10"),
        ("a noncharacter", "errbook: \u{ffff}\n".into(), "yaml-syntax 1:10"),
        ("next line, line separator", "errbook: 1\napi:\u{85}  x: \u{2028}1\n".into(), "unknown-key 2:1"),
        ("tabs between", b"errbook:\t1\napi:\t\t5\n".to_vec(), "wrong-type 2:7"),
        ("a status of digits", entry(&format!("status: {digits}")).into(), "duplicate-key 4:60"),
        ("an integer of digits", format!("errbook: -{digits}\n").into(), "wrong-type 1:10"),
        ("a fraction of digits", format!("errbook: 0.{digits}\n").into(), "wrong-type 1:10"),
        ("an exponent of digits", format!("errbook: 1e{digits}\n").into(), "wrong-type 1:10"),
        ("hexadecimal digits", format!("errbook: 0x{digits}\n").into(), "wrong-type 1:10"),
        ("retries of digits", entry(&format!("retry: {{when: always, retries: {digits}}}")).into(), "wrong-type 4:91"),
        (
            "a factor of digits",
            entry(&format!("retry: {{when: always, backoff: {{factor: {digits}}}}}")).into(),
            "bad-retry 4:100",
        ),
        (
            "a wait of digits",
            entry(&format!("retry: {{when: always, backoff: {{max: {digits}s}}}}")).into(),
            "bad-duration 4:97",
        ),
        (
            "a minimum of digits",
            entry(&format!("fields: {{a: {{type: integer, minimum: {digits}}}}}")).into(),
            "wrong-type 4:97",
        ),
        (
            "an example of digits",
            entry(&format!("fields: {{a: {{type: integer, example: {digits}}}}}")).into(),
            "bad-example 4:97",
        ),
        (
            "a number of digits",
            entry(&format!("fields: {{a: {{type: number, example: {digits}}}}}")).into(),
            "bad-example 4:96",
        ),
        ("a text of digits", entry(&format!("message: {digits}")).into(), "wrong-type 4:69"),
        (
            "a version of digits",
            format!("errbook: 1\napi: {{name: A, version: {digits}.0.0, crate: a}}\n").into(),
            "bad-version 2:25",
        ),
    ];
    for (name, bytes, expected) in cases {
        let found = found(&bytes);
        assert!(found.iter().any(|it| it == expected), "{name}: {found:?} without {expected}");
    }
}

/// A byte order mark, line breaks of Windows, and line breaks that are none.
#[test]
fn what_editors_leave_is_accepted() {
    let body = "errors:\n  - {status: 404, code: not_found, meaning: No such thing., remediation: Check the ID.}\n";
    let plain = book(one(body));
    let text = format!("{HEAD}{body}");
    for other in [
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
        text.replace('\n', "\r"),
    ] {
        assert_eq!(
            serde_json::to_value(book(raw(&other))).expect("a book"),
            serde_json::to_value(&plain).expect("a book"),
            "{other:?}"
        );
    }
    let odd = book(raw(&text.replace("No such thing.", "\"No\u{85}such\u{2028}thing.\"")));
    assert_eq!(odd.errors[0].meaning.split_whitespace().count(), 3, "{:?}", odd.errors[0].meaning);
}

/// Ten million mistakes would need more memory than there is: the first are kept, and the others are counted.
#[test]
fn of_very_many_mistakes_the_first_are_told() {
    let found = compile(one(&"a: b\n".repeat(100_000)));
    assert_eq!(found.diagnostics.len(), 10_001);
    let last = found.diagnostics.last().expect("the last one");
    assert_eq!((last.rule.id, &*last.message), ("too-many-findings", "90000 more errors not shown"));
    properties::hold(&found);
    // An error after ten thousand warnings is reported, and there is no book.
    let html = "<b>x</b> <i>x</i> ".repeat(10);
    let entry = |at: u32| format!("  - {{status: 404, code: c{at}, meaning: {html}, remediation: {html}}}\n");
    let warned: String = (0..600).map(entry).collect();
    let found =
        compile(one(&format!("errors:\n{warned}  - {{status: 9, code: last, meaning: M., remediation: R.}}\n")));
    properties::hold(&found);
    let rules: Vec<&str> = found.diagnostics.iter().map(|it| it.rule.id).collect();
    assert_eq!(rules[10_000..], ["bad-status", "too-many-findings"]);
}
