//! `errors.json`: the whole book as data, with the responses and pages of the docs, and the schema of each body.

use std::io::{self, Write};

use errbook::Value;
use serde::{Serialize, Serializer};

use super::body_schema;
use crate::emit::Publication;
use crate::emit::output::NOTICE;
use crate::model::{Api, Backoff, Book, Envelope, ErrorDef, Fallback, Guide, Retired};
use crate::text::write_pretty_json;
use crate::urls::{page_path, page_url};
use crate::wire::Response;

/// The version of this form. It is raised for changes that break programs.
const SCHEMA_VERSION: u32 = 2;

#[derive(Serialize)]
struct Document<'a> {
    generated: &'static str,
    schema_version: u32,
    api: &'a Api,
    envelope: &'a Envelope,
    fallback: &'a Fallback,
    retry: &'a Backoff,
    errors: Each<'a, ErrorDef>,
    retired: Each<'a, Retired>,
    guides: &'a [Guide],
}

/// Codes whose docs are made one by one, when they are written: those of all codes are several times as large as the file.
struct Each<'a, T> {
    book: &'a Book,
    codes: &'a [T],
    documented: fn(&'a Book, &'a T) -> Documented<'a, T>,
}

impl<T: Serialize> Serialize for Each<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.codes.iter().map(|it| (self.documented)(self.book, it)))
    }
}

/// A code with its docs.
#[derive(Serialize)]
struct Documented<'a, T> {
    #[serde(flatten)]
    it: &'a T,
    /// The responses of the examples; `None` for a retired code.
    #[serde(skip_serializing_if = "Option::is_none")]
    responses: Option<Vec<Shown>>,
    /// The JSON Schema of the body; `None` for a retired code.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_schema: Option<Value>,
    /// The path of the page, relative to this file.
    page: String,
    /// The URL of the published page.
    url: Option<String>,
}

/// A response on the wire.
#[derive(Serialize)]
struct Shown {
    status: u16,
    headers: Vec<Named>,
    body: Value,
}

#[derive(Serialize)]
struct Named {
    name: String,
    value: String,
}

pub(in crate::emit) fn emit(publication: &Publication<'_>, out: &mut dyn Write) -> io::Result<()> {
    let book = publication.book;
    let Book { api, envelope, fallback, retry, errors, retired, guides, retry_place: _, has_errors_of_success: _ } =
        book;
    let document = Document {
        generated: NOTICE,
        schema_version: SCHEMA_VERSION,
        api,
        envelope,
        fallback,
        retry,
        errors: Each { book, codes: errors, documented: sent },
        retired: Each { book, codes: retired, documented: gone },
        guides,
    };
    write_pretty_json(&document, out)
}

/// A code in the form of this file.
pub(in crate::emit) fn of_code<'a>(book: &'a Book, it: &'a ErrorDef) -> impl Serialize + 'a {
    sent(book, it)
}

/// A retired code in the form of this file.
pub(in crate::emit) fn of_retired<'a>(book: &'a Book, it: &'a Retired) -> impl Serialize + 'a {
    gone(book, it)
}

fn sent<'a>(book: &'a Book, it: &'a ErrorDef) -> Documented<'a, ErrorDef> {
    Documented {
        it,
        responses: Some(responses(book, it)),
        body_schema: Some(body_schema::of(book, it)),
        page: page_path(&book.api, &it.code),
        url: page_url(&book.api, &it.code),
    }
}

fn gone<'a>(book: &'a Book, it: &'a Retired) -> Documented<'a, Retired> {
    Documented {
        it,
        responses: None,
        body_schema: None,
        page: page_path(&book.api, &it.code),
        url: page_url(&book.api, &it.code),
    }
}

fn responses(book: &Book, entry: &ErrorDef) -> Vec<Shown> {
    let shown = |it: Response| {
        let json = ("Content-Type".to_owned(), it.content_type);
        let headers = [json].into_iter().chain(it.headers).map(|(name, value)| Named { name, value });
        // It cannot fail: the runtime wrote it.
        let body = serde_json::from_str(&it.body).unwrap_or(Value::Null);
        Shown { status: it.status, headers: headers.collect(), body }
    };
    entry.examples.iter().map(|it| shown(Response::new(book, entry, it))).collect()
}
