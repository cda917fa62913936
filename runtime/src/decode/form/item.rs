//! Reads an item of a list whose items are found by their constants.
//!
//! An item usually begins with its constant, such as `"@type"`: then it is read like any other node. Any other item is
//! read as a value first.

use core::fmt;
use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::document::{Document, Place, is_constant, member};
use super::list;
use super::reader::{members, object};
use crate::Value;
use crate::schema::{List, Node, Object};
use crate::value::AnyValue;

/// Reads the item with this index.
pub(super) struct ItemSeed<'s, 'de> {
    pub(super) document: &'s mut Document<'de>,
    pub(super) list: &'static List<'static>,
    /// The number of the list.
    pub(super) number: u16,
    pub(super) index: usize,
}

impl ItemSeed<'_, '_> {
    fn put<E>(self, value: Result<Value, E>) -> Result<(), E> {
        list::put(self.document, self.list, self.number, self.index, value?);
        Ok(())
    }

    /// The item that was not found yet and whose only constant has this name: its object, the numbers of the object and
    /// of the constant, and the constant.
    fn candidate(&self, name: &str) -> Option<(&'static Node<'static>, &'static Object<'static>, u16, u16)> {
        (0..self.list.items.len()).find_map(|index| {
            let (node, number) = list::item(self.list, self.number, index)?;
            let object = object(node)?;
            let mut constants = object.members.iter().filter(|(_, node)| list::has_constants(node));
            let is_only = constants.next()?.0 == name && constants.next().is_none();
            let constant = member(object, number, name)?.1;
            let is_free = matches!(self.document.place(number), Place::Absent);
            (is_only && is_free).then_some((node, object, number, constant))
        })
    }
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! scalars {
    ($($visit:ident($type:ty))*) => {
        $(fn $visit<E: Error>(self, value: $type) -> Result<(), E> {
            self.put(AnyValue::TOP.$visit(value))
        })*
    };
}

impl<'de> Visitor<'de> for ItemSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item")
    }

    scalars! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128) visit_f64(f64) visit_str(&str)
        visit_string(String)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.put(Ok(Value::Null))
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.put(Ok(Value::Null))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        self.put(AnyValue::TOP.visit_seq(access))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some(name) = access.next_key_seed(NameSeed)? else { return self.put(Ok(Value::Object(Vec::new()))) };
        let value = access.next_value_seed(AnyValue::TOP)?;
        if let Some((node, object, number, constant)) = self.candidate(&name) {
            let is_equal = member(object, number, &name).is_some_and(|(node, _)| is_constant(node, &value));
            if is_equal {
                let document = self.document;
                document.begin(number, node, object.fields_at.is_some());
                document.place_mut(number).found_at(self.index);
                *document.place_mut(constant) = Place::Present(0);
                return members(document, object, number, access);
            }
        }
        let mut object = Vec::new();
        object.push((name.into_owned(), value));
        while let Some(name) = access.next_key()? {
            object.push((name, access.next_value_seed(AnyValue::TOP)?));
        }
        self.put(Ok(Value::Object(object)))
    }
}

/// Reads a name, without a copy if it has no escapes.
struct NameSeed;

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.into()))
    }
}
