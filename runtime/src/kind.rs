//! The interface between generated code and this crate: three traits, and the functions that generated impls call.
//!
//! As much as possible works on the schema and on an [`ErasedKind`], without generics: a program compiles all that is generic
//! again, and with it the generated code that it refers to.

use core::any::Any;
use core::fmt;
use std::vec::Vec;

use crate::encode::wire;
use crate::schema::BookSchema;
use crate::value::{FieldValue, ValueRef, Values};
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
pub trait Kind: Sized + Payload<Kind = Self> + ErasedKind {
    /// The book's enum of codes.
    type Code: Code;

    /// The book.
    #[doc(hidden)]
    fn schema() -> &'static BookSchema;
    /// This kind without its type. In the generated crate it is not inlined, so that its table of functions, with how each
    /// payload is dropped, stays there.
    #[doc(hidden)]
    fn erased(&self) -> &dyn ErasedKind {
        self
    }
    /// Makes the kind of the code at this index, from values that were checked against the schema.
    #[doc(hidden)]
    fn build(index: usize, values: Values) -> Self;
    /// Wraps an error that the book cannot type.
    #[doc(hidden)]
    fn of_unknown(unknown: Unknown) -> Self;
    /// Drops the payload, and leaves an unknown kind that owns nothing.
    ///
    /// A program that drops an error compiles how each payload is dropped, unless a function of the generated crate that is
    /// not inlined does it.
    #[doc(hidden)]
    fn clear(&mut self) {
        *self = Self::of_unknown(Unknown::default());
    }
}

/// What this crate needs of a kind without its type.
pub trait ErasedKind: core::error::Error + Any + Send + Sync {
    /// The index of the code. No code has that of an unknown error.
    fn index(&self) -> usize;
    /// The error that could not be typed.
    fn unknown(&self) -> Option<&Unknown>;
    /// Calls `f` once, with the payload's fields and then its headers, in the order of the schema. A kind without a
    /// payload gives an empty slice, and so does an unknown one.
    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue]));
    /// The payload, whose type is one that implements [`Payload`] for this kind.
    fn payload(&self) -> Option<&dyn Any>;
}

impl dyn ErasedKind + '_ {
    /// Calls `f` once with the values of the payload: see [`ErasedKind::values`].
    pub(crate) fn with_values(&self, f: &mut dyn FnMut(&[ValueRef<'_>])) {
        self.values(&mut |values| {
            let mut few = [ValueRef::Null; 8];
            let Some(shown) = few.get_mut(..values.len()) else {
                return f(&values.iter().map(|value| value.value_ref()).collect::<Vec<_>>());
            };
            for (shown, value) in shown.iter_mut().zip(values) {
                *shown = value.value_ref();
            }
            f(shown);
        });
    }

    fn to_values(&self) -> Vec<Value> {
        let mut owned = Vec::new();
        self.values(&mut |values| owned.extend(values.iter().map(|value| value.value_ref().to_value())));
        owned
    }
}

/// The message of a kind, rendered from its template; for an unknown error, a phrase. The body of a generated `Display`.
///
/// Texts of the payload are not escaped. For logs, use the `Display` of [`Error`](crate::Error), which escapes those of
/// a decoded error.
pub fn display(schema: &BookSchema, kind: &dyn ErasedKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(unknown) = kind.unknown() {
        return fmt::Display::fmt(unknown, f);
    }
    let Some((_, payload)) = schema.row(kind.index()) else {
        return Ok(());
    };
    text::padded(f, &|out| {
        let mut result = Ok(());
        kind.with_values(&mut |values| result = wire::message(out, payload.message, values));
        result
    })
}

/// A kind as a derived `Debug` would show it, with its code as the name. The body of a generated `Debug`.
pub fn debug(schema: &BookSchema, kind: &dyn ErasedKind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(unknown) = kind.unknown() {
        return fmt::Debug::fmt(unknown, f);
    }
    let Some((info, payload)) = schema.row(kind.index()) else {
        return Ok(());
    };
    let names = payload.fields.iter().map(|field| field.name).chain(payload.headers.iter().map(|header| header.name));
    let mut result = Ok(());
    kind.with_values(&mut |values| {
        let mut debug = f.debug_struct(info.code());
        for (name, value) in names.clone().zip(values) {
            debug.field(name, value);
        }
        result = debug.finish();
    });
    result
}

/// Whether two kinds have the same code and equal payloads. The body of a generated `PartialEq`.
///
/// There is no `Eq`: a payload may hold NaN. In an optional field of type `any`, `Some(Value::Null)` equals `None`,
/// since a client cannot tell them apart.
pub fn eq(left: &dyn ErasedKind, right: &dyn ErasedKind) -> bool {
    match (left.unknown(), right.unknown()) {
        (None, None) => left.index() == right.index() && left.to_values() == right.to_values(),
        (one, other) => one == other,
    }
}

/// A copy of a kind, rebuilt from its values. The body of a generated `Clone`.
///
/// In an optional field of type `any`, `Some(Value::Null)` becomes `None`, as it does for a client. A payload's own
/// `clone` keeps it.
pub fn clone<K: Kind>(kind: &K) -> K {
    let kind = kind.erased();
    match kind.unknown() {
        Some(unknown) => K::of_unknown(unknown.clone()),
        None => K::build(kind.index(), Values::new(kind.to_values())),
    }
}
