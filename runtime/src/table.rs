//! A book's wire format as static data, for generated code: which fields and headers a code has, and its message.
//!
//! Decoding and encoding work on these tables, and are compiled once, here. They know no generated type.

use core::fmt;

use core::time::Duration;

use crate::{Backoff, Envelope, Facts, Jitter, Retry, When};

/// The type of a field on the wire, for generated code. An enum is a [`String`](Type::String) there.
///
/// ```
/// use errbook::{Field, Type};
///
/// // A list of objects with one member.
/// const LINES: Field = Field::new("lines", Type::List(&Type::Object(&[Field::new("title", Type::String)])));
/// # let _ = LINES;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// A string.
    String,
    /// A whole number from -2⁶³ to 2⁶³ - 1: `i64`. As in JSON Schema, `3.0` is one.
    Integer,
    /// A whole number from 0 to 2⁶⁴ - 1: `u64`.
    Unsigned,
    /// Any number: `f64`. NaN and the infinities, which JSON does not have, are `null` on the wire; a client cannot type
    /// an error whose required number is `null`.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A string that is a point in time by RFC 3339: [`Timestamp`](crate::Timestamp).
    Timestamp,
    /// An array whose items have this type.
    List(&'static Type),
    /// An object with these fields; others may be there.
    Object(&'static [Field]),
    /// Any JSON: [`Value`](crate::Value).
    Any,
}

/// A member of the payload, or of an object in it, for generated code.
///
/// ```
/// use errbook::{Field, Type, Value, Values};
///
/// const FIELDS: &[Field] = &[Field::new("left", Type::Unsigned)];
/// let object = Value::Object(vec![("left".to_owned(), Value::from(1))]);
/// assert_eq!(Values::of_object(object, FIELDS).take::<u64>(), 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    pub(crate) name: &'static str,
    pub(crate) ty: Type,
    pub(crate) optional: bool,
}

impl Field {
    /// A required field, under its name on the wire.
    ///
    /// ```
    /// use errbook::{Field, Type};
    ///
    /// assert_ne!(Field::new("left", Type::Unsigned), Field::new("left", Type::Integer));
    /// ```
    pub const fn new(name: &'static str, ty: Type) -> Self {
        Self { name, ty, optional: false }
    }

    /// The same, but it may be absent or `null`: an `Option`.
    ///
    /// ```
    /// use errbook::{Field, Type};
    ///
    /// let field = Field::new("again", Type::Timestamp);
    /// assert_ne!(field.optional(), field);
    /// ```
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// The type of a header's value, for generated code.
///
/// ```
/// use errbook::{Header, HeaderType};
///
/// const LEFT: Header = Header::new("X-Left", HeaderType::Unsigned);
/// const SUNSET: Header = Header::new("Sunset", HeaderType::Date);
/// # let _ = (LEFT, SUNSET);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderType {
    /// Seconds or an HTTP date (RFC 9110, section 10.2.3): [`Delay`](crate::Delay).
    Delay,
    /// Decimal digits, perhaps after a minus: `i64`.
    Integer,
    /// Decimal digits: `u64`.
    Unsigned,
    /// What HTTP allows in a header: [`HeaderText`](crate::HeaderText).
    String,
    /// An HTTP date (RFC 9110, section 5.6.7): [`HttpDate`](crate::HttpDate).
    Date,
}

/// A header that carries a part of the payload, for generated code.
///
/// In Rust it is an `Option` whatever its kind, because proxies lose headers; a header that is not optional is an argument
/// of the payload's `new`, and one that is lost is a problem of what was received.
///
/// ```
/// use errbook::{Header, HeaderType, Shape};
///
/// static SHAPE: Shape = Shape::new(&[]).headers(&[Header::new("Retry-After", HeaderType::Delay)]);
/// # let _ = SHAPE;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    pub(crate) name: &'static str,
    pub(crate) ty: HeaderType,
    pub(crate) optional: bool,
}

impl Header {
    /// A header that is always sent.
    ///
    /// ```
    /// use errbook::{Header, HeaderType};
    ///
    /// assert_ne!(Header::new("Sunset", HeaderType::Date), Header::new("Sunset", HeaderType::String));
    /// ```
    pub const fn new(name: &'static str, ty: HeaderType) -> Self {
        Self { name, ty, optional: false }
    }

    /// The same, but it may be left out.
    ///
    /// ```
    /// use errbook::{Header, HeaderType};
    ///
    /// let header = Header::new("Retry-After", HeaderType::Delay);
    /// assert_ne!(header.optional(), header);
    /// ```
    #[must_use]
    pub const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// A piece of a message, for generated code: see [`wire::message`](crate::wire::message).
///
/// ```
/// use errbook::{Part, Shown, wire};
///
/// let mut text = String::new();
/// wire::message(&mut text, &[Part::Param(0), Part::Text(" left.")], &[Shown::Unsigned(1)]).unwrap();
/// assert_eq!(text, "1 left.");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// This text.
    Text(&'a str),
    /// The value with this index: the code's fields, then its headers.
    Param(usize),
}

/// The payload of one code on the wire, and its message, for generated code.
///
/// ```
/// use errbook::{Field, Header, HeaderType, Part, Shape, Type};
///
/// const MESSAGE: &[Part<'_>] = &[Part::Text("Wait "), Part::Param(1), Part::Text(" seconds.")];
/// static SHAPE: Shape = Shape::new(MESSAGE)
///     .fields(&[Field::new("limit", Type::Unsigned).optional()])
///     .headers(&[Header::new("Retry-After", HeaderType::Delay)])
///     .constant_headers(&[("Cache-Control", "no-store")]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub(crate) message: &'static [Part<'static>],
    pub(crate) fields: &'static [Field],
    pub(crate) headers: &'static [Header],
    pub(crate) constant_headers: &'static [(&'static str, &'static str)],
}

impl Shape {
    /// A code with this message and no payload.
    ///
    /// ```
    /// use errbook::{Part, Shape};
    ///
    /// static GONE: Shape = Shape::new(&[Part::Text("It is gone.")]);
    /// # let _ = GONE;
    /// ```
    pub const fn new(message: &'static [Part<'static>]) -> Self {
        Self { message, fields: &[], headers: &[], constant_headers: &[] }
    }

    /// With these fields.
    ///
    /// ```
    /// use errbook::{Field, Part, Shape, Type};
    ///
    /// static SHAPE: Shape =
    ///     Shape::new(&[Part::Param(0), Part::Text(" left.")]).fields(&[Field::new("left", Type::Unsigned)]);
    /// # let _ = SHAPE;
    /// ```
    #[must_use]
    pub const fn fields(self, fields: &'static [Field]) -> Self {
        Self { fields, ..self }
    }

    /// With these headers, whose values are payload.
    ///
    /// ```
    /// use errbook::{Header, HeaderType, Part, Shape};
    ///
    /// static SHAPE: Shape =
    ///     Shape::new(&[Part::Text("Wait.")]).headers(&[Header::new("Retry-After", HeaderType::Delay)]);
    /// # let _ = SHAPE;
    /// ```
    #[must_use]
    pub const fn headers(self, headers: &'static [Header]) -> Self {
        Self { headers, ..self }
    }

    /// With these headers, whose values are always the same.
    ///
    /// ```
    /// use errbook::{Part, Shape};
    ///
    /// static SHAPE: Shape =
    ///     Shape::new(&[Part::Text("Sign in.")]).constant_headers(&[("WWW-Authenticate", "Bearer")]);
    /// # let _ = SHAPE;
    /// ```
    #[must_use]
    pub const fn constant_headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { constant_headers: headers, ..self }
    }

    /// Whether it can be built of nothing.
    fn needs_nothing(&self) -> bool {
        self.fields.iter().all(|field| field.optional) && self.headers.iter().all(|header| header.optional)
    }
}

/// All that decoding and encoding know of a book, for generated code: a generated crate has one, as a `static`.
///
/// The tables are of one length, in the order of the codes.
///
/// ```
/// use errbook::{Envelope, Facts, Part, Shape, Table, wire};
///
/// static TABLE: Table = Table::new(
///     Envelope::new("code", "message"),
///     &[Facts::new("gone", &[410])],
///     &[Shape::new(&[Part::Text("It is gone.")])],
///     |code| (code == "gone").then_some(0),
/// );
///
/// let (outcome, received) = wire::read(&TABLE, 410, &(), br#"{"code": "gone", "message": "Weg."}"#);
/// assert_eq!(outcome.unwrap().0, 0);
/// assert_eq!(received.message(), Some("Weg."));
/// ```
#[derive(Clone, Copy)]
pub struct Table {
    pub(crate) envelope: Envelope<'static>,
    pub(crate) facts: &'static [Facts],
    pub(crate) shapes: &'static [Shape],
    pub(crate) find: fn(&str) -> Option<usize>,
    /// The advice for what the book does not know; whether at all is the status's to say.
    pub(crate) retry: Retry,
}

impl Table {
    /// A book's table. `find` gives a code's place in `facts` and `shapes`.
    ///
    /// ```
    /// use errbook::{Envelope, Facts, Part, Shape, Table, wire};
    ///
    /// static TABLE: Table = Table::new(
    ///     Envelope::new("code", "message"),
    ///     &[Facts::new("gone", &[410])],
    ///     &[Shape::new(&[Part::Text("It is gone.")])],
    ///     |code| (code == "gone").then_some(0),
    /// );
    ///
    /// let (outcome, _) = wire::read(&TABLE, 404, &(), br#"{"code": "lost"}"#);
    /// assert_eq!(outcome.unwrap_err().code(), Some("lost"));
    /// ```
    pub const fn new(
        envelope: Envelope<'static>,
        facts: &'static [Facts],
        shapes: &'static [Shape],
        find: fn(&str) -> Option<usize>,
    ) -> Self {
        let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
        Self { envelope, facts, shapes, find, retry: Retry::new(When::Idempotent, 3, backoff) }
    }

    /// With this advice for what the book does not know, in place of three retries after one, two and four seconds with
    /// full jitter. Which requests it is for is the status's to say: its [`When`] does not count.
    ///
    /// ```
    /// use errbook::{Envelope, Retry, Table};
    ///
    /// // Nothing that the book does not know is sent again.
    /// static TABLE: Table = Table::new(Envelope::new("code", "message"), &[], &[], |_| None).retry(Retry::NEVER);
    /// # let _ = &TABLE;
    /// ```
    #[must_use]
    pub const fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The facts and the shape of the code at `index`.
    pub(crate) fn entry(&self, index: usize) -> Option<(&'static Facts, &'static Shape)> {
        Some((self.facts.get(index)?, self.shapes.get(index)?))
    }

    /// The code that stands for a status, and the status that it is then sent with: one that lists the status and needs no
    /// payload, first of all one whose default it is; else the book's payload-less 400 or 500, with its own. None for a
    /// status that is no error's, such as that of a redirect, which the book does not list.
    pub(crate) fn of_status(&self, status: u16) -> Option<(usize, u16)> {
        let entries = || self.facts.iter().zip(self.shapes).enumerate().filter(|(_, it)| it.1.needs_nothing());
        let default = entries().find(|(_, it)| it.0.status() == status);
        let listed = || entries().find(|(_, it)| it.0.statuses().contains(&status));
        if let Some((index, _)) = default.or_else(listed) {
            return Some((index, status));
        }
        let own = match status {
            ..400 => return None,
            400..500 => 400,
            500.. => 500,
        };
        entries().find(|(_, it)| it.0.status() == own).map(|(index, _)| (index, own))
    }

    /// The book's own internal error: the first code that is sent with 500 and needs no payload.
    pub(crate) fn internal(&self) -> Option<usize> {
        let mut entries = self.facts.iter().zip(self.shapes);
        entries.position(|(facts, shape)| facts.status() == 500 && shape.needs_nothing())
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("envelope", &self.envelope)
            .field("codes", &self.facts.len())
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
