//! Errors that do not send a code: clients identify them by their status and by what their bodies must have.

use std::collections::BTreeMap;

use errbook::Value as Data;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::{Absent, DelayUnit, Entry, EnvelopeMember, ErrorDef, Field, Node, Per, Slot, Type, What};
use crate::text::{counted, quoted};

/// The maximum number of errors with one status that do not send a code. A client tries each.
const MOST: usize = 200;

impl Context<'_> {
    /// Reports errors with a common status of which no client can tell which one a body is.
    pub(super) fn indistinct(&mut self, draft: &Draft) {
        let has_code = draft.envelope.has_code();
        let unsent = draft.errors.iter().filter(|it| !has_code || it.envelope.omits_code);
        let mut by_status: BTreeMap<u16, Vec<&ErrorDef>> = BTreeMap::new();
        let forms = Forms::of(draft);
        for entry in unsent {
            if self.doubtful.contains(&entry.code) {
                continue;
            }
            let mut rival = None;
            for status in &entry.statuses {
                let earlier = by_status.entry(*status).or_default();
                if earlier.len() == MOST {
                    let message = format!("more than {} with {status} do not send a code", counted(MOST, "error"));
                    let found = Diagnostic::new(&diagnostics::INDISTINCT_ERRORS, message);
                    self.push(
                        found
                            .at(entry.places.of("code"), "")
                            .help("Send the codes: a client tries each of these errors."),
                    );
                    return;
                }
                rival =
                    rival.or_else(|| earlier.iter().find(|it| !forms.are_distinct(it, entry)).map(|it| (*status, *it)));
            }
            match rival {
                Some((status, rival)) => self.indistinct_pair(draft, status, rival, entry),
                None => {
                    for status in &entry.statuses {
                        by_status.entry(*status).or_default().push(entry);
                    }
                }
            }
        }
    }

    fn indistinct_pair(&mut self, draft: &Draft, status: u16, first: &ErrorDef, second: &ErrorDef) {
        let message = format!(
            "a client cannot distinguish {} and {}: both can have the status {status}, and neither sends a code",
            quoted(&first.code),
            quoted(&second.code)
        );
        let found = Diagnostic::new(&diagnostics::INDISTINCT_ERRORS, message);
        let found = found.at(second.places.of("code"), "this error").at(first.places.of("code"), "and this one");
        let members: Vec<&str> = draft.envelope.code_members().map(|it| &*it.field.name).collect();
        self.push(match members.first() {
            Some(name) => found.help(format!(
                "Give them different statuses, different values of {}, or required fields that only one of them has.",
                quoted(name)
            )),
            None => found.help(
                "Give them different statuses, or each a required field that the other one does not have. If the API sends a code, add `{code}` to the template.",
            ),
        });
    }
}

/// What the bodies of errors must have, by the template: as the runtime identifies them, in `decode::form::identify`.
/// What is inside of longer texts identifies nothing.
struct Forms<'a> {
    draft: &'a Draft,
    /// The placeholders that are values of their own.
    slots: Vec<&'a Slot>,
    /// The names of the fields that have a place of their own.
    placed: Vec<&'a str>,
    /// Whether the message is anywhere in the body.
    has_message: bool,
    /// The member that is the message alone, beside the fields.
    message_beside: Option<&'a str>,
}

impl<'a> Forms<'a> {
    fn of(draft: &'a Draft) -> Self {
        let body = &draft.envelope.body;
        let mut slots = Vec::new();
        body.any(&mut |node| {
            slots.extend(if let Node::Slot(slot) = node { Some(slot) } else { None });
            false
        });
        let is_message = |it: &Entry| matches!(it.node(), Some(Node::Slot(Slot { what: What::Message, .. })));
        Self {
            draft,
            slots,
            placed: draft.envelope.placed_fields(),
            has_message: body.slots().iter().any(|it| it.what == What::Message),
            message_beside: body.beside_fields().and_then(|it| it.iter().find(|it| is_message(it))?.name()),
        }
    }

    /// Whether no body of one error has the form of the other.
    fn are_distinct(&self, one: &ErrorDef, other: &ErrorDef) -> bool {
        self.excludes(one, other) && self.excludes(other, one)
    }

    /// Whether no body of `sent` has the form of `form`.
    fn excludes(&self, form: &ErrorDef, sent: &ErrorDef) -> bool {
        self.slots.iter().any(|it| self.slot_excludes(it, form, sent))
            || form.fields.iter().filter(|it| !self.placed.contains(&&*it.name)).any(|it| self.field_excludes(it, sent))
            || self.sends_message(form) && self.lacks_message(sent)
    }

    /// Whether a placeholder excludes a body.
    fn slot_excludes(&self, slot: &Slot, form: &ErrorDef, sent: &ErrorDef) -> bool {
        match &slot.what {
            What::Message => {
                let is_field = form.fields.iter().any(|it| self.message_beside == Some(&*it.name));
                !self.sends_message(form) && self.sends_message(sent) && !is_field
            }
            What::Member(name) => match self.draft.envelope.member(name) {
                Some(EnvelopeMember { per: Per::Response { .. }, .. }) | None => false,
                Some(member) => {
                    let written = |it: &ErrorDef| match (it.envelope.value(member), &slot.absent) {
                        (None, Absent::Text(text)) => Some(Data::from(&**text)),
                        (value, _) => value.cloned(),
                    };
                    written(form) != written(sent)
                }
            },
            What::Field(name) => {
                match (find(form, name), find(sent, name)) {
                    (Some(own), Some(other)) => own.excludes(other),
                    // The text for an absent value is a value that both may have.
                    (Some(own), None) => !own.optional && !slot.may_be_text(&own.ty),
                    // A client ignores a field that the error does not have: it may be a new one.
                    (None, _) => false,
                }
            }
            _ => false,
        }
    }

    /// Whether a field without a place of its own excludes a body.
    fn field_excludes(&self, field: &Field, sent: &ErrorDef) -> bool {
        match find(sent, &field.name) {
            Some(other) => field.excludes(other),
            // The message may be where the field is.
            None if self.sends_message(sent) && self.message_beside == Some(&*field.name) => {
                !field.ty.may_equal(&Type::String)
            }
            None => !field.optional,
        }
    }

    fn sends_message(&self, entry: &ErrorDef) -> bool {
        self.has_message && !entry.envelope.omits_message
    }

    /// Whether there is nothing in the body that can be its message.
    fn lacks_message(&self, sent: &ErrorDef) -> bool {
        let instead = sent.fields.iter().find(|it| self.message_beside == Some(&*it.name));
        !self.sends_message(sent) && instead.is_none_or(|it| !it.ty.may_equal(&Type::String))
    }
}

fn find<'e>(entry: &'e ErrorDef, name: &str) -> Option<&'e Field> {
    entry.fields.iter().find(|it| it.name == name)
}

impl Field {
    /// Whether no value of another field with the same name is one of this.
    fn excludes(&self, other: &Self) -> bool {
        !(self.ty.may_equal(&other.ty) || self.optional && other.optional)
    }
}

impl Slot {
    /// Whether a value of this type may be the text for an absent one.
    fn may_be_text(&self, ty: &Type) -> bool {
        matches!(self.absent, Absent::Text(_)) && ty.may_equal(&Type::String)
    }
}

/// The forms of JSON that a type can have.
#[derive(PartialEq, Eq)]
enum Json {
    Any,
    Text,
    Number,
    Boolean,
    List,
    Object,
}

impl Type {
    /// Whether a value of one type may be a value of the other.
    fn may_equal(&self, other: &Self) -> bool {
        let (one, other) = (self.json(), other.json());
        one == other || one == Json::Any || other == Json::Any
    }

    fn json(&self) -> Json {
        match self {
            Self::String | Self::Timestamp | Self::Enum { .. } | Self::Delay { unit: DelayUnit::Date } => Json::Text,
            Self::Integer { .. } | Self::Number => Json::Number,
            // A date is read as a number of seconds too.
            Self::Delay { .. } | Self::Any => Json::Any,
            Self::Boolean => Json::Boolean,
            Self::List { .. } => Json::List,
            Self::Object { .. } => Json::Object,
        }
    }
}
