//! Received data beyond the kind of an error.

use core::fmt;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use super::DecodeIssue;
use super::document::Member;
use super::issues::DecodeIssues;
use super::timing::Timing;
use crate::{RetryAfter, Value};

/// Everything that a client received beyond the kind of the error: see [`Error::received`](crate::Error::received).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::{RetryAfter, Value};
///
/// let body = r#"{"error": {"code": "not_found", "message": "No.", "hint": "Look again."}, "request": "r1"}"#;
/// let error = Error::decode(404, &[("Retry-After", "5")], body);
/// let received = error.received().unwrap();
/// assert_eq!(received.message(), Some("No."));
/// assert_eq!(received.unknown_fields(), [("hint".to_owned(), Value::from("Look again."))]);
/// assert_eq!(received.unknown_members(), [("request".to_owned(), Value::from("r1"))]);
/// assert_eq!(received.retry_after(), Some(&RetryAfter::from_secs(5)));
/// assert_eq!(received.excerpt(), body);
/// assert!(received.issues().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct Received {
    excerpt: Box<str>,
    message: Message,
    pub(crate) timing: Timing,
    /// `None` for most errors: they match the book.
    remarks: Option<Box<Remarks>>,
    /// Whether it was read as problem details. Then the standard members other than code and message are `unknown_members`.
    #[cfg(feature = "problem")]
    pub(crate) is_problem: bool,
}

/// The message. Most messages are part of the excerpt, and are not stored twice.
#[derive(Clone, Default)]
enum Message {
    #[default]
    None,
    /// A range of the excerpt.
    Excerpt(usize, usize),
    Own(Box<str>),
}

/// The mismatches with the book.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remarks {
    pub(crate) unknown_fields: UnknownFields,
    pub(crate) unknown_members: Vec<(String, Value)>,
    pub(crate) issues: Vec<DecodeIssue>,
}

impl Remarks {
    /// `None` if there is nothing to report.
    #[inline]
    pub(crate) fn if_any(members: &mut Vec<Member<'_>>, issues: DecodeIssues) -> Option<Box<Self>> {
        (!(members.is_empty() && issues.is_empty())).then(|| Box::new(Self::of(members, issues)))
    }

    /// The remaining members of a document, and its issues.
    #[cold]
    fn of(members: &mut Vec<Member<'_>>, issues: DecodeIssues) -> Self {
        let mut by_level = [const { Vec::new() }; 3];
        for Member { level, name, value } in members.drain(..) {
            by_level[level as usize].push((name.into_owned(), value));
        }
        let [beside, nested, unknown_members] = by_level;
        Self { unknown_fields: UnknownFields::new(beside, nested), unknown_members, issues: issues.into_vec() }
    }
}

impl Received {
    /// `message` may be borrowed from `text`, which starts with `excerpt`.
    #[inline]
    pub(crate) fn new(
        message: Option<&str>,
        text: &str,
        excerpt: Box<str>,
        timing: Timing,
        remarks: Option<Box<Remarks>>,
    ) -> Self {
        let message = message.map_or(Message::None, |message| match position(message, text, &excerpt) {
            Some(start) => Message::Excerpt(start, start + message.len()),
            None => Message::Own(message.into()),
        });
        Self {
            excerpt,
            message,
            timing,
            remarks,
            #[cfg(feature = "problem")]
            is_problem: false,
        }
    }

    /// The message, if there was one. It is raw: for logs, use the `Display` of the error, which escapes it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "Weg."}}"#);
    /// assert_eq!(error.received().unwrap().message(), Some("Weg."));
    /// ```
    pub fn message(&self) -> Option<&str> {
        match &self.message {
            Message::None => None,
            Message::Excerpt(start, end) => self.excerpt.get(*start..*end),
            Message::Own(message) => Some(message),
        }
    }

    /// The fields of the error that are not in the book. For an error that cannot be typed, see
    /// [`Unknown::fields`](crate::Unknown::fields) instead.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found", "hint": 7}}"#);
    /// assert_eq!(error.received().unwrap().unknown_fields(), [("hint".to_owned(), 7.into())]);
    /// ```
    pub fn unknown_fields(&self) -> &[(String, Value)] {
        self.all_unknown_fields().map(UnknownFields::all).unwrap_or_default()
    }

    /// The unknown fields by level.
    pub(crate) fn all_unknown_fields(&self) -> Option<&UnknownFields> {
        Some(&self.remarks.as_ref()?.unknown_fields)
    }

    /// The members of the body outside of the error's object. In a book whose envelope has a `body`, all values without a
    /// place in it, by JSON pointer (RFC 6901): `/errors/0/source/line`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found"}, "request": 7}"#);
    /// assert_eq!(error.received().unwrap().unknown_members(), [("request".to_owned(), 7.into())]);
    /// ```
    pub fn unknown_members(&self) -> &[(String, Value)] {
        self.remarks.as_ref().map(|remarks| &*remarks.unknown_members).unwrap_or_default()
    }

    /// The mismatches with the book: at most 32 issues.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found"}}"#);
    /// assert_eq!(error.received().unwrap().issues(), [errbook::DecodeIssue::MessageMissing]);
    /// ```
    pub fn issues(&self) -> &[DecodeIssue] {
        self.remarks.as_ref().map(|remarks| &*remarks.issues).unwrap_or_default()
    }

    /// The value of `Retry-After`, whether or not the book lists it for this code.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(503, &[("Retry-After", "5")], "");
    /// assert_eq!(error.received().unwrap().retry_after(), Some(&errbook::RetryAfter::from_secs(5)));
    /// ```
    pub fn retry_after(&self) -> Option<&RetryAfter> {
        self.timing.retry_after.as_ref()
    }

    /// The start of the body: at most 1 KiB, with `U+FFFD` for invalid UTF-8. Empty for an encoded body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(502, &(), b"<h1>Gr\xfc\xdfe</h1>");
    /// assert_eq!(error.received().unwrap().excerpt(), "<h1>Gr\u{fffd}\u{fffd}e</h1>");
    /// ```
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("message", &self.message())
            .field("unknown_fields", &self.unknown_fields())
            .field("unknown_members", &self.unknown_members())
            .field("issues", &self.issues())
            .field("retry_after", &self.retry_after())
            .field("excerpt", &self.excerpt)
            .finish_non_exhaustive()
    }
}

/// The position of the message in the excerpt, if it was borrowed from the text. The excerpt starts like the text, so
/// the position is the same in both. A message elsewhere in memory was not borrowed.
#[inline]
fn position(message: &str, text: &str, excerpt: &str) -> Option<usize> {
    let start = message.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (start + message.len() <= excerpt.len().min(text.len())).then_some(start)
}

/// Fields that are not in the book, by level.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct UnknownFields {
    members: Vec<(String, Value)>,
    /// The number of members beside the code; the members after them are from the object that holds the fields.
    beside: usize,
}

impl UnknownFields {
    pub(crate) const NONE: Self = Self { members: Vec::new(), beside: 0 };

    pub(crate) fn new(mut beside: Vec<(String, Value)>, nested: Vec<(String, Value)>) -> Self {
        let count = beside.len();
        beside.extend(nested);
        Self { members: beside, beside: count }
    }

    pub(crate) fn all(&self) -> &[(String, Value)] {
        &self.members
    }

    pub(crate) fn beside(&self) -> &[(String, Value)] {
        self.members.get(..self.beside).unwrap_or_default()
    }

    pub(crate) fn nested(&self) -> &[(String, Value)] {
        self.members.get(self.beside..).unwrap_or_default()
    }
}
