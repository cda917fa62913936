//! The runtime's form of a template, as its encoder takes it. It is built in an arena, since the runtime borrows its
//! parts: in a generated crate they are statics.

use bumpalo::Bump;
use errbook::__private as runtime;
use errbook::__private::{Form, FormError, Node, ValueRef, wire};
use errbook::Value;

use super::shown_member;
use crate::model::{self, Absent, Book, Entry, Envelope, ErrorDef, SlotIndex, TextPart, What};
use crate::urls::page_url;

/// The form of an envelope, for writing: without the types of members, and what only a client needs.
pub fn of<'a>(arena: &'a Bump, envelope: &'a Envelope, has_integer_codes: bool) -> Form<'a> {
    let builder = Builder { arena, envelope };
    let headers: Vec<_> = envelope.headers.iter().map(|it| (&*it.name, builder.text(&it.value))).collect();
    let form = Form::new(builder.node(&envelope.body))
        .with_content_type(&envelope.content_type)
        .with_headers(arena.alloc_slice_copy(&headers))
        .with_placed_fields(arena.alloc_slice_copy(&envelope.placed_fields()));
    if has_integer_codes { form.with_integer_codes() } else { form }
}

/// What an error sends: its fields by name, and each member of the response by its example.
pub fn error<'a>(
    arena: &'a Bump,
    book: &'a Book,
    entry: &'a ErrorDef,
    message: &'a str,
    fields: &'a [(&'a str, ValueRef<'a>)],
) -> FormError<'a> {
    let envelope = &book.envelope;
    let code_members = envelope.code_members().map(|it| entry.envelope.value(it));
    let code_members: Vec<Node<'_>> =
        code_members.map(|it| it.map_or(Node::Null, |value| constant(arena, value))).collect();
    let members = envelope.response_members().map(|it| shown_member(book, it));
    let members: Vec<ValueRef<'_>> = members.map(|it| it.map_or(ValueRef::Null, ValueRef::Value)).collect();
    let message: &dyn std::fmt::Display = arena.alloc(message);
    FormError {
        code: Some(&*entry.code).filter(|_| !entry.envelope.omits_code),
        message: Some(message).filter(|_| !entry.envelope.omits_message),
        fields: wire::BodyFields::Pairs(fields),
        code_members: arena.alloc_slice_copy(&code_members),
        members: arena.alloc_slice_copy(&members),
        meaning: Some(&entry.meaning),
        remediation: Some(&entry.remediation),
        docs_url: page_url(&book.api, &entry.code).map(|it| &*arena.alloc_str(&it)),
        ..FormError::new(entry.status())
    }
}

/// A constant.
pub fn constant<'a>(arena: &'a Bump, value: &'a Value) -> Node<'a> {
    match value {
        Value::Bool(it) => Node::Boolean(*it),
        // A checked constant is in this range.
        Value::Integer(it) => Node::Integer(i64::try_from(*it).unwrap_or(i64::MAX)),
        Value::Number(it) => Node::Number(*it),
        Value::String(it) => Node::Text(it),
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(|it| constant(arena, it)).collect();
            Node::list(arena.alloc_slice_copy(&items))
        }
        Value::Object(members) => {
            let members: Vec<_> = members.iter().map(|(name, it)| (&**name, constant(arena, it))).collect();
            Node::object(arena.alloc_slice_copy(&members))
        }
        _ => Node::Null,
    }
}

#[derive(Clone, Copy)]
struct Builder<'a> {
    arena: &'a Bump,
    envelope: &'a Envelope,
}

impl<'a> Builder<'a> {
    fn node(self, node: &'a model::Node) -> Node<'a> {
        match node {
            model::Node::Constant(value) => constant(self.arena, value),
            model::Node::Object(entries) => self.object(entries),
            model::Node::List(items) => {
                let items: Vec<_> = items.iter().map(|it| self.node(it)).collect();
                Node::list(self.arena.alloc_slice_copy(&items))
            }
            model::Node::Each(item) => Node::Each(self.arena.alloc(self.node(item))),
            model::Node::Slot(slot) => Node::Slot(self.slot(&slot.what), absent(&slot.absent)),
            model::Node::Text(parts) => self.text(parts),
        }
    }

    fn object(self, entries: &'a [Entry]) -> Node<'a> {
        let members = entries.iter().filter_map(|it| Some((it.name()?, self.node(it.node()?))));
        let members: Vec<_> = members.collect();
        let members = self.arena.alloc_slice_copy(&members);
        let fields_at = entries.iter().position(|it| matches!(it, Entry::Fields { .. }));
        fields_at.map_or(Node::object(members), |index| Node::object_with_fields(members, index))
    }

    /// A text: a constant, a placeholder, or a template.
    fn text(self, parts: &'a [TextPart]) -> Node<'a> {
        let part = |it: &'a TextPart| match it {
            TextPart::Text(text) => runtime::TextPart::Text(text),
            TextPart::Slot(slot) => runtime::TextPart::Slot(self.slot(&slot.what), absent(&slot.absent)),
        };
        match parts {
            [] => Node::Text(""),
            [TextPart::Text(text)] => Node::Text(text),
            [TextPart::Slot(slot)] => Node::Slot(self.slot(&slot.what), absent(&slot.absent)),
            parts => Node::Template(self.arena.alloc_slice_copy(&parts.iter().map(part).collect::<Vec<_>>())),
        }
    }

    fn slot(self, what: &What) -> runtime::Slot {
        match what {
            What::Code => runtime::Slot::Code,
            What::Message => runtime::Slot::Message,
            What::Fields => runtime::Slot::Fields,
            What::Status => runtime::Slot::Status,
            What::StatusText => runtime::Slot::StatusText,
            What::StatusPhrase => runtime::Slot::StatusPhrase,
            What::Meaning => runtime::Slot::Meaning,
            What::Remediation => runtime::Slot::Remediation,
            What::DocsUrl => runtime::Slot::DocsUrl,
            What::Member(_) | What::Field(_) => match self.envelope.index(what) {
                Some(SlotIndex::Response(index)) => runtime::Slot::Member(index),
                Some(SlotIndex::Code(index)) => runtime::Slot::CodeMember(index),
                Some(SlotIndex::Field(index)) => runtime::Slot::Field(index),
                None => unreachable!("a placeholder for {what:?}, which is not declared"),
            },
        }
    }
}

fn absent(absent: &Absent) -> runtime::Absent<'_> {
    match absent {
        Absent::Required => runtime::Absent::Required,
        Absent::Omit => runtime::Absent::Omit,
        Absent::Null => runtime::Absent::Null,
        Absent::Text(text) => runtime::Absent::Text(text),
    }
}
