//! What goes over the wire, rendered from plain values: messages, bodies and headers. And back, by a book's table.
//!
//! A server sends what these functions give, and the compiler prints the same into its documentation. They know no kind.

use core::fmt;
use std::borrow::ToOwned;
use std::string::{String, ToString};

use crate::body::{Body, Members};
use crate::decode::decode;
use crate::header_text::is_header_text;
use crate::resolve::Arrival;
use crate::{Envelope, Headers, Part, Received, Shown, Table, Unknown, Value, Values};

/// A body as compact JSON: the code, the message, then the fields in their order.
///
/// Fields that are `Shown::Null` are left out. Numbers that JSON does not have are `null`.
///
/// ```
/// use errbook::{Envelope, Shown, wire};
///
/// let envelope = Envelope::new("code", "message").within("error");
/// let fields = [("wanted", Shown::Unsigned(3)), ("left", Shown::Null)];
/// assert_eq!(
///     wire::body(&envelope, "out_of_stock", "Too few.", &fields),
///     r#"{"error":{"code":"out_of_stock","message":"Too few.","wanted":3}}"#,
/// );
/// ```
pub fn body(envelope: &Envelope<'_>, code: &str, message: &str, fields: &[(&str, Shown<'_>)]) -> String {
    Body {
        envelope,
        code: Some(code),
        message: Some(&message),
        fields: Members::Pairs(fields),
        rest: None,
        outside: &[],
    }
    .to_json()
}

/// What a response says by a table: the code's place in it with the values of its fields and headers, or what is known in
/// place of them; and what was received beside. It is what [`Error::decode`](crate::Error::decode) stands on, for tools
/// that have a book and no generated crate.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// use errbook::{Kind, wire};
///
/// let body = br#"{"error": {"code": "not_found", "message": "No."}}"#;
/// let (outcome, received) = wire::read(shop::ErrorKind::TABLE, 404, &(), body);
/// assert!(outcome.is_ok());
/// assert_eq!(received.problems(), []);
/// ```
pub fn read(
    table: &'static Table,
    status: u16,
    headers: &dyn Headers,
    body: &[u8],
) -> (Result<(usize, Values), Unknown>, Received) {
    let decoded = decode(table, Arrival { status, headers }, body);
    (decoded.outcome, decoded.received)
}

/// A message, rendered from its parts.
///
/// Texts stand as they are, numbers as in JSON, a delay as its seconds or its date. What is absent leaves nothing. The
/// items of a list of such values are joined by `, `; another list and an object are compact JSON.
///
/// Errors are those of `out`. A parameter that there is not leaves nothing.
///
/// ```
/// use errbook::{Part, Shown, Value, wire};
///
/// let list = Value::from(vec!["a".into(), "b".into()]);
/// let mut text = String::new();
/// wire::message(&mut text, &[Part::Text("Known: "), Part::Param(0), Part::Text(".")], &[Shown::Value(&list)]).unwrap();
/// assert_eq!(text, "Known: a, b.");
/// ```
pub fn message(out: &mut dyn fmt::Write, parts: &[Part<'_>], values: &[Shown<'_>]) -> fmt::Result {
    for part in parts {
        match *part {
            Part::Text(text) => out.write_str(text)?,
            Part::Param(index) => value(out, values.get(index).copied().unwrap_or(Shown::Null))?,
        }
    }
    Ok(())
}

/// A header's value; `None` for what is absent, and for what cannot stand in a header.
///
/// ```
/// use errbook::{Delay, Shown, wire};
///
/// assert_eq!(wire::header(Shown::Delay(&Delay::from_secs(30))).as_deref(), Some("30"));
/// assert_eq!(wire::header(Shown::Text("a\r\nb: c")), None);
/// ```
pub fn header(value: Shown<'_>) -> Option<String> {
    match value {
        Shown::Null
        | Shown::List(_)
        | Shown::Object(_)
        | Shown::Value(Value::Null | Value::List(_) | Value::Object(_)) => None,
        Shown::Text(text) => is_header_text(text).then(|| text.to_owned()),
        Shown::Value(Value::String(text)) => is_header_text(text).then(|| text.clone()),
        Shown::Delay(delay) => Some(delay.to_string()),
        Shown::Date(date) => Some(date.to_string()),
        Shown::Bool(_) | Shown::Integer(_) | Shown::Unsigned(_) | Shown::Number(_) | Shown::Value(_) => {
            Some(json(value))
        }
    }
}

fn value(out: &mut dyn fmt::Write, value: Shown<'_>) -> fmt::Result {
    match value {
        Shown::List(items) => {
            let mut simple = true;
            items.each(&mut |item| simple &= is_simple(item));
            if !simple {
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
        Shown::Value(Value::List(items)) if items.iter().all(|item| is_simple(Shown::Value(item))) => {
            let mut separator = "";
            for item in items {
                out.write_str(separator)?;
                one(out, Shown::Value(item))?;
                separator = ", ";
            }
            Ok(())
        }
        value => one(out, value),
    }
}

/// A value that is written without looking inside.
fn one(out: &mut dyn fmt::Write, value: Shown<'_>) -> fmt::Result {
    match value {
        Shown::Null | Shown::Value(Value::Null) => Ok(()),
        Shown::Text(text) => out.write_str(text),
        Shown::Value(Value::String(text)) => out.write_str(text),
        Shown::Bool(value) => write!(out, "{value}"),
        Shown::Integer(value) => out.write_str(itoa::Buffer::new().format(value)),
        Shown::Unsigned(value) => out.write_str(itoa::Buffer::new().format(value)),
        Shown::Delay(delay) => write!(out, "{delay}"),
        Shown::Date(date) => write!(out, "{date}"),
        Shown::Number(_) | Shown::List(_) | Shown::Object(_) | Shown::Value(_) => out.write_str(&json(value)),
    }
}

fn is_simple(value: Shown<'_>) -> bool {
    !matches!(value, Shown::List(_) | Shown::Object(_) | Shown::Value(Value::List(_) | Value::Object(_)))
}

fn json(value: Shown<'_>) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}
