//! What the documents show is so.

use std::fs;

use errbook_codegen::compile;
use errbook_codegen::diagnostic::RULES;
use errbook_codegen::source::Input;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::specs::{drawn, root};

/// The fenced blocks of a document, with what stands behind the fence.
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
    let specs: Vec<String> = blocks("spec/README.md").into_iter().filter(|it| it.0 == "yaml").map(|it| it.1).collect();
    assert!(specs.len() >= 5, "{} specs", specs.len());
    for spec in specs {
        let compiled = compile(vec![Input::new("shop.yaml", spec.as_str())]);
        assert!(compiled.diagnostics.is_empty(), "{spec}\n{}", drawn(&compiled));
    }
}

#[test]
fn the_reference_lists_every_rule() {
    let text = fs::read_to_string(root().join("spec/README.md")).expect("it is committed");
    for rule in RULES {
        let row = format!("| `{}` | {} |", rule.id, rule.severity.as_str());
        assert!(text.contains(&row), "spec/README.md has no row {row}");
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
            .replace("[`insufficient_credits`](#insufficient_credits)", "`insufficient_credits`")
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
