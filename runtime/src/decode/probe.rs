//! Whether a response that may be a success is an error: one pass over the body that stores nothing.
//!
//! It is one if the body has all constants of the form that are outside of lists, and a code or a message.

use core::fmt;
use std::vec::Vec;

use serde_core::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::form::Place;
use super::form::{code_at, code_in, code_in_header, is_constant, member, object};
use super::{Head, trimmed};
use crate::Value;
use crate::schema::{BookSchema, Node, Slot};
use crate::value::AnyValue;

/// Whether a response is an error.
pub(super) fn is_error(schema: &'static BookSchema, head: Head<'_>, text: &str) -> bool {
    let start = match schema.form {
        Some(form) => At::Node(&form.body, 0),
        None if schema.envelope.within().is_some() => At::Top,
        None => At::Error,
    };
    let mut state = State { schema, seen: Vec::new(), differs: false, in_list: false, has_code_or_message: false };
    if let Some(form) = schema.form {
        state.seen.resize(form.body.nodes().into(), false);
        state.has_code_or_message = form.headers.iter().any(|(name, node)| {
            let text = head.headers.get(name).and_then(trimmed);
            text.is_some_and(|text| code_in_header(form, node, text).is_some())
        });
    }
    // If the body is invalid, what was read until then decides.
    let _ = Probe { state: &mut state, at: start }.deserialize(&mut serde_json::Deserializer::from_str(text));
    let has_constants = || schema.form.is_none_or(|form| state.has_constants(&form.body, 0));
    !state.differs && state.has_code_or_message && has_constants()
}

struct State {
    schema: &'static BookSchema,
    /// By the number of a constant, whether it was found.
    seen: Vec<bool>,
    /// Whether a constant is not the one of the form.
    differs: bool,
    /// Whether the current value is in a list.
    in_list: bool,
    has_code_or_message: bool,
}

impl State {
    /// Whether all constants in a node that are outside of lists were found.
    fn has_constants(&self, node: &Node<'_>, number: u16) -> bool {
        match node {
            Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => self.seen[usize::from(number)],
            Node::Object(object) => {
                let mut next = number + 1;
                object.members.iter().all(|(_, node)| {
                    let number = next;
                    next += node.nodes();
                    self.has_constants(node, number)
                })
            }
            _ => true,
        }
    }
}

/// What a value is.
#[derive(Clone, Copy)]
enum At {
    /// The node of a form, with this number.
    Node(&'static Node<'static>, u16),
    /// The body around the object of the error, in the short form.
    Top,
    /// The object of the error, in the short form.
    Error,
    /// The code or the message, in the short form.
    Text,
    /// Nothing that the form has.
    Other,
}

struct Probe<'a> {
    state: &'a mut State,
    at: At,
}

impl Probe<'_> {
    /// Looks at a value that is neither a list nor an object.
    fn scalar<E: Error>(self, place: &Place<'_>) -> Result<(), E> {
        let state = self.state;
        match self.at {
            At::Node(Node::Slot(Slot::Code, absent), _) => {
                let form = state.schema.form;
                state.has_code_or_message |= form.is_some_and(|form| code_at(form, *absent, place).is_some());
            }
            At::Node(Node::Slot(Slot::Message, _), _) | At::Text => {
                state.has_code_or_message |= matches!(place, Place::Text(_));
            }
            At::Node(Node::Template(parts), _) => {
                if let (Place::Text(text), Some(form)) = (place, state.schema.form) {
                    state.has_code_or_message |= code_in(form, parts, text).is_some();
                }
            }
            At::Node(node @ (Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_)), number)
                if !state.in_list =>
            {
                let is_equal = match (node, place) {
                    (Node::Text(constant), Place::Text(text)) => constant == text,
                    (node, Place::Value(value)) => is_constant(node, value),
                    _ => false,
                };
                state.seen[usize::from(number)] |= is_equal;
                if !is_equal {
                    state.differs = true;
                    return Err(E::custom("a success"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// What a member of the object at this place is.
    fn member(&self, name: &str) -> At {
        let envelope = &self.state.schema.envelope;
        match self.at {
            At::Node(node, number) => match object(node).and_then(|object| member(object, number, name)) {
                Some((node, number)) => At::Node(node, number),
                None => At::Other,
            },
            At::Top if envelope.within() == Some(name) => At::Error,
            At::Error if name == envelope.code() || name == envelope.message() => At::Text,
            _ => At::Other,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if let At::Other = self.at {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Bool(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Integer(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Integer(value.into())))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Integer(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Number(value)))
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(&Place::Value(Value::Null))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.scalar(&Place::Text(text.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        // A number, if another crate enables `arbitrary_precision` of `serde_json`.
        if let At::Node(Node::Slot(Slot::Code, _) | Node::Integer(_) | Node::Number(_), _) = self.at {
            return self.scalar(&Place::Value(AnyValue::TOP.visit_map(access)?));
        }
        while let Some(at) = access.next_key_seed(Key(&self))? {
            access.next_value_seed(Probe { state: self.state, at })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let state = self.state;
        let was_in_list = core::mem::replace(&mut state.in_list, true);
        let mut index = 0;
        loop {
            let at = match self.at {
                At::Node(Node::Each(item), number) => At::Node(item, number + 1),
                At::Node(Node::List(list), number) => {
                    super::form::item(list, number, index).map_or(At::Other, |(node, number)| At::Node(node, number))
                }
                _ => At::Other,
            };
            if access.next_element_seed(Probe { state, at })?.is_none() {
                state.in_list = was_in_list;
                return Ok(());
            }
            index += 1;
        }
    }
}

/// Reads the name of a member.
struct Key<'a, 'b>(&'a Probe<'b>);

impl<'de> DeserializeSeed<'de> for Key<'_, '_> {
    type Value = At;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<At, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_, '_> {
    type Value = At;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<At, E> {
        Ok(self.0.member(name))
    }
}
