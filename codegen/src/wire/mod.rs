//! Responses on the wire, rendered by the code that a server runs.

pub mod form;
mod schema;

pub(crate) use schema::schema;

use bumpalo::Bump;
use errbook::__private::{MessagePart, ValueRef, wire};
use errbook::Value;

use crate::model::{Absent, Book, CodeStyle, EnvelopeMember, ErrorDef, Example, Part, What};
use crate::text::visible_json;

/// A status with its reason phrase: `402 Payment Required`.
pub(crate) fn status_line(status: u16) -> String {
    status_phrase(status).map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}

/// The reason phrase of a status, if it is a known one.
pub(crate) fn status_phrase(status: u16) -> Option<&'static str> {
    http::StatusCode::from_u16(status).ok()?.canonical_reason()
}

/// An example's response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Without `Content-Type`.
    pub headers: Vec<(String, String)>,
    /// The media type of the body.
    pub content_type: String,
    /// The message.
    pub message: String,
    /// The body, on one line.
    pub body: String,
}

impl Response {
    /// The response to an example of an entry.
    pub fn new(book: &Book, entry: &ErrorDef, example: &Example) -> Self {
        let shown = example.values.iter().map(|(_, value)| value.as_ref().map_or(ValueRef::Null, ValueRef::Value));
        let shown: Vec<ValueRef<'_>> = shown.collect();
        let message = Self::message_of(entry, example);
        let count = entry.fields.len();
        let fields: Vec<(&str, ValueRef<'_>)> = entry
            .fields
            .iter()
            .zip(&shown)
            .zip(&example.values)
            .filter(|(_, (_, value))| value.is_some())
            .map(|((field, shown), _)| (&*field.name, *shown))
            .collect();
        let (more, body) = match book.short_envelope() {
            Some(short) => (Vec::new(), wire::body(&short.to_runtime(), &entry.code, &message, &fields)),
            None => by_form(book, entry, &message, &fields),
        };
        let payload = entry.payload_headers().zip(shown.iter().skip(count));
        let mut headers: Vec<(String, String)> =
            payload.filter_map(|(header, shown)| Some((header.name.clone(), wire::header(*shown)?))).collect();
        headers.extend(entry.constant_headers().map(|(header, value)| (header.name.clone(), value.to_owned())));
        headers.extend(more);
        let content_type = book.envelope.content_type.clone();
        Self { status: entry.status(), headers, content_type, message, body }
    }

    /// The message of an example.
    pub fn message_of(entry: &ErrorDef, example: &Example) -> String {
        let values = example.values.iter().map(|(_, value)| value.as_ref().map_or(ValueRef::Null, ValueRef::Value));
        let mut message = String::new();
        // Writing to a text cannot fail.
        let _ = wire::message(&mut message, &parts(entry), &values.collect::<Vec<_>>());
        message
    }

    /// The full response for people: status line, headers, and the body over several lines.
    pub fn on_the_wire(&self) -> String {
        let mut text = format!("HTTP/1.1 {}\nContent-Type: {}\n", status_line(self.status), self.content_type);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        format!("{text}\n{}", self.pretty_body())
    }

    /// The body over several lines, with all characters visible.
    pub fn pretty_body(&self) -> String {
        serde_json::from_str::<Value>(&self.body)
            .ok()
            .and_then(|it| serde_json::to_string_pretty(&it).ok())
            .map(visible_json)
            .unwrap_or_default()
    }
}

/// The headers and the body of a book whose envelope is not the short form.
fn by_form(
    book: &Book,
    entry: &ErrorDef,
    message: &str,
    fields: &[(&str, ValueRef<'_>)],
) -> (Vec<(String, String)>, String) {
    let arena = Bump::new();
    let form = form::of(&arena, &book.envelope, book.api.code_style == CodeStyle::Integer);
    wire::form(&form, &form::error(&arena, book, entry, message, fields), &[])
}

/// The value of a member in examples: as for fields, one that may be absent is shown if it has an example.
pub(crate) fn shown_member<'a>(book: &Book, member: &'a EnvelopeMember) -> Option<&'a Value> {
    let slots = book.envelope.slots();
    let is_required = slots.iter().any(|it| {
        it.absent == Absent::Required && matches!(&it.what, What::Member(name) if *name == member.field.name)
    });
    (is_required || member.field.has_example).then_some(&member.field.example)
}

fn parts(entry: &ErrorDef) -> Vec<MessagePart<'_>> {
    let part = |it| match it {
        &Part::Param(index) => MessagePart::Param(index),
        Part::Text(text) => MessagePart::Text(text),
    };
    entry.message.parts.iter().map(part).collect()
}
