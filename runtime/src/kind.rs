//! The interface between generated code and this crate: two traits, and the functions that generated impls call.
//!
//! As much as possible works on the schema, without generics, so that a crate with a thousand codes compiles quickly.

use core::any::Any;
use core::fmt;
use std::vec::Vec;

use crate::encode::wire;
use crate::schema::BookSchema;
use crate::value::{ValueRef, Values};
use crate::{Code, Unknown, Value, text};

/// A type that converts into an error: a kind, or the payload of one.
///
/// `Error::from`, `?` and `.into()` take any payload, and so does [`OrError::or_error`](crate::OrError::or_error).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::Payload;
///
/// let kind = OutOfStock::new(3, 1).into_kind();
/// assert!(matches!(kind, ErrorKind::OutOfStock(_)));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an error of this API",
    label = "neither an `ErrorKind` nor a payload of this API: `.or_error(ErrorKind::…)?` converts it, and keeps it as the source",
    note = "an `ErrorCode` is not an error: use the `ErrorKind` or the payload of the same name"
)]
pub trait Payload {
    /// The book's enum of kinds.
    type Kind: Kind;

    /// The kind that carries this payload.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Payload;
    ///
    /// assert_eq!(OutOfStock::new(3, 1).into_kind(), ErrorKind::OutOfStock(OutOfStock::new(3, 1)));
    /// // A kind is returned unchanged.
    /// assert_eq!(ErrorKind::NotFound.into_kind(), ErrorKind::NotFound);
    /// ```
    fn into_kind(self) -> Self::Kind;
}

/// A book's enum of errors with their payloads. Every generated `ErrorKind` implements it.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::ErrorKind;
/// use errbook::{Code, Error, Kind};
///
/// /// The number of codes in the book of an error.
/// fn codes<K: Kind>(_: &Error<K>) -> usize {
///     K::Code::ALL.len()
/// }
///
/// assert_eq!(codes(&Error::from(ErrorKind::NotFound)), 4);
/// ```
pub trait Kind: Sized + Payload<Kind = Self> + core::error::Error + Send + Sync + 'static {
    /// The book's enum of codes.
    type Code: Code;
    /// The book.
    #[doc(hidden)]
    const SCHEMA: &'static BookSchema;

    /// The code, or the error that could not be typed.
    #[doc(hidden)]
    fn code(&self) -> Result<Self::Code, &Unknown>;
    /// Calls `f` once, with the payload's fields and then its headers, in the order of the schema. A kind without a
    /// payload gives an empty slice, and so does an unknown one.
    #[doc(hidden)]
    fn values(&self, f: &mut dyn FnMut(&[ValueRef<'_>]));
    /// The payload, whose type is one that implements [`Payload`] for this kind.
    #[doc(hidden)]
    fn payload(&self) -> Option<&dyn Any>;
    /// Makes the kind from values that were checked against the schema.
    #[doc(hidden)]
    fn build(code: Self::Code, values: Values) -> Self;
    /// Wraps an error that the book cannot type.
    #[doc(hidden)]
    fn unknown(unknown: Unknown) -> Self;
    /// Drops the payload, and leaves an unknown kind that owns nothing.
    ///
    /// A program that drops an error compiles how each payload is dropped, unless a function of the generated crate that is
    /// not inlined does it.
    #[doc(hidden)]
    fn clear(&mut self) {
        *self = Self::unknown(Unknown::default());
    }
}

/// The message of a kind, rendered from its template; for an unknown error, a phrase. The body of a generated `Display`.
///
/// Texts of the payload are not escaped. For logs, use the `Display` of [`Error`](crate::Error), which escapes those of
/// a decoded error.
pub fn display<K: Kind>(kind: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind.code() {
        Ok(code) => text::padded(f, &|out| {
            let mut result = Ok(());
            kind.values(&mut |values| result = display_values(K::SCHEMA, code.index(), values, out));
            result
        }),
        Err(unknown) => fmt::Display::fmt(unknown, f),
    }
}

/// A kind as a derived `Debug` would show it, with its code as the name. The body of a generated `Debug`.
pub fn debug<K: Kind>(kind: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind.code() {
        Ok(code) => {
            let mut result = Ok(());
            kind.values(&mut |values| result = debug_values(K::SCHEMA, code.index(), values, f));
            result
        }
        Err(unknown) => fmt::Debug::fmt(unknown, f),
    }
}

/// Whether two kinds have the same code and equal payloads. The body of a generated `PartialEq`.
///
/// There is no `Eq`: a payload may hold NaN. In an optional field of type `any`, `Some(Value::Null)` equals `None`,
/// since a client cannot tell them apart.
pub fn eq<K: Kind>(left: &K, right: &K) -> bool {
    match (left.code(), right.code()) {
        (Ok(one), Ok(other)) => one == other && values(left) == values(right),
        (Err(one), Err(other)) => one == other,
        _ => false,
    }
}

/// A copy of a kind, rebuilt from its values. The body of a generated `Clone`.
///
/// In an optional field of type `any`, `Some(Value::Null)` becomes `None`, as it does for a client. A payload's own
/// `clone` keeps it.
pub fn clone<K: Kind>(kind: &K) -> K {
    match kind.code() {
        Ok(code) => K::build(code, Values::new(values(kind))),
        Err(unknown) => K::unknown(unknown.clone()),
    }
}

fn values<K: Kind>(kind: &K) -> Vec<Value> {
    let mut owned = Vec::new();
    kind.values(&mut |values| owned.extend(values.iter().map(|value| value.to_value())));
    owned
}

fn display_values(schema: &BookSchema, index: usize, values: &[ValueRef<'_>], out: &mut dyn fmt::Write) -> fmt::Result {
    let Some((_, payload)) = schema.row(index) else {
        return Ok(());
    };
    wire::message(out, payload.message, values)
}

fn debug_values(schema: &BookSchema, index: usize, values: &[ValueRef<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some((info, payload)) = schema.row(index) else {
        return Ok(());
    };
    let names = payload.fields.iter().map(|field| field.name).chain(payload.headers.iter().map(|header| header.name));
    let mut debug = f.debug_struct(info.code());
    for (name, value) in names.zip(values) {
        debug.field(name, value);
    }
    debug.finish()
}
