//! One error of the book, and one that is retired.

use serde::{Serialize, Serializer};

use super::envelope::CodeEnvelope;
use super::payload::{Example, Field, Header, HeaderType};
use super::retry::Retry;
use super::spans::KeySpans;

/// One error.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorDef {
    /// The code on the wire.
    pub code: String,
    /// Its statuses; the first is the default.
    pub statuses: Vec<u16>,
    /// Its Rust name.
    pub name: String,
    /// What happened: a paragraph of inline Markdown.
    pub meaning: String,
    /// What the caller should do: a paragraph of inline Markdown.
    pub remediation: String,
    /// The message of the response.
    pub message: Message,
    /// Its payload in the body, in the order of `new`'s arguments.
    pub fields: Vec<Field>,
    /// Its payload in headers, in the order of `new`'s arguments, and its constant headers.
    pub headers: Vec<Header>,
    /// Its part in the envelope.
    #[serde(skip_serializing_if = "CodeEnvelope::is_empty")]
    pub envelope: CodeEnvelope,
    /// Whether to retry.
    pub retry: Retry,
    /// The version that added it.
    pub since: Option<String>,
    /// Its deprecation, if any.
    pub deprecated: Option<Deprecated>,
    /// Details: Markdown.
    pub details: Option<String>,
    /// Its causes: paragraphs of inline Markdown.
    pub causes: Vec<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Example responses; at least one.
    pub examples: Vec<Example>,
    /// Warnings that are allowed here.
    pub allow: Vec<String>,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
}

impl ErrorDef {
    /// The default status.
    pub fn status(&self) -> u16 {
        self.statuses.first().copied().unwrap_or(500)
    }

    /// Whether a response with it may have a status of success.
    pub fn is_success(&self) -> bool {
        self.statuses.iter().any(|it| (200..300).contains(it))
    }

    /// The headers that carry payload.
    pub fn payload_headers(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter().filter(|it| it.carries_payload())
    }

    /// The constant headers, with their values.
    pub fn constant_headers(&self) -> impl Iterator<Item = (&Header, &str)> {
        self.headers.iter().filter_map(|it| {
            if let HeaderType::Constant { value } = &it.ty { Some((it, value.as_str())) } else { None }
        })
    }

    /// Whether the spec says anything about retrying.
    pub fn states_retry(&self) -> bool {
        self.places.has("retry")
    }

    /// Whether it has a payload, and thus a struct in Rust.
    pub fn has_payload(&self) -> bool {
        !self.fields.is_empty() || self.payload_headers().next().is_some()
    }
}

/// The template of a message, and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The template as written in the spec; the meaning if there is none.
    pub template: String,
    /// The template, split. No two texts are adjacent.
    pub parts: Vec<Part>,
    /// Whether it was given; if not, it is the meaning.
    pub is_given: bool,
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.template.serialize(serializer)
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// The index of a field or, after them, of a header that carries payload.
    Param(usize),
}

/// The deprecation of an error.
#[derive(Debug, Clone, Serialize)]
pub struct Deprecated {
    /// The version that deprecated it.
    pub since: String,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub replacement: Option<String>,
    /// Why: a paragraph of inline Markdown.
    pub note: Option<String>,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
}

/// A retired code, which is never reused.
#[derive(Debug, Clone, Serialize)]
pub struct Retired {
    /// The code.
    pub code: String,
    /// The version that retired it.
    pub since: String,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub replacement: Option<String>,
    /// Its new name, if it was renamed.
    pub renamed_to: Option<String>,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
}
