//! `docs/errors.md`: the page that an API's users read.

use std::collections::HashMap;

use super::blocks::{blocks, prose};
use super::inline::{Place, cell_code, code, inline, longest_run, plain};
use super::status_line;
use crate::book::{Backoff, Book, Entry, Example, Field, Header, HeaderType, Jitter, Piece, Retired, Type, When};
use crate::emit::response::Response;
use crate::output::{NOTICE, Output};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let page = Page { book, anchors: book.errors.iter().map(|it| &*it.code).zip(anchors(book)).collect() };
    let mut out = format!("<!-- {NOTICE} -->\n\n# {}\n\n", title(book));
    out.push_str(&page.envelope());
    out.push_str("## Error codes\n\n");
    out.push_str(&if book.errors.is_empty() {
        "There are no error codes yet.\n\n".to_owned()
    } else {
        page.table(book.errors.iter())
    });
    for guide in &book.guides {
        out.push_str(&page.guide(guide));
    }
    if !book.errors.is_empty() {
        out.push_str("## Each code\n\n");
    }
    for entry in &book.errors {
        out.push_str(&page.entry(entry));
    }
    out.push_str(&page.retired());
    Output { path: "docs/errors.md".to_owned(), contents: tidy(&out) }
}

/// Where each code is found on the page, in the order of the book.
pub(in crate::emit) fn anchors(book: &Book) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut anchor = |heading: &str| {
        let slug = slug(heading);
        let count = seen.entry(slug.clone()).or_insert(0);
        *count += 1;
        if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
    };
    // Every heading before counts: GitHub numbers those that are alike.
    for heading in [title(book).as_str(), "How an error looks", "Error codes"] {
        anchor(heading);
    }
    for guide in &book.guides {
        anchor(&guide.title);
        for piece in &guide.pieces {
            if let Piece::Markdown(text) = piece {
                text.lines()
                    .filter(|it| it.starts_with('#'))
                    .for_each(|it| drop(anchor(it.trim_start_matches('#').trim())));
            }
        }
    }
    anchor("Each code");
    book.errors.iter().map(|it| anchor(&it.code)).collect()
}

/// A heading's anchor as GitHub makes it.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn title(book: &Book) -> String {
    format!("{} API errors", plain(&book.api.name, Place::Paragraph))
}

struct Page<'a> {
    book: &'a Book,
    anchors: HashMap<&'a str, String>,
}

impl Page<'_> {
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
            out.push_str(&fence("json", &Response::new(&book.envelope, entry, example).pretty_body()));
        }
        out
    }

    fn table<'e>(&self, entries: impl Iterator<Item = &'e Entry>) -> String {
        let mut out = String::from("| HTTP | Error Code | Meaning | What To Do |\n| --- | --- | --- | --- |\n");
        for entry in entries {
            let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
            let link = format!("[{}](#{})", cell_code(&entry.code), self.anchor(&entry.code));
            let deprecated = if entry.deprecated.is_some() { "**Deprecated.** " } else { "" };
            let (meaning, remediation) = (inline(&entry.meaning, Place::Cell), inline(&entry.remediation, Place::Cell));
            out.push_str(&format!("| {} | {link} | {deprecated}{meaning} | {remediation} |\n", statuses.join(", ")));
        }
        out.push('\n');
        out
    }

    fn anchor(&self, code: &str) -> &str {
        self.anchors.get(code).map_or("", String::as_str)
    }

    fn guide(&self, guide: &crate::book::Guide) -> String {
        let mut text = format!("# {}\n", guide.title);
        for piece in &guide.pieces {
            match piece {
                Piece::Markdown(it) => text.push_str(it),
                Piece::Code(it) => text.push_str(&format!("[{}](#{})", code(it), self.anchor(it))),
                Piece::Table(codes) if codes.is_empty() => text.push_str(&self.table(self.book.errors.iter())),
                Piece::Table(codes) => text.push_str(&self.table(codes.iter().filter_map(|it| self.book.entry(it)))),
                Piece::Example(it) => {
                    let entry = self.book.entry(it);
                    let shown = entry.and_then(|entry| Some((entry, entry.examples.first()?)));
                    text.push_str(&shown.map(|(entry, example)| self.response(entry, example)).unwrap_or_default());
                }
            }
        }
        format!("{}\n\n", prose(text.trim_end(), 1))
    }

    fn entry(&self, entry: &Entry) -> String {
        let mut out = format!("### {}\n\n", plain(&entry.code, Place::Paragraph));
        let statuses: Vec<String> = entry.statuses.iter().map(|it| status_line(*it)).collect();
        out.push_str(&format!("**{}.** {}\n\n", statuses.join(", or "), inline(&entry.meaning, Place::Paragraph)));
        if let Some(it) = &entry.deprecated {
            let instead = it.replacement.iter().map(|it| format!(" Use [{}](#{}) instead.", code(it), self.anchor(it)));
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
        if let Some(details) = &entry.details {
            out.push_str(&blocks(details, 3));
            out.push_str("\n\n");
        }
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
        let response = Response::new(&self.book.envelope, entry, example);
        let mut text = format!("HTTP/1.1 {}\nContent-Type: application/json\n", status_line(response.status));
        for (name, value) in &response.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        fence("http", &format!("{text}\n{}", response.pretty_body()))
    }

    fn retired(&self) -> String {
        if self.book.retired.is_empty() {
            return String::new();
        }
        let mut out = String::from("## Retired codes\n\nThese codes are no longer sent, and never will be again.\n\n");
        for it in &self.book.retired {
            let Retired { code: gone, since, replacement, renamed_to, .. } = it;
            let onward = |verb: &str, to: &String| format!(" {verb} [{}](#{}).", code(to), self.anchor(to));
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

fn fields(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Field | Type | Meaning |\n| --- | --- | --- |\n");
    rows(fields, "", &mut out);
    out.push('\n');
    out
}

fn rows(fields: &[Field], path: &str, out: &mut String) {
    for field in fields {
        let name = format!("{path}{}", field.name);
        out.push_str(&row(&name, &type_name(&field.ty), field.optional, field.doc.as_deref()));
        match &field.ty {
            Type::Object { fields, .. } => rows(fields, &format!("{name}."), out),
            Type::List { of } => {
                if let Type::Object { fields, .. } = &**of {
                    rows(fields, &format!("{name}[]."), out);
                }
            }
            _ => {}
        }
    }
}

fn headers(headers: &[Header]) -> String {
    if headers.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Header | Type | Meaning |\n| --- | --- | --- |\n");
    for header in headers {
        let ty = match &header.ty {
            HeaderType::Delay => "seconds".to_owned(),
            HeaderType::Integer => "integer".to_owned(),
            HeaderType::Unsigned => "integer, never negative".to_owned(),
            HeaderType::String => "string".to_owned(),
            HeaderType::Date => "HTTP date".to_owned(),
            HeaderType::Constant(value) => format!("always {}", cell_code(value)),
        };
        out.push_str(&row(&header.name, &ty, header.optional, header.doc.as_deref()));
    }
    out.push('\n');
    out
}

fn row(name: &str, ty: &str, optional: bool, doc: Option<&str>) -> String {
    let optional = if optional { ", optional" } else { "" };
    let doc = doc.map(|it| inline(it, Place::Cell)).unwrap_or_default();
    format!("| {} | {ty}{optional} | {doc} |\n", cell_code(name)).replace("|  |", "| |")
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Integer { unsigned: false } => "integer".to_owned(),
        Type::Integer { unsigned: true } => "integer, never negative".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Timestamp => "string: a time (RFC 3339)".to_owned(),
        Type::Enum { values, .. } => {
            let words: Vec<String> = values.iter().map(|it| cell_code(&it.value)).collect();
            format!("string: {}", words.join(", "))
        }
        Type::List { of } => format!("list of {}", type_name(of)),
        Type::Object { .. } => "object".to_owned(),
        Type::Any => "any".to_owned(),
    }
}

/// A fenced block; the fence is longer than any in it.
fn fence(language: &str, text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n\n", text.trim_end())
}

/// No two blank lines together outside of fences, and one line break at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Option<&str> = None;
    let mut blank = false;
    for line in text.lines() {
        let marks = &line[..line.len() - line.trim_start_matches('`').len()];
        match open {
            None if marks.len() >= 3 => open = Some(marks),
            Some(fence) if line.trim_end() == marks && marks.len() >= fence.len() => open = None,
            _ => {}
        }
        let is_blank = line.trim().is_empty() && open.is_none();
        if !(is_blank && blank) {
            out.push_str(if open.is_none() { line.trim_end() } else { line });
            out.push('\n');
        }
        blank = is_blank;
    }
    format!("{}\n", out.trim_end())
}
