//! Values: any JSON, the types of headers and timestamps, and how payloads are read and shown.

mod delay;
mod field;
mod header_text;
mod http_date;
mod json;
mod parse_error;
mod retry_after;
mod timestamp;
mod value_ref;

use std::borrow::ToOwned;
use std::string::String;
use std::vec::Vec;

pub(crate) use self::delay::rounded_up;
pub use self::delay::{Delay, Epoch, EpochMillis, EpochSeconds, Millis, Minutes, Seconds};
pub use self::field::{FieldValue, Values};
pub use self::header_text::HeaderText;
pub(crate) use self::header_text::is_header_text;
pub use self::http_date::HttpDate;
pub(crate) use self::json::AnyValue;
pub use self::parse_error::ParseError;
pub use self::retry_after::RetryAfter;
pub use self::timestamp::Timestamp;
pub(crate) use self::timestamp::is_timestamp;
#[cfg(any(feature = "retry", feature = "__compiler"))]
pub(crate) use self::timestamp::unix_seconds;
pub use self::value_ref::{Items, Members, ValueRef};

/// Any JSON value: a field of type `any`, or a member that a book does not know.
///
/// This crate defines its own type so that the API does not depend on a JSON library. An object keeps the order of
/// its members, and duplicates. `Display` is compact JSON. NaN and the infinities, which JSON cannot represent, are
/// written as `null`.
///
/// Deserializing fails for three kinds of JSON that `serde_json` rejects: more than 127 levels, a number beyond `f64`,
/// and an unpaired surrogate escape, which [`Error::decode`](crate::Error::decode) replaces. An integer beyond 64 bits
/// becomes a [`Number`](Value::Number).
///
/// ```
/// use errbook::Value;
///
/// let value: Value = serde_json::from_str(r#"{"field": "email", "tried": [1, 2.5]}"#).unwrap();
/// assert_eq!(value.get("field").and_then(Value::as_str), Some("email"));
/// assert_eq!(value.to_string(), r#"{"field":"email","tried":[1,2.5]}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction and exponent.
    Integer(i128),
    /// Any other number. NaN and the infinities are written as `null`, and read back as [`Null`](Value::Null).
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

/// The largest float up to which every integer is exact: 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value {
    /// The text, if this is a string.
    ///
    /// ```
    /// # use errbook::Value;
    /// assert_eq!(Value::from("one").as_str(), Some("one"));
    /// assert_eq!(Value::from(1).as_str(), None);
    /// ```
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value, if this is `true` or `false`.
    ///
    /// ```
    /// # use errbook::Value;
    /// assert_eq!(Value::from(true).as_bool(), Some(true));
    /// assert_eq!(Value::from("true").as_bool(), None);
    /// ```
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The value, if this is an integer that fits. As in JSON Schema, `3.0` is one: floats count up to ±2⁵³, where they
    /// are exact.
    ///
    /// ```
    /// # use errbook::Value;
    /// assert_eq!(Value::from(-3).as_i64(), Some(-3));
    /// assert_eq!(Value::from(3.0).as_i64(), Some(3));
    /// assert_eq!(Value::from(3.5).as_i64(), None);
    /// assert_eq!(Value::from(u64::MAX).as_i64(), None);
    /// ```
    pub fn as_i64(&self) -> Option<i64> {
        i64::try_from(self.as_integer()?).ok()
    }

    /// The value, if this is an integer that fits and is not negative. Floats count as in [`as_i64`](Value::as_i64).
    ///
    /// ```
    /// # use errbook::Value;
    /// assert_eq!(Value::from(u64::MAX).as_u64(), Some(u64::MAX));
    /// assert_eq!(Value::from(-3).as_u64(), None);
    /// ```
    pub fn as_u64(&self) -> Option<u64> {
        u64::try_from(self.as_integer()?).ok()
    }

    /// The value, if this is a number, rounded to the nearest float.
    ///
    /// ```
    /// # use errbook::Value;
    /// assert_eq!(Value::from(3).as_f64(), Some(3.0));
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "the caller asked for a float")]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The items, if this is an array.
    ///
    /// ```
    /// # use errbook::Value;
    /// let list = Value::from(vec![Value::from(1)]);
    /// assert_eq!(list.as_list(), Some(&[Value::from(1)][..]));
    /// ```
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member with this name, if this is an object; the last one if there are several.
    ///
    /// ```
    /// # use errbook::Value;
    /// let value: Value = serde_json::from_str(r#"{"a": 1, "a": 2}"#).unwrap();
    /// assert_eq!(value.get("a"), Some(&Value::from(2)));
    /// assert_eq!(value.get("b"), None);
    /// ```
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Self::Object(members) => members.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is an integer within 2^53")]
    fn as_integer(&self) -> Option<i128> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Number(value) if value.abs() <= EXACT && value.fract() == 0.0 => Some(*value as i128),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}
