//! Errors that do not send a code: clients identify them by their status and by what their bodies must have.

use std::collections::BTreeMap;

use errbook::Value as Data;

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::{DelayUnit, Entry, ErrorDef, Field, Node, Slot, Type, What};
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

/// What the bodies of errors must have, by the template.
struct Forms<'a> {
    draft: &'a Draft,
    /// The code's members that are in the body.
    members: Vec<&'a str>,
    has_message: bool,
    /// The member that is the message alone, beside the fields.
    message_beside: Option<&'a str>,
}

impl<'a> Forms<'a> {
    fn of(draft: &'a Draft) -> Self {
        let body = &draft.envelope.body;
        let slots = body.slots();
        let members = draft.envelope.code_members().map(|it| &*it.field.name);
        let is_message = |it: &Entry| matches!(it.node(), Some(Node::Slot(Slot { what: What::Message, .. })));
        Self {
            draft,
            members: members
                .filter(|name| slots.iter().any(|it| it.what == What::Member((*name).to_owned())))
                .collect(),
            has_message: slots.iter().any(|it| it.what == What::Message),
            message_beside: body.beside_fields().and_then(|it| it.iter().find(|it| is_message(it))?.name()),
        }
    }

    /// Whether no body of one error has the form of the other.
    fn are_distinct(&self, one: &ErrorDef, other: &ErrorDef) -> bool {
        self.excludes(one, other) && self.excludes(other, one)
    }

    /// Whether no body of `sent` has everything that the form of `form` requires.
    fn excludes(&self, form: &ErrorDef, sent: &ErrorDef) -> bool {
        let differs = |name: &&str| {
            let value = self.member(form, name);
            value.is_some() && value != self.member(sent, name)
        };
        let lacks_field = |field: &Field| match sent.fields.iter().find(|it| it.name == field.name) {
            Some(other) => !field.ty.may_equal(&other.ty),
            // The message may be where the field is.
            None if self.sends_message(sent) && self.message_beside == Some(&*field.name) => {
                !field.ty.may_equal(&Type::String)
            }
            None => true,
        };
        let lacks_message = || {
            let in_its_place = sent.fields.iter().find(|it| self.message_beside == Some(&*it.name));
            !self.sends_message(sent) && in_its_place.is_none_or(|it| !it.ty.may_equal(&Type::String))
        };
        self.members.iter().any(differs)
            || form.fields.iter().filter(|it| !it.optional).any(lacks_field)
            || (self.sends_message(form) && lacks_message())
    }

    fn sends_message(&self, entry: &ErrorDef) -> bool {
        self.has_message && !entry.envelope.omits_message
    }

    fn member<'e>(&'e self, entry: &'e ErrorDef, name: &str) -> Option<&'e Data> {
        let member = self.draft.envelope.member(name)?;
        entry.envelope.value(member)
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
