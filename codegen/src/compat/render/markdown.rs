//! A report as a comment on a pull request: the verdict, the worst change and what to do; a table, the new codes, the
//! bulk edits, and the details of each code, folded.
//!
//! It always stays below GitHub's limit, and says what was left out.

mod details;
mod fitted;

use std::collections::HashSet;

use details::details;
use fitted::Fitted;

use super::added::rows;
use super::advice::{Adviser, to_do, worst};
use super::escape::{cell, code_cell, fence, html, sentence, span};
use super::fold::{Fold, folded};
use super::summary::{by_verdict, deep, outcome, pass, total, verdict};
use super::{Comparison, Entry, Section, place, versions};
use crate::compat::wording::Wording;
use crate::model::ErrorDef;
use crate::text::{counted, visible};

/// The start of a comment's first line, which identifies the comment.
pub const MARKER: &str = "<!-- errbook-diff ";

/// The maximum length of the comment in characters. GitHub accepts 65,536.
const MOST: usize = 60_000;

/// The maximum lengths in characters of the tables of changes, of new codes, and of bulk edits.
const TABLES: usize = 30_000;
const ADDED: usize = 12_000;
const FOLDS: usize = 24_000;

/// The number of characters reserved for the note on what was left out.
const REST: usize = 800;

/// The number of codes that may fail to fit before the search ends.
const TRIES: usize = 20;

/// The maximum number of new codes shown unfolded.
const UNFOLDED: usize = 10;

/// The longest command that is shown.
const LONGEST_COMMAND: usize = 2_000;

/// A comment. Its first line, which GitHub hides, is for the workflow that updates it.
pub fn markdown(it: &Comparison<'_>) -> String {
    let adviser = Adviser::new(it, it.repository);
    let mut out = Fitted::new(head(it, &adviser), MOST - REST - foot(it, true).chars().count());
    let sections: Vec<Parts<'_>> = it.sections().iter().map(|section| Parts::of(&adviser, section)).collect();
    let mut room = TABLES;
    for parts in sections.iter().filter(|it| !it.rows.is_empty()) {
        room = room.saturating_sub(table(it, &adviser, parts, room, &mut out));
    }
    new_codes(&sections, &mut out);
    let mut room = FOLDS;
    for fold in sections.iter().flat_map(|it| &it.folds) {
        room = room.saturating_sub(mass_edit(fold, room, &mut out));
    }
    let shown: HashSet<Option<&str>> =
        sections.iter().flat_map(|it| &it.rows).map(|it| it.assessment.change.code()).collect();
    all_details(it, &adviser, &shown, &mut out);
    let foot = foot(it, out.is_cut);
    out.text + &foot
}

/// The contents of a section.
struct Parts<'a> {
    title: &'static str,
    since: Option<&'a str>,
    rows: Vec<Entry<'a>>,
    folds: Vec<Fold<'a>>,
    added: Vec<&'a ErrorDef>,
}

impl<'a> Parts<'a> {
    fn of(adviser: &Adviser<'a>, section: &Section<'a>) -> Self {
        let (rows, folds) = folded(&section.changes);
        // Codes added before the base are not new here.
        let changes = section.changes.iter().filter(|_| section.since.is_none());
        let added = changes.filter_map(|entry| adviser.added(&entry.assessment.change)).collect();
        Self { title: section.title(), since: section.since, rows, folds, added }
    }
}

fn head(it: &Comparison<'_>, adviser: &Adviser<'_>) -> String {
    let count: usize = it.own().sections().iter().map(|it| it.changes.len()).sum();
    let mut out = format!("{MARKER}schema={} changes={count} -->\n", super::SCHEMA_VERSION);
    out.push_str(&format!(
        "**{}: {}.**{} {}\n\n",
        cell(&it.head.book.api.name, 100),
        verdict(it),
        total(it),
        outcome(it)
    ));
    if let Some(worst) = worst(it) {
        out.push_str(&format!("**Worst:** {}\n\n", sentence(&worst, 240, span)));
    }
    out.push_str(&format!("**To do:** {}\n\n", sentence(&to_do(adviser), 400, span)));
    for verdict in versions::verdicts(it.report, |it| format!("**{it}**")) {
        out.push_str(&format!("{verdict}\n\n"));
    }
    if let Some(remark) = it.remark() {
        out.push_str(&format!("{}\n\n", sentence(&remark, 600, code_cell)));
    }
    out
}

/// As many rows as fit. Returns their length in characters.
fn table(it: &Comparison<'_>, adviser: &Adviser<'_>, parts: &Parts<'_>, room: usize, out: &mut Fitted) -> usize {
    let before = out.length();
    let mut start = String::new();
    if let Some(since) = parts.since {
        start.push_str(&format!("{} {}:\n\n", parts.title, code_cell(since, 100)));
    }
    start.push_str("| Code | Change | Client | Server | Where |\n| --- | --- | --- | --- | --- |\n");
    let rows = parts.rows.iter().map(|entry| row(it, adviser, entry));
    let shown = out.table(start, rows, room);
    let left = &parts.rows[shown..];
    if !left.is_empty() {
        let counts = by_verdict(&left.iter().map(|it| it.assessment).collect::<Vec<_>>());
        out.note(&format!("{} did not fit: {counts}.\n\n", counted(left.len(), "more change")));
    }
    out.length() - before
}

fn row(it: &Comparison<'_>, adviser: &Adviser<'_>, entry: &Entry<'_>) -> String {
    let change = &entry.assessment.change;
    let code = change.code().map(|it| code_cell(it, 80)).unwrap_or_default();
    let path = deep(change).map(|it| format!(" {}", code_cell(&it, 160))).unwrap_or_default();
    let written = |it: &Wording| sentence(it, 400, code_cell);
    let mut text = format!("{}{path}: {}", code_cell(change.rule.id, 80), written(&change.message_with_anchor()));
    if let Some(pass) = pass(entry.assessment) {
        text.push_str(&format!(" ({})", sentence(&pass, 160, code_cell)));
    }
    let advice = adviser.advice(entry);
    let version = advice.version.map(|it| format!("Or {}.", written(&it)));
    let waiver = advice.waiver.map(|_| "Or waive it.".to_owned());
    let to_do: Vec<String> = advice.help.iter().map(written).chain(version).chain(waiver).collect();
    if !to_do.is_empty() {
        text.push_str(&format!("<br>**To do:** {}", to_do.join(" ")));
    }
    for (party, note) in &advice.parties {
        text.push_str(&format!("<br>**For {party}:** {}", written(note)));
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

/// The new codes as the docs will show them.
fn new_codes(sections: &[Parts<'_>], out: &mut Fitted) {
    let mut added: Vec<&ErrorDef> = sections.iter().flat_map(|it| it.added.iter().copied()).collect();
    // In the order of the reference.
    added.sort_by_key(|it| (it.status(), &it.code));
    if added.is_empty() {
        return;
    }
    let title = counted(added.len(), "new code");
    let (start, end) = if added.len() > UNFOLDED {
        (format!("<details><summary>{title}</summary>\n\n"), "</details>\n\n")
    } else {
        (format!("**{title}**, as the reference will list them:\n\n"), "")
    };
    let mut rows = rows(&added).into_iter();
    let start = start + &rows.next().unwrap_or_default();
    let shown = out.table(start, rows, ADDED);
    if shown < added.len() {
        out.note(&format!("{} did not fit.\n\n", counted(added.len() - shown, "more new code")));
    }
    if shown > 0 {
        out.text.push_str(end);
    }
}

/// A rule that touches many codes, folded. Returns its length in characters.
fn mass_edit(fold: &Fold<'_>, room: usize, out: &mut Fitted) -> usize {
    let before = out.length();
    let mut text = format!("<details><summary><code>{}</code>: {}</summary>\n\n", html(fold.rule.id, 80), fold.title());
    let edits = fold.edits();
    let mut room = room.min(out.room()).saturating_sub(REST);
    let mut left = 0;
    for edit in &edits {
        let mut names: Vec<String> = Vec::new();
        for code in &edit.codes {
            let name = span(code, 80);
            match room.checked_sub(name.chars().count() + ", ".len()) {
                Some(less) if left == 0 => {
                    room = less;
                    names.push(name);
                }
                _ => left += 1,
            }
        }
        let names = names.join(", ");
        if names.is_empty() {
            continue;
        }
        let title = edit.title(edits.len() == 1);
        let title = title.map(|it| format!("- {}: ", sentence(&it, 80, span))).unwrap_or_default();
        text.push_str(&format!("{title}{names}\n"));
    }
    if left > 0 {
        text.push_str(&format!("\n{} did not fit.\n", counted(left, "more code")));
        out.is_cut = true;
    }
    out.put_whole(&(text + "\n</details>\n\n"));
    out.length() - before
}

/// The details of each code that has a row, as far as they fit.
fn all_details(it: &Comparison<'_>, adviser: &Adviser<'_>, shown: &HashSet<Option<&str>>, out: &mut Fitted) {
    let codes = by_code(it);
    let mut left_out = 0;
    for (code, changes) in codes.iter().filter(|it| shown.contains(&it.0)) {
        // A short one may fit after a long one did not, but the number of attempts is limited.
        if left_out >= TRIES || !out.put_whole(&details(it, adviser, *code, changes)) {
            left_out += 1;
        }
    }
    if left_out > 0 {
        out.note(&format!("The details of {} did not fit.\n\n", counted(left_out, "more code")));
    }
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

/// How to reproduce the report, or how to see all of it if something did not fit.
fn foot(it: &Comparison<'_>, is_cut: bool) -> String {
    if it.command.chars().count() > LONGEST_COMMAND {
        return String::new();
    }
    let why = if is_cut { "To see the full report:" } else { "To reproduce:" };
    format!("{why}\n\n{}\n", fence("sh", &visible(it.command)))
}
