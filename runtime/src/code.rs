//! What every enum of codes has in common, and its serde. It knows no payload and allocates nothing.

use core::fmt;
use core::hash::Hash;
use core::marker::PhantomData;

use serde_core::de::{Deserializer, Visitor};
use serde_core::ser::Serializer;

use crate::{Facts, Texts};

/// A book's enum of codes. For generated code: each generated `ErrorCode` implements it.
///
/// The three tables are of one length, and [`index`](Code::index) is below it.
///
#[cfg_attr(feature = "std", doc = "```")]
#[cfg_attr(not(feature = "std"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::Code;
///
/// fn list<C: Code>() -> Vec<String> {
///     C::ALL.iter().map(|code| format!("{code} ({})", C::FACTS[code.index()].status())).collect()
/// }
///
/// assert_eq!(
///     list::<ErrorCode>(),
///     ["not_found (404)", "out_of_stock (409)", "rate_limited (429)", "internal_error (500)"],
/// );
/// assert_eq!(ErrorCode::TEXTS[0].meaning(), "There is no such thing.");
/// ```
pub trait Code: Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + Send + Sync + 'static {
    /// Every code, sorted by status, then by text.
    const ALL: &'static [Self];
    /// The facts of each, in the order of [`ALL`](Code::ALL).
    const FACTS: &'static [Facts];
    /// The texts of each, in the order of [`ALL`](Code::ALL).
    const TEXTS: &'static [Texts];

    /// The place of this code in the tables.
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

    /// The code with this text, compared exactly.
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
}

/// Writes a code as its text. It fits `#[serde(serialize_with)]`.
///
/// Errors are the serializer's own.
///
#[cfg_attr(feature = "std", doc = "```")]
#[cfg_attr(not(feature = "std"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let mut json = Vec::new();
/// errbook::code::serialize(&ErrorCode::NotFound, &mut serde_json::Serializer::new(&mut json)).unwrap();
/// assert_eq!(json, br#""not_found""#);
/// ```
pub fn serialize<C: Code, S: Serializer>(code: &C, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(C::FACTS[code.index()].code())
}

/// Reads a code from its text. It fits `#[serde(deserialize_with)]`.
///
/// Errors: what is not a text, and a text that is not a code of this book.
///
#[cfg_attr(feature = "std", doc = "```")]
#[cfg_attr(not(feature = "std"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let mut json = serde_json::Deserializer::from_str(r#""not_found""#);
/// assert_eq!(errbook::code::deserialize(&mut json).ok(), Some(ErrorCode::NotFound));
/// let error = serde_json::from_str::<ErrorCode>(r#""lost""#).unwrap_err();
/// assert_eq!(error.to_string(), "unknown error code `lost` at line 1 column 6");
/// ```
pub fn deserialize<'de, C: Code, D: Deserializer<'de>>(deserializer: D) -> Result<C, D::Error> {
    deserializer.deserialize_str(CodeVisitor(PhantomData))
}

/// What parsing a text as a code gives when it is none: the `FromStr::Err` of a generated `ErrorCode`.
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
