//! The headers of responses as `OpenAPI` describes them.

use errbook::Value;

use super::{object, schema};
use crate::emit::data::body_schema;
use crate::emit::packages::OpenApi;
use crate::markdown::{Place, inline};
use crate::model::{Book, DelayUnit, ErrorDef, Header, HeaderType};
use crate::wire::Response;

/// The headers of a response.
pub(super) struct Headers(Vec<Described>);

#[derive(Clone)]
struct Described {
    name: String,
    description: Option<String>,
    is_required: bool,
    schema: Value,
    example: Option<String>,
}

impl Headers {
    /// The headers of an error, with the values of an example.
    pub(super) fn new(book: &Book, entry: &ErrorDef, example: Option<&Response>, version: OpenApi) -> Self {
        let shown = |name: &str| {
            let headers = example.map(|it| it.headers.as_slice()).unwrap_or_default();
            headers.iter().find(|it| it.0 == name).map(|it| it.1.clone())
        };
        let own = entry.headers.iter().map(|it| Described {
            name: it.name.clone(),
            description: it.doc.as_ref().map(|doc| inline(doc, Place::Paragraph)),
            is_required: !it.optional,
            schema: schema::converted(&schema_of(it), version),
            example: shown(&it.name),
        });
        let of_all = book.envelope.headers.iter().filter_map(|it| {
            let (schema, is_required) = body_schema::of_text(book, entry, &it.value)?;
            let schema = schema::converted(&schema, version);
            Some(Described { name: it.name.clone(), description: None, is_required, schema, example: shown(&it.name) })
        });
        Self(own.chain(of_all).collect())
    }

    /// The headers of a response that is any of several errors.
    pub(super) fn of_any(all: &[&Self]) -> Self {
        let mut out: Vec<Described> = Vec::new();
        for header in all.iter().flat_map(|it| &it.0) {
            let same = |it: &Described| it.name.eq_ignore_ascii_case(&header.name);
            if out.iter().any(same) {
                continue;
            }
            let of_each: Vec<Option<&Described>> = all.iter().map(|it| it.0.iter().find(|it| same(it))).collect();
            let is_required = of_each.iter().all(|it| it.is_some_and(|it| it.is_required));
            let mut schemas: Vec<Value> = Vec::new();
            for it in of_each.iter().flatten() {
                if !schemas.contains(&it.schema) {
                    schemas.push(it.schema.clone());
                }
            }
            let schema = match schemas.as_slice() {
                [one] => one.clone(),
                _ => object([("anyOf", Value::List(schemas))]),
            };
            out.push(Described { is_required, schema, ..header.clone() });
        }
        Self(out)
    }

    /// By name; `None` if there are none.
    pub(super) fn written(&self) -> Option<Value> {
        let header = |it: &Described| {
            let description = it.description.as_deref().map(|it| ("description", Value::from(it)));
            let required = it.is_required.then(|| ("required", Value::from(true)));
            let example = it.example.as_deref().map(|text| ("example", example(&it.schema, text)));
            let schema = [("schema", it.schema.clone())];
            (it.name.clone(), object(description.into_iter().chain(required).chain(schema).chain(example)))
        };
        (!self.0.is_empty()).then(|| Value::Object(self.0.iter().map(header).collect()))
    }
}

/// An example as its schema takes it: a number is one.
fn example(schema: &Value, text: &str) -> Value {
    let is_integer = |it: &Value| it.get("type").and_then(Value::as_str) == Some("integer");
    let options = schema.get("anyOf").and_then(Value::as_list).unwrap_or_default();
    let number = (is_integer(schema) || options.iter().any(is_integer)).then(|| text.parse::<i64>().ok()).flatten();
    number.map_or_else(|| Value::from(text), Value::from)
}

fn schema_of(header: &Header) -> Value {
    let described = |text: String| ("description", Value::from(text));
    // It is no `format` of JSON Schema.
    let date =
        || object([("type", Value::from("string")), described("A date of HTTP (RFC 9110, section 5.6.7).".into())]);
    let number = [("type", Value::from("integer")), ("minimum", Value::from(0))];
    let delay =
        |unit: DelayUnit| object(number.clone().into_iter().chain([described(format!("In {}.", unit.in_words()))]));
    match &header.ty {
        HeaderType::String => object([("type", Value::from("string"))]),
        HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => date(),
        HeaderType::Delay { unit: DelayUnit::Seconds } => {
            object([("anyOf", Value::List(vec![delay(DelayUnit::Seconds), date()]))])
        }
        HeaderType::Delay { unit } => delay(*unit),
        HeaderType::Unsigned => object(number),
        HeaderType::Integer => object([("type", Value::from("integer"))]),
        HeaderType::Constant { value } => object([("const", Value::from(&**value))]),
    }
}
