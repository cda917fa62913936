//! A value before or after a change.

use std::borrow::Cow;

use errbook::Value as Json;
use serde::Serialize;

use crate::model::HeaderType;

/// A value before or after a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text for people, on one line.
    Prose(String),
    /// A field's type, by its keyword.
    Type(&'static str),
    /// A header's type or constant.
    Header(HeaderType),
    /// A list, in order.
    List(Vec<String>),
    /// Anything else in its own notation.
    Plain(String),
}

impl Value {
    #[allow(clippy::needless_pass_by_value, reason = "options are mapped with it")]
    pub(super) fn plain(it: impl ToString) -> Self {
        Self::Plain(it.to_string())
    }

    /// Something that serializes as its keyword.
    pub(super) fn keyword(it: impl Serialize) -> Self {
        match serde_json::to_value(it) {
            Ok(serde_json::Value::String(word)) => Self::Plain(word),
            other => panic!("a keyword serializes as itself, and not as {other:?}"),
        }
    }

    /// An example: a text as it is, anything else as JSON.
    pub(super) fn json(it: &Json) -> Self {
        match it.as_str() {
            Some(text) => Self::Prose(text.to_owned()),
            None => Self::Plain(serde_json::to_string(it).unwrap_or_default()),
        }
    }

    /// The notation of waivers and reports, on one line.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Prose(text) | Self::Plain(text) => Cow::Borrowed(text),
            Self::Type(word) => Cow::Borrowed(word),
            Self::Header(HeaderType::Constant { value }) => Cow::Owned(format!("value: {value}")),
            Self::Header(ty) => Cow::Borrowed(ty.word()),
            Self::List(items) => Cow::Owned(items.join(", ")),
        }
    }
}

/// A keyword of a type with its article.
pub(super) fn article(word: &'static str) -> &'static str {
    match word {
        "any" => "anything",
        "boolean" => "a boolean",
        "date" => "a date",
        "delay" => "a delay in seconds",
        "delay, unit: ms" => "a delay in milliseconds",
        "delay, unit: min" => "a delay in minutes",
        "delay, unit: epoch" => "a Unix time in seconds",
        "delay, unit: epoch_ms" => "a Unix time in milliseconds",
        "delay, unit: date" => "a date until which to wait",
        "enum" => "an enum",
        "integer" => "an integer",
        "integer, minimum: 0" => "a non-negative integer",
        "list" => "a list",
        "number" => "a number",
        "object" => "an object",
        "string" => "a string",
        "timestamp" => "a timestamp",
        other => other,
    }
}
