//! Differences between a response and the book.

use core::fmt;
use std::string::String;
use std::vec::Vec;

use crate::text::Quoted;

/// A difference between a response and the book: see [`Received::issues`](crate::Received::issues).
///
/// `Display` is a phrase without a full stop. A `member` is a path in the error: `errors[2].field`. In a book whose
/// envelope has a `body`, everything but a field is a JSON pointer: `/error/type`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::DecodeIssue;
///
/// let error = Error::decode(409, &(), r#"{"error": {"code": "out_of_stock", "wanted": "three", "left": 1}}"#);
/// let issues: Vec<_> = error.received().unwrap().issues().iter().map(DecodeIssue::to_string).collect();
/// assert_eq!(issues, ["missing message", "`wanted` is not a non-negative integer"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeIssue {
    /// The body is compressed or otherwise encoded, and the client did not decode it. Nothing was read.
    Encoded {
        /// The value of `Content-Encoding`.
        encoding: String,
    },
    /// The body is not UTF-8. Everything before the first invalid byte was read.
    NotUtf8,
    /// The body is not valid JSON, has a number that no 64-bit type holds (`1e400`), or has more than 127 levels.
    /// Everything before the error was read.
    NotJson,
    /// The body has an unpaired surrogate escape (`\ud83d`): a text was cut in the middle of a character. It was read
    /// as `U+FFFD`.
    LoneSurrogate,
    /// The body is longer than 1 MiB. Only that much was read.
    TooLong,
    /// The body is JSON, but not in the envelope of this book.
    NotAnEnvelope,
    /// The code is missing.
    CodeMissing,
    /// The code is not a string.
    CodeNotText,
    /// The book does not have the code.
    CodeUnknown,
    /// The message is missing.
    MessageMissing,
    /// The message is not a string.
    MessageNotText,
    /// A required member is absent or `null`.
    Missing {
        /// Which one.
        member: String,
    },
    /// A member has the wrong type.
    WrongType {
        /// Which one.
        member: String,
        /// The type that the book declares, with an article: `a string`.
        expected: &'static str,
    },
    /// A member is a duplicate. The last one counts.
    Duplicate {
        /// Which one.
        member: String,
    },
    /// The book does not list the received status for this code.
    Status {
        /// The statuses that the book lists.
        expected: &'static [u16],
    },
    /// The status in the body is not the status of the response.
    StatusMember {
        /// Its value.
        found: u16,
    },
    /// A member is not the constant that the book has there.
    ConstantDiffers {
        /// Which one.
        member: String,
    },
    /// The response has a value, such as the code, in several places, and they differ. The first one counts.
    CopiesDiffer {
        /// The place that differs from the first.
        member: String,
    },
    /// A required header is missing.
    HeaderMissing {
        /// Which one.
        name: &'static str,
    },
    /// The value of a header does not have its declared type.
    HeaderUnreadable {
        /// Which one.
        name: &'static str,
    },
}

impl fmt::Display for DecodeIssue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoded { encoding } => {
                write!(f, "the body is compressed ({}), and the client did not decode it", Quoted(encoding))
            }
            Self::NotUtf8 => f.write_str("the body is not UTF-8"),
            Self::NotJson => f.write_str("the body is not valid JSON"),
            Self::LoneSurrogate => f.write_str("the body has an unpaired surrogate escape"),
            Self::TooLong => f.write_str("the body is longer than 1 MiB"),
            Self::NotAnEnvelope => f.write_str("the body is not an error of this API"),
            Self::CodeMissing => f.write_str("missing code"),
            Self::CodeNotText => f.write_str("the code is not a string"),
            Self::CodeUnknown => f.write_str("unknown code"),
            Self::MessageMissing => f.write_str("missing message"),
            Self::MessageNotText => f.write_str("the message is not a string"),
            Self::Missing { member } => write!(f, "missing member {}", Quoted(member)),
            Self::WrongType { member, expected } => {
                write!(f, "{} is not {expected}", Quoted(member))
            }
            Self::Duplicate { member } => write!(f, "duplicate member {}", Quoted(member)),
            Self::Status { expected } => {
                f.write_str("unexpected status for this code, expected ")?;
                for (index, status) in expected.iter().enumerate() {
                    write!(f, "{}{status}", if index == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
            Self::StatusMember { found } => {
                write!(f, "the status in the body is {found}, but the response has a different status")
            }
            Self::ConstantDiffers { member } => write!(f, "{} is not the value in the book", Quoted(member)),
            Self::CopiesDiffer { member } => {
                write!(f, "{} differs from the other places of the same value", Quoted(member))
            }
            Self::HeaderMissing { name } => write!(f, "missing header {}", Quoted(name)),
            Self::HeaderUnreadable { name } => {
                write!(f, "invalid header {}", Quoted(name))
            }
        }
    }
}

/// The maximum number of issues that are kept: a body may have a hundred thousand.
const MAX_ISSUES: usize = 32;

/// A list of issues with a limited length.
#[derive(Debug, Default)]
pub(crate) struct DecodeIssues(Vec<DecodeIssue>);

impl DecodeIssues {
    pub(crate) fn push(&mut self, issue: DecodeIssue) {
        if !self.is_full() {
            self.0.push(issue);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.0.len() >= MAX_ISSUES
    }

    pub(crate) fn into_vec(self) -> Vec<DecodeIssue> {
        self.0
    }
}
