//! Borrowed values, from which messages, bodies and headers are written. This file knows no payload and no format.

use core::fmt;
use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{HttpDate, RetryAfter, Value};

/// A borrowed value of a payload.
///
/// It serializes to its wire format. `Null` is an absent value: as a member it is omitted, unlike
/// `Value(&Value::Null)`.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// An integer that is not negative.
    Unsigned(u64),
    /// Any number. NaN and the infinities are written as `null`, which a client cannot type if the number is required.
    Number(f64),
    /// A text, of any type in Rust.
    Text(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// An object.
    Object(&'a dyn Members),
    /// Any JSON.
    Value(&'a Value),
    /// The value of `Retry-After`.
    RetryAfter(&'a RetryAfter),
    /// An HTTP date.
    Date(&'a HttpDate),
}

/// The items of a list. Every `Vec` of field values implements it.
pub trait Items {
    /// Calls `f` with each item.
    fn each(&self, f: &mut dyn FnMut(ValueRef<'_>));
}

/// The members of an object, by their names on the wire. Generated for each object in a payload.
pub trait Members {
    /// Calls `f` with each member. An absent one is `ValueRef::Null`.
    fn each(&self, f: &mut dyn FnMut(&'static str, ValueRef<'_>));
}

impl ValueRef<'_> {
    /// The same value, owned. A `RetryAfter` becomes its seconds or its date.
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Integer(value) => Value::Integer(value.into()),
            Self::Unsigned(value) => Value::Integer(value.into()),
            Self::Number(value) => Value::Number(value),
            Self::Text(text) => Value::String(text.to_owned()),
            Self::List(items) => {
                let mut list = Vec::new();
                items.each(&mut |item| list.push(item.to_value()));
                Value::List(list)
            }
            Self::Object(members) => {
                let mut object: Vec<(String, Value)> = Vec::new();
                members.each(&mut |key, value| object.push((key.to_owned(), value.to_value())));
                Value::Object(object)
            }
            Self::Value(value) => value.clone(),
            Self::RetryAfter(retry_after) => match retry_after.seconds() {
                Some(seconds) => Value::Integer(seconds.into()),
                None => Value::String(retry_after.to_string()),
            },
            Self::Date(date) => Value::String(date.to_string()),
        }
    }
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::Integer(value) => serializer.serialize_i64(value),
            Self::Unsigned(value) => serializer.serialize_u64(value),
            Self::Number(value) => Value::Number(value).serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serialize_items(items, serializer),
            Self::Object(members) => serialize_members(members, serializer),
            Self::Value(value) => value.serialize(serializer),
            Self::RetryAfter(retry_after) => match retry_after.seconds() {
                Some(seconds) => serializer.serialize_u64(seconds),
                None => serializer.collect_str(retry_after),
            },
            Self::Date(date) => serializer.collect_str(date),
        }
    }
}

fn serialize_items<S: Serializer>(items: &dyn Items, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    let mut result = Ok(());
    items.each(&mut |item| {
        if result.is_ok() {
            result = list.serialize_element(&item);
        }
    });
    result?;
    list.end()
}

fn serialize_members<S: Serializer>(members: &dyn Members, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut result = Ok(());
    members.each(&mut |key, value| {
        if result.is_ok() && !matches!(value, ValueRef::Null) {
            result = map.serialize_entry(key, &value);
        }
    });
    result?;
    map.end()
}

/// The same as a derived `Debug` of the value in the payload.
impl fmt::Debug for ValueRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Null => f.write_str("None"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Unsigned(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::List(items) => {
                let mut list = f.debug_list();
                items.each(&mut |item| {
                    list.entry(&item);
                });
                list.finish()
            }
            Self::Object(members) => {
                let mut map = f.debug_map();
                members.each(&mut |key, value| {
                    map.entry(&format_args!("{key}"), &value);
                });
                map.finish()
            }
            Self::Value(value) => value.fmt(f),
            Self::RetryAfter(retry_after) => retry_after.fmt(f),
            Self::Date(date) => date.fmt(f),
        }
    }
}
