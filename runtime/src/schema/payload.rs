//! The payload of one code: its fields, its headers, and their types on the wire.

use super::{MessagePart, Node};

/// The type of a field on the wire. An enum is a [`String`](Type::String).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// A string.
    String,
    /// An integer from -2⁶³ to 2⁶³ - 1: `i64`. As in JSON Schema, `3.0` is one.
    Integer,
    /// An integer from 0 to 2⁶⁴ - 1: `u64`.
    Unsigned,
    /// Any number: `f64`. NaN and the infinities, which JSON cannot represent, are `null` on the wire. A client cannot
    /// type an error whose required number is `null`.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A string with a date and time by RFC 3339: [`Timestamp`](crate::Timestamp).
    Timestamp,
    /// A wait in this unit: a number that is not negative, or a string with a date and time by RFC 3339.
    Delay(DelayUnit),
    /// An array whose items have this type.
    List(&'static Type),
    /// An object with these fields, and possibly others.
    Object(&'static [Field]),
    /// Any JSON: [`Value`](crate::Value).
    Any,
}

impl Type {
    /// Whether its values contain a wait.
    fn has_delay(self) -> bool {
        match self {
            Self::Delay(_) => true,
            Self::List(ty) => ty.has_delay(),
            Self::Object(fields) => fields.iter().any(|field| field.ty.has_delay()),
            _ => false,
        }
    }
}

/// The unit of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DelayUnit {
    /// Seconds: [`Seconds`](crate::Seconds); in a header [`RetryAfter`](crate::RetryAfter), which may be an HTTP date.
    Seconds,
    /// Milliseconds: [`Millis`](crate::Millis).
    Millis,
    /// Minutes: [`Minutes`](crate::Minutes).
    Minutes,
    /// Seconds since 1970: [`EpochSeconds`](crate::EpochSeconds).
    EpochSeconds,
    /// Milliseconds since 1970: [`EpochMillis`](crate::EpochMillis).
    EpochMillis,
    /// A date: [`Timestamp`](crate::Timestamp); in a header [`HttpDate`](crate::HttpDate).
    Date,
}

/// A field of a payload, or of an object in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    pub(crate) optional: bool,
}

impl Field {
    /// A required field, by its name on the wire.
    pub const fn required(name: &'static str, ty: Type) -> Self {
        Self { name, ty, optional: false }
    }

    /// A field that may be absent or `null`. In Rust it is an `Option`.
    pub const fn optional(name: &'static str, ty: Type) -> Self {
        Self { name, ty, optional: true }
    }
}

/// The type of a header's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderType {
    /// A wait in this unit: digits, whose fraction is rounded up, or an HTTP date.
    Delay(DelayUnit),
    /// Decimal digits, optionally after a minus sign: `i64`.
    Integer,
    /// Decimal digits: `u64`.
    Unsigned,
    /// Any text that HTTP allows in a header: [`HeaderText`](crate::HeaderText).
    String,
    /// An HTTP date (RFC 9110, section 5.6.7): [`HttpDate`](crate::HttpDate).
    Date,
}

/// A header that carries a part of the payload.
///
/// In Rust it is always an `Option`, because proxies drop headers. A required header is an argument of the payload's
/// `new`, and its absence in a response is a [`DecodeIssue`](crate::DecodeIssue).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    pub(crate) name: &'static str,
    pub(crate) ty: HeaderType,
    pub(crate) optional: bool,
}

impl Header {
    /// A header that is always sent.
    pub const fn required(name: &'static str, ty: HeaderType) -> Self {
        Self { name, ty, optional: false }
    }

    /// A header that may be omitted.
    pub const fn optional(name: &'static str, ty: HeaderType) -> Self {
        Self { name, ty, optional: true }
    }
}

/// The message and the payload of one code, and its part of the book's [`Form`](super::Form).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayloadSchema {
    pub(crate) message: &'static [MessagePart<'static>],
    pub(crate) fields: &'static [Field],
    pub(crate) headers: &'static [Header],
    pub(crate) constant_headers: &'static [(&'static str, &'static str)],
    pub(crate) code_members: &'static [Node<'static>],
    pub(crate) sends_code: bool,
    pub(crate) sends_message: bool,
}

impl PayloadSchema {
    /// A code with this message and no payload.
    pub const fn new(message: &'static [MessagePart<'static>]) -> Self {
        Self {
            message,
            fields: &[],
            headers: &[],
            constant_headers: &[],
            code_members: &[],
            sends_code: true,
            sends_message: true,
        }
    }

    /// Sets the fields.
    #[must_use]
    pub const fn with_fields(self, fields: &'static [Field]) -> Self {
        Self { fields, ..self }
    }

    /// Sets the headers whose values are part of the payload.
    #[must_use]
    pub const fn with_headers(self, headers: &'static [Header]) -> Self {
        Self { headers, ..self }
    }

    /// Sets the headers whose values never change.
    #[must_use]
    pub const fn with_constant_headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { constant_headers: headers, ..self }
    }

    /// Sets the code's values of the members that each code has: those of [`Slot::CodeMember`](super::Slot::CodeMember).
    /// They are constants; `null` is no value.
    #[must_use]
    pub const fn with_code_members(self, values: &'static [Node<'static>]) -> Self {
        Self { code_members: values, ..self }
    }

    /// The code is not sent: clients identify the error by its status and its form.
    #[must_use]
    pub const fn without_code(self) -> Self {
        Self { sends_code: false, ..self }
    }

    /// The message is not sent. A field may have the name of its member.
    #[must_use]
    pub const fn without_message(self) -> Self {
        Self { sends_message: false, ..self }
    }

    /// Whether it contains a wait other than `Retry-After`.
    pub(crate) fn has_own_delay(&self) -> bool {
        let is_delay = |header: &Header| {
            matches!(header.ty, HeaderType::Delay(_)) && !header.name.eq_ignore_ascii_case("retry-after")
        };
        self.fields.iter().any(|field| field.ty.has_delay()) || self.headers.iter().any(is_delay)
    }
}
