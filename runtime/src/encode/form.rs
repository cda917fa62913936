//! The JSON and the headers of an error, by a book's form. It knows no kind.
//!
//! A value that is absent is omitted by the rule of its placeholder, and an object or a list that is empty because of
//! that is omitted too.

use core::fmt::{self, Write as _};
use std::string::{String, ToString as _};
use std::vec::Vec;

use serde_core::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::body::{BodyFields, Collected};
use super::phrase::phrase;
use super::wire;
use crate::Value;
use crate::schema::{Absent, Form, Node, Object, Slot, TextPart};
use crate::text::pointer;
use crate::value::{ValueRef, is_header_text};

/// What an error sends. Anything that is `None`, empty or `ValueRef::Null` is absent.
#[allow(missing_debug_implementations, reason = "it borrows a message")]
#[derive(Clone, Copy)]
pub struct FormError<'a> {
    /// The code; `None` if it is not sent.
    pub code: Option<&'a str>,
    /// The status of the response.
    pub status: u16,
    /// The message; `None` if it is not sent.
    pub message: Option<&'a dyn fmt::Display>,
    /// The code's fields.
    pub fields: BodyFields<'a>,
    /// The code's own values.
    pub code_members: &'a [Node<'a>],
    /// The values of the response, in the order of the form.
    pub members: &'a [ValueRef<'a>],
    /// The meaning of the code.
    pub meaning: Option<&'a str>,
    /// The remediation of the code.
    pub remediation: Option<&'a str>,
    /// The URL of the code's page.
    pub docs_url: Option<&'a str>,
    /// Fields of a decoded error that are not in the book.
    pub unknown_fields: &'a [(String, Value)],
    /// Other members of a decoded error that are not in the form, by JSON pointer.
    pub unknown_members: &'a [(String, Value)],
}

impl FormError<'_> {
    /// An error that sends its status only.
    pub const fn new(status: u16) -> Self {
        Self {
            code: None,
            status,
            message: None,
            fields: BodyFields::Pairs(&[]),
            code_members: &[],
            members: &[],
            meaning: None,
            remediation: None,
            docs_url: None,
            unknown_fields: &[],
            unknown_members: &[],
        }
    }
}

/// The errors of a response after the first.
pub trait OtherErrors {
    /// Calls `f` with each.
    fn each(&self, f: &mut dyn FnMut(&FormError<'_>));
}

impl OtherErrors for &[FormError<'_>] {
    fn each(&self, f: &mut dyn FnMut(&FormError<'_>)) {
        self.iter().for_each(f);
    }
}

/// Writes errors by a form.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) form: &'a Form<'a>,
    pub(crate) error: &'a FormError<'a>,
    pub(crate) others: &'a dyn OtherErrors,
    /// Whether it is for a response, which has no members of another server.
    pub(crate) is_response: bool,
}

/// A value of an error.
enum Found<'a> {
    Value(ValueRef<'a>),
    Text(&'a dyn fmt::Display),
    Constant(&'a Node<'a>),
    Fields,
}

impl<'a> Writer<'a> {
    /// The body as compact JSON.
    pub(crate) fn body(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The headers of the form. One without a value, or with one that HTTP forbids, is omitted.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'a str, String)> {
        let (form, writer) = (self.form, *self);
        form.headers.iter().filter_map(move |(name, node)| {
            let value = writer.header(node)?;
            is_header_text(&value).then_some((*name, value))
        })
    }

    fn header(&self, node: &Node<'_>) -> Option<String> {
        match *node {
            Node::Text(text) => Some(text.into()),
            Node::Slot(slot, absent) => self.text(&[TextPart::Slot(slot, absent)]),
            Node::Template(parts) => self.text(parts),
            _ => None,
        }
    }

    /// A text with values in it; `None` if one of them is absent.
    fn text(&self, parts: &[TextPart<'_>]) -> Option<String> {
        let mut text = String::new();
        for part in parts {
            match *part {
                TextPart::Text(part) => text.push_str(part),
                TextPart::Slot(slot, absent) => match (self.find(slot), absent) {
                    (Some(found), _) => write_text(&mut text, &found),
                    (None, Absent::Text(part)) => text.push_str(part),
                    (None, _) => return None,
                },
            }
        }
        Some(text)
    }

    /// The value of a slot.
    fn find(&self, slot: Slot) -> Option<Found<'a>> {
        let error = self.error;
        let text = |text: &'a str| Found::Value(ValueRef::Text(text));
        match slot {
            Slot::Code => error.code.map(text),
            Slot::Message => error.message.map(Found::Text),
            Slot::Fields => self.has_fields().then_some(Found::Fields),
            Slot::Status | Slot::StatusText => Some(Found::Value(ValueRef::Unsigned(error.status.into()))),
            Slot::StatusPhrase => phrase(error.status).map(text),
            Slot::Meaning => error.meaning.map(text),
            Slot::Remediation => error.remediation.map(text),
            Slot::DocsUrl => error.docs_url.map(text),
            Slot::Member(index) => present(*error.members.get(index)?),
            Slot::CodeMember(index) => match error.code_members.get(index)? {
                Node::Null => None,
                constant => Some(Found::Constant(constant)),
            },
            Slot::Field(index) => {
                let name = *self.form.placed_fields.get(index)?;
                let received = || error.unknown_fields.iter().find(|(field, _)| field == name);
                match error.fields.iter().find(|(field, _)| *field == name) {
                    Some((_, value)) => present(value),
                    None => received().map(|(_, value)| Found::Value(ValueRef::Value(value))),
                }
            }
        }
    }

    /// The fields without a place of their own.
    fn fields(&self) -> impl Iterator<Item = (&'a str, ValueRef<'a>)> {
        let placed = self.form.placed_fields;
        self.error.fields.iter().filter(|(name, value)| !matches!(value, ValueRef::Null) && !placed.contains(name))
    }

    /// The received fields without a place of their own that the book does not have.
    fn unknown_fields(&self) -> impl Iterator<Item = &'a (String, Value)> {
        let placed = self.form.placed_fields;
        self.error.unknown_fields.iter().filter(|(name, _)| !placed.contains(&&**name))
    }

    fn has_fields(&self) -> bool {
        self.unknown_fields().next().is_some() || self.fields().next().is_some()
    }

    fn write_fields<M: SerializeMap>(&self, map: &mut M, except: &[(&str, Node<'_>)]) -> Result<(), M::Error> {
        for (name, value) in self.fields() {
            map.serialize_entry(name, &value)?;
        }
        for (name, value) in self.unknown_fields() {
            if !except.iter().any(|(taken, _)| taken == name) {
                map.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }

    /// Whether a node is omitted.
    fn is_omitted(&self, node: &Node<'_>, path: &Path<'_>) -> bool {
        match node {
            Node::Object(object) => {
                let is_constant = object.members.is_empty() && object.fields_at.is_none();
                let has_fields = object.fields_at.is_some() && self.has_fields();
                !is_constant
                    && !has_fields
                    && object.members.iter().all(|(name, node)| self.is_omitted(node, &path.below(Step::Name(name))))
                    && self.unknown_members(path).next().is_none()
            }
            Node::List(list) => {
                let mut items = list.items.iter().enumerate();
                !list.items.is_empty()
                    && items.all(|(index, item)| self.is_omitted(item, &path.below(Step::Item(index))))
            }
            Node::Slot(slot, absent) => matches!(absent, Absent::Required | Absent::Omit) && self.find(*slot).is_none(),
            Node::Template(parts) => parts.iter().any(|part| match *part {
                TextPart::Slot(slot, Absent::Required | Absent::Omit) => self.find(slot).is_none(),
                _ => false,
            }),
            _ => false,
        }
    }

    /// The members of a decoded error in the object at a path that are not in the form.
    fn unknown_members(&self, path: &Path<'_>) -> impl Iterator<Item = (String, &'a Value)> {
        let unknown = self.error.unknown_members;
        let start = if unknown.is_empty() { String::new() } else { path.to_string() };
        unknown.iter().filter_map(move |(pointer, value)| {
            let name = pointer.strip_prefix(&*start)?.strip_prefix('/')?;
            (!name.contains('/')).then(|| (pointer::unescaped(name), value))
        })
    }
}

fn present(value: ValueRef<'_>) -> Option<Found<'_>> {
    if let ValueRef::Null = value { None } else { Some(Found::Value(value)) }
}

fn write_text(text: &mut String, found: &Found<'_>) {
    // Writing to a text cannot fail.
    let _ = match found {
        Found::Value(value) => wire::value(text, *value),
        Found::Text(value) => write!(text, "{value}"),
        Found::Constant(Node::Text(constant)) => text.write_str(constant),
        Found::Constant(constant) => {
            serde_json::to_string(&Constant(constant)).map_or(Ok(()), |json| text.write_str(&json))
        }
        Found::Fields => Ok(()),
    };
}

/// The path of a node. It is formatted only for decoded errors with unknown members.
#[derive(Clone, Copy)]
struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    const ROOT: Self = Self { parent: None, step: Step::Root };

    fn below(&'a self, step: Step<'a>) -> Self {
        Self { parent: Some(self), step }
    }
}

/// A JSON pointer (RFC 6901).
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) => write!(f, "/{}", pointer::Escaped(name)),
            Step::Item(index) => write!(f, "/{index}"),
        }
    }
}

impl Serialize for Writer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written { writer: self, node: &self.form.body, path: Path::ROOT }.serialize(serializer)
    }
}

/// A node of the form, with the values of an error.
struct Written<'a> {
    writer: &'a Writer<'a>,
    node: &'a Node<'a>,
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
            let path = self.path.below(Step::Name(name));
            // What was received in place of a constant that says nothing.
            let replaced = unknown.iter().any(|(unknown, _)| unknown == name);
            if !(replaced || writer.is_omitted(node, &path) || self.is_field(object, name, node)) {
                map.serialize_entry(name, &Written { writer, node, path })?;
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

    /// Whether a member without a value has the name of a field beside it.
    fn is_field(&self, object: &Object<'_>, name: &str, node: &Node<'_>) -> bool {
        object.fields_at.is_some()
            && matches!(node, Node::Slot(slot, _) if self.writer.find(*slot).is_none())
            && self.writer.fields().any(|(field, _)| field == name)
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let writer = self.writer;
        match self.node {
            Node::Object(object) => self.object(object, serializer),
            Node::List(list) => {
                let mut seq = serializer.serialize_seq(None)?;
                for (index, node) in list.items.iter().enumerate() {
                    let path = self.path.below(Step::Item(index));
                    if !writer.is_omitted(node, &path) {
                        seq.serialize_element(&Written { writer, node, path })?;
                    }
                }
                seq.end()
            }
            Node::Each(item) => {
                let mut seq = serializer.serialize_seq(None)?;
                seq.serialize_element(&Written { writer, node: item, path: self.path.below(Step::Item(0)) })?;
                let (mut result, mut index) = (Ok(()), 0);
                writer.others.each(&mut |error| {
                    index += 1;
                    if result.is_ok() {
                        let writer = &Writer { error, ..*writer };
                        let path = self.path.below(Step::Item(index));
                        result = seq.serialize_element(&Written { writer, node: item, path });
                    }
                });
                result?;
                seq.end()
            }
            Node::Slot(slot, absent) => match (writer.find(*slot), absent) {
                (Some(found), _) => writer.slot(*slot, &found, serializer),
                (None, Absent::Text(text)) => serializer.serialize_str(text),
                (None, _) => serializer.serialize_unit(),
            },
            Node::Template(parts) => match writer.text(parts) {
                Some(text) => serializer.serialize_str(&text),
                None => serializer.serialize_unit(),
            },
            constant => Constant(constant).serialize(serializer),
        }
    }
}

impl Writer<'_> {
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

/// A constant.
struct Constant<'a>(&'a Node<'a>);

impl Serialize for Constant<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self.0 {
            Node::Boolean(value) => serializer.serialize_bool(value),
            Node::Integer(value) => serializer.serialize_i64(value),
            Node::Number(value) => serializer.serialize_f64(value),
            Node::Text(text) => serializer.serialize_str(text),
            Node::List(list) => serializer.collect_seq(list.items.iter().map(Constant)),
            Node::Object(object) => {
                serializer.collect_map(object.members.iter().map(|(name, value)| (name, Constant(value))))
            }
            _ => serializer.serialize_unit(),
        }
    }
}
