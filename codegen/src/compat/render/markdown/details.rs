//! The details of the changes of one code: each with its values, its rationale and what to do, and the response before and
//! after.

use similar::{ChangeTag, TextDiff};

use super::super::advice::Adviser;
use super::super::escape::{cell, fence, html, sentence, span};
use super::super::summary::{changes, values};
use super::super::{Comparison, Entry, Snapshot};
use crate::compat::excerpt::{Run, Words};
use crate::compat::impact::Verdict;
use crate::compat::value::Value;
use crate::text::visible;
use crate::wire::Response;

/// The maximum number of changes listed for a code.
const MOST: usize = 40;

/// The maximum number of characters compared of a text.
const LONGEST: usize = 1_500;

/// The maximum number of lines shown of a response.
const LINES: usize = 80;

/// The maximum number of characters shown of a line.
const LINE: usize = 200;

/// A folded part of a comment.
pub(super) fn details(it: &Comparison<'_>, adviser: &Adviser<'_>, code: Option<&str>, all: &[Entry<'_>]) -> String {
    let title = code.map_or_else(|| "The whole book".to_owned(), |code| format!("<code>{}</code>", html(code, 80)));
    let mut out = format!("<details><summary>{title}: {}</summary>\n\n", changes(all.len()));
    all.iter().take(MOST).for_each(|entry| out.push_str(&change(entry)));
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        out.push_str(&format!("- … and {more} more\n"));
    }
    out.push('\n');
    out.push_str(&to_waive(adviser, all));
    let old = all.first().and_then(|it| it.old);
    // Any response shows a changed envelope.
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

/// The waivers that would let it pass.
fn to_waive(adviser: &Adviser<'_>, all: &[Entry<'_>]) -> String {
    let file = span(&adviser.waivers(), 160);
    let waivers: Vec<String> = all.iter().filter_map(|entry| adviser.advice(entry).waiver).collect();
    if waivers.is_empty() {
        return String::new();
    }
    format!("To waive, add to {file}, with a reason:\n\n{}\n\n", fence("yaml", &waivers.join("\n")))
}

fn change(entry: &Entry<'_>) -> String {
    let change = &entry.assessment.change;
    let impact = change.impact();
    // A change to the whole entry has no path.
    let path = Some(change.path()).filter(|it| !it.is_code()).map(|it| format!(" {}", span(&it.as_text(), 160)));
    let mut out = format!(
        "- {}{}: {} for clients, {} for servers.",
        span(change.rule.id, 80),
        path.unwrap_or_default(),
        impact.client.as_str(),
        impact.server.as_str()
    );
    let by_words = match (&change.from, &change.to) {
        (Some(Value::Prose(from)), Some(Value::Prose(to))) if is_long(from) && is_long(to) => by_words(from, to),
        _ => None,
    };
    let value = |it: &str| span(it, 400);
    out.push_str(&match (by_words, values(change)) {
        (Some(by_words), _) => format!(" {by_words}"),
        (None, (Some(from), Some(to))) => format!(" From {} to {}.", value(&from), value(&to)),
        // The title already says that a code was added or removed.
        _ if change.path().is_code() => String::new(),
        (None, (Some(from), None)) => format!(" It was {}.", value(&from)),
        (None, (None, Some(to))) => format!(" It is {}.", value(&to)),
        (None, (None, None)) => String::new(),
    });
    out.push_str(&format!(" {}", change.rule.rationale));
    // A change that passes needs no advice on how to avoid it.
    let passes = entry.verdict() == Verdict::Breaking && entry.assessment.pass.is_some();
    if let Some(help) = change.help().filter(|_| !passes) {
        out.push_str(&format!(" {}", sentence(&help, 400, span)));
    }
    out.push('\n');
    out
}

/// Whether a text has enough words to be compared word by word.
fn is_long(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}

/// Two texts as one, with removed and added words marked; `None` if the words are the same.
fn by_words(from: &str, to: &str) -> Option<String> {
    let words = Words::new(from, to);
    let mut out: Vec<String> = Vec::new();
    let mut length = 0;
    for run in words.runs() {
        let (open, text, close) = match run {
            Run::Gap => ("", "…".to_owned(), ""),
            Run::Same(words) => ("", words.join(" "), ""),
            Run::Changed(old, new) => {
                if !old.is_empty() {
                    out.push(format!("<del>{}</del>", cell(&old.join(" "), LONGEST)));
                }
                ("<ins>", new.join(" "), "</ins>")
            }
        };
        if !text.is_empty() {
            length += text.chars().count();
            out.push(format!("{open}{}{close}", cell(&text, LONGEST)));
        }
        if length > 2 * LONGEST {
            out.push("…".to_owned());
            break;
        }
    }
    (!out.is_empty()).then(|| out.join(" "))
}

/// The first example of a code on the wire, before and after, line by line.
fn responses(old: Option<Snapshot<'_>>, new: Snapshot<'_>, code: &str) -> String {
    let response = |snapshot: Snapshot<'_>| {
        let entry = snapshot.book.error(code)?;
        Some(Response::new(snapshot.book, entry, entry.examples.first()?).on_the_wire())
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
