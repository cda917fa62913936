//! Edits that fix diagnostics, and `check --fix`, which applies them.

use errbook_codegen::diagnostics::Edit;
use errbook_codegen::input::{Content, Input};
use errbook_codegen::source::{Sources, Span};
use errbook_codegen::{Compiled, compile, edits};

use crate::command::said;
use crate::rules;
use crate::specs::{drawn, files, folder, raw};

/// The inputs with all edits of their diagnostics applied.
fn fixed(inputs: &[Input]) -> Vec<Input> {
    let compiled = compile(inputs.to_vec());
    let mut out = inputs.to_vec();
    for (file, edits) in edits::of(&compiled.diagnostics) {
        let path = &compiled.sources.file(file).path;
        let input = out.iter_mut().find(|it| it.path == *path).expect("one of the files");
        let Content::Bytes(bytes) = &input.content else { panic!("a file that was read") };
        let text = std::str::from_utf8(bytes).expect("an edit of a text");
        input.content = Content::Bytes(edits::apply(text, &edits).into_bytes());
    }
    out
}

fn text(inputs: &[Input]) -> &str {
    let Content::Bytes(bytes) = &inputs[0].content else { panic!("a file that was read") };
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A book with these lines under `api`, or `api` in braces, and these codes.
fn with_codes(api: &str, codes: &[&str]) -> Vec<Input> {
    let entry = |it: &&str| format!("  - {{status: 404, code: \"{it}\", meaning: M., remediation: R.}}\n");
    let errors: String = codes.iter().map(entry).collect();
    raw(&format!("errbook: 1\napi:{api}fallback: {{4xx: null, 5xx: null}}\nerrors:\n{errors}"))
}

const FLOW: &str = " {name: Shop, version: 1.0.0, crate: shop-errors}\n";

#[test]
fn one_diagnostic_names_the_style_that_fits_all_codes() {
    let block = "\n  name: Shop\n  version: 1.0.0\n  crate: shop-errors # the crate\n";
    for (api, codes, style) in [
        (FLOW, &["NOT_FOUND", "GONE", "TAKEN"][..], "SCREAMING_SNAKE_CASE"),
        (block, &["NOT_FOUND", "GONE"], "SCREAMING_SNAKE_CASE"),
        (FLOW, &["NotFound", "Gone", "OK2"], "PascalCase"),
        (FLOW, &["notFound", "isGone", "taken"], "camelCase"),
        (FLOW, &["not-found", "is-gone", "taken"], "kebab-case"),
    ] {
        let bad = with_codes(api, codes);
        let found = compile(bad.clone());
        let [one] = &*found.diagnostics else { panic!("{}", drawn(&found)) };
        assert_eq!((one.rule.id, one.edits.len()), ("bad-code", 1), "{}", drawn(&found));
        let good = fixed(&bad);
        assert!(text(&good).contains(&format!("code_style: {style}")), "{}", text(&good));
        let found = compile(good.clone());
        assert!(found.diagnostics.is_empty(), "{}\n{}", text(&good), drawn(&found));
    }
    insta::assert_snapshot!("code_style", drawn(&compile(with_codes(block, &["NOT_FOUND", "GONE", "TAKEN"]))));
    insta::assert_snapshot!("no_code_style", drawn(&compile(with_codes(FLOW, &["not-found", "isGone", "taken"]))));
}

#[test]
fn a_style_is_not_guessed_from_few_codes_nor_replaced() {
    for (api, codes) in [
        (FLOW, &["NOT_FOUND"][..]),
        (FLOW, &["NOT_FOUND", "gone"]),
        (FLOW, &["NOT_FOUND", "GONE", "taken", "full"]),
        (" {name: Shop, version: 1.0.0, crate: shop-errors, code_style: snake_case}\n", &["NOT_FOUND", "GONE"]),
    ] {
        let found = compile(with_codes(api, codes));
        let breaking = codes.iter().filter(|it| it.contains(char::is_uppercase)).count();
        assert_eq!(found.diagnostics.len(), breaking, "{}", drawn(&found));
        assert!(found.diagnostics.iter().all(|it| it.rule.id == "bad-code" && it.edits.is_empty()));
    }
    // Even without a style, no code may have invisible characters.
    let found = compile(with_codes(FLOW, &["NOT_FOUND ", "is-gone"]));
    assert_eq!(found.diagnostics.len(), 2, "{}", drawn(&found));
}

/// Whatever an edit does, the file stays valid YAML if it was, and what is not edited stays as it is.
#[test]
fn edits_keep_a_file_readable() {
    let is_broken = |it: &Compiled| it.diagnostics.iter().any(|it| it.rule.id.starts_with("yaml-"));
    let mut count = 0;
    for bad in rules::refused() {
        let before = compile(bad.clone());
        let good = fixed(&bad);
        let after = compile(good.clone());
        assert!(is_broken(&before) || !is_broken(&after), "{}", drawn(&after));
        count += usize::from(before.diagnostics.iter().any(|it| !it.edits.is_empty()));
    }
    assert!(count >= 4, "{count} specs have edits");
}

#[test]
fn edits_keep_line_ends_and_a_byte_order_mark() {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml".to_owned(), String::new());
    let edit = |start, end, text: &str| Edit { span: Span { file, start, end }, text: text.to_owned() };
    for (text, edits, expected) in [
        ("é: 1\nb: 2\n", vec![edit(4, 5, "3"), edit(5, 5, "\nc: 4")], "é: 3\nc: 4\nb: 2\n"),
        ("\u{feff}é: 1\r\nb: 2\r\n", vec![edit(4, 5, "3"), edit(5, 5, "\nc: 4")], "\u{feff}é: 3\r\nc: 4\r\nb: 2\r\n"),
        ("a\r\r\nb\n", vec![edit(3, 4, "c")], "a\r\r\nc\n"),
        ("a", vec![edit(1, 1, "b")], "ab"),
        ("a", vec![], "a"),
    ] {
        assert_eq!(edits::apply(text, &edits), expected, "{text:?}");
    }
}

#[test]
fn of_edits_that_touch_the_first_is_kept() {
    let spec = "errbook: 1\napi: {name: 5, version: v1.0.0, crate: shop-errors, open: yes}\n";
    let mut found = compile(raw(spec));
    found.diagnostics.extend(found.diagnostics.clone());
    let kept: Vec<String> = edits::of(&found.diagnostics).into_values().flatten().map(|it| it.text).collect();
    assert_eq!(kept, ["\"5\"", "1.0.0", "true"], "{}", drawn(&found));
}

#[test]
fn check_fix_writes_what_is_certain_and_shows_the_rest() {
    let head =
        "# The shop.\r\nerrbook: 1\r\napi: {name: Shop, version: v1.0.0, crate: shop-errors, open: yes} # open\r\n";
    let more = "errors:\n  - {status: \"404\", code: NOT_FOUND, meaning: 404, remediation: Check the ID.}\n  - {status: 410, code: GONE, meaning: Gone., remediation: None., extra: 1}\n";
    let (folder, _) = folder(&[("api.yaml", head), ("more.yaml", more), ("guides/a.md", "# A\n")]);
    let here = folder.path();
    let before = files(here);

    let (status, answer, talk) = said(here, &["check", "--fix"]);
    assert_eq!(status, 1, "{answer}{talk}");
    insta::assert_snapshot!("check_fix", format!("{answer}{talk}"));
    let after = files(here);
    let file = |name: &str| std::str::from_utf8(&after[name]).expect("UTF-8");
    assert_eq!(
        file("spec/api.yaml"),
        "# The shop.\r\nerrbook: 1\r\napi: {name: Shop, version: 1.0.0, crate: shop-errors, code_style: SCREAMING_SNAKE_CASE, open: true} # open\r\n"
    );
    assert_eq!(
        file("spec/more.yaml"),
        "errors:\n  - {status: 404, code: NOT_FOUND, meaning: \"404\", remediation: Check the ID.}\n  - {status: 410, code: GONE, meaning: Gone., remediation: None., extra: 1}\n"
    );
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());

    // A second run has nothing to write.
    assert_eq!(said(here, &["check", "--fix"]).0, 1);
    assert_eq!(files(here), after);
    let (status, answer, _) = said(here, &["check", "--fix", "--format", "json"]);
    assert_eq!(status, 1);
    assert!(answer.lines().all(|it| it.starts_with('{')), "{answer}");
    assert_eq!(said(here, &["check", "--fix", "--spec", "nowhere"]).0, 2);
}

#[cfg(unix)]
#[test]
fn check_fix_keeps_permissions() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let (folder, spec) =
        folder(&[("shop.yaml", "errbook: 1\napi: {name: Shop, version: v1.0.0, crate: shop-errors}\n")]);
    let path = spec.join("shop.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("its owner is here");
    assert_eq!(said(folder.path(), &["check", "--fix"]).0, 0);
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
}
