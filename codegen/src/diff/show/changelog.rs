//! What has changed as an entry of a `CHANGELOG.md`, in the form of Keep a Changelog. It has no date: whoever releases it
//! writes one.

mod migration;

use std::collections::HashMap;

use migration::{migration, told};

use super::escape::{sentence, span};
use super::words::subject;
use super::{Comparison, Seen};
use crate::diff::rule::{Bump, Verdict};
use crate::model::ErrorDef;

/// How many characters of a text are told.
const LONGEST: usize = 1_000;

/// How many codes are named whose texts alone have changed.
const MOST_CODES: usize = 20;

/// The headings, in the order in which Keep a Changelog has them.
const HEADINGS: [&str; 4] = ["Added", "Changed", "Deprecated", "Removed"];

/// An entry. Every break has a note on what to do.
pub fn changelog(it: &Comparison<'_>) -> String {
    let declared = &it.report.declared;
    let is_raised = declared.from.as_ref().is_none_or(|from| *from != declared.to);
    let heading = if is_raised { &*declared.to } else { "Unreleased" };
    let mut out = format!("## [{heading}]\n");
    let sections = it.sections();
    let changes = sections.iter().rfind(|section| it.is_whole || section.since.is_none());
    let all: Vec<&Seen<'_>> =
        changes.iter().flat_map(|it| &it.changes).filter(|it| !it.judged.change.rule.is_gate()).collect();
    let (told, texts): (Vec<&Seen<'_>>, Vec<&Seen<'_>>) = all.into_iter().partition(|it| is_told(it));
    let texts = of_texts(&texts);
    let entries: HashMap<&str, &ErrorDef> = it.head.book.errors.iter().map(|it| (&*it.code, it)).collect();
    for heading in HEADINGS {
        let items = told.iter().filter(|seen| under(seen) == heading);
        let mut items: String = items.map(|seen| item(&entries, seen)).collect();
        if heading == "Changed" {
            items.push_str(&texts);
        }
        if !items.is_empty() {
            out.push_str(&format!("\n### {heading}\n\n{items}"));
        }
    }
    if told.is_empty() && texts.is_empty() {
        out.push_str("\nNothing has changed for anybody who depends on the book.\n");
    }
    out
}

/// Whether a change has a line of its own: programs see it, or somebody may be surprised.
fn is_told(seen: &Seen<'_>) -> bool {
    seen.judged.change.effect.bump() >= Bump::Minor || seen.verdict() >= Verdict::Dangerous
}

fn under(seen: &Seen<'_>) -> &'static str {
    match seen.judged.change.rule.id {
        "code-added" | "field-added" | "header-added" | "status-added" => "Added",
        "code-deprecated" => "Deprecated",
        "code-removed" | "code-retired" | "code-retired-early" | "field-removed" | "header-removed"
        | "status-removed" => "Removed",
        _ => "Changed",
    }
}

fn item(entries: &HashMap<&str, &ErrorDef>, seen: &Seen<'_>) -> String {
    let change = &seen.judged.change;
    let code = subject(seen).map(|code| format!("{}: ", span(code, LONGEST))).unwrap_or_default();
    let notes = migration(change, change.code.as_deref().and_then(|code| entries.get(code).copied()));
    let breaking = if notes.is_empty() { "" } else { "**Breaking:** " };
    let mut out = format!("- {breaking}{code}{}.\n", sentence(&told(change), LONGEST, span));
    for (party, note) in notes {
        out.push_str(&format!("  - {party}: {}\n", sentence(&note, LONGEST, span)));
    }
    out
}

/// Changes of texts and examples, as one line.
fn of_texts(all: &[&Seen<'_>]) -> String {
    let is_text = |seen: &&&Seen<'_>| seen.judged.change.effect.bump() == Bump::Patch;
    let mut names: Vec<String> = Vec::new();
    for seen in all.iter().filter(is_text) {
        let name = seen.judged.change.code.as_deref().map_or_else(|| "the book".to_owned(), |it| span(it, LONGEST));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(MOST_CODES);
    names.truncate(MOST_CODES);
    match (names.as_slice(), more) {
        ([], _) => String::new(),
        (names, 0) => format!("- Texts and examples of {}.\n", names.join(", ")),
        (names, more) => format!("- Texts and examples of {}, and {more} more.\n", names.join(", ")),
    }
}
