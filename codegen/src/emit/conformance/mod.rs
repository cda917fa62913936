//! `conformance.jsonl`: responses, each with what a decoder of the book says of it. A decoder in any language must say the
//! same.
//!
//! The runtime's decoder says it, on the book's schema. The other modules only make the responses.

mod codes;
mod lists;
mod responses;
mod said;
mod values;

use std::borrow::Cow;
use std::collections::HashSet;

use errbook::__private::{BookSchema, describe};
use errbook::Value;
use serde::Serialize;

use self::said::{Retry, Said};
use crate::model::{Book, ErrorDef, Example};
use crate::text::visible_json;
use crate::wire::{Response, schema};

/// A response.
#[derive(Debug, Clone)]
struct Case {
    /// What it is, in the file.
    name: String,
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Case {
    /// The response to an example of an entry, with integers that every language reads exactly.
    fn of(name: String, book: &Book, entry: &ErrorDef, example: &Example) -> Self {
        let mut example = example.clone();
        example.values.iter_mut().filter_map(|it| it.1.as_mut()).for_each(make_exact);
        let Response { status, headers, content_type, body, .. } = Response::new(book, entry, &example);
        let content_type = ("Content-Type".to_owned(), content_type);
        Self { name, status, headers: [content_type].into_iter().chain(headers).collect(), body }
    }

    /// A response of a proxy.
    fn plain(name: &str, status: u16, content_type: &str, body: &str) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self { name: name.to_owned(), status, headers, body: body.to_owned() }
    }

    /// The same response under another name.
    fn named(&self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self.clone() }
    }

    /// Sets a header.
    fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|it| !it.0.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A line of the file.
#[derive(Serialize)]
struct Row<'a> {
    case: &'a str,
    status: u16,
    headers: &'a [(String, String)],
    body: &'a str,
    /// The client's clock.
    now: &'static str,
    is_error: bool,
    error: Said,
    retry: Retry,
}

/// The client's clock in every case, as a date and in seconds since 1970.
const NOW: (&str, u64) = ("2026-01-01T00:00:00Z", 1_767_225_600);

pub(super) fn emit(book: &Book) -> String {
    let book = &*with_exact_members(book);
    let decoder = Decoder::new(book);
    let mut seen = HashSet::new();
    let mut out = String::new();
    for Case { name, status, headers, body } in cases(book) {
        if let Some(line) = decoder.line(&name, status, &headers, &body)
            && seen.insert((status, headers, body))
        {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

/// The decoder of a book, as a client without the book's types. Only the latest one of a thread can be used. Its tables are kept
/// until the program ends.
#[derive(Debug)]
pub struct Decoder<'b> {
    book: &'b Book,
    schema: &'static BookSchema,
}

impl<'b> Decoder<'b> {
    /// For the responses of this book's API.
    pub fn new(book: &'b Book) -> Self {
        Self { book, schema: schema(book) }
    }

    /// The line of a response. There is none if a language cannot read its integers exactly.
    pub fn line(&self, name: &str, status: u16, headers: &[(String, String)], body: &str) -> Option<String> {
        let (is_error, described) = describe(self.schema, status, &headers, body.as_bytes());
        let error = Said::of(self.book, &described);
        if !error.is_exact() || serde_json::from_str(body).is_ok_and(|it: Value| !is_exact(&it)) {
            return None;
        }
        let retry = Retry::of(&described);
        let row = Row { case: name, status, headers, body, now: NOW.0, is_error, error, retry };
        // It cannot fail: it is plain data with text keys.
        Some(visible_json(serde_json::to_string(&row).unwrap_or_default()))
    }
}

fn cases(book: &Book) -> Vec<Case> {
    let mut out = Vec::new();
    codes::cases(book, &mut out);
    values::cases(book, &mut out);
    responses::cases(book, &mut out);
    lists::cases(book, &mut out);
    out
}

/// The book with members of responses whose examples every language reads exactly.
fn with_exact_members(book: &Book) -> Cow<'_, Book> {
    let mut book = Cow::Borrowed(book);
    if !book.envelope.members.iter().all(|it| is_exact(&it.field.example)) {
        book.to_mut().envelope.members.iter_mut().for_each(|it| make_exact(&mut it.field.example));
    }
    book
}

/// The largest integer that every language reads exactly.
const LARGEST: i128 = (1 << 53) - 1;

/// Brings its integers within ±(2^53−1).
fn make_exact(value: &mut Value) {
    match value {
        Value::Integer(it) => *it = (*it).clamp(-LARGEST, LARGEST),
        Value::List(items) => items.iter_mut().for_each(make_exact),
        Value::Object(members) => members.iter_mut().for_each(|it| make_exact(&mut it.1)),
        _ => {}
    }
}

/// Whether all its integers are within ±(2^53−1).
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Integer(it) => (-LARGEST..=LARGEST).contains(it),
        Value::List(items) => items.iter().all(is_exact),
        Value::Object(members) => members.iter().all(|it| is_exact(&it.1)),
        _ => true,
    }
}

/// A value as JSON.
fn json(value: &Value) -> String {
    // It cannot fail: its keys are texts.
    serde_json::to_string(value).unwrap_or_default()
}
