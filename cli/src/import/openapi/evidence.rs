//! What the prose of a document says about codes: lists in the description of an enum, and tables in those of tags.

use std::collections::{BTreeSet, HashMap};

use errbook_codegen::source::Span;
use errbook_codegen::text::{counted, quoted};

use super::refs::Documents;
use super::responses::Response;
use crate::import::cells::{self, Statuses, folded};
use crate::import::draft::{Entry, Fact};
use crate::import::envelope::Site;
use crate::import::pages;
use crate::import::report::Report;
use crate::import::tables;

/// What the prose says, by code.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    entries: HashMap<String, Entry>,
    /// The descriptions that were read.
    seen: BTreeSet<(u32, u32)>,
}

impl Evidence {
    /// The statuses of a code; `None` if the prose gives none.
    pub(super) fn statuses(&self, code: &str) -> Option<&[Fact<u16>]> {
        self.entries.get(code).map(|it| it.statuses.as_slice()).filter(|it| !it.is_empty())
    }

    /// Moves the texts of a code into its entry.
    pub(super) fn take(&mut self, code: &str, entry: &mut Entry) {
        let Some(found) = self.entries.remove(code) else { return };
        // Before what was read of bodies: it is about this code alone.
        entry.meanings.splice(0..0, found.meanings);
        entry.remediations.extend(found.remediations);
        entry.causes.extend(found.causes);
        entry.details.extend(found.details);
        entry.retry.extend(found.retry);
        // A column of messages is prose here.
        entry.meanings.extend(found.messages);
    }

    fn add(&mut self, found: Entry) {
        match self.entries.get_mut(&found.code) {
            Some(known) => {
                for it in &found.statuses {
                    known.add_status(it.value, it.at);
                }
                known.meanings.extend(found.meanings);
                known.remediations.extend(found.remediations);
                known.messages.extend(found.messages);
                known.causes.extend(found.causes);
            }
            None => {
                self.entries.insert(found.code.clone(), found);
            }
        }
    }
}

/// The tables in the descriptions of the API and its tags.
pub(super) fn descriptions(documents: &Documents, known: &BTreeSet<String>, report: &mut Report) -> Evidence {
    let mut out = Evidence::default();
    let Some(root) = documents.root() else { return out };
    let info = root.get("info").and_then(|it| it.get("description"));
    let tags = root.get("tags").into_iter().flat_map(super::refs::Node::items).filter_map(|it| it.get("description"));
    for node in info.into_iter().chain(tags) {
        let Some(text) = node.value.text() else { continue };
        let at = node.value.span();
        for table in pages::markdown_in(text, at).tables {
            // Its tables are read only for codes that the schemas have.
            let mut unheard = Report::default();
            let rows = tables::entries(&table, &mut unheard);
            let count = rows.len();
            let header: Vec<String> = table.header.iter().map(|it| pages::plain(&it.text)).collect();
            if count == 0 && header.iter().any(|it| it.to_lowercase().contains("code")) {
                let what = format!("the table {} in a description", quoted(&header.join(" | ")));
                report.left(at, what, "it has no column of codes, or no text for them");
            }
            let mut used = 0;
            for mut row in rows {
                row.at = at;
                for it in &mut row.statuses {
                    it.at = at;
                }
                let same = known.iter().find(|it| **it == row.code);
                let alike = || known.iter().find(|it| folded(it) == folded(&row.code));
                match same.or_else(alike) {
                    Some(code) => {
                        row.code.clone_from(code);
                        used += 1;
                        out.add(row);
                    }
                    None => report.left(
                        at,
                        format!("the code {} of a table in a description", quoted(&row.code)),
                        "no schema has it",
                    ),
                }
            }
            if used > 0 {
                report.guessed(
                    at,
                    format!("statuses and texts of {}", counted(used, "code")),
                    format!("a table of {} in a description has codes with the same letters", counted(count, "row")),
                );
            }
        }
    }
    out
}

/// The list in the description of a code's member: "`not_found` - 404: the resource does not exist".
pub(super) fn words(
    code: &str,
    site: &Site,
    all: &[Response],
    responses: &[usize],
    out: &mut Evidence,
    report: &mut Report,
) {
    for &number in responses {
        for shape in &all[number].shapes {
            let member = site.code.as_ref().and_then(|it| site.object(shape)?.member(it));
            let Some(member) = member.filter(|it| it.values.len() > 1) else { continue };
            let Some(doc) = &member.doc else { continue };
            let codes: Vec<String> = member.words();
            if !codes.iter().any(|it| it == code) || !out.seen.insert((member.at.start, member.at.end)) {
                continue;
            }
            let mut count = 0;
            for line in doc.lines() {
                if let Some(entry) = line_of(line, &codes, member.at) {
                    count += 1;
                    out.add(entry);
                }
            }
            if count > 0 {
                report.read(member.at, format!("a list of {} in the description of an enum", counted(count, "code")));
            }
        }
    }
}

/// A line about one of these codes.
fn line_of(line: &str, codes: &[String], at: Span) -> Option<Entry> {
    let item = line.trim().trim_start_matches(['*', '-', '+', '|', ' ']);
    let (code, rest) = if let Some(quoted) = item.strip_prefix('`') {
        quoted.split_once('`')?
    } else {
        let item = item.trim_start_matches(['*', '"', '\'']);
        let end = item.find(|c: char| c.is_whitespace() || ":*\"'".contains(c))?;
        item.split_at(end)
    };
    let code = codes.iter().find(|it| **it == code)?;
    let separators = |c: char| c.is_whitespace() || "-–—:=*|\"'>".contains(c);
    let mut rest = rest.trim_start_matches(separators);
    let mut entry = Entry::new(code.clone(), at);
    // Statuses before the text.
    let digits = rest.find(|c: char| !(c.is_ascii_digit() || "/, ".contains(c))).unwrap_or(rest.len());
    if let (Statuses::Errors(found), true) = (cells::statuses(&rest[..digits]), digits >= 3) {
        for it in found {
            entry.add_status(it, at);
        }
        rest = rest[digits..].trim_start_matches(separators);
    }
    let text = rest.trim().trim_end_matches('|').trim();
    if text.is_empty() && entry.statuses.is_empty() {
        return None;
    }
    if !text.is_empty() && !says_nothing(text, code) {
        entry.meanings.push(Fact::new(capitalized(text), at));
    }
    Some(entry)
}

/// A text with a capital at its beginning, unless that is code.
fn capitalized(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let is_plain = word.chars().all(|c| c.is_ascii_lowercase() || "',".contains(c));
    let mut characters = text.chars();
    match characters.next().filter(|_| is_plain) {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text.to_owned(),
    }
}

/// Whether a text only repeats the code, the name of a status, or that there is an error.
pub(super) fn says_nothing(text: &str, code: &str) -> bool {
    let text = folded(text);
    let text = text.strip_prefix("error").unwrap_or(&text).trim_start_matches(|c: char| c.is_ascii_digit());
    text.is_empty()
        || text == folded(code)
        || text.strip_suffix("error") == Some(&folded(code))
        || text.strip_prefix("xx").is_some()
        || matches!(
            text,
            "s" | "response"
                | "errors"
                | "errorresponse"
                | "unexpectederror"
                | "defaulterror"
                | "default"
                | "defaultresponse"
                | "failure"
                | "clienterror"
                | "agenericerror"
                | "genericerror"
                | "unexpectederrorresponse"
        )
        || cells::status_of_name(text).is_some()
}

/// Whether a message only fills its place in an example.
pub(super) fn is_filler(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "" | "string" | "message" | "error message" | "lorem ipsum" | "text" | "error"
    )
}
