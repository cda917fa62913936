//! A payload's values, borrowed: what messages, bodies and headers are made of. It knows no payload and no format.

use core::fmt;
use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::{Delay, HttpDate, Value};

/// A value as a payload shows it: borrowed, and free to copy. For generated code and for documentation.
///
/// Serde writes it as it is on the wire. `Null` is an absent value: as a member it is left out, while
/// `Value(&Value::Null)` is written.
///
/// ```
/// use errbook::{Part, Shown, wire};
///
/// let parts = [Part::Param(0), Part::Text(" of "), Part::Param(1)];
/// let mut text = String::new();
/// wire::message(&mut text, &parts, &[Shown::Unsigned(2), Shown::Text("many")]).unwrap();
/// assert_eq!(text, "2 of many");
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Shown<'a> {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// Any number. NaN and the infinities are written as `null`, which a client cannot type where a number is required.
    Number(f64),
    /// A text, whatever type it has in Rust.
    Text(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// An object.
    Object(&'a dyn Members),
    /// Any JSON.
    Value(&'a Value),
    /// A header that says how long to wait.
    Delay(&'a Delay),
    /// A header that is a date.
    Date(&'a HttpDate),
}

/// The items of a list, one after the other. Every `Vec` of members is one.
///
/// ```
/// use errbook::{Items, Shown, wire};
///
/// /// The numbers from one on.
/// struct Count(u64);
///
/// impl Items for Count {
///     fn each(&self, f: &mut dyn FnMut(Shown<'_>)) {
///         (1..=self.0).for_each(|number| f(Shown::Unsigned(number)));
///     }
/// }
///
/// let mut text = String::new();
/// wire::message(&mut text, &[errbook::Part::Param(0)], &[Shown::List(&Count(3))]).unwrap();
/// assert_eq!(text, "1, 2, 3");
/// ```
pub trait Items {
    /// Calls `f` with each.
    ///
    /// ```
    /// use errbook::Items;
    ///
    /// let mut count = 0;
    /// vec![3_u64, 1].each(&mut |_| count += 1);
    /// assert_eq!(count, 2);
    /// ```
    fn each(&self, f: &mut dyn FnMut(Shown<'_>));
}

/// The members of an object, one after the other, by their names on the wire. Generated for each object of a payload.
///
/// ```
/// use errbook::{Members, Shown};
///
/// struct Size;
///
/// impl Members for Size {
///     fn each(&self, f: &mut dyn FnMut(&'static str, Shown<'_>)) {
///         f("width", Shown::Unsigned(2));
///         f("depth", Shown::Null);
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Shown::Object(&Size)).unwrap(), r#"{"width":2}"#);
/// ```
pub trait Members {
    /// Calls `f` with each, absent ones too: they are `Shown::Null`.
    ///
    /// ```
    /// # use errbook::{Members, Shown};
    /// #
    /// # struct Size;
    /// #
    /// # impl Members for Size {
    /// #     fn each(&self, f: &mut dyn FnMut(&'static str, Shown<'_>)) {
    /// #         f("width", Shown::Unsigned(2));
    /// #         f("depth", Shown::Null);
    /// #     }
    /// # }
    /// let mut names = Vec::new();
    /// Size.each(&mut |name, _| names.push(name));
    /// assert_eq!(names, ["width", "depth"]);
    /// ```
    fn each(&self, f: &mut dyn FnMut(&'static str, Shown<'_>));
}

impl Shown<'_> {
    /// The same value, owned. A delay is its seconds or its date.
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
            Self::Delay(delay) => match delay.seconds() {
                Some(seconds) => Value::Integer(seconds.into()),
                None => Value::String(delay.to_string()),
            },
            Self::Date(date) => Value::String(date.to_string()),
        }
    }
}

impl Serialize for Shown<'_> {
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
            Self::Delay(delay) => match delay.seconds() {
                Some(seconds) => serializer.serialize_u64(seconds),
                None => serializer.collect_str(delay),
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
        if result.is_ok() && !matches!(value, Shown::Null) {
            result = map.serialize_entry(key, &value);
        }
    });
    result?;
    map.end()
}

/// As a derived `Debug` of the value would be.
impl fmt::Debug for Shown<'_> {
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
            Self::Delay(delay) => delay.fmt(f),
            Self::Date(date) => date.fmt(f),
        }
    }
}
