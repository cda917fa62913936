//! `docs/errors.md`: the page that an API's users read first. Each code is a row of its table; the rest is on the
//! code's own page.

use std::collections::HashMap;

use super::layout::layout;
use super::parts::{FIELDS, HEADERS, code_link, finished, put, response};
use super::snippets::{curl, javascript, python, typescript};
use super::statuses::{by_status, status_path};
use super::table::Table;
use crate::emit::Publication;
use crate::emit::options::Group;
use crate::emit::output::markdown_notice;
use crate::emit::rust::example::{handling, sample};
use crate::markdown::{self, Anchors, Links, Place, blocks_with_headings, code, fence, inline, label, plain};
use crate::model::{ErrorDef, Guide, Member, Piece, ShortForm};
use crate::urls::page_at;
use crate::wire::{Response, status_line};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    markdown_notice() + &Page::new(book, "", false).written()
}

/// The same without the notice, for a file whose docs are in the folder `base`.
pub(in crate::emit) fn text(book: &Publication<'_>, base: &str) -> String {
    Page::new(book, base, false).written()
}

/// The anchor of each guide on the page, in the order of the book.
pub(super) fn guide_anchors(book: &Publication<'_>) -> Vec<String> {
    let page = Page::new(book, "", true);
    let mut anchors = Anchors::default();
    for section in page.sections() {
        anchors.next(&section.title);
    }
    let mut anchor = |guide: &Guide| {
        let (_, headings) = page.guide(guide);
        let found: Vec<_> = headings.iter().map(|heading| anchors.next(heading)).collect();
        // A title without letters or digits has no anchor.
        found.into_iter().next().flatten().unwrap_or_default()
    };
    book.guides.iter().map(&mut anchor).collect()
}

/// With more codes than this, each status has a table.
const LONG: usize = 100;

/// With more codes than this, each status has a page.
const MOST: usize = 1000;

struct Page<'a> {
    book: &'a Publication<'a>,
    entries: HashMap<&'a str, &'a ErrorDef>,
    table: Table,
    /// The folder of the docs, relative to this page.
    base: &'a str,
    /// Whether only the headings of guides matter: tables and responses are left out.
    is_outline: bool,
}

/// A section of the page, whose text is built only if needed.
struct Section<'a> {
    level: usize,
    title: String,
    text: Box<dyn Fn() -> String + 'a>,
}

fn section<'a>(level: usize, title: impl Into<String>, text: impl Fn() -> String + 'a) -> Section<'a> {
    Section { level, title: title.into(), text: Box::new(text) }
}

impl<'a> Page<'a> {
    fn new(book: &'a Publication<'a>, base: &'a str, is_outline: bool) -> Self {
        let entries = book.errors.iter().map(|it| (&*it.code, it)).collect();
        Self { book, entries, table: Table::of(book), base, is_outline }
    }

    /// The folder of the codes' pages.
    fn to(&self) -> String {
        format!("{}errors/", self.base)
    }

    fn written(&self) -> String {
        let mut out = String::new();
        for Section { level, title, text } in self.sections() {
            out.push_str(&format!("{} {title}\n\n", "#".repeat(level)));
            put(&mut out, &text());
        }
        for guide in &self.book.guides {
            put(&mut out, &self.guide(guide).0);
        }
        if !self.book.retired.is_empty() {
            out.push_str(&format!(
                "## Retired codes\n\nThe API no longer sends some codes: see [retired codes]({}retired.md).\n",
                self.base
            ));
        }
        finished(out)
    }

    /// The sections before the guides.
    fn sections(&self) -> Vec<Section<'_>> {
        let book = self.book;
        let title = plain(&book.api.full_name(), Place::Paragraph);
        let mut out = vec![
            section(1, format!("{title} errors"), || {
                format!("This page describes version {} of the API.", book.api.version)
            }),
            section(2, "How an error looks", || self.envelope() + &self.unhandled()),
            section(2, "Error codes", || self.codes()),
        ];
        for (title, entries) in self.groups() {
            out.push(section(3, title, move || self.table(entries)));
        }
        if let Some(entry) = sample(book) {
            out.push(section(2, "Handling errors", String::new));
            out.push(section(3, "In Rust", move || handling(book, entry)));
            out.push(if book.options.has(Group::Typescript) {
                section(3, "In TypeScript", move || typescript::reference(book, entry))
            } else {
                section(3, "In JavaScript", || javascript::reference(book))
            });
            if book.options.has(Group::Python) {
                out.push(section(3, "In Python", move || python::reference(book, entry)));
            }
            out.push(section(3, "With curl", || curl::reference(book)));
        }
        out
    }

    /// The common form of all errors.
    fn envelope(&self) -> String {
        let book = self.book;
        let mut out = match book.short_envelope() {
            Some(short) => self.short_form(short),
            None => layout(book),
        };
        if book.api.open {
            out.push_str(if book.has_errors_of_success {
                "New codes may be added at any time. Treat an unknown code as a failure of the request.\n\n"
            } else {
                "New codes may be added at any time. Handle an unknown code by its HTTP status.\n\n"
            });
        }
        let other = if book.errors.iter().all(|it| book.sends_code(it)) {
            "without a code"
        } else {
            "a body of a different form"
        };
        out.push_str(&format!("A response with a status of 400 or more and {other} is not from an operation of the API: the server's framework, a proxy or a load balancer answered. Handle it by its HTTP status, too.\n\n"));
        let sample = book.errors.iter().find(|it| !it.fields.is_empty()).or(book.errors.first());
        if let Some((entry, example)) = sample.and_then(|it| Some((it, it.examples.first()?))) {
            let body = Response::new(book, entry, example).pretty_body();
            out.push_str(&format!("{}\n\n", fence("json", body.trim_end())));
        }
        out
    }

    /// The four members of the short form.
    fn short_form(&self, envelope: &ShortForm) -> String {
        let (code_name, message_name) = (code(&envelope.code), code(&envelope.message));
        let mut out = match &envelope.within {
            Some(within) => format!(
                "Every error response is a JSON object with the member {}, which holds at least:\n\n",
                code(within)
            ),
            None => "Every error response is a JSON object with at least:\n\n".to_owned(),
        };
        out.push_str(&format!("- {code_name}: the error, for programs. Codes are stable: decide on this member.\n"));
        out.push_str(&format!(
            "- {message_name}: the error, for people and logs. Its wording may change at any time: do not parse it.\n\n"
        ));
        if self.book.errors.iter().any(|it| !it.fields.is_empty()) {
            out.push_str(&match &envelope.fields_under {
                Some(under) => format!("Some codes have further members, in {}.\n\n", code(under)),
                None => "Some codes have further members beside these.\n\n".to_owned(),
            });
        }
        out
    }

    /// The responses to requests that no operation handles. Without a code, the response is that of the server's
    /// framework.
    fn unhandled(&self) -> String {
        let cases = [
            (404, "an unknown route"),
            (405, "a method that the route does not support"),
            (413, "a body that is too large"),
            (415, "an unsupported media type"),
            (500, "a failure of the server"),
        ];
        let fallback = &self.book.fallback;
        if cases.iter().all(|(status, _)| fallback.code(*status).is_none()) {
            return String::new();
        }
        let line = |(status, what): (u16, &str)| match fallback.code(status).and_then(|it| self.entries.get(it)) {
            Some(entry) => {
                let sent = if entry.statuses.contains(&status) { status } else { entry.status() };
                format!("- {what}: {} (HTTP {sent})\n", code_link(&self.book.api, &entry.code, &self.to()))
            }
            None => format!("- {what}: HTTP {status} without a code\n"),
        };
        let lines: String = cases.into_iter().map(line).collect();
        format!("A request that no operation handles gets one of these responses:\n\n{lines}\n")
    }

    /// The table of all codes. If it would be long, links to a table for each status: on this page or, if that would be
    /// too much for a browser, on the statuses' own pages.
    fn codes(&self) -> String {
        if self.book.errors.is_empty() {
            return "There are no error codes yet.".to_owned();
        }
        let mut out = "Each code has a page with its causes, its full response, and how to handle it.\n\n".to_owned();
        let groups = self.groups();
        if self.book.errors.len() > MOST {
            out.push_str(&self.statuses());
        } else if groups.is_empty() {
            out.push_str(&self.table(&self.book.errors));
        }
        for (title, entries) in groups {
            out.push_str(&format!("- [{title}](#{}): {}\n", markdown::slug(&title), entries.len()));
        }
        out
    }

    /// The codes of each status, if there is a table for each on this page.
    fn groups(&self) -> Vec<(String, &'a [ErrorDef])> {
        let errors = &self.book.errors;
        if !(LONG + 1..=MOST).contains(&errors.len()) {
            return Vec::new();
        }
        errors.chunk_by(|a, b| a.status() == b.status()).map(|group| (status_line(group[0].status()), group)).collect()
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

    /// A guide, and the headings in it, its title first.
    fn guide(&self, guide: &Guide) -> (String, Vec<String>) {
        let mut text = format!("# {}\n", inline(&guide.title, Place::Paragraph));
        for piece in &guide.pieces {
            match piece {
                Piece::Markdown(it) => text.push_str(it),
                Piece::Field(of, member) => text.push_str(&self.field(of, member)),
                Piece::Code(it) => text.push_str(&code_link(&self.book.api, it, &self.to())),
                Piece::Table(codes) if codes.is_empty() => insert(&mut text, &self.table(self.book.errors.iter())),
                Piece::Table(codes) => {
                    insert(&mut text, &self.table(codes.iter().filter_map(|it| self.entries.get(&**it).copied())));
                }
                Piece::Example(it) => {
                    let entry = self.entries.get(&**it);
                    let shown = entry.and_then(|entry| Some((entry, entry.examples.first()?)));
                    insert(&mut text, &shown.map(|(entry, it)| self.response(entry, it)).unwrap_or_default());
                }
            }
        }
        blocks_with_headings(text.trim_end(), 1, Links::Relative)
    }

    /// A field or header, linked to its section of the code's page.
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

/// A block on its own lines, possibly nested in a list.
fn insert(text: &mut String, block: &str) {
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
