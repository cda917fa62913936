//! Reads an item of a list whose items are found by their constants.
//!
//! An item usually begins with its constant, such as `"@type"`: then it is read like any other node. Any other item is
//! read as a value first.

use core::fmt;
use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::document::{Document, Extra, Name, Place, is_constant, member};
use super::list;
use super::reader::{members, object};
use crate::Value;
use crate::schema::{List, Node};
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

    /// The item that was not found yet and has this constant: its object, and the numbers of the object and the constant.
    fn candidate(&self, name: &str, value: &Value) -> Option<(&'static Node<'static>, u16, u16)> {
        (0..self.list.items.len()).find_map(|index| {
            let (node, number) = list::item(self.list, self.number, index)?;
            let (constant, at) = member(object(node)?, number, name)?;
            let is_scalar = !matches!(constant, Node::Object(_) | Node::List(_));
            let is_found = is_scalar && list::has_constants(constant) && is_constant(constant, value);
            let is_free = matches!(self.document.place(number), Place::Absent);
            (is_found && is_free && can_be_taken_back(node)).then_some((node, number, at))
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
        if let Some((node, number, constant)) = self.candidate(&name, &value)
            && let Some(object) = object(node)
        {
            let Self { document, list, number: list_number, index } = self;
            if document.fields_in.is_some() {
                // Fields outside of the item precede what it adds to the extras.
                document.spill();
            }
            let before = (document.extras.len(), document.repeated.len());
            document.begin(number, node, object.fields_at.is_some());
            document.place_mut(number).found_at(index);
            *document.place_mut(constant) = Place::Present(0);
            members(document, object, number, access)?;
            if !has_found_constants(document, node, number) {
                let value = take_back(document, node, number, before);
                list::put(document, list, list_number, index, value);
            }
            return Ok(());
        }
        let mut object = Vec::new();
        object.push((name.into_owned(), value));
        while let Some(name) = access.next_key()? {
            object.push((name, access.next_value_seed(AnyValue::TOP)?));
        }
        self.put(Ok(Value::Object(object)))
    }
}

/// Whether an item has no lists, whose items could not be told from each other.
fn can_be_taken_back(node: &Node<'_>) -> bool {
    match node {
        Node::Object(object) => object.members.iter().all(|(_, node)| can_be_taken_back(node)),
        Node::List(_) | Node::Each(_) => false,
        _ => true,
    }
}

/// Whether all constants in a node were found.
fn has_found_constants(document: &Document<'_>, node: &Node<'_>, number: u16) -> bool {
    match node {
        Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => {
            matches!(document.place(number), Place::Present(_))
        }
        Node::Object(object) => {
            let mut next = number + 1;
            object.members.iter().all(|(_, node)| {
                let number = next;
                next += node.nodes();
                has_found_constants(document, node, number)
            })
        }
        _ => true,
    }
}

/// Takes an item that lacks a constant out of the places again. Its members come back in the order of the form. `before` has
/// the numbers of extras and of repeated nodes when it began: a body may have a hundred thousand such items, and each only looks
/// at its own.
#[cold]
fn take_back(
    document: &mut Document<'_>,
    node: &'static Node<'static>,
    number: u16,
    (extras, repeated): (usize, usize),
) -> Value {
    let range = number..number + node.nodes();
    document.spill();
    document.fields_in.take_if(|fields| range.contains(fields));
    let code = document.code_in.take_if(|code| range.contains(code));
    let code_in_text = document.code_in_text.take_if(|code| range.contains(code));
    if code.is_some() || code_in_text.is_some() {
        document.lost_code = true;
        document.index = None;
    }
    document.repeated.truncate(repeated);
    let inside = (extras..).zip(document.extras.split_off(extras));
    let restarts = &document.restarts;
    let is_latest =
        |(index, extra): &(usize, Extra<'_>)| restarts.get(usize::from(extra.at)).is_none_or(|it| it <= index);
    let mut inside = inside.filter(is_latest).map(|it| it.1).collect();
    document.restarts.iter_mut().for_each(|it| *it = extras.min(*it));
    taken_back(document, node, number, &mut inside).unwrap_or_default()
}

/// The value of a node, with those of its extras; `None` if there is none.
fn taken_back(
    document: &mut Document<'_>,
    node: &'static Node<'static>,
    number: u16,
    extras: &mut Vec<Extra<'_>>,
) -> Option<Value> {
    match document.take(number) {
        Place::Absent => None,
        Place::Text(text) => Some(Value::String(text.into_owned())),
        Place::Value(value) => Some(value),
        Place::Present(_) => Some(match (object(node), node) {
            (Some(object), _) => {
                let mut members = Vec::new();
                let mut next = number + 1;
                for (name, node) in object.members {
                    members.extend(taken_back(document, node, next, extras).map(|value| ((*name).into(), value)));
                    next += node.nodes();
                }
                for extra in extras.extract_if(.., |extra| extra.at == number) {
                    if let Name::Member(name) = extra.name {
                        members.push((name.into_owned(), extra.value));
                    }
                }
                Value::Object(members)
            }
            (None, Node::Boolean(constant)) => Value::Bool(*constant),
            (None, Node::Integer(constant)) => Value::Integer((*constant).into()),
            (None, Node::Number(constant)) => Value::Number(*constant),
            (None, Node::Text(constant)) => Value::String((*constant).into()),
            (None, Node::Object(_)) => Value::Object(Vec::new()),
            (None, _) => Value::Null,
        }),
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
