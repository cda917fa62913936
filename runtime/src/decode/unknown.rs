//! An error that a book cannot type, with everything that was received.

use core::fmt;
use std::boxed::Box;
use std::string::String;

use super::UnknownFields;
use crate::Value;
use crate::text::{self, Quoted};

/// An error that the book cannot type, with everything that was received: the last variant of every `ErrorKind`.
///
/// [`reason`](Unknown::reason) gives the cause. `Display` gives the code, escaped and truncated, and the status.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::{UnknownReason, Value};
///
/// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "message": "Short and stout.", "litres": 1}}"#);
/// let ErrorKind::Unknown(unknown) = error.kind() else { panic!() };
/// assert_eq!(unknown.reason(), UnknownReason::CodeUnknown);
/// assert_eq!(unknown.code(), Some("teapot"));
/// assert_eq!(unknown.fields(), [("litres".to_owned(), Value::from(1))]);
/// assert_eq!(unknown.to_string(), "unknown error `teapot` (HTTP 418)");
/// assert_eq!(errbook::Unknown::default().reason(), UnknownReason::NoCode);
/// ```
#[derive(Clone, Default)]
pub struct Unknown(Option<Box<Inner>>);

/// Why an error could not be typed: see [`Unknown::reason`].
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::UnknownReason;
///
/// let reason = |body| match Error::decode(409, &(), body).into_kind() {
///     ErrorKind::Unknown(unknown) => unknown.reason(),
///     kind => panic!("{kind:?}"),
/// };
/// assert_eq!(reason(r#"{"error": {"code": "teapot"}}"#), UnknownReason::CodeUnknown);
/// assert_eq!(reason(r#"{"error": {"code": "out_of_stock", "left": "one"}}"#), UnknownReason::PayloadMismatch);
/// assert_eq!(reason("<html>"), UnknownReason::NoCode);
///
/// let error = Error::decode(409, &[("Content-Encoding", "gzip")], b"\x1f\x8b\x08\x00");
/// assert_eq!(error.to_string(), "compressed body, which the client did not decode (HTTP 409)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// The book does not have the code. The server may use a newer book.
    CodeUnknown,
    /// The book has the code, but the payload does not fit or was truncated.
    PayloadMismatch,
    /// The body is compressed or otherwise encoded, and the client did not decode it.
    /// [`DecodeIssue::Encoded`](crate::DecodeIssue::Encoded) has the encoding.
    Encoded,
    /// No code could be read. The response may come from a proxy and not from the API.
    NoCode,
}

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    code: Option<String>,
    status: Option<u16>,
    reason: UnknownReason,
    fields: UnknownFields,
    excerpt: String,
}

/// What an error without any information refers to. It needs no memory, so that one can replace a kind that is dropped.
static NOTHING: Inner = Inner {
    code: None,
    status: None,
    reason: UnknownReason::NoCode,
    fields: UnknownFields::NONE,
    excerpt: String::new(),
};

impl Unknown {
    pub(crate) fn new(
        code: Option<String>,
        status: Option<u16>,
        reason: UnknownReason,
        fields: UnknownFields,
        excerpt: Box<str>,
    ) -> Self {
        Self(Some(Box::new(Inner { code, status, reason, fields, excerpt: excerpt.into() })))
    }

    fn inner(&self) -> &Inner {
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    /// The code as it was received; `None` if there was none, or if it was not a string.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.code(), Some("teapot"));
    /// ```
    pub fn code(&self) -> Option<&str> {
        self.inner().code.as_deref()
    }

    /// The HTTP status; `None` if the error was deserialized from a body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.status(), Some(418));
    /// ```
    pub fn status(&self) -> Option<u16> {
        self.inner().status
    }

    /// Why it could not be typed.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.reason(), errbook::UnknownReason::CodeUnknown);
    /// ```
    pub fn reason(&self) -> UnknownReason {
        self.inner().reason
    }

    /// All members of the error except its code and message; of duplicates, the last. Fields that the book lists for
    /// the code come first.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.fields(), [("litres".to_owned(), 1.into())]);
    /// ```
    pub fn fields(&self) -> &[(String, Value)] {
        self.inner().fields.all()
    }

    /// The start of the body: at most 1 KiB, with `U+FFFD` for invalid UTF-8. Empty for an encoded body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.excerpt(), "<html>Bad Gateway</html>");
    /// ```
    pub fn excerpt(&self) -> &str {
        &self.inner().excerpt
    }

    pub(crate) fn unknown_fields(&self) -> &UnknownFields {
        &self.inner().fields
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        self.inner() == other.inner()
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::padded(f, &|out| {
            match (self.code(), self.reason()) {
                (Some(code), UnknownReason::PayloadMismatch) => {
                    write!(out, "{} with a payload that does not fit", Quoted(code))?;
                }
                (Some(code), _) => write!(out, "unknown error {}", Quoted(code))?,
                (None, UnknownReason::Encoded) => out.write_str("compressed body, which the client did not decode")?,
                (None, _) => out.write_str("no readable error code")?,
            }
            match self.status() {
                Some(status) => write!(out, " (HTTP {status})"),
                None => Ok(()),
            }
        })
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("code", &self.inner().code)
            .field("status", &self.inner().status)
            .field("reason", &self.inner().reason)
            .field("fields", &self.fields())
            .field("excerpt", &self.inner().excerpt)
            .finish()
    }
}
