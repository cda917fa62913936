//! How single values get in and out of a payload. It knows Rust types, and neither JSON text nor books.

use core::fmt;
use std::borrow::ToOwned;
use std::string::String;
use std::vec::{IntoIter, Vec};

use crate::{Delay, Field, HeaderText, HttpDate, Items, Shown, Timestamp, Value};

/// A type that a payload may hold. For generated code, which implements it for its own objects and enums.
///
/// Reading cannot fail: the value was checked against the code's [`Shape`](crate::Shape) before. What is asked to read a
/// value of another type gives an empty one.
///
/// ```
/// use errbook::{Member, Value};
///
/// assert_eq!(u64::read(Value::from(3)), 3);
/// assert_eq!(Option::<u64>::read(Value::Null), None);
/// ```
pub trait Member: Sized {
    /// The value in Rust.
    ///
    /// ```
    /// use errbook::{Member, Value};
    ///
    /// assert_eq!(Vec::<u64>::read(Value::from(vec![Value::from(3)])), [3]);
    /// assert_eq!(u64::read(Value::from("three")), 0);
    /// ```
    fn read(value: Value) -> Self;

    /// The value as it is shown.
    ///
    /// ```
    /// use errbook::{Member, Shown};
    ///
    /// assert!(matches!(3_u64.show(), Shown::Unsigned(3)));
    /// assert!(matches!(None::<u64>.show(), Shown::Null));
    /// ```
    fn show(&self) -> Shown<'_>;
}

/// The values of a payload, in the order of its fields, then of its headers. For generated code.
///
/// ```
/// use errbook::{Field, Type, Value, Values};
///
/// let value = serde_json::from_str(r#"{"left": 1, "wanted": 3, "more": true}"#).unwrap();
/// const FIELDS: &[Field] = &[Field::new("wanted", Type::Unsigned), Field::new("left", Type::Unsigned)];
/// let mut values = Values::of_object(value, FIELDS);
/// assert_eq!(values.take::<u64>(), 3);
/// assert_eq!(values.take::<u64>(), 1);
/// assert_eq!(values.take::<Option<u64>>(), None);
/// ```
pub struct Values(IntoIter<Option<Value>>);

impl Values {
    /// These values, in this order.
    ///
    /// ```
    /// use errbook::{Value, Values};
    ///
    /// let mut values = Values::new(vec![Value::from(3), Value::from("red")]);
    /// assert_eq!(values.take::<u64>(), 3);
    /// assert_eq!(values.take::<String>(), "red");
    /// ```
    pub fn new(values: Vec<Value>) -> Self {
        Self::of(values.into_iter().map(Some).collect())
    }

    /// The same, with `None` for what is absent.
    pub(crate) fn of(values: Vec<Option<Value>>) -> Self {
        Self(values.into_iter())
    }

    /// The members of an object, in the order of `fields`; absent ones as `null`.
    ///
    /// ```
    /// use errbook::{Field, Type, Value, Values};
    ///
    /// const FIELDS: &[Field] = &[Field::new("left", Type::Unsigned), Field::new("again", Type::Timestamp).optional()];
    /// let object = Value::Object(vec![("left".to_owned(), Value::from(1))]);
    /// let mut values = Values::of_object(object, FIELDS);
    /// assert_eq!((values.take(), values.take()), (1_u64, None::<errbook::Timestamp>));
    /// ```
    pub fn of_object(value: Value, fields: &'static [Field]) -> Self {
        let mut members = match value {
            Value::Object(members) => members,
            _ => Vec::new(),
        };
        let mut values = Vec::with_capacity(fields.len());
        for field in fields {
            let found = members.iter_mut().rev().find(|(name, _)| name == field.name);
            values.push(found.map(|(_, value)| core::mem::take(value)));
        }
        Self::of(values)
    }

    /// The next value; after the last, what `null` gives.
    ///
    /// ```
    /// use errbook::{Value, Values};
    ///
    /// let mut values = Values::new(vec![Value::from(true)]);
    /// assert_eq!(values.take::<bool>(), true);
    /// assert_eq!(values.take::<Option<bool>>(), None);
    /// ```
    pub fn take<T: Member>(&mut self) -> T {
        T::read(self.0.next().flatten().unwrap_or_default())
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.as_slice()).finish()
    }
}

impl Member for bool {
    fn read(value: Value) -> Self {
        value.as_bool().unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Bool(*self)
    }
}

impl Member for i64 {
    fn read(value: Value) -> Self {
        value.as_i64().unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Integer(*self)
    }
}

impl Member for u64 {
    fn read(value: Value) -> Self {
        value.as_u64().unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Unsigned(*self)
    }
}

impl Member for f64 {
    fn read(value: Value) -> Self {
        value.as_f64().unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Number(*self)
    }
}

impl Member for String {
    fn read(value: Value) -> Self {
        match value {
            Value::String(text) => text,
            _ => String::new(),
        }
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(self)
    }
}

impl Member for Value {
    fn read(value: Value) -> Self {
        value
    }

    fn show(&self) -> Shown<'_> {
        Shown::Value(self)
    }
}

impl Member for Timestamp {
    fn read(value: Value) -> Self {
        value.as_str().and_then(|text| Self::new(text.to_owned()).ok()).unwrap_or_else(Self::epoch)
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(self.as_str())
    }
}

impl Member for Delay {
    fn read(value: Value) -> Self {
        match value.as_u64() {
            Some(seconds) => Self::from_secs(seconds),
            None => value.as_str().and_then(|text| Self::try_from(text).ok()).unwrap_or_default(),
        }
    }

    fn show(&self) -> Shown<'_> {
        Shown::Delay(self)
    }
}

impl Member for HttpDate {
    fn read(value: Value) -> Self {
        value.as_str().and_then(|text| Self::try_from(text).ok()).unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Date(self)
    }
}

impl Member for HeaderText {
    fn read(value: Value) -> Self {
        value.as_str().and_then(|text| Self::new(text).ok()).unwrap_or_default()
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(self)
    }
}

impl<T: Member> Member for Option<T> {
    fn read(value: Value) -> Self {
        match value {
            Value::Null => None,
            value => Some(T::read(value)),
        }
    }

    fn show(&self) -> Shown<'_> {
        match self {
            Some(value) => value.show(),
            None => Shown::Null,
        }
    }
}

impl<T: Member> Member for Vec<T> {
    // A plain loop: it compiles in two thirds of the time of `collect`, for each object of each book.
    fn read(value: Value) -> Self {
        let Value::List(items) = value else {
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.push(T::read(item));
        }
        list
    }

    fn show(&self) -> Shown<'_> {
        Shown::List(self)
    }
}

impl<T: Member> Items for Vec<T> {
    fn each(&self, f: &mut dyn FnMut(Shown<'_>)) {
        for item in self {
            f(item.show());
        }
    }
}
