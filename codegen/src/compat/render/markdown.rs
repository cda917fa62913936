//! A report as a comment on a pull request: the verdict, a table, and the details of each code, folded.
//!
//! It is shorter than what GitHub accepts, whatever changed, and says what was left out.

mod details;

use details::details;

use super::escape::{cell, code_cell, fence, sentence};
use super::summary::{counted, deep, outcome, pass, total, verdict};
use super::{Comparison, Entry, Section, place, versions};
use crate::text::visible;

/// The start of a comment's first line, by which the comment is found again.
pub const MARKER: &str = "<!-- errbook-diff ";

/// The most characters of the whole. GitHub accepts 65,536.
const MOST: usize = 60_000;

/// The most characters of the tables.
const TABLES: usize = 30_000;

/// The characters that are kept for what was left out.
const REST: usize = 500;

/// How many codes may fail to fit before no other is tried.
const TRIES: usize = 20;

/// The longest command that is shown.
const LONGEST_COMMAND: usize = 2_000;

/// A comment. Its first line, which GitHub hides, is for the workflow that updates it.
pub fn markdown(it: &Comparison<'_>) -> String {
    let mut out = head(it);
    let sections = it.sections();
    let mut room = TABLES;
    for section in sections.iter().filter(|it| !it.changes.is_empty()) {
        let table = table(it, section, room);
        room = room.saturating_sub(table.chars().count());
        out.push_str(&table);
    }
    let foot = foot(it);
    let room = MOST.saturating_sub(out.chars().count() + foot.chars().count() + REST);
    out + &folded(it, room) + &foot
}

fn head(it: &Comparison<'_>) -> String {
    let count: usize = it.own().sections().iter().map(|it| it.changes.len()).sum();
    let mut out = format!("{MARKER}schema={} changes={count} -->\n", super::SCHEMA_VERSION);
    out.push_str(&format!(
        "**{}: {}.**{} {}\n\n",
        cell(&it.head.book.api.name, 100),
        verdict(it),
        total(it),
        outcome(it)
    ));
    for verdict in versions::verdicts(it.report, |it| format!("**{it}**")) {
        out.push_str(&format!("{verdict}\n\n"));
    }
    if let Some(remark) = it.remark() {
        out.push_str(&format!("{}\n\n", sentence(&remark, 600, code_cell)));
    }
    out
}

/// As many rows as there is room for.
fn table(it: &Comparison<'_>, section: &Section<'_>, room: usize) -> String {
    let mut out = String::new();
    if let Some(since) = section.since {
        out.push_str(&format!("Since {}:\n\n", code_cell(since, 100)));
    }
    out.push_str("| Code | Change | Client | Server | Where |\n| --- | --- | --- | --- | --- |\n");
    let mut count = out.chars().count();
    let mut shown = 0;
    for entry in &section.changes {
        let row = row(it, entry);
        count += row.chars().count();
        if count > room {
            break;
        }
        out.push_str(&row);
        shown += 1;
    }
    let left = &section.changes[shown..];
    if !left.is_empty() {
        let counts = counted(&left.iter().map(|it| it.assessment).collect::<Vec<_>>());
        out.push_str(&format!("\n{} more did not fit: {counts}.\n", left.len()));
    }
    out.push('\n');
    out
}

fn row(it: &Comparison<'_>, entry: &Entry<'_>) -> String {
    let change = &entry.assessment.change;
    let code = change.code().map(|it| code_cell(it, 80)).unwrap_or_default();
    let path = deep(entry).map(|it| format!(" {}", code_cell(&it, 160))).unwrap_or_default();
    let message = sentence(&change.message_with_anchor(), 240, code_cell);
    let mut text = format!("{}{path}: {message}", code_cell(change.rule.id, 80));
    if let Some(pass) = pass(entry.assessment) {
        text.push_str(&format!(" ({})", sentence(&pass, 160, code_cell)));
    }
    // A policy has no details below.
    if let Some(help) = change.help().filter(|_| change.rule.is_policy()) {
        text.push_str(&format!(". {}", sentence(&help, 240, code_cell)));
    }
    let parties = if change.rule.is_policy() {
        "| | ".to_owned()
    } else {
        let impact = change.impact();
        format!("| {} | {} ", impact.client.as_str(), impact.server.as_str())
    };
    let place = change.location.new.map(|span| code_cell(&place(it.head, it.repository, span), 160));
    let space = if code.is_empty() { "" } else { " " };
    format!("| {code}{space}| {text} {parties}| {} |\n", place.unwrap_or_default())
}

/// The details of each code, as far as there is room.
fn folded(it: &Comparison<'_>, room: usize) -> String {
    let mut out = String::new();
    let mut room = room;
    let codes = by_code(it);
    let mut left_out = 0;
    for (code, changes) in &codes {
        // A short one may fit where a long one did not, but the search has an end.
        let folded = (left_out < TRIES).then(|| details(it, *code, changes));
        match folded.map(|it| (it.chars().count(), it)) {
            Some((count, folded)) if count <= room => {
                room -= count;
                out.push_str(&folded);
            }
            _ => left_out += 1,
        }
    }
    if left_out > 0 {
        let codes = if left_out == 1 { "code" } else { "codes" };
        out.push_str(&format!("The details of {left_out} more {codes} did not fit.\n\n"));
    }
    out
}

/// The changes of each code and of the whole book, in the order of the worst.
fn by_code<'a>(it: &Comparison<'a>) -> Vec<(Option<&'a str>, Vec<Entry<'a>>)> {
    let mut out: Vec<(Option<&str>, Vec<Entry<'_>>)> = Vec::new();
    let mut at = std::collections::HashMap::new();
    for entry in it.all().into_iter().filter(|it| !it.assessment.change.rule.is_policy()) {
        let code = entry.assessment.change.code();
        let index = *at.entry(code).or_insert(out.len());
        if index == out.len() {
            out.push((code, Vec::new()));
        }
        out[index].1.push(entry);
    }
    out
}

/// How to reproduce it.
fn foot(it: &Comparison<'_>) -> String {
    if it.command.chars().count() > LONGEST_COMMAND {
        return String::new();
    }
    format!("To reproduce:\n\n{}\n", fence("sh", &visible(it.command)))
}
