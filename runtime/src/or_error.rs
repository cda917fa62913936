//! Converts any failure into an error of the book, in one call.

use std::boxed::Box;

use crate::{Error, Payload};

/// Converts any failure into an error of a book, and keeps it as the source.
///
/// A failure that is already an error of the book is returned unchanged, also from inside of an error type of
/// `app_error!`. An error that was decoded is another server's: it becomes the source, unless it is
/// [forwarded](Error::forward). In an `anyhow::Error` only an error type of `app_error!` is found. List
/// `anyhow::Error` in such a type, and `?` keeps every error of the book.
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
///
/// let found: Result<u32, Error> = Err(ErrorKind::NotFound.into());
/// assert_eq!(found.or_error(ErrorKind::InternalError).unwrap_err().code(), Some(ErrorCode::NotFound));
/// ```
pub trait OrError<T> {
    /// The type of the failure: the error of a `Result`, `()` for an `Option`.
    type Cause;

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

    /// Returns the value, or an error with the payload or kind that the function returns for the cause.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::OrError;
    /// use std::io;
    ///
    /// let read = Err::<(), _>(io::Error::from(io::ErrorKind::NotFound));
    /// let error = read.or_error_with(|cause| match cause.kind() {
    ///     io::ErrorKind::NotFound => ErrorKind::NotFound,
    ///     _ => ErrorKind::InternalError,
    /// });
    /// assert_eq!(error.unwrap_err().status(), 404);
    /// ```
    fn or_error_with<P: Payload>(self, payload: impl FnOnce(&Self::Cause) -> P) -> Result<T, Error<P::Kind>>;
}

/// The cause becomes the source, which is never sent.
impl<T, E: Into<Box<dyn core::error::Error + Send + Sync>>> OrError<T> for Result<T, E> {
    type Cause = E;

    fn or_error<P: Payload>(self, payload: P) -> Result<T, Error<P::Kind>> {
        self.or_error_with(|_| payload)
    }

    fn or_error_with<P: Payload>(self, payload: impl FnOnce(&E) -> P) -> Result<T, Error<P::Kind>> {
        self.map_err(|cause| Error::from(payload(&cause)).because_of(cause.into()))
    }
}

impl<T> OrError<T> for Option<T> {
    type Cause = ();

    fn or_error<P: Payload>(self, payload: P) -> Result<T, Error<P::Kind>> {
        self.or_error_with(|()| payload)
    }

    fn or_error_with<P: Payload>(self, payload: impl FnOnce(&()) -> P) -> Result<T, Error<P::Kind>> {
        self.ok_or_else(|| Error::from(payload(&())))
    }
}
