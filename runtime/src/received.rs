//! What is known of a response beside its kind. It is filled by `decode`.

use std::string::String;
use std::vec::Vec;

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
#[derive(Clone, Debug, Default)]
pub struct Received {
    pub(crate) message: Option<String>,
    pub(crate) extra: Rest,
    pub(crate) outside: Vec<(String, Value)>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) retry_after: Option<Delay>,
    pub(crate) excerpt: String,
    /// Whether it was read as problem details: then what RFC 9457 has beside code and message is `outside`.
    #[cfg(feature = "problem")]
    pub(crate) is_problem: bool,
}

impl Received {
    /// The message, if there was one. It is raw: for logs there is the `Display` of the error, which escapes it.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The members of the error that the book does not know. Those of an error that it cannot type are
    /// [`Unknown::fields`](crate::Unknown::fields), and not here.
    pub fn extra(&self) -> &[(String, Value)] {
        self.extra.all()
    }

    /// The members beside the error's own object.
    pub fn outside(&self) -> &[(String, Value)] {
        &self.outside
    }

    /// What was not as the book says, 32 at most.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The header `Retry-After`, whether or not the book has it for this code.
    pub fn retry_after(&self) -> Option<&Delay> {
        self.retry_after.as_ref()
    }

    /// The beginning of the body: at most 1 KiB, with `U+FFFD` for what is not UTF-8.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
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
