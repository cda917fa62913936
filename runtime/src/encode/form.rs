//! The JSON and the headers of an error, by a book's form. It knows no kind.
//!
//! A value that is absent is omitted by the rule of its placeholder, and an object or a list that is empty because of
//! that is omitted too.

use core::fmt::{self, Write as _};
use std::string::{String, ToString as _};

use serde_core::ser::{Serialize, SerializeMap, Serializer};

use super::body::BodyFields;
use super::phrase::phrase;
use super::wire;
use crate::Value;
use crate::schema::{Absent, Form, Node, Slot, TextPart};
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

/// What is written at a node.
pub(super) enum Part<'a> {
    /// A constant, an object or a list.
    Node(&'a Node<'a>),
    /// The value of a slot.
    Found(Slot, Found<'a>),
    /// A text with values in it.
    Text(String),
    /// The text in place of an absent value.
    Otherwise(&'a str),
    /// `null` in place of an absent value.
    Null,
}

/// A value of an error.
pub(super) enum Found<'a> {
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

    fn header(&self, node: &'a Node<'a>) -> Option<String> {
        match self.part(node, &Path::ROOT)? {
            Part::Text(text) => Some(text),
            Part::Otherwise(text) | Part::Node(&Node::Text(text)) => Some(text.into()),
            Part::Found(_, found) => {
                let mut text = String::new();
                write_text(&mut text, &found);
                Some(text)
            }
            Part::Node(_) | Part::Null => None,
        }
    }

    /// What is written at a node; `None` if it is omitted.
    #[inline]
    pub(super) fn part(&self, node: &'a Node<'a>, path: &Path<'_>) -> Option<Part<'a>> {
        match node {
            Node::Slot(slot, absent) => match (self.find(*slot), absent) {
                (Some(found), _) => Some(Part::Found(*slot, found)),
                (None, Absent::Text(text)) => Some(Part::Otherwise(text)),
                (None, Absent::Null) => Some(Part::Null),
                (None, Absent::Required | Absent::Omit) => None,
            },
            Node::Template(parts) => self.text(parts),
            Node::Object(_) | Node::List(_) => self.is_there(node, path).then_some(Part::Node(node)),
            constant => Some(Part::Node(constant)),
        }
    }

    /// The same of the body, and of an error in a list, which are never omitted.
    pub(super) fn whole(&self, node: &'a Node<'a>) -> Part<'a> {
        match node {
            Node::Slot(..) | Node::Template(_) => self.part(node, &Path::ROOT).unwrap_or(Part::Null),
            node => Part::Node(node),
        }
    }

    /// A text with values in it.
    fn text(&self, parts: &[TextPart<'_>]) -> Option<Part<'a>> {
        let mut text = Some(String::new());
        for part in parts {
            let (found, absent) = match *part {
                TextPart::Text(part) => (None, Absent::Text(part)),
                TextPart::Slot(slot, absent) => (self.find(slot), absent),
            };
            match (found, absent) {
                (Some(found), _) => text.iter_mut().for_each(|text| write_text(text, &found)),
                (None, Absent::Text(part)) => text.iter_mut().for_each(|text| text.push_str(part)),
                (None, Absent::Null) => text = None,
                (None, Absent::Required | Absent::Omit) => return None,
            }
        }
        Some(text.map_or(Part::Null, Part::Text))
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
    pub(super) fn fields(&self) -> impl Iterator<Item = (&'a str, ValueRef<'a>)> {
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

    pub(super) fn write_fields<M: SerializeMap>(
        &self,
        map: &mut M,
        except: &[(&str, Node<'_>)],
    ) -> Result<(), M::Error> {
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

    /// Whether there is anything to write at a node. It ends at the first value.
    fn is_there(&self, node: &Node<'_>, path: &Path<'_>) -> bool {
        match node {
            Node::Object(object) => {
                let is_constant = object.members.is_empty() && object.fields_at.is_none();
                let mut members = object.members.iter();
                is_constant
                    || members.any(|(name, node)| self.is_there(node, &path.below(Step::Name(name))))
                    || object.fields_at.is_some() && self.has_fields()
                    || self.unknown_members(path).next().is_some()
            }
            Node::List(list) => {
                let mut items = list.items.iter().enumerate();
                list.items.is_empty() || items.any(|(index, item)| self.is_there(item, &path.below(Step::Item(index))))
            }
            Node::Slot(slot, Absent::Required | Absent::Omit) => self.find(*slot).is_some(),
            Node::Template(parts) => parts.iter().all(|part| match *part {
                TextPart::Slot(slot, Absent::Required | Absent::Omit) => self.find(slot).is_some(),
                _ => true,
            }),
            _ => true,
        }
    }

    /// The members of a decoded error in the object at a path that are not in the form.
    pub(super) fn unknown_members(&self, path: &Path<'_>) -> impl Iterator<Item = (String, &'a Value)> {
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
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Root,
    Name(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };

    pub(super) fn below(&'a self, step: Step<'a>) -> Self {
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

/// A constant.
pub(super) struct Constant<'a>(pub(super) &'a Node<'a>);

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
