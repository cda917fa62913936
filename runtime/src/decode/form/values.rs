//! Takes the values of the slots: each is compared with the book, and with the other places of the same value.

use std::borrow::Cow;
use std::string::{String, ToString as _};

use super::consume::{Beside, Consumer};
use super::document::{Place, is_constant};
use super::template::{captures, code_at, code_in, has_only_code};
use crate::Value;
use crate::decode::DecodeIssue;
use crate::decode::check::{self, Path};
use crate::schema::{Absent, Node, Slot, TextPart, Type};

impl<'de> Consumer<'_, 'de> {
    pub(super) fn slot(&mut self, slot: Slot, absent: Absent<'static>, number: u16, beside: Beside) {
        if slot == Slot::Code {
            return self.code(absent, number);
        }
        match (slot, self.document.place(number)) {
            (_, Place::Absent) => return self.no_value(slot, absent, number),
            // The book has it.
            (
                Slot::StatusPhrase | Slot::Meaning | Slot::Remediation | Slot::DocsUrl,
                Place::Text(_) | Place::Value(_),
            ) if self.payload.is_some() => {
                return;
            }
            (Slot::CodeMember(index), Place::Text(text)) if matches!(self.constant(index), Some(Node::Text(constant)) if *constant == text) =>
            {
                return;
            }
            _ => {}
        }
        let place = self.document.take(number);
        let is_nothing = match &place {
            Place::Text(text) => absent == Absent::Text(text),
            Place::Value(Value::Null) => !self.is_any(slot),
            _ => false,
        };
        if is_nothing {
            return self.no_value(slot, absent, number);
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
                self.keep(number, into_value(place));
            }
            (slot, place) => self.value(slot, into_value(place), number),
        }
    }

    /// Reports the absence of a value that must be there.
    fn no_value(&mut self, slot: Slot, absent: Absent<'static>, number: u16) {
        if absent != Absent::Required {
            return;
        }
        match slot {
            Slot::Message => self.absent(slot, number),
            Slot::Field(_) => {}
            Slot::CodeMember(index) if self.constant(index).is_none() => {}
            _ if self.payload.is_some() => self.missing(number),
            _ => {}
        }
    }

    /// Whether `null` is a value at a place.
    fn is_any(&self, slot: Slot) -> bool {
        matches!(slot, Slot::Field(_))
            || matches!(slot, Slot::Member(index) if self.document.form.members.get(index).is_some_and(|member| member.ty == Type::Any))
    }

    fn code(&mut self, absent: Absent<'static>, number: u16) {
        let form = self.document.form;
        if self.document.code_in == Some(number) && !form.integer_codes {
            // It is the code that was read.
            return;
        }
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
                    self.absent(Slot::Code, number);
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
            let value = self.field_in_place_of_message(Value::String(text.into_owned()), beside);
            if let Some(Value::String(text)) = value {
                self.taken.message = Some(Cow::Owned(text));
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
                let member = self.member(index);
                match member {
                    None => *member = Some(value),
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

    /// The value of a member of the response.
    pub(super) fn member(&mut self, index: usize) -> &mut Option<Value> {
        let members = &mut self.taken.members;
        if members.is_empty() {
            *members = std::vec![None; self.document.form.members.len()];
        }
        &mut members[index]
    }

    /// A text with values in it.
    pub(super) fn template(&mut self, parts: &'static [TextPart<'static>], number: u16) {
        let is_the_code = self.document.code_in_text == Some(number) && self.document.code_in.is_none();
        if is_the_code && !self.document.form.integer_codes && has_only_code(parts) {
            // It is the code that was read.
            return;
        }
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
                    let is_same = self.code == Some(self.document.form.read_code.apply(value));
                    self.compared(is_same, number);
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
}

/// A value from a text. An invalid one stays a text, which does not have the type.
pub(super) fn typed(text: &str, ty: Type) -> Value {
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
