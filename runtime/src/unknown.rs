//! An error that a book cannot type, with all that is known of it. It decodes nothing itself.

use core::fmt;
use std::boxed::Box;
use std::string::String;

use crate::Value;
use crate::quote::Quoted;
use crate::received::Rest;
use crate::text;

/// What a book cannot type, kept with all that was sent: the last variant of every `ErrorKind`.
///
/// Nothing in it is made up. [`reason`](Unknown::reason) says why it is here. `Display` is a sentence with the code, escaped
/// and cut where it is long, and the status.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::{Reason, Value};
///
/// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "message": "Short and stout.", "litres": 1}}"#);
/// let ErrorKind::Unknown(unknown) = error.kind() else { panic!() };
/// assert_eq!(unknown.reason(), Reason::CodeUnknown);
/// assert_eq!(unknown.code(), Some("teapot"));
/// assert_eq!(unknown.fields(), [("litres".to_owned(), Value::from(1))]);
/// assert_eq!(unknown.to_string(), "unknown error `teapot` (HTTP 418)");
/// ```
#[derive(Clone, PartialEq)]
pub struct Unknown(Box<Known>);

/// Why an error could not be typed.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::Reason;
///
/// let reason = |body| match Error::decode(409, &(), body).into_kind() {
///     ErrorKind::Unknown(unknown) => unknown.reason(),
///     kind => panic!("{kind:?}"),
/// };
/// assert_eq!(reason(r#"{"error": {"code": "teapot"}}"#), Reason::CodeUnknown);
/// assert_eq!(reason(r#"{"error": {"code": "out_of_stock", "left": "one"}}"#), Reason::PayloadMismatch);
/// assert_eq!(reason("<html>"), Reason::NoCode);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The book does not know the code. It may be younger than the book.
    CodeUnknown,
    /// The book knows the code, but what came with it does not fit, or was cut off.
    PayloadMismatch,
    /// There is no code that can be read. Whoever answered may not have been the API at all.
    NoCode,
}

#[derive(Clone, Debug, PartialEq)]
struct Known {
    code: Option<String>,
    status: Option<u16>,
    reason: Reason,
    fields: Rest,
    excerpt: Box<str>,
}

impl Unknown {
    pub(crate) fn new(
        code: Option<String>,
        status: Option<u16>,
        reason: Reason,
        fields: Rest,
        excerpt: Box<str>,
    ) -> Self {
        Self(Box::new(Known { code, status, reason, fields, excerpt }))
    }

    /// The code as it was read; `None` if there was none, or if it was not a string.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.code(), Some("teapot"));
    /// ```
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The HTTP status; `None` if the error was read from a body alone.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.status(), Some(418));
    /// ```
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Why it could not be typed.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.reason(), errbook::Reason::CodeUnknown);
    /// ```
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// All members of the error but its code and message. Of members with one name, the last. Those that the book has for the
    /// code come first.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(418, &(), r#"{"error": {"code": "teapot", "litres": 1}}"#);
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.fields(), [("litres".to_owned(), 1.into())]);
    /// ```
    pub fn fields(&self) -> &[(String, Value)] {
        self.0.fields.all()
    }

    /// The beginning of the body: at most 1 KiB, with `U+FFFD` for what is not UTF-8.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(unknown.excerpt(), "<html>Bad Gateway</html>");
    /// ```
    pub fn excerpt(&self) -> &str {
        &self.0.excerpt
    }

    pub(crate) fn rest(&self) -> &Rest {
        &self.0.fields
    }
}

/// An error of which nothing is known.
///
/// ```
/// use errbook::{Reason, Unknown};
///
/// assert_eq!(Unknown::default().reason(), Reason::NoCode);
/// ```
impl Default for Unknown {
    fn default() -> Self {
        Self::new(None, None, Reason::NoCode, Rest::default(), Box::default())
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::padded(f, &|out| {
            match (self.code(), self.reason()) {
                (Some(code), Reason::PayloadMismatch) => {
                    write!(out, "{} with a payload that does not fit", Quoted(code))?;
                }
                (Some(code), _) => write!(out, "unknown error {}", Quoted(code))?,
                (None, _) => out.write_str("no readable error code")?,
            }
            match self.status() {
                Some(status) => write!(out, " (HTTP {status})"),
                None => Ok(()),
            }
        })
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("code", &self.0.code)
            .field("status", &self.0.status)
            .field("reason", &self.0.reason)
            .field("fields", &self.fields())
            .field("excerpt", &self.0.excerpt)
            .finish()
    }
}
