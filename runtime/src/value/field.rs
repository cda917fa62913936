//! How the values of a payload are read and shown. It knows Rust types, but neither JSON text nor books.

use core::fmt;
use std::borrow::ToOwned;
use std::string::String;
use std::vec::{IntoIter, Vec};

use super::{Delay, Epoch, HeaderText, HttpDate, Items, RetryAfter, Timestamp, Value, ValueRef};
use crate::schema::Field;

/// A type that a payload may hold. Generated code implements it for objects and enums.
///
/// Reading cannot fail: the value has been checked against the [`PayloadSchema`](crate::schema::PayloadSchema). A value
/// of the wrong type gives an empty value.
pub trait FieldValue {
    /// Reads a value.
    fn from_value(value: Value) -> Self
    where
        Self: Sized;

    /// Borrows the value.
    fn value_ref(&self) -> ValueRef<'_>;
}

/// The values of a payload, in the order of its fields, then of its headers.
pub struct Values(IntoIter<Option<Value>>);

impl Values {
    /// These values, none of them absent.
    pub fn new(values: Vec<Value>) -> Self {
        Self::of(values.into_iter().map(Some).collect())
    }

    /// These values, with `None` for absent ones.
    pub(crate) fn of(values: Vec<Option<Value>>) -> Self {
        Self(values.into_iter())
    }

    /// The members of an object, in the order of `fields`.
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

    /// Reads the next value. An absent one, and any after the last, is read from `null`.
    // Inlined, it would be compiled again for every field of every payload.
    #[inline(never)]
    pub fn take<T: FieldValue>(&mut self) -> T {
        T::from_value(self.0.next().flatten().unwrap_or_default())
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.as_slice()).finish()
    }
}

impl FieldValue for bool {
    fn from_value(value: Value) -> Self {
        value.as_bool().unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Bool(*self)
    }
}

impl FieldValue for i64 {
    fn from_value(value: Value) -> Self {
        value.as_i64().unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}

impl FieldValue for u64 {
    fn from_value(value: Value) -> Self {
        value.as_u64().unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Unsigned(*self)
    }
}

impl FieldValue for f64 {
    fn from_value(value: Value) -> Self {
        value.as_f64().unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Number(*self)
    }
}

impl FieldValue for String {
    fn from_value(value: Value) -> Self {
        match value {
            Value::String(text) => text,
            _ => String::new(),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl FieldValue for Value {
    fn from_value(value: Value) -> Self {
        value
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Value(self)
    }
}

impl FieldValue for Timestamp {
    fn from_value(value: Value) -> Self {
        value.as_str().and_then(|text| Self::new(text.to_owned()).ok()).unwrap_or_else(Self::epoch)
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str())
    }
}

impl<const UNIT: u64> FieldValue for Delay<UNIT> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Number(number) => Self::from_number(number),
            value => Self::new(count(&value)),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        self.number().map_or_else(|| ValueRef::Unsigned(self.count()), ValueRef::Number)
    }
}

impl<const UNIT: u64> FieldValue for Epoch<UNIT> {
    fn from_value(value: Value) -> Self {
        Self::new(count(&value))
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Unsigned(self.count())
    }
}

/// A number that is not negative, rounded up. One beyond `u64` becomes its maximum.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast from a float saturates")]
fn count(value: &Value) -> u64 {
    match value {
        Value::Integer(count) => u64::try_from(*count).unwrap_or(if *count < 0 { 0 } else { u64::MAX }),
        Value::Number(count) => count.ceil() as u64,
        _ => 0,
    }
}

impl FieldValue for RetryAfter {
    fn from_value(value: Value) -> Self {
        match value.as_u64() {
            Some(seconds) => Self::from_secs(seconds),
            None => value.as_str().and_then(|text| Self::try_from(text).ok()).unwrap_or_default(),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::RetryAfter(self)
    }
}

impl FieldValue for HttpDate {
    fn from_value(value: Value) -> Self {
        value.as_str().and_then(|text| Self::try_from(text).ok()).unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Date(self)
    }
}

impl FieldValue for HeaderText {
    fn from_value(value: Value) -> Self {
        value.as_str().and_then(|text| Self::new(text).ok()).unwrap_or_default()
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Null => None,
            value => Some(T::from_value(value)),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.value_ref(),
            None => ValueRef::Null,
        }
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    // A plain loop: it compiles in two thirds of the time of `collect`, for each object of each book.
    fn from_value(value: Value) -> Self {
        let Value::List(items) = value else {
            return Vec::new();
        };
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            list.push(T::from_value(item));
        }
        list
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::List(self)
    }
}

impl<T: FieldValue> Items for Vec<T> {
    fn each(&self, f: &mut dyn FnMut(ValueRef<'_>)) {
        for item in self {
            f(item.value_ref());
        }
    }
}
