//! A report as a comment of a pull request: the verdict, a table, and what is behind each code, folded.
//!
//! It is shorter than what GitHub takes, whatever has changed, and says what was left out.

mod details;

use details::details;

use super::escape::{cell, code_cell, sentence};
use super::words::{counted, deep, judgement, pass, summed_up, verdict, versions};
use super::{Comparison, Section, Seen, place};
use crate::markdown::fence;
use crate::text::visible;

/// What the first line of a comment begins with, so that it is found again.
pub const MARKER: &str = "<!-- errbook-diff ";

/// How many characters the whole may have. GitHub takes 65,536.
const MOST: usize = 60_000;

/// How many of them the tables may have.
const TABLES: usize = 30_000;

/// How many are kept for what is said of what was left out.
const REST: usize = 500;

/// How many codes may turn out not to fit before no other is tried.
const TRIES: usize = 20;

/// The longest command that is told.
const LONGEST_COMMAND: usize = 2_000;

/// A comment; its first line is for whoever keeps it up to date, and nobody sees it.
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
    let versions = versions(it);
    let mut out = format!("{MARKER}schema={} changes={count} -->\n", super::SCHEMA_VERSION);
    out.push_str(&format!(
        "**{}: {}.**{} {}\n\n",
        cell(&it.head.book.api.name, 100),
        verdict(it),
        summed_up(it),
        judgement(it)
    ));
    out.push_str(&format!(
        "Version asked for: **{}**. Declared: **{}**. That is {}.\n\n",
        versions.asked, versions.declared, versions.judgement
    ));
    if it.base.is_none() {
        out.push_str("There was no book before: everything is new.\n\n");
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
    for seen in &section.changes {
        let row = row(it, seen);
        count += row.chars().count();
        if count > room {
            break;
        }
        out.push_str(&row);
        shown += 1;
    }
    let left = &section.changes[shown..];
    if !left.is_empty() {
        let counts = counted(&left.iter().map(|it| it.judged).collect::<Vec<_>>());
        out.push_str(&format!("\n{} more did not fit in here: {counts}.\n", left.len()));
    }
    out.push('\n');
    out
}

fn row(it: &Comparison<'_>, seen: &Seen<'_>) -> String {
    let change = &seen.judged.change;
    let code = change.code.as_deref().map(|it| code_cell(it, 80)).unwrap_or_default();
    let path = deep(seen).map(|it| format!(" {}", code_cell(it, 160))).unwrap_or_default();
    let mut told = format!("{}{path}: {}", code_cell(change.rule.id, 80), sentence(&change.message, 240, code_cell));
    if let Some(pass) = pass(seen.judged) {
        told.push_str(&format!(" ({})", sentence(&pass, 160, code_cell)));
    }
    // What is behind a gate is not folded.
    if let Some(help) = change.help.as_ref().filter(|_| change.rule.is_gate()) {
        told.push_str(&format!(". {}", sentence(help, 240, code_cell)));
    }
    let parties = if change.rule.is_gate() {
        "| | ".to_owned()
    } else {
        format!("| {} | {} ", change.effect.client.as_str(), change.effect.server.as_str())
    };
    let place = change.new.map(|span| code_cell(&place(it.head, it.repository, span), 160)).unwrap_or_default();
    let blank = if code.is_empty() { "" } else { " " };
    format!("| {code}{blank}| {told} {parties}| {place} |\n")
}

/// What is behind each code, as far as there is room.
fn folded(it: &Comparison<'_>, room: usize) -> String {
    let mut out = String::new();
    let mut room = room;
    let codes = by_code(it);
    let mut left_out = 0;
    for (code, changes) in &codes {
        // A short one may fit where a long one did not, but that is not tried for ever.
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
        out.push_str(&format!("The details of {left_out} more {codes} did not fit in here.\n\n"));
    }
    out
}

/// The changes of each code and of the whole book, in the order of the worst.
fn by_code<'a>(it: &Comparison<'a>) -> Vec<(Option<&'a str>, Vec<Seen<'a>>)> {
    let mut out: Vec<(Option<&str>, Vec<Seen<'_>>)> = Vec::new();
    let mut at = std::collections::HashMap::new();
    for seen in it.all().into_iter().filter(|it| !it.judged.change.rule.is_gate()) {
        let code = seen.judged.change.code.as_deref();
        let index = *at.entry(code).or_insert(out.len());
        if index == out.len() {
            out.push((code, Vec::new()));
        }
        out[index].1.push(seen);
    }
    out
}

/// How to say the same again.
fn foot(it: &Comparison<'_>) -> String {
    if it.command.chars().count() > LONGEST_COMMAND {
        return String::new();
    }
    format!("This shows it again:\n\n{}\n", fence("sh", &visible(it.command)))
}
