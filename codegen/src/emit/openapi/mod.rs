//! `openapi.json`: the errors as components of `OpenAPI`, to which an API's own document refers.
//!
//! A schema and a response for each code, and a response for each status. There are no paths, so the document is valid by
//! itself.

mod headers;
mod names;
mod schema;

use std::collections::BTreeSet;

use errbook::Value;

use super::data::body_schema;
use super::docs::retry::retry;
use super::output::NOTICE;
use super::packages::OpenApi;
use super::publication::Publication;
use crate::markdown::{Place, code, inline, plain};
use crate::model::{Book, ErrorDef};
use crate::text::pretty_json;
use crate::urls::{component_name, page_url};
use crate::wire::{Response, status_line};
use headers::Headers;

pub(super) fn emit(book: &Publication<'_>) -> String {
    let (version, book) = (book.options.openapi, book.book);
    let errors: Vec<Component<'_>> = book.errors.iter().map(|it| Component::new(book, it, version)).collect();
    pretty_json(&document(book, version, &errors))
}

fn document(book: &Book, version: OpenApi, errors: &[Component<'_>]) -> Value {
    let number = match version {
        OpenApi::V3_0 => "3.0.3",
        OpenApi::V3_1 => "3.1.0",
    };
    let schemas = errors.iter().map(|it| (it.name.clone(), it.schema(book)));
    let responses = errors.iter().map(|it| (it.name.clone(), it.response(book)));
    let examples =
        errors.iter().flat_map(|it| it.examples.iter().map(|(name, example)| (name.clone(), example.clone())));
    let statuses: BTreeSet<u16> = book.errors.iter().flat_map(|it| it.statuses.iter().copied()).collect();
    let statuses = statuses.into_iter().map(|status| {
        let errors: Vec<_> = errors.iter().filter(|it| it.entry.statuses.contains(&status)).collect();
        (status.to_string(), of_several(book, status, &errors))
    });
    let components = [
        ("schemas", Value::Object(schemas.collect())),
        ("responses", Value::Object(responses.chain(statuses).collect())),
        ("examples", Value::Object(examples.collect())),
    ];
    let docs = book.api.docs_url.as_ref().map(|url| ("externalDocs", link(&format!("{url}/errors.html"))));
    let before =
        [("openapi", Value::from(number)), ("x-generated", Value::from(NOTICE)), ("info", info(book, version))];
    // The default, which linters want to see.
    let servers = Value::List(vec![link("/")]);
    let after = [("servers", servers), ("paths", object([])), ("components", object(components))];
    object(before.into_iter().chain(docs).chain(after))
}

fn info(book: &Book, version: OpenApi) -> Value {
    let api = &book.api;
    let name = plain(&api.full_name(), Place::Paragraph);
    let license = api.package.license.as_deref().map(|license| {
        let identifier = (version == OpenApi::V3_1).then(|| ("identifier", Value::from(license)));
        ("license", object([("name", Value::from(license))].into_iter().chain(identifier)))
    });
    let about = format!(
        "The errors of the {name}, for its OpenAPI document: `openapi.json#/components/responses/…`, with the name of \
         an error or a status.",
    );
    let head = [
        ("title", Value::from(format!("Errors of the {}", api.full_name()))),
        ("description", Value::from(about)),
        ("version", Value::from(&*api.version)),
    ];
    object(head.into_iter().chain(license))
}

/// An error, and what the components of it and of its statuses are made of.
struct Component<'a> {
    entry: &'a ErrorDef,
    name: String,
    /// The schema of the body.
    body: Value,
    /// The values that the schema fixes.
    constants: schema::Constants,
    headers: Headers,
    /// By name.
    examples: Vec<(String, Value)>,
}

impl<'a> Component<'a> {
    fn new(book: &Book, entry: &'a ErrorDef, version: OpenApi) -> Self {
        let body = body_schema::of(book, entry);
        let responses: Vec<Response> = entry.examples.iter().map(|it| Response::new(book, entry, it)).collect();
        let shown = entry.examples.iter().zip(&responses).map(|(example, response)| {
            let summary = example.title.as_ref().map(|it| ("summary", Value::from(plain(it, Place::Paragraph))));
            // It cannot fail: the runtime wrote it.
            let value = serde_json::from_str(&response.body).unwrap_or(Value::Null);
            object(summary.into_iter().chain([("value", value)]))
        });
        Self {
            entry,
            name: component_name(&book.api, entry),
            constants: schema::Constants::of(&body, version),
            body: schema::converted(&body, version),
            headers: Headers::new(book, entry, responses.first(), version),
            examples: names::examples(&book.api, entry).into_iter().zip(shown).collect(),
        }
    }

    fn schema(&self, book: &Book) -> Value {
        let docs = page_url(&book.api, &self.entry.code).map(|url| ("externalDocs", link(&url)));
        let deprecated = self.entry.deprecated.as_ref().map(|_| ("deprecated", Value::from(true)));
        let Value::Object(mut members) = self.body.clone() else { return self.body.clone() };
        let more =
            [("description", Value::from(description(book, self.entry)))].into_iter().chain(deprecated).chain(docs);
        members.extend(more.map(|(key, value)| (key.to_owned(), value)));
        Value::Object(members)
    }

    fn response(&self, book: &Book) -> Value {
        response(book, description(book, self.entry), &self.headers, reference("schemas", &self.name), &[self])
    }
}

/// The response of a status: that of its code, or any of several. It is no reference to the code's: `openapi-typescript`
/// reads a component that is one as empty.
fn of_several(book: &Book, status: u16, errors: &[&Component<'_>]) -> Value {
    if let [one] = errors {
        return one.response(book);
    }
    let line =
        |it: &&Component<'_>| format!("- {}: {}\n", code(&it.entry.code), inline(&it.entry.meaning, Place::Paragraph));
    let description = format!("{}:\n\n{}", status_line(status), errors.iter().map(line).collect::<String>());
    let schemas: Vec<Value> = errors.iter().map(|it| reference("schemas", &it.name)).collect();
    let constants: Vec<&schema::Constants> = errors.iter().map(|it| &it.constants).collect();
    let schema = match schema::Constants::distinguished_by(&constants) {
        None => object([("anyOf", Value::List(schemas))]),
        Some(path) => {
            let discriminator = path.discriminator(&constants).map(|(name, values)| {
                let target = |it: &&Component<'_>| Value::from(format!("#/components/schemas/{}", it.name));
                let mapping = values.into_iter().zip(errors.iter().map(target));
                let mapping = Value::Object(mapping.collect());
                ("discriminator", object([("propertyName", Value::from(name)), ("mapping", mapping)]))
            });
            object([("oneOf", Value::List(schemas))].into_iter().chain(discriminator))
        }
    };
    let headers = Headers::of_any(&errors.iter().map(|it| &it.headers).collect::<Vec<_>>());
    response(book, description.trim_end().to_owned(), &headers, schema, errors)
}

fn response(book: &Book, description: String, headers: &Headers, schema: Value, errors: &[&Component<'_>]) -> Value {
    let examples = errors.iter().flat_map(|it| &it.examples);
    let examples = examples.map(|(name, _)| (name.clone(), reference("examples", name)));
    let content = object([("schema", schema), ("examples", Value::Object(examples.collect()))]);
    let headers = headers.written().map(|it| ("headers", it));
    let content = ("content", Value::Object(vec![(book.envelope.content_type.clone(), content)]));
    object([("description", Value::from(description))].into_iter().chain(headers).chain([content]))
}

/// What happened, what to do, and whether to retry, as Markdown.
fn description(book: &Book, entry: &ErrorDef) -> String {
    let texts = [&entry.meaning, &entry.remediation].map(|it| inline(it, Place::Paragraph));
    let deprecated = entry.deprecated.as_ref().map(|it| {
        let replacement = it.replacement.iter().map(|it| format!(" Use {} instead.", code(it)));
        let note = it.note.iter().map(|it| format!(" {}", inline(it, Place::Paragraph)));
        format!("**Deprecated** since {}.{}", it.since, replacement.chain(note).collect::<String>())
    });
    let retry = Some(retry(book, entry)).filter(|it| !it.is_empty()).map(|it| format!("**Whether to retry:** {it}"));
    texts.into_iter().chain(deprecated).chain(retry).collect::<Vec<_>>().join("\n\n")
}

fn reference(kind: &str, name: &str) -> Value {
    object([("$ref", Value::from(format!("#/components/{kind}/{name}")))])
}

fn link(url: &str) -> Value {
    object([("url", Value::from(url))])
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
