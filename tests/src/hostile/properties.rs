//! The invariants of all inputs: valid specs, invalid ones, and other files.

use errbook_codegen::diagnostics::render::{Terminal, github, json, sarif, terminal};
use errbook_codegen::diagnostics::{Diagnostic, Edit, Severity};
use errbook_codegen::input::{Content, Input};
use errbook_codegen::{Compiled, compile};
use serde_json::Value;

/// The findings that are about no place in a file.
static WITHOUT_PLACE: &[&str] = &["no-api", "no-spec", "too-many-findings"];

/// Either a book or an error; every finding with a place that is one.
pub(super) fn hold(compiled: &Compiled) {
    let errors = compiled.diagnostics.iter().filter(|it| it.rule.severity == Severity::Error).count();
    assert_eq!(compiled.book.is_none(), errors > 0, "a book or an error, and never both or neither");
    for it in &compiled.diagnostics {
        assert!(!it.labels.is_empty() || WITHOUT_PLACE.contains(&it.rule.id), "{it:?} has no place");
        for span in it.labels.iter().map(|it| it.span).chain(it.edits.iter().map(|it| it.span)) {
            let text = &compiled.sources.file(span.file).text;
            let is_in = text.get(span.start as usize..span.end as usize).is_some();
            assert!(is_in, "{span:?} of {} bytes, in {it:?}", text.len());
        }
    }
}

/// Every form of the diagnostics is complete, and none controls the program that shows it.
pub(super) fn forms(compiled: &Compiled) {
    drawing(compiled);
    for_programs(compiled);
}

/// The form for people, which is more expensive than all others together.
pub(super) fn drawing(compiled: &Compiled) {
    let how = Terminal { prefix: "spec/", colour: false, width: 120 };
    let drawn = terminal(&compiled.sources, &compiled.diagnostics, how);
    assert_eq!(obeyed(&drawn), None, "{drawn:?}");
}

pub(super) fn for_programs(compiled: &Compiled) {
    let Compiled { sources, diagnostics, .. } = compiled;
    let count = diagnostics.len();
    let lines = json(sources, diagnostics);
    assert_eq!(lines.lines().count(), count);
    for line in lines.lines() {
        let it: Value = serde_json::from_str(line).expect("JSON");
        assert!(it["message"].is_string() && it["labels"].is_array());
    }

    let commands = github(sources, diagnostics, "spec/");
    assert_eq!(commands.split_terminator('\n').count(), count, "{commands:?}");
    for line in commands.lines() {
        assert!(line.starts_with("::error title=") || line.starts_with("::warning title="), "{line:?}");
    }
    assert_eq!(obeyed(&commands), None, "{commands:?}");

    let log: Value = serde_json::from_str(&sarif(sources, diagnostics, "spec/")).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(count));
}

/// The first character that a terminal would obey, or that changes how others are read; line breaks are wanted.
pub(crate) fn obeyed(text: &str) -> Option<char> {
    text.chars().find(|&c| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
    })
}

/// An edit fixes the diagnostic that it belongs to.
pub(super) fn edits_fix(compiled: &Compiled, inputs: &[Input]) {
    for finding in compiled.diagnostics.iter().filter(|it| !it.edits.is_empty()) {
        let fixed = compile(edited(compiled, inputs, &finding.edits));
        hold(&fixed);
        let place = finding.labels[0].span.start;
        let is_same =
            |it: &&Diagnostic| it.rule == finding.rule && it.labels.first().is_some_and(|it| it.span.start == place);
        assert_eq!(fixed.diagnostics.iter().find(is_same), None, "{finding:?} is not fixed");
    }
}

/// A block is text, whatever is in it: a value that is not to be text loses the block's indicator, too.
#[test]
fn edits_of_blocks_fix_them() {
    for block in ["|-", ">-", "|2-", "|- # as it stands"] {
        let inputs = crate::specs::one(&format!(
            "errors:\n  - status: {block}\n      404\n    code: aaa\n    meaning: M.\n    remediation: R.\n    fields:\n      a:\n        type: string\n        optional: {block}\n          yes\n"
        ));
        let compiled = compile(inputs.clone());
        assert_eq!(compiled.diagnostics.iter().filter(|it| !it.edits.is_empty()).count(), 2, "{block}");
        edits_fix(&compiled, &inputs);
    }
}

fn edited(compiled: &Compiled, inputs: &[Input], edits: &[Edit]) -> Vec<Input> {
    let mut inputs = inputs.to_vec();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    // The last one first: the places of the others stay what they are.
    edits.sort_by_key(|it| std::cmp::Reverse(it.span));
    for edit in edits {
        let path = &compiled.sources.file(edit.span.file).path;
        let input = inputs.iter_mut().find(|it| it.path == *path).expect("the edit is of one of the files");
        let Content::Bytes(bytes) = &mut input.content else { panic!("a file that was read") };
        // A byte order mark does not count.
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        bytes.splice(mark + edit.span.start as usize..mark + edit.span.end as usize, edit.text.bytes());
    }
    inputs
}
