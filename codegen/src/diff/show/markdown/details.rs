//! What is behind the changes of one code: each with its values, its reason and its mend, and what a response looked like
//! and looks like.

use similar::{ChangeTag, TextDiff};

use super::super::escape::{cell, html, sentence, span};
use super::super::words::changes;
use super::super::{Comparison, Edition, Seen};
use crate::markdown::fence;
use crate::text::visible;
use crate::wire::Response;

/// How many changes of a code are told.
const MOST: usize = 40;

/// How many characters of a text are compared.
const LONGEST: usize = 1_500;

/// How many lines of a response are shown.
const LINES: usize = 80;

/// How many characters of a line.
const LINE: usize = 200;

/// A folded part of a comment.
pub(super) fn details(it: &Comparison<'_>, code: Option<&str>, all: &[Seen<'_>]) -> String {
    let title = code.map_or_else(|| "The whole book".to_owned(), |code| format!("<code>{}</code>", html(code, 80)));
    let mut out = format!("<details><summary>{title}: {}</summary>\n\n", changes(all.len()));
    for seen in all.iter().take(MOST) {
        out.push_str(&change(seen));
    }
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        out.push_str(&format!("- … and {more} more\n"));
    }
    out.push('\n');
    let old = all.first().and_then(|it| it.old);
    // Another envelope is seen in any response.
    let is_envelope = |it: &Seen<'_>| it.judged.change.path.starts_with("envelope.");
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

fn change(seen: &Seen<'_>) -> String {
    let change = &seen.judged.change;
    let effect = change.effect;
    // The whole entry has no path of its own.
    let path = Some(&change.path).filter(|it| *it != "code").map(|it| format!(" {}", span(it, 160)));
    let mut out = format!(
        "- {}{}: {} for clients, {} for servers.",
        span(change.rule.id, 80),
        path.unwrap_or_default(),
        effect.client.as_str(),
        effect.server.as_str()
    );
    out.push_str(&match (change.from.as_deref(), change.to.as_deref()) {
        (Some(from), Some(to)) if is_prose(from) && is_prose(to) => format!(" {}", by_words(from, to)),
        (Some(from), Some(to)) => format!(" From {} to {}.", span(from, 200), span(to, 200)),
        (Some(from), None) => format!(" It was {}.", span(from, 200)),
        (None, Some(to)) => format!(" It is {}.", span(to, 200)),
        (None, None) => String::new(),
    });
    out.push_str(&format!(" {}", sentence(change.rule.why, 400, span)));
    if let Some(help) = &change.help {
        out.push_str(&format!(" {}", sentence(help, 400, span)));
    }
    out.push('\n');
    out
}

/// Whether a value is something that people read word by word.
fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(2).is_some()
}

/// Two texts as one, with the words that went and those that came.
fn by_words(from: &str, to: &str) -> String {
    let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let (from, to) = (cut(from), cut(to));
    let diff = TextDiff::from_words(&*from, &*to);
    // Runs of words that went and came, with what lies between two of them and is no word.
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
                let blank = std::mem::take(&mut between);
                if is_open {
                    replaced.0.push_str(&blank);
                    replaced.1.push_str(&blank);
                } else {
                    runs.push((ChangeTag::Equal, blank));
                }
                if tag == ChangeTag::Delete { &mut replaced.0 } else { &mut replaced.1 }.push_str(word);
            }
        }
    }
    flush(&mut replaced, &mut runs);
    let mut out = String::new();
    for (tag, text) in runs.iter().filter(|it| !it.1.is_empty()) {
        // So that what went and what came are told apart.
        if *tag == ChangeTag::Insert && out.ends_with("</del>") {
            out.push(' ');
        }
        let blank = |is_there: bool| if is_there { " " } else { "" };
        let (before, behind) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
        let written = cell(text, 2 * LONGEST);
        let (open, close) = match tag {
            _ if written.is_empty() => ("", ""),
            ChangeTag::Equal => ("", ""),
            ChangeTag::Delete => ("<del>", "</del>"),
            ChangeTag::Insert => ("<ins>", "</ins>"),
        };
        let behind = behind && !written.is_empty();
        out.push_str(&format!("{}{open}{written}{close}{}", blank(before), blank(behind)));
    }
    out
}

/// A code's first example as it stood and as it stands on the wire, line by line.
fn responses(old: Option<Edition<'_>>, new: Edition<'_>, code: &str) -> String {
    let response = |edition: Edition<'_>| {
        let entry = edition.book.error(code)?;
        Some(Response::new(&edition.book.envelope, entry, entry.examples.first()?).on_the_wire())
    };
    let (old, new) = (old.and_then(response), response(new));
    let (title, old, new) = match (old, new) {
        (None, None) => return String::new(),
        (Some(old), None) => ("The response was:", old, String::new()),
        (None, Some(new)) => ("The response:", String::new(), new),
        (Some(old), Some(new)) if old == new => return "The response is the same.\n\n".to_owned(),
        (Some(old), Some(new)) => ("The response was and is:", old, new),
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
