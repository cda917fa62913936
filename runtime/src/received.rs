//! What is known of a response beside its kind. It is filled by `decode`.

use core::fmt;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use crate::document::Entry;
use crate::problems::Problems;
use crate::{Delay, Problem, Value};

/// All that a client received beside the kind of the error: see [`Error::received`](crate::Error::received).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::{Delay, Value};
///
/// let body = r#"{"error": {"code": "not_found", "message": "No.", "hint": "Look again."}, "request": "r1"}"#;
/// let error = Error::decode(404, &[("Retry-After", "5")], body);
/// let received = error.received().unwrap();
/// assert_eq!(received.message(), Some("No."));
/// assert_eq!(received.extra(), [("hint".to_owned(), Value::from("Look again."))]);
/// assert_eq!(received.outside(), [("request".to_owned(), Value::from("r1"))]);
/// assert_eq!(received.retry_after(), Some(&Delay::from_secs(5)));
/// assert_eq!(received.excerpt(), body);
/// assert!(received.problems().is_empty());
/// ```
#[derive(Clone, Default)]
pub struct Received {
    excerpt: Box<str>,
    message: Message,
    retry_after: Option<Delay>,
    /// There only if something is in it: most errors are as the book says.
    remarks: Option<Box<Remarks>>,
    /// Whether it was read as problem details: then what RFC 9457 has beside code and message is `outside`.
    #[cfg(feature = "problem")]
    pub(crate) is_problem: bool,
}

/// What a server said. Most of it stands in the excerpt already, and is not kept twice.
#[derive(Clone, Default)]
enum Message {
    #[default]
    None,
    /// From here to there in the excerpt.
    Excerpt(usize, usize),
    Own(Box<str>),
}

/// What was not as the book says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remarks {
    pub(crate) extra: Rest,
    pub(crate) outside: Vec<(String, Value)>,
    pub(crate) problems: Vec<Problem>,
}

impl Remarks {
    /// Nothing where there is nothing to remark.
    #[inline]
    pub(crate) fn if_any(entries: &mut Vec<Entry<'_>>, problems: Problems) -> Option<Box<Self>> {
        (!(entries.is_empty() && problems.is_empty())).then(|| Box::new(Self::of(entries, problems)))
    }

    /// What is left of a document's members, and what is wrong with it.
    #[cold]
    fn of(entries: &mut Vec<Entry<'_>>, problems: Problems) -> Self {
        let mut members = [const { Vec::new() }; 3];
        for Entry { level, name, value } in entries.drain(..) {
            members[level as usize].push((name.into_owned(), value));
        }
        let [beside, nested, outside] = members;
        Self { extra: Rest::new(beside, nested), outside, problems: problems.into_vec() }
    }
}

impl Received {
    /// `message` may stand in `text`, of which `excerpt` is the beginning.
    #[inline]
    pub(crate) fn new(
        message: Option<&str>,
        text: &str,
        excerpt: Box<str>,
        retry_after: Option<Delay>,
        remarks: Option<Box<Remarks>>,
    ) -> Self {
        let message = message.map_or(Message::None, |message| match place(message, text, &excerpt) {
            Some(start) => Message::Excerpt(start, start + message.len()),
            None => Message::Own(message.into()),
        });
        Self {
            excerpt,
            message,
            retry_after,
            remarks,
            #[cfg(feature = "problem")]
            is_problem: false,
        }
    }

    /// The message, if there was one. It is raw: for logs there is the `Display` of the error, which escapes it.
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

    /// The members of the error that the book does not know. Those of an error that it cannot type are
    /// [`Unknown::fields`](crate::Unknown::fields), and not here.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found", "hint": 7}}"#);
    /// assert_eq!(error.received().unwrap().extra(), [("hint".to_owned(), 7.into())]);
    /// ```
    pub fn extra(&self) -> &[(String, Value)] {
        self.rest().map(Rest::all).unwrap_or_default()
    }

    /// The same, with where they stood.
    pub(crate) fn rest(&self) -> Option<&Rest> {
        Some(&self.remarks.as_ref()?.extra)
    }

    /// The members beside the error's own object.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found"}, "request": 7}"#);
    /// assert_eq!(error.received().unwrap().outside(), [("request".to_owned(), 7.into())]);
    /// ```
    pub fn outside(&self) -> &[(String, Value)] {
        self.remarks.as_ref().map(|remarks| &*remarks.outside).unwrap_or_default()
    }

    /// What was not as the book says, 32 at most.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found"}}"#);
    /// assert_eq!(error.received().unwrap().problems(), [errbook::Problem::MessageMissing]);
    /// ```
    pub fn problems(&self) -> &[Problem] {
        self.remarks.as_ref().map(|remarks| &*remarks.problems).unwrap_or_default()
    }

    /// The header `Retry-After`, whether or not the book has it for this code.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(503, &[("Retry-After", "5")], "");
    /// assert_eq!(error.received().unwrap().retry_after(), Some(&errbook::Delay::from_secs(5)));
    /// ```
    pub fn retry_after(&self) -> Option<&Delay> {
        self.retry_after.as_ref()
    }

    /// The beginning of the body: at most 1 KiB, with `U+FFFD` for what is not UTF-8.
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
            .field("extra", &self.extra())
            .field("outside", &self.outside())
            .field("problems", &self.problems())
            .field("retry_after", &self.retry_after)
            .field("excerpt", &self.excerpt)
            .finish_non_exhaustive()
    }
}

/// Where the excerpt has the message, if it was borrowed from the text. The excerpt begins as the text does, so that it is at
/// the same place in both. What lies elsewhere in memory was not borrowed.
#[inline]
fn place(message: &str, text: &str, excerpt: &str) -> Option<usize> {
    let start = message.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (start + message.len() <= excerpt.len().min(text.len())).then_some(start)
}

/// Members that nobody has a type for, and where they stood.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rest {
    members: Vec<(String, Value)>,
    /// So many stood beside the code; those after them in the object of the fields.
    beside: usize,
}

impl Rest {
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
