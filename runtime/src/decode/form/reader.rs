//! The visitors that read a body into a document, node by node. They know neither codes nor types.

use core::fmt;
use core::mem;
use std::borrow::{Cow, ToOwned};
use std::string::String;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::document::{Document, Extra, Name, Place, member, position};
use super::item::ItemSeed;
use super::list;
use crate::Value;
use crate::schema::{Node, Object, Slot};
use crate::value::AnyValue;

/// Reads the value of a node into the document.
pub(super) struct Reader<'s, 'de> {
    pub(super) document: &'s mut Document<'de>,
    pub(super) node: &'static Node<'static>,
    pub(super) number: u16,
}

/// The object of the code's fields where it is a value of its own.
static FIELDS: Object<'static> = Object::new(&[]).with_fields_at(0);

/// The object at a node. `{}` is a constant.
pub(in crate::decode) fn object(node: &'static Node<'static>) -> Option<&'static Object<'static>> {
    match node {
        Node::Object(object) if !(object.members.is_empty() && object.fields_at.is_none()) => Some(object),
        Node::Slot(Slot::Fields, _) => Some(&FIELDS),
        _ => None,
    }
}

impl Reader<'_, '_> {
    fn put<E>(self, value: Result<Value, E>) -> Result<(), E> {
        self.document.put_value(self.number, self.node, value?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_, 'de> {
    type Value = ();

    #[inline]
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

impl<'de> Visitor<'de> for Reader<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }

    scalars! {
        visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128) visit_f64(f64)
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

    #[inline]
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<(), E> {
        self.document.put_text(self.number, self.node, Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.document.put_text(self.number, self.node, Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_string<E>(self, text: String) -> Result<(), E> {
        self.document.put_text(self.number, self.node, Cow::Owned(text));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let Some(object) = object(self.node) else {
            return self.put(AnyValue::TOP.visit_map(access));
        };
        let (document, number) = (self.document, self.number);
        document.begin(number, self.node, object.fields_at.is_some());
        members(document, object, number, access)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Self { document, node, number } = self;
        match node {
            Node::Each(item) => {
                document.begin(number, node, false);
                if access.next_element_seed(Reader { document, node: item, number: number + 1 })?.is_none() {
                    return Ok(());
                }
                while access.next_element_seed(OtherSeed { document, item })?.is_some() {}
                Ok(())
            }
            Node::List(list) if !list.items.is_empty() => {
                document.begin(number, node, false);
                let by_constants = list.items.iter().any(list::has_constants);
                let mut index = 0;
                loop {
                    let item = if by_constants { None } else { list::item(list, number, index) };
                    let more = match item {
                        Some((node, number)) => access.next_element_seed(Reader { document, node, number })?,
                        None => access.next_element_seed(ItemSeed { document, list, number, index })?,
                    };
                    if more.is_none() {
                        return Ok(());
                    }
                    index += 1;
                }
            }
            _ => {
                let value = AnyValue::TOP.visit_seq(access)?;
                document.put_value(number, node, value);
                Ok(())
            }
        }
    }
}

/// Reads the members of an object, whose number is `number`.
#[inline]
pub(super) fn members<'de, A: MapAccess<'de>>(
    document: &mut Document<'de>,
    object: &'static Object<'static>,
    number: u16,
    mut access: A,
) -> Result<(), A::Error> {
    let mut other = Cow::Borrowed("");
    // Most servers send the members in the order of the form.
    let mut expected = (0, number + 1);
    while let Some(key) = access.next_key_seed(KeySeed { document, object, number, expected, other: &mut other })? {
        match key {
            Key::Member(index, number) => {
                let node = &object.members[usize::from(index)].1;
                expected = (index + 1, number + node.nodes());
                access.next_value_seed(Reader { document, node, number })?;
            }
            Key::Field(index) => document.slots.put(usize::from(index), access.next_value_seed(AnyValue::TOP)?),
            Key::Extra => {
                let value = access.next_value_seed(AnyValue::TOP)?;
                document.extras.push(Extra { at: number, name: Name::Member(mem::take(&mut other)), value });
            }
        }
    }
    Ok(())
}

/// Reads an error after the first.
struct OtherSeed<'s, 'de> {
    document: &'s mut Document<'de>,
    item: &'static Node<'static>,
}

impl<'de> DeserializeSeed<'de> for OtherSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Some(document) = self.document.other(self.item) else {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        };
        let read = Reader { document, node: self.item, number: 0 }.deserialize(deserializer);
        if read.is_err() {
            // Of an item that breaks off, there may be nothing to read.
            self.document.others.pop_if(|it| matches!(it.place(0), Place::Absent));
        }
        read
    }
}

/// The role of a member in an object of the form. It is small, to be returned in a register.
#[derive(Clone, Copy)]
enum Key {
    /// It is the one with this index, and its node has this number.
    Member(u16, u16),
    /// It is the field with this slot.
    Field(u16),
    /// Something else; its name is stored separately.
    Extra,
}

/// Reads the name of a member. An unknown one is stored, without a copy if it has no escapes.
struct KeySeed<'s, 'de> {
    document: &'s Document<'de>,
    object: &'static Object<'static>,
    /// The number of the object.
    number: u16,
    /// The index and the number of the member after the last one.
    expected: (u16, u16),
    other: &'s mut Cow<'de, str>,
}

impl KeySeed<'_, '_> {
    #[inline]
    fn key(&self, name: &str) -> Key {
        let (index, number) = self.expected;
        if let Some((key, _)) = self.object.members.get(usize::from(index))
            && *key == name
        {
            return Key::Member(index, number);
        }
        if let Some((index, number)) = position(self.object, self.number, name) {
            return Key::Member(index, number);
        }
        if self.object.fields_at.is_none() || self.document.form.placed_fields.contains(&name) {
            return Key::Extra;
        }
        match self.document.slots.vacant(name).map(u16::try_from) {
            Some(Ok(slot)) => Key::Field(slot),
            _ => Key::Extra,
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, 'de> {
    type Value = Key;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_, 'de> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key, E> {
        let key = self.key(name);
        if let Key::Extra = key {
            *self.other = Cow::Borrowed(name);
        }
        Ok(key)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
        self.visit_string(name.to_owned())
    }

    fn visit_string<E>(self, name: String) -> Result<Key, E> {
        let key = self.key(&name);
        if let Key::Extra = key {
            *self.other = Cow::Owned(name);
        }
        Ok(key)
    }
}

/// Stores a value that was read already at a node and those below it.
pub(super) fn fill(document: &mut Document<'_>, node: &'static Node<'static>, number: u16, value: Value) {
    match (node, value) {
        (Node::Each(item), Value::List(items)) => {
            document.begin(number, node, false);
            let mut items = items.into_iter();
            if let Some(first) = items.next() {
                fill(document, item, number + 1, first);
            }
            for other in items {
                if let Some(document) = document.other(item) {
                    fill(document, item, 0, other);
                }
            }
        }
        (Node::List(list), Value::List(items)) if !list.items.is_empty() => {
            document.begin(number, node, false);
            for (index, item) in items.into_iter().enumerate() {
                list::put(document, list, number, index, item);
            }
        }
        (node, Value::Object(members)) => {
            let Some(object) = object(node) else {
                return document.put_value(number, node, Value::Object(members));
            };
            document.begin(number, node, object.fields_at.is_some());
            for (name, value) in members {
                if let Some((node, number)) = member(object, number, &name) {
                    fill(document, node, number, value);
                } else {
                    document.extras.push(Extra { at: number, name: Name::Member(Cow::Owned(name)), value });
                }
            }
        }
        (node, Value::String(text)) => document.put_text(number, node, Cow::Owned(text)),
        (node, value) => document.put_value(number, node, value),
    }
}

impl Place<'_> {
    /// Sets the index of an item.
    pub(super) fn found_at(&mut self, found: usize) {
        if let Self::Present(index) = self {
            *index = found;
        }
    }
}
