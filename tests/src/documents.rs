//! The examples in the documents are correct.

use std::collections::BTreeSet;
use std::fs;

use errbook_codegen::compat;
use errbook_codegen::compile;
use errbook_codegen::diagnostics::{NO_FALLBACK, RULES};
use errbook_codegen::input::Input;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::specs::{drawn, root};

/// The fenced blocks of a document, with their info strings.
fn blocks(path: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(path)).expect("it is committed");
    let mut out: Vec<(String, String)> = Vec::new();
    let mut is_open = false;
    for event in Parser::new(&text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                out.push((info.into_string(), String::new()));
                is_open = true;
            }
            Event::End(TagEnd::CodeBlock) => is_open = false,
            Event::Text(text) if is_open => out.last_mut().expect("a block is open").1.push_str(&text),
            _ => {}
        }
    }
    out
}

#[test]
fn the_specs_that_the_reference_shows_have_nothing_wrong_with_them() {
    let blocks = [blocks("docs/spec.md"), blocks("docs/envelopes.md")].concat();
    let specs: Vec<String> = blocks.into_iter().filter(|it| it.0 == "yaml").map(|it| it.1).collect();
    assert!(specs.len() >= 15, "{} specs", specs.len());
    for spec in specs {
        let compiled = compile(vec![Input::new("shop.yaml", spec.as_str())]);
        // The small ones have few codes.
        let is_clean = compiled.diagnostics.iter().all(|it| it.rule == &NO_FALLBACK);
        assert!(is_clean, "{spec}\n{}", drawn(&compiled));
    }
}

#[test]
fn the_waivers_that_the_reference_shows_have_nothing_wrong_with_them() {
    let waivers: Vec<String> =
        blocks("docs/spec.md").into_iter().filter(|it| it.0 == "yaml waivers").map(|it| it.1).collect();
    assert_eq!(waivers.len(), 1);
    for text in waivers {
        let spec = Input::new("shop.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n");
        let compiled = compile(vec![spec, Input::new("waivers.yaml", text.as_str())]);
        assert!(compiled.diagnostics.is_empty(), "{}", drawn(&compiled));
        assert_eq!(compiled.waivers.len(), 1);
    }
}

/// Maps of the language: the path of each, and a spec with an unknown key in it.
#[rustfmt::skip]
const MAPS: &[(&str, &str)] = &[
    ("", "zzzzzz: 1\n"),
    ("api", "api: {zzzzzz: 1}\n"),
    ("api.runtime", "api: {runtime: {zzzzzz: 1}}\n"),
    ("api.package", "api: {package: {zzzzzz: 1}}\n"),
    ("envelope", "envelope: {zzzzzz: 1}\n"),
    ("envelope.members.*", "envelope: {members: {a: {zzzzzz: 1}}}\n"),
    ("envelope.members.*.from", "envelope: {members: {a: {type: string, from: {zzzzzz: 1}}}}\n"),
    ("envelope.read_code", "envelope: {read_code: {zzzzzz: 1}}\n"),
    ("retry", "retry: {zzzzzz: 1}\n"),
    ("retry.backoff", "retry: {backoff: {zzzzzz: 1}}\n"),
    ("errors[]", "errors: [{zzzzzz: 1}]\n"),
    ("errors[].fields.*", "errors: [{fields: {a: {zzzzzz: 1}}}]\n"),
    ("errors[].fields.*.of", "errors: [{fields: {a: {type: list, of: {zzzzzz: 1}}}}]\n"),
    ("errors[].headers.*", "errors: [{headers: {A: {zzzzzz: 1}}}]\n"),
    ("errors[].retry", "errors: [{retry: {zzzzzz: 1}}]\n"),
    ("errors[].retry.backoff", "errors: [{retry: {when: always, backoff: {zzzzzz: 1}}}]\n"),
    ("errors[].deprecated", "errors: [{deprecated: {zzzzzz: 1}}]\n"),
    ("errors[].examples[]", "errors: [{examples: [{zzzzzz: 1}]}]\n"),
    ("retired[]", "retired: [{zzzzzz: 1}]\n"),
];

/// The keys that the compiler knows in a map: it lists them for one that it does not know.
fn keys(spec: &str) -> Vec<String> {
    let compiled = compile(vec![Input::new("shop.yaml", format!("errbook: 1\n{spec}"))]);
    let found = compiled.diagnostics.iter().find(|it| it.rule.id == "unknown-key").expect("there is no such key");
    let help = found.help.as_deref().expect("a help");
    let keys = help.lines().find(|it| it.starts_with("The keys here are ")).unwrap_or_else(|| panic!("{help}"));
    keys.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The places of all keys of a spec, names that are the author's choice left out.
fn places(value: &serde_yaml::Value, at: &str, out: &mut BTreeSet<String>) {
    match value {
        serde_yaml::Value::Mapping(map) => {
            let is_named = at == "fallback"
                || ["envelope.members", "envelope.body", "errors[].envelope"].contains(&at)
                || at.ends_with(".fields")
                || at.ends_with(".headers");
            for (key, value) in map {
                let key = if is_named { "*" } else { key.as_str().expect("a text") };
                let at = if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
                // The members of an object are fields like others.
                let is_field = at.ends_with(".fields.*") && !at.starts_with("envelope.members.*.fields");
                let at = if is_field { "errors[].fields.*".to_owned() } else { at };
                out.insert(at.clone());
                places(value, &at, out);
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|it| places(it, &format!("{at}[]"), out)),
        _ => {}
    }
}

#[test]
fn the_reference_has_a_row_and_an_example_for_every_key() {
    let text = fs::read_to_string(root().join("docs/spec.md")).expect("it is committed");
    let mut shown = BTreeSet::new();
    for (_, spec) in blocks("docs/spec.md").into_iter().filter(|it| it.0 == "yaml") {
        places(&serde_yaml::from_str(&spec).expect("it is YAML"), "", &mut shown);
    }
    let mut count = 0;
    for (map, spec) in MAPS {
        for key in keys(spec) {
            count += 1;
            let place = if map.is_empty() { key.clone() } else { format!("{map}.{key}") };
            assert!(shown.contains(&place), "no example in docs/spec.md has `{place}`");
            let rows = text.lines().filter(|it| it.starts_with("| "));
            let cells = rows.filter_map(|it| it.split('|').nth(1)).map(|it| it.trim().trim_matches(['*', '`']));
            let is_listed = cells.into_iter().any(|it| it == key || it.rsplit('.').next() == Some(&key));
            assert!(is_listed, "no table in docs/spec.md has `{place}`");
        }
    }
    assert!(count > 60, "{count} keys");
}

#[test]
fn the_reference_lists_every_rule() {
    let text = fs::read_to_string(root().join("docs/rules.md")).expect("it is committed");
    for rule in RULES.iter() {
        let row = format!("| `{}` | {} |", rule.id, rule.severity.as_str());
        assert!(text.contains(&row), "docs/rules.md has no row {row}");
    }
    for rule in compat::RULES.iter() {
        assert!(text.contains(&format!("| `{}`", rule.id)), "docs/rules.md has no row for {}", rule.id);
    }
}

/// The README's response, and the table's row, are the page's.
#[test]
fn the_readme_shows_what_the_page_shows() {
    let page = blocks("generated/docs/errors.md");
    let shown: Vec<(String, String)> = blocks("README.md").into_iter().filter(|it| it.0 == "http").collect();
    assert!(!shown.is_empty());
    for block in shown {
        assert!(page.contains(&block), "{}", block.1);
    }
    let readme = fs::read_to_string(root().join("README.md")).expect("it is committed");
    let page = fs::read_to_string(root().join("generated/docs/errors.md")).expect("it is committed");
    let row = |text: &str| {
        text.lines()
            .find(|it| it.starts_with("| 402 |"))
            .expect("a row for 402")
            .replace("[`insufficient_credits`](errors/insufficient_credits.md)", "`insufficient_credits`")
    };
    assert_eq!(row(&readme), row(&page));
    let spec = fs::read_to_string(root().join("spec/masko.yaml")).expect("it is committed");
    let lines: Vec<&str> = spec.lines().map(str::trim).collect();
    for (_, block) in
        blocks("README.md").into_iter().filter(|it| it.0 == "yaml" && it.1.contains("insufficient_credits"))
    {
        for line in block.lines() {
            assert!(lines.contains(&line.trim()), "{line}");
        }
    }
}

/// The records of a table as RFC 4180 has them.
pub(crate) fn records(csv: &str) -> Vec<Vec<String>> {
    let mut out = vec![vec![String::new()]];
    let (mut is_quoted, mut chars) = (false, csv.chars().peekable());
    while let Some(c) = chars.next() {
        let record = out.last_mut().expect("there is one");
        let cell = record.last_mut().expect("there is one");
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(String::new()),
            '\n' if !is_quoted => out.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    assert!(!is_quoted, "{csv}");
    out.pop();
    out
}
