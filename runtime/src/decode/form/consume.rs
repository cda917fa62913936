//! Takes the values of a document out of the places of its form, and compares them with the book.

use core::mem;
use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use super::document::{Document, Name, Place};
use super::template::{captures, code_in_header};
use super::values::typed;
use crate::decode::check::{self, Path};
use crate::decode::issues::DecodeIssues;
use crate::decode::slots::Slots;
use crate::decode::{DecodeIssue, trimmed};
use crate::schema::{Absent, Node, PayloadSchema, Slot};
use crate::{Headers, Value};

/// Takes the values of one error.
pub(super) struct Consumer<'a, 'de> {
    pub(super) document: &'a mut Document<'de>,
    /// The code, if one was read.
    pub(super) code: Option<&'a str>,
    /// What the book has for the error, if it is known.
    pub(super) payload: Option<&'static PayloadSchema>,
    /// The headers of the response.
    pub(super) headers: Option<&'a dyn Headers>,
    /// The status that the body must repeat.
    pub(super) expected_status: Option<u16>,
    /// Whether the whole body was read, so that what is missing was not sent.
    pub(super) complete: bool,
    /// The pointer to the error.
    pub(super) prefix: &'a str,
    pub(super) issues: &'a mut DecodeIssues,
    pub(super) taken: &'a mut Taken<'de>,
}

/// The values of one error that have places of their own.
#[derive(Default)]
pub(super) struct Taken<'de> {
    pub(super) message: Option<Cow<'de, str>>,
    pub(super) status: Option<u16>,
    pub(super) members: Vec<Option<Value>>,
    pub(super) unknown_fields: Vec<(String, Value)>,
    pub(super) unknown_members: Vec<(String, Value)>,
    /// A place of the code, or of the message, that must not be empty and is.
    no_code: Option<u16>,
    no_message: Option<u16>,
    /// Whether there is a message of the wrong type.
    pub(super) not_text: bool,
}

/// A member that the code's fields are beside.
pub(super) type Beside = Option<&'static str>;

impl Consumer<'_, '_> {
    /// Takes everything.
    pub(super) fn all(mut self) {
        self.node(self.document.root, 0, None);
        if !self.document.form.headers.is_empty() {
            self.header_values();
        }
        if let Some(number) = self.taken.no_code {
            match self.code {
                Some(_) => self.missing(number),
                None => self.report(DecodeIssue::CodeMissing),
            }
        }
        if let Some(number) = self.taken.no_message.filter(|_| !self.taken.not_text) {
            match self.taken.message {
                Some(_) => self.missing(number),
                None => self.report(DecodeIssue::MessageMissing),
            }
        }
        if !self.document.extras.is_empty() {
            self.extras();
        }
    }

    /// Reports what is missing.
    fn report(&mut self, issue: DecodeIssue) {
        if self.complete {
            self.issues.push(issue);
        }
    }

    #[cold]
    pub(super) fn missing(&mut self, number: u16) {
        if self.complete {
            let member = self.document.pointer(self.prefix, number);
            self.issues.push(DecodeIssue::Missing { member });
        }
    }

    /// Reports a value that differs, and keeps it.
    #[cold]
    pub(super) fn wrong(&mut self, number: u16, value: Value, issue: fn(String) -> DecodeIssue) {
        let member = self.document.pointer(self.prefix, number);
        self.taken.unknown_members.push((member.clone(), value));
        self.issues.push(issue(member));
    }

    #[cold]
    pub(super) fn keep(&mut self, number: u16, value: Value) {
        let member = self.document.pointer(self.prefix, number);
        self.taken.unknown_members.push((member, value));
    }

    #[cold]
    pub(super) fn copies_differ(&mut self, number: u16) {
        let member = self.document.pointer(self.prefix, number);
        self.issues.push(DecodeIssue::CopiesDiffer { member });
    }

    pub(super) fn compared(&mut self, is_same: bool, number: u16) {
        if !is_same {
            self.copies_differ(number);
        }
    }

    fn node(&mut self, node: &'static Node<'static>, number: u16, beside: Beside) {
        match node {
            Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => {
                if !matches!(self.document.place(number), Place::Present(_)) {
                    self.constant_differs(number);
                }
            }
            Node::Null => self.empty_constant(number),
            Node::Object(object) if object.members.is_empty() && object.fields_at.is_none() => {
                self.empty_constant(number);
            }
            Node::List(list) if list.items.is_empty() => self.empty_constant(number),
            Node::Object(object) => {
                if self.is_there(node, number) {
                    let mut number = number + 1;
                    for (name, node) in object.members {
                        self.node(node, number, object.fields_at.map(|_| *name));
                        number += node.nodes();
                    }
                }
            }
            Node::List(list) => {
                if self.is_there(node, number) {
                    let mut number = number + 1;
                    for node in list.items {
                        self.node(node, number, None);
                        number += node.nodes();
                    }
                }
            }
            Node::Each(item) => {
                if self.is_there(node, number) {
                    self.node(item, number + 1, None);
                }
            }
            Node::Slot(Slot::Fields, _) => {
                self.is_there(node, number);
            }
            Node::Slot(slot, absent) => self.slot(*slot, *absent, number, beside),
            Node::Template(parts) => self.template(parts, number),
        }
    }

    #[cold]
    fn constant_differs(&mut self, number: u16) {
        match self.document.take(number) {
            Place::Value(value) => self.wrong(number, value, |member| DecodeIssue::ConstantDiffers { member }),
            _ => self.missing(number),
        }
    }

    /// `null`, `{}` or `[]`: what is there instead is kept, and says nothing.
    fn empty_constant(&mut self, number: u16) {
        if let Place::Value(value) = self.document.take(number) {
            self.keep(number, value);
        }
    }

    /// Whether an object or a list was found.
    fn is_there(&mut self, node: &'static Node<'static>, number: u16) -> bool {
        if let Place::Present(_) = self.document.place(number) {
            return true;
        }
        let place = match self.document.take(number) {
            Place::Text(text) if matches!(node, Node::Slot(_, absent) if *absent == Absent::Text(&text)) => {
                Place::Absent
            }
            Place::Text(text) => Place::Value(Value::String(text.into_owned())),
            place => place,
        };
        match place {
            Place::Value(value) if value != Value::Null => self.wrong(
                number,
                value,
                match node {
                    Node::List(_) | Node::Each(_) => |member| DecodeIssue::WrongType { member, expected: "an array" },
                    _ => |member| DecodeIssue::WrongType { member, expected: "an object" },
                },
            ),
            _ if self.is_required(node) => self.missing(number),
            _ => {}
        }
        // The code and the message are reported by name.
        self.note_absent(node, number);
        false
    }

    /// Notes the places of the code and the message in an object that is not there.
    fn note_absent(&mut self, node: &'static Node<'static>, number: u16) {
        match node {
            Node::Object(object) => {
                let mut number = number + 1;
                for (_, node) in object.members {
                    self.note_absent(node, number);
                    number += node.nodes();
                }
            }
            Node::List(list) => {
                let mut number = number + 1;
                for node in list.items {
                    self.note_absent(node, number);
                    number += node.nodes();
                }
            }
            Node::Each(item) => self.note_absent(item, number + 1),
            Node::Slot(slot @ (Slot::Code | Slot::Message), Absent::Required) => self.absent(*slot, number),
            _ => {}
        }
    }

    /// Whether a node has anything that every such error sends, apart from the code, the message and the fields, which
    /// are reported on their own.
    fn is_required(&self, node: &Node<'_>) -> bool {
        match node {
            Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => true,
            Node::Object(object) => object.members.iter().any(|(_, node)| self.is_required(node)),
            Node::List(list) => list.items.iter().any(|node| self.is_required(node)),
            Node::Each(item) => self.is_required(item),
            Node::Null
            | Node::Template(_)
            | Node::Slot(Slot::Code | Slot::Message | Slot::Fields | Slot::Field(_), _) => false,
            Node::Slot(Slot::CodeMember(index), absent) => {
                *absent == Absent::Required && self.constant(*index).is_some()
            }
            Node::Slot(_, absent) => *absent == Absent::Required,
        }
    }

    /// The code's own value of a member.
    pub(super) fn constant(&self, index: usize) -> Option<&'static Node<'static>> {
        self.payload?.code_members.get(index).filter(|constant| !matches!(constant, Node::Null))
    }

    /// Notes an empty place of the code or the message.
    pub(super) fn absent(&mut self, slot: Slot, number: u16) {
        match slot {
            Slot::Code if self.payload.is_none_or(|payload| payload.sends_code) => {
                self.taken.no_code.get_or_insert(number);
            }
            Slot::Message if self.payload.is_none_or(|payload| payload.sends_message) => {
                self.taken.no_message.get_or_insert(number);
            }
            _ => {}
        }
    }

    /// Compares the values in headers with those in the body, and takes members that are in headers only. A header that
    /// is missing is not reported: proxies drop headers.
    fn header_values(&mut self) {
        let Some(headers) = self.headers else { return };
        for (name, node) in self.document.form.headers {
            let Some(text) = headers.get(name).and_then(trimmed) else { continue };
            if let Some(code) = code_in_header(self.document.form, node, text) {
                if self.code != Some(code) {
                    self.issues.push(DecodeIssue::CopiesDiffer { member: (*name).into() });
                }
                continue;
            }
            let captured = match node {
                Node::Slot(slot, absent) if *absent != Absent::Text(text) => Some(std::vec![(*slot, text)]),
                Node::Template(parts) => captures(parts, text),
                _ => None,
            };
            for (slot, text) in captured.unwrap_or_default() {
                let Slot::Member(index) = slot else { continue };
                let Some(member) = self.document.form.members.get(index) else { continue };
                let value = typed(text, member.ty);
                match self.member(index) {
                    Some(first) if *first != value => {
                        self.issues.push(DecodeIssue::CopiesDiffer { member: (*name).into() });
                    }
                    Some(_) => {}
                    None if check::value(
                        &value,
                        member.ty,
                        &Path::member(None, name),
                        &mut DecodeIssues::default(),
                    ) =>
                    {
                        *self.member(index) = Some(value);
                    }
                    None => self.issues.push(DecodeIssue::HeaderUnreadable { name }),
                }
            }
        }
    }

    /// What has no place: the members beside the fields are fields that the book does not have.
    fn extras(&mut self) {
        let extras = mem::take(&mut self.document.extras);
        let mut parent: Option<(u16, String)> = None;
        // Growing would need half as much again.
        let fields = extras.iter().filter(|extra| Some(extra.at) == self.document.fields_in).count();
        self.taken.unknown_fields.reserve_exact(fields);
        self.taken.unknown_members.reserve_exact(extras.len() - fields);
        for extra in extras {
            if Some(extra.at) == self.document.fields_in
                && let Name::Member(name) = extra.name
            {
                self.taken.unknown_fields.push((name.into_owned(), extra.value));
                continue;
            }
            if parent.as_ref().is_none_or(|(at, _)| *at != extra.at) {
                parent = Some((extra.at, self.document.pointer(self.prefix, extra.at)));
            }
            let parent = parent.as_ref().map(|(_, parent)| &**parent).unwrap_or_default();
            self.taken.unknown_members.push((extra.name.pointer(parent), extra.value));
        }
    }
}

impl Document<'_> {
    /// Puts the members beside the fields into the slots of a code's fields.
    pub(super) fn sort_in(&mut self, payload: &'static PayloadSchema) {
        let (fields_in, placed) = (self.fields_in, self.form.placed_fields);
        let mut slots = Slots::of(payload);
        self.extras.retain_mut(|extra| {
            let Name::Member(name) = &extra.name else { return true };
            let slot = slots.vacant(name).filter(|_| Some(extra.at) == fields_in && !placed.contains(&&**name));
            if let Some(slot) = slot {
                slots.put(slot, mem::take(&mut extra.value));
            }
            slot.is_none()
        });
        self.slots = slots;
    }
}
