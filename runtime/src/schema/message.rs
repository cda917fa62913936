//! A message template, split into its parts.

/// A part of a message: see [`wire::message`](crate::encode::wire::message).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessagePart<'a> {
    /// Literal text.
    Text(&'a str),
    /// The value at this index: the code's fields, then its headers.
    Param(usize),
}
