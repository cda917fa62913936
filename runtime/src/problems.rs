//! What can be wrong with a body. It only names it: `decode` finds it.

use core::fmt;
use std::string::String;
use std::vec::Vec;

use crate::quote::Quoted;

/// Something about a response that is not as the book says. A list of them is [`Received::problems`](crate::Received::problems).
///
/// `Display` is a sentence without a full stop. A `member` is a path in the error: `errors[2].field`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::Problem;
///
/// let error = Error::decode(409, &(), r#"{"error": {"code": "out_of_stock", "wanted": "three", "left": 1}}"#);
/// let problems: Vec<_> = error.received().unwrap().problems().iter().map(Problem::to_string).collect();
/// assert_eq!(problems, ["there is no message", "`wanted` is not an integer of at least 0"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The body is not UTF-8. What stands before the first bad byte was read.
    NotUtf8,
    /// The body is not JSON, or not all of it, or it has a number that no 64-bit type holds (`1e400`), or more than 127
    /// levels. What stands before the first mistake was read.
    NotJson,
    /// The body has an escaped surrogate without its other half (`\ud83d`): a text was cut in the middle of a character.
    /// It was read as `U+FFFD`.
    LoneSurrogate,
    /// The body is longer than 1 MiB. What stands before that was read.
    TooLong,
    /// The body is JSON, and not an error of this book's form.
    NotAnEnvelope,
    /// There is no code.
    CodeMissing,
    /// The code is not a string.
    CodeNotText,
    /// This book does not know the code.
    CodeUnknown,
    /// There is no message.
    MessageMissing,
    /// The message is not a string.
    MessageNotText,
    /// A required member is absent or `null`.
    Missing {
        /// Which one.
        member: String,
    },
    /// A member has another type than the book says.
    WrongType {
        /// Which one.
        member: String,
        /// What the book says, with an article: `a string`.
        expected: &'static str,
    },
    /// A member is there several times. The last one counts.
    Duplicate {
        /// Which one.
        member: String,
    },
    /// The book's code comes with other statuses than the one that was received.
    Status {
        /// Those with which it comes.
        expected: &'static [u16],
    },
    /// The member `status` of problem details is not the status of the response.
    StatusMember {
        /// What it is.
        found: u16,
    },
    /// A header that is always sent was not received.
    HeaderMissing {
        /// Which one.
        name: &'static str,
    },
    /// A header's value is not what the book says.
    HeaderUnreadable {
        /// Which one.
        name: &'static str,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("the body is not UTF-8"),
            Self::NotJson => f.write_str("the body is not JSON"),
            Self::LoneSurrogate => f.write_str("the body has half of a character in an escape"),
            Self::TooLong => f.write_str("the body is longer than 1 MiB"),
            Self::NotAnEnvelope => f.write_str("the body is not an error of this API"),
            Self::CodeMissing => f.write_str("there is no code"),
            Self::CodeNotText => f.write_str("the code is not a string"),
            Self::CodeUnknown => f.write_str("the code is unknown"),
            Self::MessageMissing => f.write_str("there is no message"),
            Self::MessageNotText => f.write_str("the message is not a string"),
            Self::Missing { member } => write!(f, "{} is missing", Quoted(member)),
            Self::WrongType { member, expected } => {
                write!(f, "{} is not {expected}", Quoted(member))
            }
            Self::Duplicate { member } => write!(f, "{} is there more than once", Quoted(member)),
            Self::Status { expected } => {
                f.write_str("the code does not come with this status, but with ")?;
                for (index, status) in expected.iter().enumerate() {
                    write!(f, "{}{status}", if index == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
            Self::StatusMember { found } => write!(f, "`status` is {found}, and the response has another"),
            Self::HeaderMissing { name } => write!(f, "the header {} is missing", Quoted(name)),
            Self::HeaderUnreadable { name } => {
                write!(f, "the header {} cannot be read", Quoted(name))
            }
        }
    }
}

/// The most problems of one response that are kept: a body may hold a hundred thousand.
const MOST: usize = 32;

/// A list of problems that does not grow without a limit.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        if !self.is_full() {
            self.0.push(problem);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.0
    }
}
