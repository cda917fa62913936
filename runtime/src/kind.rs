//! The seam between generated code and this crate: two traits, and what generated impls call in one line.
//!
//! Whatever can be is done on the table, without generics: a crate of a thousand codes has to compile quickly.

use core::fmt;
use std::vec::Vec;

use crate::{Code, Shown, Table, Unknown, Value, Values, text};

/// What an error can be made of: a kind, or the payload of one. For generated code.
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
    label = "neither an `ErrorKind` nor a payload of this API: `.or_error(ErrorKind::…)?` makes an error one, and keeps it as \
             the source",
    note = "an `ErrorCode` is not an error: take the `ErrorKind` or the payload of the same name"
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
    /// // A kind is its own.
    /// assert_eq!(ErrorKind::NotFound.into_kind(), ErrorKind::NotFound);
    /// ```
    fn into_kind(self) -> Self::Kind;
}

/// A book's enum of errors with their payloads. For generated code: each generated `ErrorKind` implements it.
///
/// How a generated impl looks is best seen in a generated crate. Its methods are for this crate alone:
///
/// - `code` is the code, or what came in place of one.
/// - `values` calls its argument once, with the payload's fields and then its headers in the order of the
///   [`Shape`](crate::Shape). A kind without payload gives an empty slice, and so does an unknown one.
/// - `build` makes the kind of values that were checked against the shape.
/// - `unknown` wraps what the book does not know.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::ErrorKind;
/// use errbook::{Code, Error, Kind};
///
/// /// How many codes there are, in whichever book the error is from.
/// fn codes<K: Kind>(_: &Error<K>) -> usize {
///     K::Code::ALL.len()
/// }
///
/// assert_eq!(codes(&Error::from(ErrorKind::NotFound)), 4);
/// ```
pub trait Kind: Payload<Kind = Self> + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// The book's enum of codes.
    type Code: Code;
    /// The book.
    const TABLE: &'static Table;

    #[doc(hidden)]
    fn code(&self) -> Result<Self::Code, &Unknown>;
    #[doc(hidden)]
    fn values(&self, f: &mut dyn FnMut(&[Shown<'_>]));
    #[doc(hidden)]
    fn build(code: Self::Code, values: Values) -> Self;
    #[doc(hidden)]
    fn unknown(unknown: Unknown) -> Self;
}

/// A kind's message, rendered from its template; for what is unknown, a sentence. The body of a generated `Display`.
///
/// The payload's texts are in it as they are. Those of a server that is not trusted belong into a log by way of the
/// `Display` of its [`Error`](crate::Error), which escapes them.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let kind = ErrorKind::OutOfStock(OutOfStock::new(3, 1));
/// assert_eq!(kind.to_string(), "Only 1 left, and 3 are wanted.");
/// assert_eq!(format!("{:>25}", ErrorKind::NotFound), "  There is no such thing.");
/// ```
pub fn display<K: Kind>(kind: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind.code() {
        Ok(code) => text::padded(f, &|out| {
            let mut result = Ok(());
            kind.values(&mut |shown| result = display_shown(K::TABLE, code.index(), shown, out));
            result
        }),
        Err(unknown) => fmt::Display::fmt(unknown, f),
    }
}

/// A kind as a derived `Debug` would show it, under its code. The body of a generated `Debug`.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let kind = ErrorKind::OutOfStock(OutOfStock::new(3, 1));
/// assert_eq!(format!("{kind:?}"), "out_of_stock { wanted: 3, left: 1, again: None }");
/// assert_eq!(format!("{:?}", ErrorKind::NotFound), "not_found");
/// ```
pub fn debug<K: Kind>(kind: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind.code() {
        Ok(code) => {
            let mut result = Ok(());
            kind.values(&mut |shown| result = debug_shown(K::TABLE, code.index(), shown, f));
            result
        }
        Err(unknown) => fmt::Debug::fmt(unknown, f),
    }
}

/// Whether two kinds have one code and equal payloads. The body of a generated `PartialEq`.
///
/// It is no `Eq`: a payload may hold NaN, which equals nothing. An optional member of any type is absent if it is `null`:
/// `Some(Value::Null)` equals `None`, as a client cannot tell them apart.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// assert_eq!(ErrorKind::OutOfStock(OutOfStock::new(3, 1)), ErrorKind::OutOfStock(OutOfStock::new(3, 1)));
/// assert_ne!(ErrorKind::OutOfStock(OutOfStock::new(3, 1)), ErrorKind::NotFound);
/// ```
pub fn eq<K: Kind>(left: &K, right: &K) -> bool {
    match (left.code(), right.code()) {
        (Ok(one), Ok(other)) => one == other && values(left) == values(right),
        (Err(one), Err(other)) => one == other,
        _ => false,
    }
}

/// A copy of a kind, by way of its values. The body of a generated `Clone`.
///
/// An optional member of any type that is `Some(Value::Null)` is `None` in the copy, as it is for a client: on the wire
/// `null` is as good as absent. A payload's own `clone` keeps it.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let kind = ErrorKind::OutOfStock(OutOfStock::new(3, 1));
/// assert_eq!(kind.clone(), kind);
/// ```
pub fn clone<K: Kind>(kind: &K) -> K {
    match kind.code() {
        Ok(code) => K::build(code, Values::new(values(kind))),
        Err(unknown) => K::unknown(unknown.clone()),
    }
}

fn values<K: Kind>(kind: &K) -> Vec<Value> {
    let mut values = Vec::new();
    kind.values(&mut |shown| values.extend(shown.iter().map(|value| value.to_value())));
    values
}

fn display_shown(table: &Table, index: usize, shown: &[Shown<'_>], out: &mut dyn fmt::Write) -> fmt::Result {
    let Some((_, shape)) = table.entry(index) else {
        return Ok(());
    };
    crate::wire::message(out, shape.message, shown)
}

fn debug_shown(table: &Table, index: usize, shown: &[Shown<'_>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some((facts, shape)) = table.entry(index) else {
        return Ok(());
    };
    let names = shape.fields.iter().map(|field| field.name).chain(shape.headers.iter().map(|header| header.name));
    let mut debug = f.debug_struct(facts.code());
    for (name, value) in names.zip(shown) {
        debug.field(name, value);
    }
    debug.finish()
}
