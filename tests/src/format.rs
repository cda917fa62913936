//! `fmt`: the same book, the same comments, and the same text when it is formatted again.

pub(crate) mod layout;

use errbook_codegen::format::{Formatted, Left, format};
use errbook_codegen::input::{Content, Input};
use errbook_codegen::{Role, compile, role};

use crate::command::said;
use crate::hostile::Mutants;
use crate::hostile::chance::Chance;
use crate::specs::{files, folder, masko, raw};
use crate::{books, catalogues, rules};

fn formatted(inputs: &[Input]) -> Vec<Formatted> {
    format(inputs.to_vec()).unwrap_or_else(|it| panic!("{:?}", it.diagnostics))
}

/// The inputs with their YAML formatted.
fn with_formatted(inputs: &[Input], formatted: &[Formatted]) -> Vec<Input> {
    let mut out = inputs.to_vec();
    for input in &mut out {
        if let Some(it) = formatted.iter().find(|it| it.path == input.path) {
            input.content = Content::Bytes(it.after.clone().into_bytes());
        }
    }
    out
}

/// The book as data, and the rules of its diagnostics.
fn contents(inputs: Vec<Input>) -> (Option<String>, Vec<&'static str>) {
    let compiled = compile(inputs);
    let mut rules: Vec<&str> = compiled.diagnostics.iter().map(|it| it.rule.id).collect();
    rules.sort_unstable();
    (compiled.book.map(|it| serde_json::to_string(&it).expect("JSON")), rules)
}

/// Formats a spec, and checks what holds for every spec. Returns `None` if it is refused.
fn checked(inputs: &[Input]) -> Option<Vec<Formatted>> {
    let first = format(inputs.to_vec()).ok()?;
    let after = with_formatted(inputs, &first);
    assert_eq!(contents(inputs.to_vec()), contents(after.clone()), "{first:#?}");
    for (once, twice) in first.iter().zip(formatted(&after)) {
        assert_ne!(once.left, Some(Left::Contents), "{}", once.before);
        assert_eq!(once.after, twice.after, "formatted twice:\n{}", once.before);
        assert!(once.left.is_some() || once.after.is_empty() || once.after.ends_with('\n'), "{}", once.after);
    }
    Some(first)
}

#[test]
fn every_spec_of_the_tests_keeps_its_book() {
    let books = books::all().into_iter().chain(catalogues::fixtures()).map(|it| it.inputs);
    let (mut count, mut refused) = (0, 0);
    for inputs in books.chain([masko()]).chain(rules::accepted()).chain(rules::refused()) {
        match checked(&inputs) {
            Some(files) => {
                count += 1;
                assert!(files.iter().all(|it| it.left.is_none()), "{files:#?}");
            }
            None => refused += 1,
        }
    }
    assert!(count > 100 && refused < 12, "{count} formatted, {refused} refused");
}

#[test]
fn canonical_order_and_spacing() {
    let before = r#"# yaml-language-server: $schema=./errbook.schema.json
# The errors of the shop.
errors:   # all of them


# Not found.
- code:   not_found
  # Never 410.
  status: 404   
  remediation: "Check
    the ID."
  meaning: >-
     No such
     order.

  # Nothing else.

-   {code: gone,status: 410 , remediation: None. , meaning: Gone.,}
- # The name of a customer.
    code: taken
    status: [409,422]
    retry: {retries: 3,when: idempotent}
    meaning: Taken.
    remediation: Choose another.
    headers:
        X-Id: { example: a,type: string }
    fields:
        b: {type: string, example: b}
        a:
            doc: |2
                Who.

            example: a
            type: string
    tags: [
      a,   b # c
      ]
# The end.

api:
      version: 1.0.0
      # The crate
      # for Rust.
      crate: shop-errors
      name: Shop
errbook: 1
fallback: {4xx: null,5xx: null}
...
# After the end.
"#;
    let formatted = checked(&raw(before)).expect("it is a spec");
    insta::assert_snapshot!("canonical", formatted[0].after);

    for (before, after) in [
        ("", ""),
        ("\n\n", ""),
        ("# Nothing.\n\n\n#More.  \n\n", "# Nothing.\n\n#More.\n"),
        ("--- # A document.\nerrors:   []", "--- # A document.\nerrors: []\n"),
        ("{errors: [ ],errbook: 1}", "{errbook: 1, errors: []}\n"),
        ("errors:\nretired:\n", "errors:\nretired:\n"),
        // The order of unknown keys means nothing, and a key after `?` is kept.
        ("zzz: 1\nerrors:  []\n", "zzz: 1\nerrors: []\n"),
        // A blank line after `|+` belongs to the text, and so may the end of the file.
        ("a: 1\n\nerrors:\nerrbook: |+\n  1\n\n", "a: 1\n\nerrors:\nerrbook: |+\n  1\n\n"),
        ("retired:\n\nerrors: |+\n  1\n\nerrbook: 1\n", "retired:\n\nerrors: |+\n  1\n\nerrbook: 1\n"),
        ("retired:\n\nerrors: |\n  1", "retired:\n\nerrors: |\n  1"),
        ("retired:\nerrors: |-\n  1", "errors: |-\n  1\nretired:\n"),
        ("errors: []\n? errbook\n: 1\n", "errors: []\n? errbook\n: 1\n"),
        ("errors:\n- - {a:  1}\n  -   - b\n", "errors:\n  - - {a: 1}\n    - - b\n"),
    ] {
        let Ok(files) = format(raw(before)) else { panic!("{before} is refused") };
        assert_eq!(files[0].after, after, "{before:?}");
    }
    // A file that cannot be parsed, or has a key twice, is refused.
    for bad in ["errors: [\n", "errors: []\nerrors: []\n", "a: &a 1\n", "a: 1\n---\nb: 1\n", "[a]: 1\n", "a: !x\n"] {
        assert!(format(raw(bad)).is_err(), "{bad}");
    }
}

/// Books of the tests and of the corpora, in random layouts.
#[test]
fn a_book_in_any_layout_keeps_its_contents_and_comments() {
    let mut chance = Chance::new(3);
    let books = books::all().into_iter().chain(catalogues::fixtures()).map(|it| it.inputs);
    let small = (0..3).flat_map(|_| rules::accepted());
    let is_short = |inputs: &Vec<Input>| {
        let length = |it: &Input| if let Content::Bytes(bytes) = &it.content { bytes.len() } else { 0 };
        inputs.iter().map(length).sum::<usize>() < 50_000
    };
    let (mut count, mut all) = (0, 0);
    for inputs in books.chain([masko()]).chain(small).filter(is_short) {
        let mut laid_out = inputs.clone();
        let mut comments = 0;
        for input in &mut laid_out {
            let Content::Bytes(bytes) = &mut input.content else { continue };
            if role(&input.path) != Role::Spec {
                continue;
            }
            let Ok(value) = serde_yaml::from_slice::<serde_yaml::Value>(bytes) else { continue };
            let (text, more) = layout::random(&value, &mut chance);
            *bytes = text.into_bytes();
            comments += more;
        }
        // Comments and layout are not contents.
        if contents(laid_out.clone()).0.is_none() {
            continue;
        }
        let files = checked(&laid_out).expect("it is a book");
        for it in &files {
            assert_eq!(it.left, None, "{}", it.before);
        }
        let after: String = files.iter().map(|it| &*it.after).collect();
        let is_comment = |line: &&str| line.trim_start().starts_with("#c") || line.contains(" #c");
        assert_eq!(after.lines().filter(is_comment).count(), comments, "{after}");
        (count, all) = (count + 1, all + comments);
    }
    assert!(count > 150 && all > 800, "{count} books, {all} comments");
}

/// The number of mutants; more on request, as for those of the compiler.
fn mutations() -> usize {
    std::env::var("ERRBOOK_MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(4_000)
}

#[test]
fn mutants_keep_their_book() {
    let mutants = Mutants::new();
    let mut chance = Chance::new(7);
    let (mut count, mut left) = (0, 0);
    for _ in 0..mutations() {
        if let Some(files) = checked(&mutants.one(&mut chance)) {
            count += 1;
            left += usize::from(files.iter().any(|it| it.left.is_some()));
        }
    }
    assert!(count > mutations() / 10 && left < count / 100, "{count} formatted, {left} left as they are");
}

#[test]
fn fmt_writes_what_changed_and_check_shows_it() {
    let head = "\u{feff}errbook: 1\r\napi: {crate: shop-errors, name: Shop, version: 1.0.0} # the shop\r\n";
    let more = "errors:\n- {code: gone, status: 410, meaning: Gone., remediation: None.}\n";
    let waivers = "- rule: code-removed\n  path: code\n  code: old\n  reason: It was never sent.\n";
    let (folder, spec) =
        folder(&[("api.yaml", head), ("more.yaml", more), ("waivers.yaml", waivers), ("guides/a.md", "#  A\n")]);
    let here = folder.path();
    let before = files(here);

    let (status, answer, talk) = said(here, &["fmt", "--check"]);
    assert_eq!(status, 1, "{talk}");
    insta::assert_snapshot!("fmt_check", format!("{answer}{talk}"));
    assert_eq!(files(here), before);

    let (status, answer, talk) = said(here, &["fmt"]);
    assert_eq!((status, answer.as_str()), (0, ""), "{talk}");
    assert_eq!(talk, "spec/api.yaml: formatted\nspec/more.yaml: formatted\nspec/waivers.yaml: formatted\n");
    let after = files(here);
    let text = |name: &str| std::str::from_utf8(&after[name]).expect("UTF-8");
    assert_eq!(
        text("spec/api.yaml"),
        "\u{feff}errbook: 1\r\napi: {name: Shop, version: 1.0.0, crate: shop-errors} # the shop\r\n"
    );
    assert_eq!(text("spec/more.yaml"), "errors:\n  - {status: 410, code: gone, meaning: Gone., remediation: None.}\n");
    assert_eq!(
        text("spec/waivers.yaml"),
        "- rule: code-removed\n  code: old\n  path: code\n  reason: It was never sent.\n"
    );
    assert_eq!(said(here, &["fmt", "--check"]), (0, String::new(), "spec: 3 files formatted\n".to_owned()));

    // If a file cannot be parsed, no file is written.
    std::fs::write(spec.join("api.yaml"), head).expect("it can be written");
    std::fs::write(spec.join("more.yaml"), "errors: [\n").expect("it can be written");
    let (status, answer, talk) = said(here, &["fmt"]);
    assert_eq!((status, answer.as_str()), (1, ""));
    assert!(talk.contains("error[yaml-syntax]") && talk.contains("spec/more.yaml:1:"), "{talk}");
    assert!(talk.ends_with("Nothing was formatted.\n"), "{talk}");
    assert_eq!(files(here)["spec/api.yaml"], head.as_bytes());
    assert_eq!(said(here, &["fmt", "--spec", "nowhere"]).0, 2);
}
