//! The envelope in `src/schema.rs`: the short form as such, every other one as a tree.

use errbook::Value;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{Expr, UnOp};

use super::syntax::{call, method, name, number, reference, slice, text, tuple};
use super::types;
use crate::model::{
    Absent, Book, CodeStyle, Entry, Envelope, EnvelopeMember, ErrorDef, Node, Per, ShortForm, Slot, SlotIndex, Source,
    TextPart, What,
};

/// The short form.
pub(super) fn short(envelope: &ShortForm) -> TokenStream {
    let (code, message) = (&envelope.code, &envelope.message);
    let within = envelope.within.as_ref().map(|key| quote!(.with_within(#key)));
    let under = envelope.fields_under.as_ref().map(|key| quote!(.with_fields_under(#key)));
    quote!(Envelope::new(#code, #message)#within #under)
}

/// A form.
pub(super) fn form(book: &Book) -> Expr {
    let envelope = &book.envelope;
    let mut out = call(name(["Form", "new"]), [node(envelope, &envelope.body)]);
    if envelope.content_type != Envelope::JSON {
        out = method(out, "with_content_type", [text(&envelope.content_type)]);
    }
    let header = |it: &crate::model::EnvelopeHeader| tuple([text(&it.name), text_node(envelope, &it.value)]);
    let tables: [(&str, Vec<Expr>); 3] = [
        ("with_headers", envelope.headers.iter().map(header).collect()),
        ("with_members", envelope.response_members().map(member).collect()),
        ("with_placed_fields", envelope.placed_fields().into_iter().map(text).collect()),
    ];
    for (setter, rows) in tables {
        if !rows.is_empty() {
            out = method(out, setter, [slice(rows)]);
        }
    }
    let read = envelope.read_code;
    if read.after.is_some() || read.before.is_some() {
        let character = |it: Option<char>| match it {
            Some(it) => call(name(["Some"]), [number(Literal::character(it))]),
            None => name(["None"]),
        };
        out = method(out, "with_read_code", [character(read.after), character(read.before)]);
    }
    if book.api.code_style == CodeStyle::Integer { method(out, "with_integer_codes", []) } else { out }
}

/// Whether a form has texts of the codes' documentation.
pub(super) fn has_docs(envelope: &Envelope) -> bool {
    envelope.slots().iter().any(|it| matches!(it.what, What::Meaning | What::Remediation | What::DocsUrl))
}

/// Adds an error's part of the form to its payload.
pub(super) fn of_code(book: &Book, entry: &ErrorDef, payload: Expr) -> Expr {
    if book.short_envelope().is_some() {
        return payload;
    }
    let mut out = payload;
    let values =
        book.envelope.code_members().map(|it| entry.envelope.value(it).map_or(name(["Node", "Null"]), constant));
    let values: Vec<Expr> = values.collect();
    if !values.is_empty() {
        out = method(out, "with_code_members", [slice(values)]);
    }
    if !book.sends_code(entry) {
        out = method(out, "without_code", []);
    }
    if entry.envelope.omits_message { method(out, "without_message", []) } else { out }
}

fn node(envelope: &Envelope, it: &Node) -> Expr {
    match it {
        Node::Constant(value) => constant(value),
        Node::Object(entries) => {
            let members = entries.iter().filter_map(|it| Some(tuple([text(it.name()?), node(envelope, it.node()?)])));
            match entries.iter().position(|it| matches!(it, Entry::Fields { .. })) {
                Some(index) => {
                    let index = number(Literal::usize_unsuffixed(index));
                    call(name(["Node", "object_with_fields"]), [slice(members), index])
                }
                None => call(name(["Node", "object"]), [slice(members)]),
            }
        }
        Node::List(items) => list(items.iter().map(|it| node(envelope, it))),
        Node::Each(item) => call(name(["Node", "Each"]), [reference(node(envelope, item))]),
        Node::Slot(slot) => call(name(["Node", "Slot"]), place(envelope, slot)),
        Node::Text(parts) => text_node(envelope, parts),
    }
}

fn list(items: impl Iterator<Item = Expr>) -> Expr {
    call(name(["Node", "list"]), [slice(items)])
}

/// A text: a constant, a placeholder, or a template.
fn text_node(envelope: &Envelope, parts: &[TextPart]) -> Expr {
    let part = |it: &TextPart| match it {
        TextPart::Text(literal) => call(name(["TextPart", "Text"]), [text(literal)]),
        TextPart::Slot(slot) => call(name(["TextPart", "Slot"]), place(envelope, slot)),
    };
    match parts {
        [] => call(name(["Node", "Text"]), [text("")]),
        [TextPart::Text(literal)] => call(name(["Node", "Text"]), [text(literal)]),
        [TextPart::Slot(slot)] => call(name(["Node", "Slot"]), place(envelope, slot)),
        parts => call(name(["Node", "Template"]), [slice(parts.iter().map(part))]),
    }
}

/// The arguments of a placeholder: its value, and what is written without one.
fn place(envelope: &Envelope, slot: &Slot) -> [Expr; 2] {
    let variant = |variant| name(["Slot", variant]);
    let value = match &slot.what {
        What::Code => variant("Code"),
        What::Message => variant("Message"),
        What::Fields => variant("Fields"),
        What::Status => variant("Status"),
        What::StatusText => variant("StatusText"),
        What::StatusPhrase => variant("StatusPhrase"),
        What::Meaning => variant("Meaning"),
        What::Remediation => variant("Remediation"),
        What::DocsUrl => variant("DocsUrl"),
        What::Member(_) | What::Field(_) => {
            let (variant, index) = match envelope.index(&slot.what) {
                Some(SlotIndex::Response(index)) => ("Member", index),
                Some(SlotIndex::Code(index)) => ("CodeMember", index),
                Some(SlotIndex::Field(index)) => ("Field", index),
                None => unreachable!("a placeholder for {:?}, which is not declared", slot.what),
            };
            call(name(["Slot", variant]), [number(Literal::usize_unsuffixed(index))])
        }
    };
    let absent = match &slot.absent {
        Absent::Required => name(["Absent", "Required"]),
        Absent::Omit => name(["Absent", "Omit"]),
        Absent::Null => name(["Absent", "Null"]),
        Absent::Text(literal) => call(name(["Absent", "Text"]), [text(literal)]),
    };
    [value, absent]
}

fn constant(value: &Value) -> Expr {
    let of = |variant, value| call(name(["Node", variant]), [value]);
    match value {
        Value::Bool(it) => of("Boolean", name([if *it { "true" } else { "false" }])),
        // A checked constant is in this range.
        Value::Integer(it) => of("Integer", integer(i64::try_from(*it).unwrap_or(i64::MAX))),
        Value::Number(it) => of("Number", float(*it)),
        Value::String(it) => of("Text", text(it)),
        Value::List(items) => list(items.iter().map(constant)),
        Value::Object(members) => {
            let members = members.iter().map(|(key, it)| tuple([text(key), constant(it)]));
            of("object", slice(members))
        }
        _ => name(["Node", "Null"]),
    }
}

fn integer(value: i64) -> Expr {
    negated(value < 0, Literal::u64_unsuffixed(value.unsigned_abs()))
}

fn float(value: f64) -> Expr {
    negated(value.is_sign_negative(), Literal::f64_unsuffixed(value.abs()))
}

/// A literal has no sign.
fn negated(is_negative: bool, literal: Literal) -> Expr {
    let literal = number(literal);
    if !is_negative {
        return literal;
    }
    Expr::Unary(syn::ExprUnary {
        attrs: Vec::new(),
        op: UnOp::Neg(syn::token::Minus::default()),
        expr: Box::new(literal),
    })
}

/// A member with a value for each response.
fn member(it: &EnvelopeMember) -> Expr {
    let ty = types::table_of(&it.field.ty);
    let out = call(name(["ResponseMember", "new"]), [text(&it.field.name), ty]);
    let source = match &it.per {
        Per::Response { from: Source::Time } => name(["Source", "Time"]),
        Per::Response { from: Source::Path } => name(["Source", "Path"]),
        Per::Response { from: Source::Header(header) } => call(name(["Source", "Header"]), [text(header)]),
        Per::Response { from: Source::Caller } | Per::Code { .. } => return out,
    };
    method(out, "with_source", [source])
}
