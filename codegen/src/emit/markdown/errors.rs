//! `docs/errors.md`: the page that an API's users read.

use std::collections::HashMap;

use super::blocks::{blocks, fence, prose};
use super::headings::{self, heading};
use super::inline::{Place, cell_code, code, inline, plain};
use super::payload::{fields, headers};
use super::status_line;
use crate::book::{Backoff, Book, Entry, Example, Guide, HeaderType, Jitter, Piece, Retired, When};
use crate::emit::response::Response;
use crate::output::{NOTICE, Output};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let (contents, _) = Page::new(book, Some(anchors(book))).written();
    Output { path: "docs/errors.md".to_owned(), contents }
}

/// Where each code is found on the page, in the order of the book.
pub(in crate::emit) fn anchors(book: &Book) -> Vec<String> {
    let (page, starts) = Page::new(book, None).written();
    let found = headings::anchors(&page);
    // A heading of signs alone has no anchor: the section has.
    let section = found.get(&starts.section).map_or("", String::as_str);
    starts.entries.iter().map(|at| found.get(at).map_or(section, String::as_str).to_owned()).collect()
}

/// Where headings begin on a page.
#[derive(Default)]
struct Starts {
    /// That above all entries.
    section: usize,
    entries: Vec<usize>,
}

struct Page<'a> {
    book: &'a Book,
    entries: HashMap<&'a str, &'a Entry>,
    anchors: HashMap<&'a str, String>,
    /// Whether the headings are all that is asked for: links lead nowhere, and what holds no heading is left out.
    is_outline: bool,
}

impl<'a> Page<'a> {
    fn new(book: &'a Book, anchors: Option<Vec<String>>) -> Self {
        let codes = book.errors.iter().map(|it| &*it.code);
        Self {
            book,
            entries: codes.clone().zip(&book.errors).collect(),
            is_outline: anchors.is_none(),
            anchors: codes.zip(anchors.unwrap_or_default()).collect(),
        }
    }

    fn written(&self) -> (String, Starts) {
        let book = self.book;
        let mut starts = Starts::default();
        let title = plain(&book.api.name, Place::Paragraph);
        let mut out = format!("<!-- {NOTICE} -->\n\n# {title} API errors\n\n");
        out.push_str(&self.envelope());
        out.push_str("## Error codes\n\n");
        out.push_str(&if book.errors.is_empty() {
            "There are no error codes yet.\n\n".to_owned()
        } else {
            self.table(book.errors.iter())
        });
        for guide in &book.guides {
            out.push_str(&self.guide(guide));
        }
        if !book.errors.is_empty() {
            starts.section = out.len();
            out.push_str("## Each code\n\n");
        }
        for entry in &book.errors {
            starts.entries.push(out.len());
            out.push_str(&self.entry(entry));
        }
        out.push_str(&self.retired());
        out.truncate(out.trim_end().len());
        out.push('\n');
        (out, starts)
    }

    /// What all errors have in common.
    fn envelope(&self) -> String {
        let book = self.book;
        let (code_name, message_name) = (code(&book.envelope.code), code(&book.envelope.message));
        let mut out = String::from("## How an error looks\n\n");
        out.push_str(&match &book.envelope.within {
            Some(within) => format!(
                "Every error response is a JSON object with the member {}, which holds at least:\n\n",
                code(within)
            ),
            None => "Every error response is a JSON object with at least:\n\n".to_owned(),
        });
        out.push_str(&format!("- {code_name}: what has happened, for programs. It is stable: decide on it.\n"));
        out.push_str(&format!(
            "- {message_name}: the same for people and logs. Its wording may change at any time: do not parse it.\n\n"
        ));
        if book.errors.iter().any(|it| !it.fields.is_empty()) {
            out.push_str(&match &book.envelope.fields_under {
                Some(under) => format!("Some codes add members of their own, in {}.\n\n", code(under)),
                None => "Some codes add members of their own beside these.\n\n".to_owned(),
            });
        }
        if book.api.open {
            out.push_str("New codes may be added at any time. Treat one that you do not know by its HTTP status.\n\n");
        }
        let sample = book.errors.iter().find(|it| !it.fields.is_empty()).or(book.errors.first());
        if let Some((entry, example)) = sample.and_then(|it| Some((it, it.examples.first()?))) {
            let body = Response::new(&book.envelope, entry, example).pretty_body();
            out.push_str(&format!("{}\n\n", fence("json", body.trim_end())));
        }
        out
    }

    fn table<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> String {
        let mut out = String::from("| HTTP | Error Code | Meaning | What To Do |\n| --- | --- | --- | --- |\n");
        for entry in entries.filter(|_| !self.is_outline) {
            let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
            let link = self.link(&cell_code(&entry.code), &entry.code);
            let deprecated = if entry.deprecated.is_some() { "**Deprecated.** " } else { "" };
            let (meaning, remediation) = (inline(&entry.meaning, Place::Cell), inline(&entry.remediation, Place::Cell));
            out.push_str(&format!("| {} | {link} | {deprecated}{meaning} | {remediation} |\n", statuses.join(", ")));
        }
        out.push('\n');
        out
    }

    fn link(&self, text: &str, name: &str) -> String {
        format!("[{text}](#{})", self.anchors.get(name).map_or("", String::as_str))
    }

    fn link_to(&self, name: &str) -> String {
        self.link(&code(name), name)
    }

    fn guide(&self, guide: &Guide) -> String {
        let mut text = format!("# {}\n", guide.title);
        for piece in &guide.pieces {
            match piece {
                Piece::Markdown(it) => text.push_str(it),
                // In a table code ends at a pipe, and outside of it `\|` is not code's way to write one.
                Piece::Code(it) if it.contains('|') => {
                    text.push_str(&self.link(&plain(it, Place::Cell), it));
                }
                Piece::Code(it) => text.push_str(&self.link_to(it)),
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
        format!("{}\n\n", prose(text.trim_end(), 1))
    }

    fn entry(&self, entry: &Entry) -> String {
        let mut out = format!("### {}\n\n", heading(&entry.code));
        if self.is_outline {
            return out + &details(entry);
        }
        let statuses: Vec<String> = entry.statuses.iter().map(|it| status_line(*it)).collect();
        out.push_str(&format!("**{}.** {}\n\n", statuses.join(", or "), inline(&entry.meaning, Place::Paragraph)));
        if let Some(it) = &entry.deprecated {
            let instead = it.replacement.iter().map(|it| format!(" Use {} instead.", self.link_to(it)));
            let note = it.note.iter().map(|it| format!(" {}", inline(it, Place::Paragraph)));
            out.push_str(&format!("**Deprecated** since {}.{}\n\n", it.since, instead.chain(note).collect::<String>()));
        }
        out.push_str(&format!("What to do: {}\n\n", inline(&entry.remediation, Place::Paragraph)));
        if !entry.causes.is_empty() {
            out.push_str("Causes:\n\n");
            for cause in &entry.causes {
                out.push_str(&format!("- {}\n", inline(cause, Place::Paragraph)));
            }
            out.push('\n');
        }
        out.push_str(&details(entry));
        out.push_str(&format!("{}\n\n", retry(entry)));
        out.push_str(&fields(&entry.fields));
        out.push_str(&headers(&entry.headers));
        for example in &entry.examples {
            if let Some(title) = &example.title {
                out.push_str(&format!("{}:\n\n", plain(title, Place::Paragraph)));
            }
            out.push_str(&self.response(entry, example));
        }
        if let Some(since) = &entry.since {
            out.push_str(&format!("Since {since}.\n\n"));
        }
        out
    }

    /// A response as it stands on the wire.
    fn response(&self, entry: &Entry, example: &Example) -> String {
        if self.is_outline {
            return fence("http", "");
        }
        let text = Response::new(&self.book.envelope, entry, example).on_the_wire();
        format!("{}\n\n", fence("http", text.trim_end()))
    }

    fn retired(&self) -> String {
        if self.book.retired.is_empty() {
            return String::new();
        }
        let mut out = String::from("## Retired codes\n\nThese codes are no longer sent, and never will be again.\n\n");
        for it in &self.book.retired {
            let Retired { code: gone, since, replacement, renamed_to, .. } = it;
            let onward = |verb: &str, to: &String| format!(" {verb} {}.", self.link_to(to));
            let fate = replacement
                .iter()
                .map(|to| onward("Use", to))
                .chain(renamed_to.iter().map(|to| onward("It is now called", to)));
            out.push_str(&format!("- {}: gone since {since}.{}\n", code(gone), fate.collect::<String>()));
        }
        out.push('\n');
        out
    }
}

fn details(entry: &Entry) -> String {
    let Some(details) = &entry.details else { return String::new() };
    // Behind the causes, what is indented would belong to the last, and a list would be more of them.
    let is_taken = !entry.causes.is_empty() && details.starts_with([' ', '\t', '-', '*', '+']);
    format!("{}{}\n\n", if is_taken { "<!-- -->\n\n" } else { "" }, blocks(details, 3))
}

fn retry(entry: &Entry) -> String {
    let Backoff { retries, initial_ms, factor, max_ms, jitter } = &entry.retry.backoff;
    let which = match entry.retry.when {
        When::Never => return "Retry: no. The same request would fail again.".to_owned(),
        When::Idempotent => {
            "requests that do the same when they are sent twice (`GET`, `PUT`, `DELETE`, or with an idempotency key)"
        }
        When::Always => "any request",
    };
    let header = entry.payload_headers().find(|it| it.ty == HeaderType::Delay);
    let after = header.map_or_else(String::new, |it| format!(" after {}; where it is missing,", code(&it.name)));
    let growth = if *factor > 1.0 {
        format!(", and {factor} times as long each time, up to {}", duration(*max_ms))
    } else {
        String::new()
    };
    let chance = match jitter {
        Jitter::None => "",
        Jitter::Full => ", each wait shortened by chance",
    };
    let times = if *retries == 1 { "once".to_owned() } else { format!("{retries} times") };
    format!("Retry: {which}, at the most {times},{after} after {}{growth}{chance}.", duration(*initial_ms))
}

fn duration(ms: u64) -> String {
    if ms.is_multiple_of(1000) { format!("{} s", ms / 1000) } else { format!("{ms} ms") }
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
