//! A form with the values of an error, serialized in one pass. What is omitted was decided by `form`.

use std::vec::Vec;

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::body::Collected;
use super::form::{Constant, Found, Part, Path, Step, Writer};
use crate::schema::{Node, Object, Slot};
use crate::value::ValueRef;

impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { writer: self, part: self.whole(&self.form.body), path: Path::ROOT }.serialize(serializer)
    }
}

/// What is written at a path.
struct Written<'a> {
    writer: &'a Writer<'a>,
    part: Part<'a>,
    path: Path<'a>,
}

impl Written<'_> {
    fn object<S: Serializer>(&self, object: &Object<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        let writer = self.writer;
        let mut map = serializer.serialize_map(None)?;
        let mut unknown: Vec<_> = writer.unknown_members(&self.path).collect();
        if writer.is_response {
            let is_members = |name: &str| {
                let is_member = |node: &Node<'_>| matches!(node, Node::Slot(Slot::Member(_), _));
                object.members.iter().any(|(key, node)| *key == name && node.any(&is_member))
            };
            unknown.retain(|(name, _)| !is_members(name));
        }
        for (index, (name, node)) in object.members.iter().enumerate() {
            if object.fields_at == Some(index) {
                writer.write_fields(&mut map, object.members)?;
            }
            // What was received in place of a constant that says nothing.
            if unknown.iter().any(|(unknown, _)| unknown == name) {
                continue;
            }
            let path = self.path.below(Step::Name(name));
            match writer.part(node, &path) {
                None => {}
                // A field beside it has the name of a member without a value.
                Some(Part::Null | Part::Otherwise(_)) if object.fields_at.is_some() && writer.has_field(name) => {}
                Some(part) => map.serialize_entry(name, &Written { writer, part, path })?,
            }
        }
        if object.fields_at.is_some_and(|index| index >= object.members.len()) {
            writer.write_fields(&mut map, object.members)?;
        }
        for (name, value) in unknown {
            map.serialize_entry(&name, value)?;
        }
        map.end()
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let writer = self.writer;
        match &self.part {
            Part::Node(Node::Object(object)) => self.object(object, serializer),
            Part::Node(Node::List(list)) => {
                let mut seq = serializer.serialize_seq(None)?;
                for (index, node) in list.items.iter().enumerate() {
                    let path = self.path.below(Step::Item(index));
                    if let Some(part) = writer.part(node, &path) {
                        seq.serialize_element(&Written { writer, part, path })?;
                    }
                }
                seq.end()
            }
            Part::Node(Node::Each(item)) => {
                let mut seq = serializer.serialize_seq(None)?;
                let path = self.path.below(Step::Item(0));
                seq.serialize_element(&Written { writer, part: writer.whole(item), path })?;
                let (mut result, mut index) = (Ok(()), 0);
                writer.others.each(&mut |error| {
                    index += 1;
                    if result.is_ok() {
                        let writer = &Writer { error, ..*writer };
                        let path = self.path.below(Step::Item(index));
                        result = seq.serialize_element(&Written { writer, part: writer.whole(item), path });
                    }
                });
                result?;
                seq.end()
            }
            Part::Node(constant) => Constant(constant).serialize(serializer),
            Part::Found(slot, found) => writer.slot(*slot, found, serializer),
            Part::Text(text) => serializer.serialize_str(text),
            Part::Otherwise(text) => serializer.serialize_str(text),
            Part::Null => serializer.serialize_unit(),
        }
    }
}

impl Writer<'_> {
    /// Whether there is a field with this name.
    fn has_field(&self, name: &str) -> bool {
        self.fields().any(|(field, _)| field == name)
    }

    /// A value on its own.
    fn slot<S: Serializer>(&self, slot: Slot, found: &Found<'_>, serializer: S) -> Result<S::Ok, S::Error> {
        match found {
            Found::Value(ValueRef::Text(code)) if slot == Slot::Code && self.form.integer_codes => {
                match code.parse::<i64>() {
                    Ok(code) => serializer.serialize_i64(code),
                    Err(_) => serializer.serialize_str(code),
                }
            }
            Found::Value(ValueRef::Unsigned(status)) if slot == Slot::StatusText => serializer.collect_str(status),
            Found::Value(value) => value.serialize(serializer),
            Found::Text(text) => Collected(*text).serialize(serializer),
            Found::Constant(constant) => Constant(constant).serialize(serializer),
            Found::Fields => {
                let mut map = serializer.serialize_map(None)?;
                self.write_fields(&mut map, &[])?;
                map.end()
            }
        }
    }
}
