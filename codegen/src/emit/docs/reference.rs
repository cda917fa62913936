//! `docs/errors.md`: the page that an API's users read first. What it says of a single code is a row of its table; the
//! rest is on the code's own page.

use std::collections::HashMap;

use super::parts::{FIELDS, HEADERS, code_link, finished, response};
use super::snippets::{curl, javascript};
use super::statuses::{by_status, status_path};
use super::table::Table;
use crate::emit::output::markdown_notice;
use crate::emit::rust::example::{handling, sample};
use crate::emit::urls::page_at;
use crate::markdown::{self, Links, Place, blocks, code, fence, inline, label, plain};
use crate::model::{Book, ErrorDef, Guide, Member, Piece};
use crate::wire::{Response, status_line};

pub(in crate::emit) fn emit(book: &Book) -> String {
    let (page, _) = Page::new(book, "", false).written();
    markdown_notice() + &page
}

/// The same without the notice, for a file that has the docs behind `base`.
pub(in crate::emit) fn text(book: &Book, base: &str) -> String {
    Page::new(book, base, false).written().0
}

/// Where each guide is found on the page, in the order of the book.
pub(super) fn guide_anchors(book: &Book) -> Vec<String> {
    if book.guides.is_empty() {
        return Vec::new();
    }
    let (page, starts) = Page::new(book, "", true).written();
    let found = markdown::anchors(&page);
    // A heading of signs alone has no anchor.
    starts.iter().map(|at| found.get(at).cloned().unwrap_or_default()).collect()
}

struct Page<'a> {
    book: &'a Book,
    entries: HashMap<&'a str, &'a ErrorDef>,
    table: Table,
    /// Where the docs are, as seen from this page.
    base: &'a str,
    /// Whether the headings are all that is asked for: what holds none is left out.
    is_outline: bool,
}

impl<'a> Page<'a> {
    fn new(book: &'a Book, base: &'a str, is_outline: bool) -> Self {
        let entries = book.errors.iter().map(|it| (&*it.code, it)).collect();
        Self { book, entries, table: Table::of(book), base, is_outline }
    }

    /// Where the codes' pages are.
    fn to(&self) -> String {
        format!("{}errors/", self.base)
    }

    /// The page, and where the guides begin on it.
    fn written(&self) -> (String, Vec<usize>) {
        let book = self.book;
        let title = plain(&book.api.name, Place::Paragraph);
        let mut out = format!("# {title} API errors\n\n");
        out.push_str(&self.envelope());
        out.push_str("## Error codes\n\n");
        out.push_str(&self.codes());
        out.push_str(&self.handling());
        let mut starts = Vec::new();
        for guide in &book.guides {
            starts.push(out.len());
            out.push_str(&self.guide(guide));
        }
        if !book.retired.is_empty() {
            out.push_str(&format!(
                "## Retired codes\n\nThe API no longer sends some codes: see [retired codes]({}retired.md).\n",
                self.base
            ));
        }
        (finished(out), starts)
    }

    /// What all errors have in common.
    fn envelope(&self) -> String {
        let book = self.book;
        let (code_name, message_name) = (code(&book.envelope.code), code(&book.envelope.message));
        let mut out =
            format!("This page describes version {} of the API.\n\n## How an error looks\n\n", book.api.version);
        out.push_str(&match &book.envelope.within {
            Some(within) => format!(
                "Every error response is a JSON object with the member {}, which holds at least:\n\n",
                code(within)
            ),
            None => "Every error response is a JSON object with at least:\n\n".to_owned(),
        });
        out.push_str(&format!("- {code_name}: the error, for programs. Codes are stable: decide on this member.\n"));
        out.push_str(&format!(
            "- {message_name}: the error, for people and logs. Its wording may change at any time: do not parse it.\n\n"
        ));
        if book.errors.iter().any(|it| !it.fields.is_empty()) {
            out.push_str(&match &book.envelope.fields_under {
                Some(under) => format!("Some codes have further members, in {}.\n\n", code(under)),
                None => "Some codes have further members beside these.\n\n".to_owned(),
            });
        }
        if book.api.open {
            out.push_str("New codes may be added at any time. Handle an unknown code by its HTTP status.\n\n");
        }
        out.push_str("A response with a status of 400 or more and without a code is not from the API: a proxy or a load balancer on the way answered. Handle it by its HTTP status, too.\n\n");
        let sample = book.errors.iter().find(|it| !it.fields.is_empty()).or(book.errors.first());
        if let Some((entry, example)) = sample.and_then(|it| Some((it, it.examples.first()?))) {
            let body = Response::new(&book.envelope, entry, example).pretty_body();
            out.push_str(&format!("{}\n\n", fence("json", body.trim_end())));
        }
        out
    }

    /// How to handle an error, as far as it is the same for every code.
    fn handling(&self) -> String {
        let book = self.book;
        let Some(entry) = sample(book) else { return String::new() };
        format!(
            "## Handling errors\n\n### In Rust\n\n{}\n### In JavaScript\n\n{}\n### With curl\n\n{}\n",
            handling(book, entry),
            javascript::reference(&book.envelope),
            curl::reference()
        )
    }

    /// The table of all codes. Where it would be long, there is one for each status, and a way to each; where that would be
    /// a page that nobody can load, these are on the statuses' own pages.
    fn codes(&self) -> String {
        const LONG: usize = 100;
        const MOST: usize = 1000;
        let book = self.book;
        if book.errors.is_empty() {
            return "There are no error codes yet.\n\n".to_owned();
        }
        let mut out = "Each code has a page with its causes, its full response, and how to handle it.\n\n".to_owned();
        if book.errors.len() <= LONG {
            return out + &self.table(book.errors.iter());
        }
        if book.errors.len() > MOST {
            return out + &self.statuses();
        }
        let groups: Vec<(String, &[ErrorDef])> =
            book.errors.chunk_by(|a, b| a.status() == b.status()).map(|it| (status_line(it[0].status()), it)).collect();
        for (title, entries) in &groups {
            out.push_str(&format!("- [{title}](#{}): {}\n", markdown::slug(title), entries.len()));
        }
        out.push('\n');
        for (title, entries) in groups {
            out.push_str(&format!("### {title}\n\n{}", self.table(entries)));
        }
        out
    }

    /// The statuses, each with the number of codes on its page.
    fn statuses(&self) -> String {
        let mut out = String::from("The codes of a status are on its page:\n\n");
        for (status, entries) in by_status(self.book) {
            let (title, count) = (status_line(status), entries.len());
            let codes = if count == 1 { "code" } else { "codes" };
            out.push_str(&format!("- [{title}]({}{}): {count} {codes}\n", self.base, status_path(status)));
        }
        out + "\n"
    }

    fn table<'e>(&self, entries: impl IntoIterator<Item = &'e ErrorDef>) -> String {
        if self.is_outline {
            String::new()
        } else {
            self.table.written(entries, &|code| page_at(&self.book.api, &self.to(), code))
        }
    }

    fn guide(&self, guide: &Guide) -> String {
        let mut text = format!("# {}\n", inline(&guide.title, Place::Paragraph));
        for piece in &guide.pieces {
            match piece {
                Piece::Markdown(it) => text.push_str(it),
                Piece::Field(of, member) => text.push_str(&self.field(of, member)),
                Piece::Code(it) => text.push_str(&code_link(&self.book.api, it, &self.to())),
                Piece::Table(codes) if codes.is_empty() => put(&mut text, &self.table(self.book.errors.iter())),
                Piece::Table(codes) => {
                    put(&mut text, &self.table(codes.iter().filter_map(|it| self.entries.get(&**it).copied())));
                }
                Piece::Example(it) => {
                    let entry = self.entries.get(&**it);
                    let shown = entry.and_then(|entry| Some((entry, entry.examples.first()?)));
                    put(&mut text, &shown.map(|(entry, it)| self.response(entry, it)).unwrap_or_default());
                }
            }
        }
        format!("{}\n\n", blocks(text.trim_end(), 1, Links::Relative))
    }

    /// A field or header, linked to where its code's page tells of it.
    fn field(&self, of: &str, member: &Member) -> String {
        let (name, section) = match member {
            Member::Field(name) => (name, FIELDS),
            Member::Header(name) => (name, HEADERS),
        };
        format!(
            "[{}]({}#{})",
            label(name, Place::Paragraph),
            page_at(&self.book.api, &self.to(), of),
            markdown::slug(section)
        )
    }

    fn response(&self, entry: &ErrorDef, example: &crate::model::Example) -> String {
        if self.is_outline { fence("http", "") } else { response(self.book, entry, example) + "\n\n" }
    }
}

/// A block on lines of its own, perhaps deep in a list.
fn put(text: &mut String, block: &str) {
    let line = text.rfind('\n').map_or(0, |it| it + 1);
    let indentation = text.split_off(line);
    text.push('\n');
    for line in block.lines() {
        if !line.is_empty() {
            text.push_str(&indentation);
            text.push_str(line);
        }
        text.push('\n');
    }
}
