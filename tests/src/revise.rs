//! `new` and `retire`: one entry changes, and nothing else.

use errbook_codegen::input::{Content, Input};
use errbook_codegen::model::{Book, When};
use errbook_codegen::revise::{NewError, Refusal, Retirement, Revision, add, retire};
use errbook_codegen::{Role, compile, edits, role};
use serde_json::{Value, json};

use crate::command::said;
use crate::format::layout;
use crate::hostile::chance::Chance;
use crate::specs::{drawn, files, folder, masko, raw};
use crate::{books, catalogues, rules};

fn revised(inputs: &[Input], revision: &Revision) -> Vec<Input> {
    let mut out = inputs.to_vec();
    for (file, edits) in &revision.edits {
        let path = &revision.sources.file(*file).path;
        let input = out.iter_mut().find(|it| it.path == *path).expect("one of the files");
        let Content::Bytes(bytes) = &input.content else { panic!("a file that was read") };
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        input.content = Content::Bytes(edits::apply(text, edits).into_bytes());
    }
    out
}

fn text(inputs: &[Input]) -> String {
    let text = |it: &Input| match &it.content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => String::new(),
    };
    inputs.iter().map(text).collect()
}

fn new(code: &str, status: u16) -> NewError {
    NewError {
        code: code.to_owned(),
        statuses: vec![status],
        meaning: "It failed: no, [really].".to_owned(),
        remediation: "Try again, or ask #support.".to_owned(),
        message: None,
        retry: When::Never,
        tags: Vec::new(),
    }
}

fn gone(code: &str) -> Retirement {
    Retirement { code: code.to_owned(), since: None, replacement: None, renamed_to: None }
}

/// The errors of a book without one of them.
fn others(book: &Book, code: Option<&str>) -> Vec<Value> {
    book.errors.iter().filter(|it| Some(&*it.code) != code).map(|it| json!(it)).collect()
}

/// Adds an error to every book, and retires some of its errors: the others stay the same, and so do all comments.
#[test]
fn every_book_keeps_its_other_entries() {
    let mut chance = Chance::new(5);
    let books = books::all().into_iter().chain(catalogues::fixtures()).map(|it| it.inputs);
    let (mut added, mut retired, mut refused) = (0, 0, 0);
    let is_small = |it: &Vec<Input>| text(it).len() < 20_000;
    for inputs in books.chain([masko()]).chain(rules::accepted()).filter(is_small) {
        let mut laid_out = inputs.clone();
        let mut comments = 0;
        for input in laid_out.iter_mut().filter(|it| role(&it.path) == Role::Spec) {
            let Content::Bytes(bytes) = &mut input.content else { continue };
            if let Ok(value) = serde_yaml::from_slice::<serde_yaml::Value>(bytes) {
                let (text, count) = layout::random(&value, &mut chance);
                *bytes = text.into_bytes();
                comments = comments.max(count);
            }
        }
        for inputs in [inputs, laid_out] {
            let Some(book) = compile(inputs.clone()).book else { continue };
            let style = |code: &str| match book.api.code_style.as_str() {
                "SCREAMING_SNAKE_CASE" => code.to_uppercase(),
                "PascalCase" => "Zzz".to_owned(),
                _ => code.to_owned(),
            };
            let code = style("zzz");
            let status = [400, 404, 499, 503][chance.below(4)];
            match add(&inputs, &new(&code, status), None) {
                Ok(revision) => {
                    let after = revised(&inputs, &revision);
                    let compiled = compile(after.clone());
                    let Some(after_book) = &compiled.book else {
                        // Each code of its book needs a value that `new` does not know.
                        let rules: Vec<&str> = compiled.diagnostics.iter().map(|it| it.rule.id).collect();
                        assert!(
                            !rules.iter().any(|it| it.starts_with("yaml-")),
                            "{}\n{}",
                            text(&after),
                            drawn(&compiled)
                        );
                        refused += 1;
                        continue;
                    };
                    assert!(others(&book, None) == others(after_book, Some(&code)), "{}", text(&after));
                    let entry = after_book.error(&code).expect("it was added");
                    assert_eq!(
                        (&*entry.meaning, &*entry.remediation),
                        ("It failed: no, [really].", "Try again, or ask #support.")
                    );
                    let removed = text(&inputs).lines().filter(|it| !text(&after).contains(it.trim())).count();
                    // A list in brackets, or one without items, changes on its own line.
                    assert!(removed <= 1, "{}", text(&after));
                    added += 1;
                }
                Err(_) => refused += 1,
            }
            for _ in 0..3.min(book.errors.len()) {
                let code = &book.errors[chance.below(book.errors.len())].code;
                let Ok(revision) = retire(&inputs, &gone(code)) else {
                    refused += 1;
                    continue;
                };
                let after = revised(&inputs, &revision);
                let compiled = compile(after.clone());
                let is_lost = |at: &usize| {
                    let comment = format!("#c{at} a: - [b");
                    text(&inputs).matches(&comment).count() != text(&after).matches(&comment).count()
                };
                // After `|` some are a part of the text.
                let is_text = |at: &usize| json!(&book).to_string().contains(&format!("#c{at} a: - [b"));
                let lost: Vec<usize> = (0..comments).filter(is_lost).filter(|it| !is_text(it)).collect();
                assert!(lost.is_empty(), "{code}: {lost:?} of {}\n{}", text(&inputs), text(&after));
                let is_syntax = compiled.diagnostics.iter().any(|it| it.rule.id.starts_with("yaml-"));
                assert!(!is_syntax, "{code}\n{}\n{}", text(&after), drawn(&compiled));
                // A code that something else refers to cannot be retired.
                if let Some(after_book) = &compiled.book {
                    assert!(others(&book, Some(code)) == others(after_book, None), "{code}\n{}", text(&after));
                    assert!(after_book.retired.iter().any(|it| it.code == *code));
                    retired += 1;
                }
            }
        }
    }
    assert!(added > 150 && retired > 200 && refused < 40, "{added} added, {retired} retired, {refused} refused");
}

const HEAD: &str =
    "errbook: 1\napi: {name: Shop, version: 1.2.0, crate: shop-errors}\nfallback: {4xx: null, 5xx: null}\n";

/// The errors of a file after an edit, with what is wrong with them.
fn shown(before: &str, revision: Result<Revision, Refusal>) -> String {
    let inputs = raw(&format!("{HEAD}{before}"));
    let after = match revision {
        Ok(revision) => revised(&inputs, &revision),
        Err(why) => return format!("{why}\n"),
    };
    let compiled = compile(after.clone());
    let text = text(&after);
    format!("{}{}", text.strip_prefix(HEAD).unwrap_or(&text), drawn(&compiled))
}

#[test]
fn an_error_is_added_next_to_those_of_its_status() {
    let block = "errors:\n  # Not there.\n  - status: 404\n    code: gone\n    meaning: M. # no\n    remediation: R.\n    # More of it.\n\n  - status: 404\n    code: not_found\n    meaning: M.\n    remediation: R.\n\n  # The end.\n  - {status: 500, code: broken, meaning: M., remediation: R.}\n# After all.\n";
    let flow = "errors: [{status: 404, code: gone, meaning: M., remediation: R.}]\n";
    let all: Vec<String> = [
        ("among_others", block, new("lost", 404)),
        ("before_others", block, new("absent", 404)),
        ("after_others", block, new("not_here", 404)),
        ("a_status_between", block, new("taken", 409)),
        ("the_lowest_status", block, new("bad", 400)),
        ("the_highest_status", block, new("late", 504)),
        ("in_brackets", flow, new("bad", 400)),
        ("in_brackets_after_others", flow, new("taken", 409)),
        ("in_an_empty_list", "errors: [] # none\n", new("taken", 409)),
        ("after_an_empty_key", "errors: # none\nretired:\n", new("taken", 409)),
        ("without_the_key", "# Nothing yet.\n", new("taken", 409)),
        ("twice", block, new("gone", 404)),
    ]
    .into_iter()
    .map(|(name, before, new)| {
        let inputs = raw(&format!("{HEAD}{before}"));
        format!("== {name}\n{}", shown(before, add(&inputs, &new, None)))
    })
    .collect();
    insta::assert_snapshot!("added", all.concat());
}

#[test]
fn integer_codes_are_in_the_order_of_their_values() {
    let head = "errbook: 1\napi: {name: Shop, version: 1.2.0, crate: shop-errors, code_style: integer}\nfallback: {4xx: null, 5xx: null}\n";
    let entry = |code: &str| {
        format!("  - {{status: 404, code: {code}, name: N{}, meaning: M., remediation: R.}}\n", code.replace('-', "m"))
    };
    let spec = |codes: &[&str]| format!("{head}errors:\n{}", codes.iter().map(|it| entry(it)).collect::<String>());
    for (code, expected) in [
        ("9", ["9", "10", "200"]),
        ("-7", ["-7", "10", "200"]),
        ("30", ["10", "30", "200"]),
        ("1000", ["10", "200", "1000"]),
    ] {
        let inputs = raw(&spec(&["10", "200"]));
        let after = revised(&inputs, &add(&inputs, &new(code, 404), None).expect("it can be added"));
        let text = text(&after);
        let found: Vec<&str> = text.split("code: ").skip(1).filter_map(|it| it.split([',', '}']).next()).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn a_retired_error_moves_with_its_comments() {
    let block = "errors:\n  # Section.\n\n  # Gone for good.\n  - status: 404 # never 410\n    code: gone\n    meaning: \"Item #1 is gone.\"\n    remediation: R.\n    # Was `lost`.\n\n  - {status: 409, code: taken, meaning: M., remediation: R., deprecated: {since: 1.0.0, use: used}} # soon\n  - {status: 409, code: used, meaning: M., remediation: R.}\n";
    let retired = "retired:\n  - {code: a, since: 1.0.0}\n  - {code: z, since: 1.0.0}\n";
    let flow = "errors: [{status: 404, code: gone, meaning: M., remediation: R.}, {status: 404, code: lost, meaning: M., remediation: R.}]\nretired: []\n";
    let with = |code: &str, replacement: &str| Retirement { replacement: Some(replacement.to_owned()), ..gone(code) };
    let all: Vec<String> = [
        ("without_the_key", block.to_owned(), with("gone", "used")),
        ("among_others", format!("{block}{retired}"), gone("gone")),
        ("before_errors", format!("{retired}{block}"), gone("used")),
        ("the_replacement_of_the_deprecation", block.to_owned(), gone("taken")),
        (
            "the_only_one",
            "errors:\n  - {status: 404, code: gone, meaning: M., remediation: R.}".to_owned(),
            gone("gone"),
        ),
        ("in_brackets", flow.to_owned(), Retirement { renamed_to: Some("lost".to_owned()), ..gone("gone") }),
        ("in_brackets_at_the_end", flow.to_owned(), Retirement { since: Some("1.1.0".to_owned()), ..gone("lost") }),
        ("unknown", block.to_owned(), gone("takne")),
        ("retired_already", format!("{block}{retired}"), gone("z")),
        ("an_unknown_replacement", block.to_owned(), with("used", "zzz")),
    ]
    .into_iter()
    .map(|(name, before, retirement)| {
        let inputs = raw(&format!("{HEAD}{before}"));
        format!("== {name}\n{}", shown(&before, retire(&inputs, &retirement)))
    })
    .collect();
    insta::assert_snapshot!("retired", all.concat());
}

#[test]
fn new_and_retire_write_only_what_compiles() {
    let more = "errors:\r\n  - {status: 404, code: gone, meaning: M., remediation: R.}\r\n";
    let (folder, spec) = folder(&[("api.yaml", HEAD), ("more.yaml", more)]);
    let here = folder.path();
    let (status, answer, talk) = said(here, &["new", "rate_limited", "--status", "429", "--retry", "always"]);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    insta::assert_snapshot!("new", talk);
    let after = files(here);
    let text = |name: &str| String::from_utf8(files(here)[name].clone()).expect("UTF-8");
    assert_eq!(
        text("spec/more.yaml"),
        format!(
            "{more}  - {{status: 429, code: rate_limited, meaning: Rate limited., remediation: \"Change the request, then send it again.\", retry: always}}\r\n"
        )
    );
    for (arguments, expected, why) in [
        (&["new", "NotFound", "--status", "404"][..], 1, "is not in snake_case"),
        (&["new", "gone", "--status", "404"], 1, "duplicate code `gone`"),
        (&["new", "fine", "--status", "600"], 1, "600"),
        (&["new", "fine"], 2, "--status"),
        (&["new", "fine", "--status", "404", "--file", "zzz.yaml"], 1, "`api.yaml` and `more.yaml`"),
        (&["new", "fine", "--status", "404", "--spec", "nowhere"], 2, "does not exist"),
        (&["retire", "gnoe"], 1, "Did you mean `gone`?"),
        (&["retire", "gone", "--use", "zzz"], 1, "unknown code"),
        (&["retire", "gone", "--use", "rate_limited", "--renamed-to", "rate_limited"], 2, "cannot be used with"),
    ] {
        let (status, _, talk) = said(here, arguments);
        assert_eq!(status, expected, "{arguments:?}: {talk}");
        assert!(talk.contains(why), "{arguments:?}: {talk}");
        assert_eq!(files(here), after, "{arguments:?}");
    }
    let (status, _, talk) = said(
        here,
        &["new", "taken", "--status", "409", "--meaning", "M.", "--remediation", "R.", "--file", "api.yaml"],
    );
    assert_eq!((status, talk.as_str()), (0, "spec/api.yaml:6: added `taken`\n"));
    let (status, _, talk) = said(here, &["retire", "gone", "--use", "taken"]);
    assert_eq!((status, talk.as_str()), (0, "spec/more.yaml:5: retired `gone`\n"));
    // A file as messages name it, which may have no error yet.
    for (before, added) in [
        ("", "errors:\n"),
        ("# Payments.\n\n# More.\n\n\n", "# Payments.\n\n# More.\n\nerrors:\n"),
        ("\u{feff}# A.", "\u{feff}# A.\n\nerrors:\n"),
    ] {
        std::fs::write(spec.join("pay.yaml"), before).expect("it can be written");
        for file in ["pay.yaml", "spec/pay.yaml"] {
            let (status, _, talk) =
                said(here, &["new", &format!("paid_{}", file.len()), "--status", "402", "--file", file]);
            assert_eq!(status, 0, "{before:?}: {talk}");
        }
        let entry = |code: &str, meaning: &str| {
            format!(
                "  - status: 402\n    code: {code}\n    meaning: {meaning}.\n    remediation: Change the request, then send it again.\n"
            )
        };
        assert_eq!(
            text("spec/pay.yaml"),
            format!("{added}{}{}", entry("paid_13", "Paid 13"), entry("paid_8", "Paid 8"))
        );
    }
    std::fs::remove_file(spec.join("pay.yaml")).expect("it is there");
    assert!(text("spec/more.yaml").ends_with("\r\n\r\nretired:\r\n  - {code: gone, since: 1.2.0, use: taken}\r\n"));

    std::fs::write(spec.join("more.yaml"), "errors: [\n").expect("it can be written");
    let (status, _, talk) = said(here, &["new", "late", "--status", "504"]);
    assert_eq!(status, 1);
    assert!(talk.contains("error[yaml-syntax]") && talk.ends_with("Nothing was written.\n"), "{talk}");
}
