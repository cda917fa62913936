//! The details of the changes of one code: each with its values, its rationale and what to do, and the response before and
//! after.

use similar::{ChangeTag, TextDiff};

use super::super::escape::{cell, fence, html, sentence, span};
use super::super::summary::changes;
use super::super::{Comparison, Entry, Snapshot};
use crate::compat::value::Value;
use crate::text::visible;
use crate::wire::Response;

/// How many changes of a code are listed.
const MOST: usize = 40;

/// How many characters of a text are compared.
const LONGEST: usize = 1_500;

/// How many lines of a response are shown.
const LINES: usize = 80;

/// How many characters of a line.
const LINE: usize = 200;

/// A folded part of a comment.
pub(super) fn details(it: &Comparison<'_>, code: Option<&str>, all: &[Entry<'_>]) -> String {
    let title = code.map_or_else(|| "The whole book".to_owned(), |code| format!("<code>{}</code>", html(code, 80)));
    let mut out = format!("<details><summary>{title}: {}</summary>\n\n", changes(all.len()));
    all.iter().take(MOST).for_each(|it| out.push_str(&change(it)));
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        out.push_str(&format!("- … and {more} more\n"));
    }
    out.push('\n');
    let old = all.first().and_then(|it| it.old);
    // Any response shows another envelope.
    let is_envelope = |it: &Entry<'_>| it.assessment.change.path().is_envelope();
    let common = || {
        let entries = it.head.book.errors.iter().map(|it| &*it.code);
        entries.clone().find(|code| old.is_some_and(|it| it.book.error(code).is_some()))
    };
    if let Some(code) = code.or_else(|| all.iter().any(is_envelope).then(common).flatten()) {
        out.push_str(&responses(old, it.head, code));
    }
    out.push_str("</details>\n\n");
    out
}

fn change(entry: &Entry<'_>) -> String {
    let change = &entry.assessment.change;
    let impact = change.impact();
    // The whole entry has no path of its own.
    let path = Some(change.path()).filter(|it| !it.is_code()).map(|it| format!(" {}", span(&it.as_text(), 160)));
    let mut out = format!(
        "- {}{}: {} for clients, {} for servers.",
        span(change.rule.id, 80),
        path.unwrap_or_default(),
        impact.client.as_str(),
        impact.server.as_str()
    );
    let value = |it: &Value| span(&it.as_text(), 200);
    out.push_str(&match (&change.from, &change.to) {
        (Some(Value::Prose(from)), Some(Value::Prose(to))) if is_long(from) && is_long(to) => {
            format!(" {}", by_words(from, to))
        }
        (Some(from), Some(to)) => format!(" From {} to {}.", value(from), value(to)),
        (Some(from), None) => format!(" It was {}.", value(from)),
        (None, Some(to)) => format!(" It is {}.", value(to)),
        (None, None) => String::new(),
    });
    out.push_str(&format!(" {}", change.rule.rationale));
    if let Some(help) = change.help() {
        out.push_str(&format!(" {}", sentence(&help, 400, span)));
    }
    out.push('\n');
    out
}

/// Whether a text has enough words to be compared word by word.
fn is_long(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}

/// Two texts as one, with the words that were removed and those that were added.
fn by_words(from: &str, to: &str) -> String {
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let (from, to) = (cut(from), cut(to));
    let diff = TextDiff::from_words(&*from, &*to);
    // Runs of removed and added words, with what is between two of them and is no word.
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    let mut replaced = (String::new(), String::new());
    let mut between = String::new();
    let flush = |replaced: &mut (String, String), runs: &mut Vec<(ChangeTag, String)>| {
        runs.push((ChangeTag::Delete, std::mem::take(&mut replaced.0)));
        runs.push((ChangeTag::Insert, std::mem::take(&mut replaced.1)));
    };
    for change in diff.iter_all_changes() {
        let word = change.value();
        match change.tag() {
            ChangeTag::Equal if word.trim().is_empty() => between.push_str(word),
            ChangeTag::Equal => {
                flush(&mut replaced, &mut runs);
                runs.push((ChangeTag::Equal, std::mem::take(&mut between) + word));
            }
            tag => {
                let is_open = !(replaced.0.is_empty() && replaced.1.is_empty());
                let space = std::mem::take(&mut between);
                if is_open {
                    replaced.0.push_str(&space);
                    replaced.1.push_str(&space);
                } else {
                    runs.push((ChangeTag::Equal, space));
                }
                if tag == ChangeTag::Delete { &mut replaced.0 } else { &mut replaced.1 }.push_str(word);
            }
        }
    }
    flush(&mut replaced, &mut runs);
    let mut out = String::new();
    for (tag, text) in runs.iter().filter(|it| !it.1.is_empty()) {
        if *tag == ChangeTag::Insert && out.ends_with("</del>") {
            out.push(' ');
        }
        let space = |is_there: bool| if is_there { " " } else { "" };
        let (before, after) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        let written = cell(text, 2 * LONGEST);
        let (open, close) = match tag {
            _ if written.is_empty() => ("", ""),
            ChangeTag::Equal => ("", ""),
            ChangeTag::Delete => ("<del>", "</del>"),
            ChangeTag::Insert => ("<ins>", "</ins>"),
        };
        let after = after && !written.is_empty();
        out.push_str(&format!("{}{open}{written}{close}{}", space(before), space(after)));
    }
    out
}

/// The first example of a code on the wire, before and after, line by line.
fn responses(old: Option<Snapshot<'_>>, new: Snapshot<'_>, code: &str) -> String {
    let response = |snapshot: Snapshot<'_>| {
        let entry = snapshot.book.error(code)?;
        Some(Response::new(&snapshot.book.envelope, entry, entry.examples.first()?).on_the_wire())
    };
    let (old, new) = (old.and_then(response), response(new));
    let (title, old, new) = match (old, new) {
        (None, None) => return String::new(),
        (Some(old), None) => ("The response before:", old, String::new()),
        (None, Some(new)) => ("The response:", String::new(), new),
        (Some(old), Some(new)) if old == new => return "The response is unchanged.\n\n".to_owned(),
        (Some(old), Some(new)) => ("The response before and after:", old, new),
    };
    let diff = TextDiff::from_lines(&*old, &*new);
    let mut lines: Vec<String> = diff
        .iter_all_changes()
        .map(|it| {
            let sign = match it.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let line = it.value().trim_end_matches(['\n', '\r']);
            clipped(&format!("{sign}{}", visible(line))).trim_end().to_owned()
        })
        .collect();
    if let Some(more @ 1..) = lines.len().checked_sub(LINES) {
        lines.truncate(LINES);
        lines.push(format!(" … and {more} more lines"));
    }
    format!("{title}\n\n{}\n\n", fence("diff", &lines.join("\n")))
}

fn clipped(line: &str) -> String {
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
