//! Takes the values of a document out of the places of its form, and compares them with the book.

use core::mem;
use std::borrow::Cow;
use std::string::{String, ToString as _};
use std::vec::Vec;

use super::document::{Document, Name, Place, is_constant};
use super::template::{captures, code_at, code_in};
use crate::Value;
use crate::decode::DecodeIssue;
use crate::decode::check::{self, Path};
use crate::decode::issues::DecodeIssues;
use crate::decode::slots::Slots;
use crate::schema::{Absent, Node, PayloadSchema, Slot, TextPart, Type};

/// Takes the values of one error.
pub(super) struct Consumer<'a, 'de> {
    pub(super) document: &'a mut Document<'de>,
    /// The code, if one was read.
    pub(super) code: Option<&'a str>,
    /// What the book has for the error, if it is known.
    pub(super) payload: Option<&'static PayloadSchema>,
    /// The status that the body must repeat.
    pub(super) expected_status: Option<u16>,
    /// Whether the whole body was read, so that what is missing was not sent.
    pub(super) complete: bool,
    /// The pointer to the error.
    pub(super) prefix: &'a str,
    pub(super) issues: &'a mut DecodeIssues,
    pub(super) taken: Taken<'de>,
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
    not_text: bool,
}

/// A member that the code's fields are beside.
type Beside = Option<&'static str>;

impl<'de> Consumer<'_, 'de> {
    /// Takes everything.
    pub(super) fn all(mut self) -> Taken<'de> {
        self.node(self.document.root, 0, None);
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
        self.extras();
        self.taken
    }

    /// Reports what is missing.
    fn report(&mut self, issue: DecodeIssue) {
        if self.complete {
            self.issues.push(issue);
        }
    }

    #[cold]
    fn missing(&mut self, number: u16) {
        if self.complete {
            let member = self.document.pointer(self.prefix, number);
            self.issues.push(DecodeIssue::Missing { member });
        }
    }

    /// Reports a value that differs, and keeps it.
    #[cold]
    fn wrong(&mut self, number: u16, value: Value, issue: fn(String) -> DecodeIssue) {
        let member = self.document.pointer(self.prefix, number);
        self.taken.unknown_members.push((member.clone(), value));
        self.issues.push(issue(member));
    }

    #[cold]
    fn keep(&mut self, number: u16, value: Value) {
        let member = self.document.pointer(self.prefix, number);
        self.taken.unknown_members.push((member, value));
    }

    #[cold]
    fn copies_differ(&mut self, number: u16) {
        let member = self.document.pointer(self.prefix, number);
        self.issues.push(DecodeIssue::CopiesDiffer { member });
    }

    fn node(&mut self, node: &'static Node<'static>, number: u16, beside: Beside) {
        match node {
            Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => match self.document.take(number) {
                Place::Absent => self.missing(number),
                Place::Value(value) => self.wrong(number, value, |member| DecodeIssue::ConstantDiffers { member }),
                Place::Present(_) | Place::Text(_) => {}
            },
            Node::Null => self.empty_constant(number),
            Node::Object(object) if object.members.is_empty() && object.fields_at.is_none() => {
                self.empty_constant(number)
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
        match self.document.take(number) {
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
            Node::Slot(Slot::Code | Slot::Message | Slot::Fields | Slot::Field(_), _) => false,
            Node::Slot(Slot::CodeMember(index), absent) => {
                *absent == Absent::Required && self.constant(*index).is_some()
            }
            Node::Slot(_, absent) => *absent == Absent::Required,
            Node::Null | Node::Template(_) => false,
        }
    }

    /// The code's own value of a member.
    fn constant(&self, index: usize) -> Option<&'static Node<'static>> {
        self.payload?.code_members.get(index).filter(|constant| !matches!(constant, Node::Null))
    }

    /// Notes an empty place of the code or the message.
    fn absent(&mut self, slot: Slot, number: u16) {
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

    fn slot(&mut self, slot: Slot, absent: Absent<'static>, number: u16, beside: Beside) {
        if slot == Slot::Code {
            return self.code(absent, number);
        }
        let place = match self.document.take(number) {
            Place::Text(text) if absent == Absent::Text(&text) => Place::Absent,
            Place::Value(Value::Null) if !self.is_any(slot) => Place::Absent,
            place => place,
        };
        if let Place::Absent = place {
            match slot {
                Slot::Message if absent == Absent::Required => self.absent(slot, number),
                Slot::Message | Slot::Field(_) => {}
                Slot::CodeMember(index) if self.constant(index).is_none() => {}
                _ if absent == Absent::Required && self.payload.is_some() => self.missing(number),
                _ => {}
            }
            return;
        }
        match (slot, place) {
            (Slot::Message, Place::Text(text)) => self.message(text, number, beside),
            (Slot::Message, place) => {
                let value = into_value(place);
                if let Some(value) = self.field_in_place_of_message(value, beside) {
                    self.taken.not_text = true;
                    self.keep(number, value);
                    self.issues.push(DecodeIssue::MessageNotText);
                }
            }
            (Slot::Status | Slot::StatusText, place) => {
                let value = into_value(place);
                let found = match (slot, &value) {
                    (Slot::StatusText, Value::String(text)) => text.parse().ok(),
                    (Slot::Status, value) => value.as_u64().and_then(|status| u16::try_from(status).ok()),
                    _ => None,
                };
                match found {
                    Some(found) => self.status(found),
                    None => self
                        .wrong(number, value, |member| DecodeIssue::WrongType { member, expected: "an HTTP status" }),
                }
            }
            (Slot::StatusPhrase | Slot::Meaning | Slot::Remediation | Slot::DocsUrl, place) => {
                // The book has it.
                if self.payload.is_none() {
                    self.keep(number, into_value(place));
                }
            }
            (slot, place) => self.value(slot, into_value(place), number),
        }
    }

    /// Whether `null` is a value at a place.
    fn is_any(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Field(_))
            || matches!(slot, Slot::Member(index) if self.document.form.members.get(index).is_some_and(|member| member.ty == Type::Any))
    }

    fn code(&mut self, absent: Absent<'static>, number: u16) {
        let form = self.document.form;
        let place = self.document.take(number);
        match code_at(form, absent, &place) {
            Some(code) => {
                if self.code != Some(&*code) {
                    self.copies_differ(number);
                }
                if form.integer_codes && matches!(place, Place::Text(_)) {
                    let member = self.document.pointer(self.prefix, number);
                    self.issues.push(DecodeIssue::WrongType { member, expected: "an integer" });
                }
            }
            None => match place {
                Place::Absent | Place::Value(Value::Null) if absent == Absent::Required => {
                    self.absent(Slot::Code, number)
                }
                Place::Absent | Place::Value(Value::Null) => {}
                Place::Text(text) if absent == Absent::Text(&text) => {}
                place if form.integer_codes => self.wrong(number, into_value(place), |member| DecodeIssue::WrongType {
                    member,
                    expected: "an integer",
                }),
                place => {
                    self.keep(number, into_value(place));
                    self.issues.push(DecodeIssue::CodeNotText);
                }
            },
        }
    }

    fn message(&mut self, text: Cow<'de, str>, number: u16, beside: Beside) {
        if self.payload.is_some_and(|payload| !payload.sends_message) {
            match self.field_in_place_of_message(Value::String(text.into_owned()), beside) {
                Some(Value::String(text)) => self.taken.message = Some(Cow::Owned(text)),
                _ => {}
            }
            return;
        }
        match &self.taken.message {
            None => self.taken.message = Some(text),
            Some(message) if *message != text => self.copies_differ(number),
            Some(_) => {}
        }
    }

    /// Stores a value in the slot of the field with the name of the message's member, if the message is not sent. Gives
    /// it back if there is no such field.
    fn field_in_place_of_message(&mut self, value: Value, beside: Beside) -> Option<Value> {
        let name = beside.filter(|_| self.payload.is_some_and(|payload| !payload.sends_message));
        match name.and_then(|name| self.document.slots.vacant(name)) {
            Some(slot) => {
                self.document.slots.put(slot, value);
                None
            }
            None => Some(value),
        }
    }

    fn status(&mut self, found: u16) {
        self.taken.status.get_or_insert(found);
        if self.expected_status.is_some_and(|expected| expected != found) {
            self.issues.push(DecodeIssue::StatusMember { found });
        }
    }

    /// A value of the response, of the code or of a field.
    fn value(&mut self, slot: Slot, value: Value, number: u16) {
        match slot {
            Slot::Member(index) => {
                let Some(member) = self.document.form.members.get(index) else { return };
                if !check::value(&value, member.ty, &Path::member(None, member.name), self.issues) {
                    return self.keep(number, value);
                }
                let members = &mut self.taken.members;
                if members.len() <= index {
                    members.resize(index + 1, None);
                }
                match &members[index] {
                    None => members[index] = Some(value),
                    Some(first) if *first != value => self.copies_differ(number),
                    Some(_) => {}
                }
            }
            Slot::CodeMember(index) => {
                if self.payload.is_none() {
                    self.keep(number, value);
                } else if !self.constant(index).is_some_and(|constant| is_constant(constant, &value)) {
                    self.wrong(number, value, |member| DecodeIssue::ConstantDiffers { member });
                }
            }
            Slot::Field(index) => {
                let Some(name) = self.document.form.placed_fields.get(index) else { return };
                let declared =
                    self.payload.and_then(|payload| payload.fields.iter().position(|field| field.name == *name));
                match declared {
                    Some(slot) => {
                        if self.document.slots.vacant(name).is_some() {
                            self.document.slots.put(slot, value);
                        } else if self.document.slots.get(slot) != Some(&value) {
                            self.copies_differ(number);
                        }
                    }
                    None if value == Value::Null => {}
                    None => self.taken.unknown_fields.push(((*name).into(), value)),
                }
            }
            _ => {}
        }
    }

    /// A text with values in it.
    fn template(&mut self, parts: &'static [TextPart<'static>], number: u16) {
        let text = match self.document.take(number) {
            Place::Text(text) => text,
            Place::Absent | Place::Present(_) | Place::Value(Value::Null) => {
                let is_required = |part: &TextPart<'_>| match part {
                    TextPart::Slot(Slot::Code, _) => self.payload.is_some_and(|payload| payload.sends_code),
                    TextPart::Slot(Slot::Message, _) => self.payload.is_some_and(|payload| payload.sends_message),
                    TextPart::Slot(Slot::CodeMember(index), Absent::Required) => self.constant(*index).is_some(),
                    TextPart::Slot(_, absent) => matches!(absent, Absent::Required | Absent::Text(_)),
                    TextPart::Text(_) => true,
                };
                let has_code = parts.iter().any(|part| matches!(part, TextPart::Slot(Slot::Code, _)));
                if has_code && self.code.is_none() {
                    self.absent(Slot::Code, number);
                } else if parts.iter().all(is_required) {
                    self.missing(number);
                }
                return;
            }
            Place::Value(value) => {
                return self.wrong(number, value, |member| DecodeIssue::WrongType { member, expected: "a string" });
            }
        };
        let Some(found) = captures(parts, &text) else {
            // A code that is read from a longer text may have any text around it.
            let code = code_in(self.document.form, parts, &text);
            if code.is_none() || code != self.code {
                self.wrong(number, Value::String(text.into_owned()), |member| DecodeIssue::ConstantDiffers { member });
            }
            return;
        };
        for (slot, value) in found {
            match slot {
                Slot::Code => {
                    if self.code != Some(self.document.form.read_code.apply(value)) {
                        self.copies_differ(number);
                    }
                }
                Slot::Message => self.message(Cow::Owned(value.into()), number, None),
                Slot::Status | Slot::StatusText => {
                    if let Ok(status) = value.parse() {
                        self.status(status);
                    }
                }
                Slot::CodeMember(index) => {
                    let constant = self.constant(index).map(text_of);
                    if self.payload.is_some() && constant.as_deref() != Some(value) {
                        self.wrong(number, Value::String(value.into()), |member| DecodeIssue::ConstantDiffers {
                            member,
                        });
                    }
                }
                Slot::Member(index) => {
                    if let Some(member) = self.document.form.members.get(index) {
                        self.value(slot, typed(value, member.ty), number);
                    }
                }
                Slot::Field(index) => {
                    let name = self.document.form.placed_fields.get(index);
                    let fields = self.payload.map(|payload| payload.fields).unwrap_or_default();
                    let field = name.and_then(|name| fields.iter().find(|field| field.name == *name));
                    self.value(slot, typed(value, field.map_or(Type::String, |field| field.ty)), number);
                }
                _ => {}
            }
        }
    }

    /// What has no place: the members beside the fields are fields that the book does not have.
    fn extras(&mut self) {
        let extras = mem::take(&mut self.document.extras);
        let mut parent: Option<(u16, String)> = None;
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

/// A value from a text. An invalid one stays a text, which does not have the type.
fn typed(text: &str, ty: Type) -> Value {
    let value = match ty {
        Type::String | Type::Timestamp | Type::Any => None,
        _ => serde_json::from_str(text).ok(),
    };
    value.unwrap_or_else(|| Value::String(text.into()))
}

/// A constant in a text.
fn text_of(constant: &Node<'_>) -> String {
    match constant {
        Node::Text(text) => (*text).into(),
        Node::Boolean(value) => value.to_string(),
        Node::Integer(value) => value.to_string(),
        Node::Number(value) => Value::Number(*value).to_string(),
        _ => String::new(),
    }
}

fn into_value(place: Place<'_>) -> Value {
    match place {
        Place::Text(text) => Value::String(text.into_owned()),
        Place::Value(value) => value,
        Place::Absent | Place::Present(_) => Value::Null,
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
