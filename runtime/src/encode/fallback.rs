//! The error of a book for a response that no handler made.

use std::vec::Vec;

use crate::decode::header_value;
use crate::schema::{BookSchema, PayloadSchema};
use crate::value::Values;
use crate::{Error, Headers, Kind};

impl<K: Kind> Error<K> {
    /// The book's error for a status, for responses that no handler made: an unknown route, rejected input, a panic.
    ///
    /// 1. The code that the book names for the status under `fallback`.
    /// 2. The code that has the status as its default and as its name, such as `not_found`, if there is only one.
    /// 3. The code that the book names for the class, `4xx` or `5xx`. Statuses with a meaning for retries or authentication
    ///    are exempt: 401, 407, 408, 425, 426, 429 and 503.
    /// 4. `None`: the framework's own response is sent.
    ///
    /// The error has the status if the code lists it, otherwise the code's default. It is also `None` if the code has a
    /// required header, which the middlewares of this crate take from the response that they replace.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::for_status(404).unwrap();
    /// assert_eq!((error.code(), error.status()), (Some(ErrorCode::NotFound), 404));
    /// // The shop has a code for all other statuses from 500 to 599, and none for those from 400 to 499.
    /// let error = Error::for_status(502).unwrap();
    /// assert_eq!((error.code(), error.status()), (Some(ErrorCode::InternalError), 500));
    /// assert!(Error::for_status(410).is_none());
    /// ```
    pub fn for_status(status: u16) -> Option<Self> {
        Self::for_response(status, &())
    }

    /// The same with the headers of the response, from which the code's headers are taken.
    pub(crate) fn for_response(status: u16, headers: &dyn Headers) -> Option<Self> {
        let (index, values, status) = found(K::schema(), status, headers)?;
        let mut error = Self::of_kind(K::build(index, values));
        error.0.parts.status = status;
        Some(error)
    }
}

/// The index of the code for a status, its payload, and the status if the code lists it.
fn found(schema: &BookSchema, status: u16, headers: &dyn Headers) -> Option<(usize, Values, Option<u16>)> {
    let index = schema.fallbacks.code(status)?;
    let (info, payload) = schema.row(index)?;
    let listed = info.statuses().contains(&status).then_some(status);
    Some((index, values(payload, headers)?, listed))
}

/// A payload without fields, with headers from a response; `None` if a required one is missing.
fn values(payload: &PayloadSchema, headers: &dyn Headers) -> Option<Values> {
    let mut values = Vec::with_capacity(payload.fields.len() + payload.headers.len());
    for field in payload.fields {
        values.push(field.optional.then_some(None)?);
    }
    for header in payload.headers {
        let value = header_value(header, headers).unwrap_or_default();
        if value.is_none() && !header.optional {
            return None;
        }
        values.push(value);
    }
    Some(Values::of(values))
}
