//! Messages, bodies and headers, rendered from plain values.
//!
//! Servers send what these functions return, and the compiler shows the same in its documentation. They know no kind.

use core::fmt;
use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::vec::Vec;

use super::body::Body;
pub use super::body::BodyFields;
use super::form::Writer;
pub use super::form::{FormError, OtherErrors};
use crate::decode::Head;
use crate::schema::{BookSchema, Envelope, Form, MessagePart};
use crate::value::{ValueRef, Values, is_header_text};
use crate::{Headers, Received, Unknown, Value};

/// A body as compact JSON: the code, the message, then the fields in their order.
///
/// Fields that are `ValueRef::Null` are omitted. NaN and the infinities are `null`.
pub fn body(envelope: &Envelope<'_>, code: &str, message: &str, fields: &[(&str, ValueRef<'_>)]) -> String {
    Body {
        envelope,
        code: Some(code),
        message: Some(&message),
        fields: BodyFields::Pairs(fields),
        unknown_fields: None,
        unknown_members: &[],
    }
    .to_json()
}

/// The headers and the body of errors by a form. `Content-Type` is not among the headers.
pub fn form(form: &Form<'_>, error: &FormError<'_>, others: &[FormError<'_>]) -> (Vec<(String, String)>, String) {
    let writer = Writer { form, error, others: &others, is_response: true };
    (writer.headers().map(|(name, value)| (name.to_owned(), value)).collect(), writer.body())
}

/// Decodes a response by a schema, for tools that have a book but no generated crate.
pub fn decode(schema: &'static BookSchema, status: u16, headers: &dyn Headers, body: &[u8]) -> Decoded {
    crate::decode::response(schema, Head { status, headers }, body).into()
}

/// A decoded error.
#[derive(Debug)]
pub struct Decoded {
    /// The index of the code with the values of its fields and headers, or an error that could not be typed.
    pub outcome: Result<(usize, Values), Unknown>,
    /// Everything else that the response has.
    pub received: Received,
    /// The values of the response's members, in the order of the form.
    pub members: Vec<Option<Value>>,
    /// The other errors of the response.
    pub others: Vec<Self>,
}

impl From<crate::decode::Decoded> for Decoded {
    fn from(decoded: crate::decode::Decoded) -> Self {
        let more = decoded.more.map(|more| *more).unwrap_or_default();
        Self {
            outcome: decoded.outcome,
            received: decoded.received,
            members: more.members,
            others: more.others.into_iter().map(Self::from).collect(),
        }
    }
}

/// A message, rendered from its parts.
///
/// Texts are inserted unchanged, numbers as in JSON, a `RetryAfter` as its seconds or its date, and absent values as
/// nothing. The items of a list of such values are joined by `, `; other lists and objects are compact JSON.
///
/// Errors are those of `out`. A parameter with an invalid index inserts nothing.
pub fn message(out: &mut dyn fmt::Write, parts: &[MessagePart<'_>], values: &[ValueRef<'_>]) -> fmt::Result {
    for part in parts {
        match *part {
            MessagePart::Text(text) => out.write_str(text)?,
            MessagePart::Param(index) => value(out, values.get(index).copied().unwrap_or(ValueRef::Null))?,
        }
    }
    Ok(())
}

/// The value of a header; `None` if it is absent or not allowed in a header.
pub fn header(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null
        | ValueRef::List(_)
        | ValueRef::Object(_)
        | ValueRef::Value(Value::Null | Value::List(_) | Value::Object(_)) => None,
        ValueRef::Text(text) => is_header_text(text).then(|| text.to_owned()),
        ValueRef::Value(Value::String(text)) => is_header_text(text).then(|| text.clone()),
        ValueRef::RetryAfter(retry_after) => Some(retry_after.to_string()),
        ValueRef::Date(date) => Some(date.to_string()),
        ValueRef::Bool(_) | ValueRef::Integer(_) | ValueRef::Unsigned(_) | ValueRef::Number(_) | ValueRef::Value(_) => {
            Some(json(value))
        }
    }
}

/// A value in a text.
pub(super) fn value(out: &mut dyn fmt::Write, value: ValueRef<'_>) -> fmt::Result {
    match value {
        ValueRef::List(items) => {
            let mut all_scalar = true;
            items.each(&mut |item| all_scalar &= is_scalar(item));
            if !all_scalar {
                return out.write_str(&json(value));
            }
            let mut result = Ok(());
            let mut separator = "";
            items.each(&mut |item| {
                if result.is_ok() {
                    result = out.write_str(separator).and_then(|()| one(out, item));
                }
                separator = ", ";
            });
            result
        }
        ValueRef::Value(Value::List(items)) if items.iter().all(|item| is_scalar(ValueRef::Value(item))) => {
            let mut separator = "";
            for item in items {
                out.write_str(separator)?;
                one(out, ValueRef::Value(item))?;
                separator = ", ";
            }
            Ok(())
        }
        value => one(out, value),
    }
}

/// Writes a value that is not a list of scalars.
fn one(out: &mut dyn fmt::Write, value: ValueRef<'_>) -> fmt::Result {
    match value {
        ValueRef::Null | ValueRef::Value(Value::Null) => Ok(()),
        ValueRef::Text(text) => out.write_str(text),
        ValueRef::Value(Value::String(text)) => out.write_str(text),
        ValueRef::Bool(value) => write!(out, "{value}"),
        ValueRef::Integer(value) => out.write_str(itoa::Buffer::new().format(value)),
        ValueRef::Unsigned(value) => out.write_str(itoa::Buffer::new().format(value)),
        ValueRef::RetryAfter(retry_after) => write!(out, "{retry_after}"),
        ValueRef::Date(date) => write!(out, "{date}"),
        ValueRef::Number(_) | ValueRef::List(_) | ValueRef::Object(_) | ValueRef::Value(_) => {
            out.write_str(&json(value))
        }
    }
}

fn is_scalar(value: ValueRef<'_>) -> bool {
    !matches!(value, ValueRef::List(_) | ValueRef::Object(_) | ValueRef::Value(Value::List(_) | Value::Object(_)))
}

fn json(value: ValueRef<'_>) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}
