//! Which error without a code a body is: the one that lists the status and whose form the body has.

use std::collections::BTreeMap;

use super::document::{Document, Name, Place, is_constant, member};
use super::template::captures;
use crate::Value;
use crate::decode::check::{self, Path};
use crate::decode::issues::DecodeIssues;
use crate::schema::{Absent, Field, Node, Object, PayloadSchema, Slot, TextPart, Type};

impl Document<'_> {
    /// The index of the only error without a code that the body can be.
    pub(super) fn identify(&self, status: u16) -> Option<usize> {
        let extras = self.extras.iter().filter(|extra| Some(extra.at) == self.fields_in);
        let extras = extras.filter_map(|extra| match &extra.name {
            Name::Member(name) => Some((&**name, &extra.value)),
            Name::Item(_) => None,
        });
        let extras: BTreeMap<&str, &Value> = extras.collect();
        let mut fitting =
            self.schema.codes.rows().zip(self.schema.payloads).enumerate().filter(|(_, (info, payload))| {
                !payload.sends_code
                    && info.statuses().contains(&status)
                    && Candidate { document: self, payload, extras: &extras }.fits(self.root, 0, None)
            });
        let (index, _) = fitting.next()?;
        fitting.next().is_none().then_some(index)
    }
}

/// An error that the body may be.
struct Candidate<'a, 'de> {
    document: &'a Document<'de>,
    payload: &'static PayloadSchema,
    /// The members beside the fields, and the fields.
    extras: &'a BTreeMap<&'a str, &'a Value>,
}

impl Candidate<'_, '_> {
    /// Whether everything at a node and below it is there, with its type, that must be. `beside` is the name of the
    /// member, if the fields are beside it.
    fn fits(&self, node: &Node<'static>, number: u16, beside: Option<&str>) -> bool {
        let place = self.document.place(number);
        match node {
            Node::Null => true,
            Node::Boolean(_) | Node::Integer(_) | Node::Number(_) | Node::Text(_) => matches!(place, Place::Present(_)),
            Node::Object(object) => {
                if let Place::Value(value) = place
                    && *value != Value::Null
                    && !(object.members.is_empty() && object.fields_at.is_none())
                {
                    return false;
                }
                let first = number + 1;
                let mut number = first;
                let members = object.members.iter().all(|(name, node)| {
                    let at = number;
                    number += node.nodes();
                    self.fits(node, at, object.fields_at.map(|_| *name))
                });
                members && (object.fields_at.is_none() || self.fields_fit(Some((object, first))))
            }
            Node::List(list) => {
                let mut number = number + 1;
                list.items.iter().all(|node| {
                    let at = number;
                    number += node.nodes();
                    self.fits(node, at, None)
                })
            }
            Node::Each(item) => self.fits(item, number + 1, None),
            Node::Slot(Slot::Fields, absent) => {
                let is_there = match place {
                    Place::Text(text) => *absent == Absent::Text(text),
                    place => matches!(place, Place::Absent | Place::Present(_) | Place::Value(Value::Null)),
                };
                is_there && self.fields_fit(None)
            }
            Node::Slot(slot, absent) => self.slot_fits(*slot, *absent, place, beside),
            Node::Template(parts) => self.template_fits(parts, place),
        }
    }

    fn slot_fits(&self, slot: Slot, absent: Absent<'_>, place: &Place<'_>, beside: Option<&str>) -> bool {
        let is_absent = match place {
            Place::Absent | Place::Value(Value::Null) => true,
            Place::Text(text) => absent == Absent::Text(text),
            _ => false,
        };
        let may_be_absent = absent != Absent::Required;
        match slot {
            // A code that can be read decides alone.
            Slot::Code => is_absent,
            Slot::Message if self.payload.sends_message => matches!(place, Place::Text(_)) && !is_absent,
            Slot::Message => is_absent || beside.is_some_and(|name| self.field(name).is_some()),
            Slot::Status => number(place).is_some() || is_absent && may_be_absent,
            Slot::StatusText => matches!(place, Place::Text(_)) || is_absent && may_be_absent,
            Slot::StatusPhrase | Slot::Meaning | Slot::Remediation | Slot::DocsUrl => {
                matches!(place, Place::Text(_)) || is_absent && may_be_absent
            }
            Slot::Member(index) => match self.document.form.members.get(index) {
                Some(member) if !is_absent => has_type(place, |value| quietly(value, member.ty)),
                _ => may_be_absent,
            },
            Slot::CodeMember(index) => match self.payload.code_members.get(index) {
                None | Some(Node::Null) => is_absent,
                Some(constant) => has_type(place, |value| is_constant(constant, value)),
            },
            Slot::Field(index) => {
                let name = self.document.form.placed_fields.get(index);
                match name.and_then(|name| self.field(name)) {
                    Some(field) if is_absent => field.optional,
                    Some(field) => has_type(place, |value| quietly(value, field.ty)),
                    // A field that the error does not have is an extra.
                    None => true,
                }
            }
            Slot::Fields => true,
        }
    }

    fn template_fits(&self, parts: &[TextPart<'static>], place: &Place<'_>) -> bool {
        let must_be_there = parts.iter().all(|part| match part {
            TextPart::Text(_) => true,
            TextPart::Slot(Slot::Code, _) => false,
            TextPart::Slot(Slot::Message, _) => self.payload.sends_message,
            TextPart::Slot(_, absent) => matches!(absent, Absent::Required | Absent::Text(_)),
        });
        match place {
            Place::Text(text) => captures(parts, text).is_some() || !is_readable(parts),
            _ => !must_be_there,
        }
    }

    /// Whether the required fields are there, and all fields have their types. A field with a place of its own is checked
    /// there. If the message is not sent, a field beside it may have its name.
    fn fields_fit(&self, beside: Option<(&Object<'static>, u16)>) -> bool {
        self.payload.fields.iter().all(|field| {
            if self.document.form.placed_fields.contains(&field.name) {
                return true;
            }
            let instead = || {
                let (object, number) = beside.filter(|_| !self.payload.sends_message)?;
                let (node, number) = member(object, number - 1, field.name)?;
                matches!(node, Node::Slot(Slot::Message, _)).then(|| self.document.place(number))
            };
            match (self.extras.get(field.name), instead()) {
                (Some(value), _) => check::field(Some(value), field, &PATH, &mut DecodeIssues::default()),
                (None, None | Some(Place::Absent | Place::Value(Value::Null))) => field.optional,
                (None, Some(place)) => has_type(place, |value| quietly(value, field.ty)),
            }
        })
    }

    fn field(&self, name: &str) -> Option<&'static Field> {
        self.payload.fields.iter().find(|field| field.name == name)
    }
}

/// Whether the values in a text can be separated.
fn is_readable(parts: &[TextPart<'_>]) -> bool {
    !parts.windows(2).any(|pair| matches!(pair, [TextPart::Slot(..), TextPart::Slot(..)]))
}

fn number(place: &Place<'_>) -> Option<u64> {
    if let Place::Value(value) = place { value.as_u64() } else { None }
}

/// Whether the value at a place passes a check.
fn has_type(place: &Place<'_>, check: impl Fn(&Value) -> bool) -> bool {
    match place {
        Place::Absent | Place::Present(_) => false,
        Place::Text(text) => check(&Value::String(text.clone().into_owned())),
        Place::Value(value) => check(value),
    }
}

/// The path of a value whose issues are not recorded.
static PATH: Path<'static> = Path::member(None, "");

fn quietly(value: &Value, ty: Type) -> bool {
    check::value(value, ty, &PATH, &mut DecodeIssues::default())
}
