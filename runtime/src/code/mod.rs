//! Codes: the trait that every generated enum of codes implements, its serde support and its tables.
//!
//! This folder knows no payload, and needs neither `std` nor `alloc`.

mod deprecated;
pub mod hash;
mod index;
mod retry;
pub mod table;

use core::fmt;
use core::hash::Hash;
use core::marker::PhantomData;

use serde_core::de::{Deserializer, Visitor};
use serde_core::ser::Serializer;

pub use self::deprecated::Deprecated;
pub use self::index::Index;
pub use self::retry::{Backoff, IDEMPOTENT_METHODS, Jitter, Retry, When};
pub use self::table::{CodeDocs, CodeInfo, CodeTable, DocTable};

/// An enum of codes. Every generated `ErrorCode` implements it.
///
#[cfg_attr(feature = "std", doc = "```")]
#[cfg_attr(not(feature = "std"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::Code;
///
/// fn list<C: Code>() -> Vec<String> {
///     C::ALL.iter().map(|code| format!("{code} ({})", code.status())).collect()
/// }
///
/// assert_eq!(
///     list::<ErrorCode>(),
///     ["not_found (404)", "out_of_stock (409)", "rate_limited (429)", "internal_error (500)"],
/// );
/// ```
pub trait Code: Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// Every code, sorted by status, then by text.
    const ALL: &'static [Self];

    /// What programs need to know about each code, in the order of [`ALL`](Code::ALL).
    #[doc(hidden)]
    fn info() -> &'static CodeTable;
    /// The documentation of each code, in the order of [`ALL`](Code::ALL).
    #[doc(hidden)]
    fn docs() -> &'static DocTable;

    /// The position of this code in [`ALL`](Code::ALL).
    ///
    #[cfg_attr(feature = "std", doc = "```")]
    #[cfg_attr(not(feature = "std"), doc = "```ignore")]
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Code;
    ///
    /// assert_eq!(ErrorCode::OutOfStock.index(), 1);
    /// ```
    fn index(self) -> usize;

    /// The code at a position in [`ALL`](Code::ALL). In a generated crate it is not inlined: a program would have a table of
    /// all codes of its own.
    #[doc(hidden)]
    fn at(index: usize) -> Option<Self> {
        Self::ALL.get(index).copied()
    }

    /// Finds a code by its exact text.
    ///
    #[cfg_attr(feature = "std", doc = "```")]
    #[cfg_attr(not(feature = "std"), doc = "```ignore")]
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Code;
    ///
    /// assert_eq!(ErrorCode::find("out_of_stock"), Some(ErrorCode::OutOfStock));
    /// assert_eq!(ErrorCode::find("Out_of_stock"), None);
    /// ```
    fn find(code: &str) -> Option<Self>;

    /// The code on the wire.
    ///
    #[cfg_attr(feature = "std", doc = "```")]
    #[cfg_attr(not(feature = "std"), doc = "```ignore")]
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// fn label<C: errbook::Code>(code: C) -> String {
    ///     format!("code={}", code.as_str())
    /// }
    ///
    /// assert_eq!(label(ErrorCode::NotFound), "code=not_found");
    /// ```
    fn as_str(self) -> &'static str {
        Self::info().row(self.index()).code()
    }

    /// The default HTTP status of the code.
    ///
    #[cfg_attr(feature = "std", doc = "```")]
    #[cfg_attr(not(feature = "std"), doc = "```ignore")]
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Code;
    ///
    /// assert_eq!(ErrorCode::NotFound.status(), 404);
    /// ```
    fn status(self) -> u16 {
        Self::info().row(self.index()).status()
    }
}

/// Serializes a code as its text. Errors are the serializer's own.
pub fn serialize<C: Code, S: Serializer>(code: &C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

/// Deserializes a code from its text. Fails for anything but a string, and for a code that is not in this book.
pub fn deserialize<'de, C: Code, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    deserializer.deserialize_str(CodeVisitor(PhantomData))
}

/// The error of parsing a text that is not a code of this API: the `FromStr::Err` of every generated `ErrorCode`.
///
#[cfg_attr(feature = "std", doc = "```")]
#[cfg_attr(not(feature = "std"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let error = "lost".parse::<ErrorCode>().unwrap_err();
/// assert_eq!(error, errbook::UnknownCode);
/// assert_eq!(error.to_string(), "not an error code of this API");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an error code of this API")
    }
}

impl core::error::Error for UnknownCode {}

struct CodeVisitor<C>(PhantomData<C>);

impl<C: Code> Visitor<'_> for CodeVisitor<C> {
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error code")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<C, E> {
        C::find(text).ok_or_else(|| E::custom(format_args!("unknown error code `{text}`")))
    }
}
