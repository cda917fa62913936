//! `errors.json`: the whole book as data, with the responses and pages of the docs.

use errbook::Value;
use serde::Serialize;

use crate::emit::output::NOTICE;
use crate::model::{Api, Backoff, Book, Envelope, ErrorDef, Fallback, Guide, Retired};
use crate::text::visible_json;
use crate::urls::{page_path, page_url};
use crate::wire::Response;

/// The version of this form. It is raised for changes that break programs.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    generated: &'static str,
    schema_version: u32,
    api: &'a Api,
    envelope: &'a Envelope,
    fallback: &'a Fallback,
    retry: &'a Backoff,
    errors: Vec<Documented<'a, ErrorDef>>,
    retired: Vec<Documented<'a, Retired>>,
    guides: &'a [Guide],
}

/// A code with its docs.
#[derive(Serialize)]
struct Documented<'a, T> {
    #[serde(flatten)]
    it: &'a T,
    /// The responses of the examples; `None` for a retired code.
    #[serde(skip_serializing_if = "Option::is_none")]
    responses: Option<Vec<Shown>>,
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

pub(in crate::emit) fn emit(book: &Book) -> String {
    let Book { api, envelope, fallback, retry, errors, retired, guides, retry_place: _ } = book;
    let document = Document {
        generated: NOTICE,
        schema_version: SCHEMA_VERSION,
        api,
        envelope,
        fallback,
        retry,
        errors: errors.iter().map(|it| documented(api, it, &it.code, Some(responses(book, it)))).collect(),
        retired: retired.iter().map(|it| documented(api, it, &it.code, None)).collect(),
        guides,
    };
    // It cannot fail: it is plain data with text keys.
    visible_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}

/// A code in the form of this file.
pub(in crate::emit) fn of_code<'a>(book: &'a Book, it: &'a ErrorDef) -> impl Serialize + 'a {
    documented(&book.api, it, &it.code, Some(responses(book, it)))
}

/// A retired code in the form of this file.
pub(in crate::emit) fn of_retired<'a>(book: &'a Book, it: &'a Retired) -> impl Serialize + 'a {
    documented(&book.api, it, &it.code, None)
}

fn documented<'a, T>(api: &Api, it: &'a T, code: &str, responses: Option<Vec<Shown>>) -> Documented<'a, T> {
    Documented { it, responses, page: page_path(api, code), url: page_url(api, code) }
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
