//! From any failure to an error of the book, in one call.

use std::boxed::Box;

use crate::{Error, Payload};

/// Converts any failure into an error of a book, and keeps it as the source.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::OrError;
///
/// fn price(text: &str) -> Result<u32, Error> {
///     text.parse().or_error(ErrorKind::InternalError)
/// }
///
/// let error = price("much").unwrap_err();
/// assert_eq!(error.code(), Some(ErrorCode::InternalError));
/// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "invalid digit found in string");
/// assert!(!error.encode().body.contains("digit"));
///
/// assert!(None::<u32>.or_error(ErrorKind::NotFound).is_err());
/// ```
pub trait OrError<T> {
    /// Returns the value, or an error with this payload or kind.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::OrError;
    ///
    /// let shelf = [("Dune", 3)];
    /// let found = shelf.iter().find(|(title, _)| *title == "Emma").or_error(ErrorKind::NotFound);
    /// assert_eq!(found.unwrap_err().status(), 404);
    /// ```
    fn or_error<P: Payload>(self, payload: P) -> Result<T, Error<P::Kind>>;
}

/// The cause becomes the source, which is never sent.
impl<T, E: Into<Box<dyn core::error::Error + Send + Sync>>> OrError<T> for Result<T, E> {
    fn or_error<P: Payload>(self, payload: P) -> Result<T, Error<P::Kind>> {
        self.map_err(|cause| Error::from(payload).with_source(cause))
    }
}

impl<T> OrError<T> for Option<T> {
    fn or_error<P: Payload>(self, payload: P) -> Result<T, Error<P::Kind>> {
        self.ok_or_else(|| Error::from(payload))
    }
}
