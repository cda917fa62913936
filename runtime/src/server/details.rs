//! Shared by the adapters for frameworks: whether a framework's text is sent, and panics as errors.

use core::any::Any;
use core::fmt;
use std::borrow::ToOwned;
use std::string::String;

/// How the text of a framework's own error is used: [`Hide`] or [`Expose`].
///
#[cfg_attr(feature = "axum", doc = "```")]
#[cfg_attr(not(feature = "axum"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::Path;
/// use errbook::axum::{Checked, Details};
///
/// async fn shelf<D: Details>(Checked(Path(number), ..): Checked<Path<u32>, ErrorKind, D>) -> String {
///     format!("Shelf {number}.")
/// }
/// ```
pub trait Details {
    /// Whether the text becomes the message of an error with a status from 400 to 499.
    #[doc(hidden)]
    const EXPOSE: bool;
}

/// The framework's text is not sent, since it may contain internals. It is the source, for logs.
///
#[cfg_attr(feature = "axum", doc = "```")]
#[cfg_attr(not(feature = "axum"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::Path;
/// use errbook::axum::{Checked, Hide};
///
/// // The default.
/// type Shelf = Checked<Path<u32>, ErrorKind, Hide>;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Hide {}

/// For a status from 400 to 499, the framework's text is sent as the message. It often gives the best explanation of a
/// bad request.
///
#[cfg_attr(feature = "axum", doc = "```")]
#[cfg_attr(not(feature = "axum"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::extract::Path;
/// use errbook::axum::{Checked, Expose};
///
/// type Shelf = Checked<Path<u32>, ErrorKind, Expose>;
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Expose {}

impl Details for Hide {
    const EXPOSE: bool = false;
}

impl Details for Expose {
    const EXPOSE: bool = true;
}

/// A panic as an error: a source for logs.
#[derive(Debug)]
pub(super) struct Panic(String);

impl Panic {
    pub(super) fn new(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<&str>().copied().map(ToOwned::to_owned);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        Self(text.unwrap_or_else(|| "a value that is not text".to_owned()))
    }
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a handler panicked: {}", self.0)
    }
}

impl core::error::Error for Panic {}
