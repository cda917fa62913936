//! A book as the runtime's schema, which its decoder reads responses by. In a generated crate it consists of statics; here it
//! is leaked, since a command needs one book until it ends.

use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use bumpalo::Bump;
use errbook::__private::{
    self as runtime, BookSchema, CodeTable, DocTable, Envelope, Form, MessagePart, Node, PayloadSchema, ResponseMember,
};

use super::form;
use crate::model::{Backoff, Book, CodeStyle, DelayUnit, ErrorDef, Field, Header, HeaderType, Part, Type, When};
use crate::urls::page_url;

thread_local! {
    /// The indexes of the codes of the current book: the runtime looks codes up by a plain function.
    static CODES: RefCell<HashMap<&'static str, usize>> = RefCell::default();
}

/// The schema of a book, whose codes are in the book's order. It is valid on this thread, until the next one is made.
pub(crate) fn schema(book: &Book) -> &'static BookSchema {
    let book: &'static Book = Box::leak(Box::new(book.clone()));
    let arena: &'static Bump = Box::leak(Box::new(Bump::new()));
    CODES.set(book.errors.iter().enumerate().map(|(index, it)| (&*it.code, index)).collect());
    let code = |it: &'static ErrorDef| (&*it.code, &*it.statuses, retry(it.retry.when, &it.retry.backoff));
    let codes: Vec<_> = book.errors.iter().map(code).collect();
    let payloads: Vec<PayloadSchema> = book.errors.iter().map(|it| payload(arena, book, it)).collect();
    let urls: Vec<String> = book.errors.iter().map(|it| page_url(&book.api, &it.code).unwrap_or_default()).collect();
    let docs: Vec<_> = book.errors.iter().zip(&urls).map(|(it, url)| [&*it.meaning, &*it.remediation, url]).collect();
    let (codes, docs) = (CodeTable::leaked(&codes), DocTable::leaked(&docs));
    let payloads = arena.alloc_slice_copy(&payloads);
    let schema = match book.short_envelope() {
        Some(short) => {
            let short: &'static _ = Box::leak(Box::new(short.clone()));
            let envelope: Envelope<'static> = short.to_runtime();
            BookSchema::new(envelope, codes, payloads, find)
        }
        None => BookSchema::of_form(whole_form(arena, book), codes, payloads, find),
    };
    arena.alloc(schema.with_retry(retry(When::Idempotent, &book.retry)).with_docs(docs))
}

/// Retry advice without jitter.
fn retry(when: When, backoff: &Backoff) -> errbook::Retry {
    let when = match when {
        When::Never => return errbook::Retry::NEVER,
        When::Idempotent => errbook::When::Idempotent,
        When::Always => errbook::When::Always,
    };
    let (initial, max) = (Duration::from_millis(backoff.initial_ms), Duration::from_millis(backoff.max_ms));
    errbook::Retry::new(
        when,
        backoff.retries,
        errbook::Backoff::new(initial, backoff.factor, max, errbook::Jitter::None),
    )
}

fn find(code: &str) -> Option<usize> {
    CODES.with_borrow(|it| it.get(code).copied())
}

/// The form of a book, with what only a client needs.
fn whole_form(arena: &'static Bump, book: &'static Book) -> &'static Form<'static> {
    let envelope = &book.envelope;
    let members =
        envelope.response_members().map(|it| ResponseMember::new(&it.field.name, type_of(arena, &it.field.ty)));
    let members: Vec<ResponseMember<'_>> = members.collect();
    let form = form::of(arena, envelope, book.api.code_style == CodeStyle::Integer);
    let form = form.with_members(arena.alloc_slice_copy(&members));
    arena.alloc(form.with_read_code(envelope.read_code.after, envelope.read_code.before))
}

fn payload(arena: &'static Bump, book: &'static Book, entry: &'static ErrorDef) -> PayloadSchema {
    let part = |it: &'static Part| match it {
        Part::Text(text) => MessagePart::Text(text),
        Part::Param(index) => MessagePart::Param(*index),
    };
    let message: Vec<MessagePart<'_>> = entry.message.parts.iter().map(part).collect();
    let headers: Vec<_> = entry.payload_headers().map(header).collect();
    let constants: Vec<(&str, &str)> = entry.constant_headers().map(|(it, value)| (&*it.name, value)).collect();
    let out = PayloadSchema::new(arena.alloc_slice_copy(&message))
        .with_fields(fields(arena, &entry.fields))
        .with_headers(arena.alloc_slice_copy(&headers))
        .with_constant_headers(arena.alloc_slice_copy(&constants));
    if book.short_envelope().is_some() {
        return out;
    }
    let values = book.envelope.code_members().map(|it| entry.envelope.value(it));
    let values: Vec<Node<'_>> = values.map(|it| it.map_or(Node::Null, |it| form::constant(arena, it))).collect();
    let out = out.with_code_members(arena.alloc_slice_copy(&values));
    let out = if book.sends_code(entry) { out } else { out.without_code() };
    if entry.envelope.omits_message { out.without_message() } else { out }
}

fn fields(arena: &'static Bump, fields: &'static [Field]) -> &'static [runtime::Field] {
    let field = |it: &'static Field| {
        let ty = type_of(arena, &it.ty);
        if it.optional { runtime::Field::optional(&it.name, ty) } else { runtime::Field::required(&it.name, ty) }
    };
    let fields: Vec<runtime::Field> = fields.iter().map(field).collect();
    arena.alloc_slice_copy(&fields)
}

fn type_of(arena: &'static Bump, ty: &'static Type) -> runtime::Type {
    match ty {
        // Enums are open: any text is a valid value.
        Type::String | Type::Enum { .. } => runtime::Type::String,
        Type::Integer { unsigned: true } => runtime::Type::Unsigned,
        Type::Integer { unsigned: false } => runtime::Type::Integer,
        Type::Number => runtime::Type::Number,
        Type::Boolean => runtime::Type::Boolean,
        Type::Timestamp => runtime::Type::Timestamp,
        Type::Delay { unit } => runtime::Type::Delay(delay_unit(*unit)),
        Type::List { of } => runtime::Type::List(arena.alloc(type_of(arena, of))),
        Type::Object { fields: members, .. } => runtime::Type::Object(fields(arena, members)),
        Type::Any => runtime::Type::Any,
    }
}

fn header(header: &'static Header) -> runtime::Header {
    let ty = match &header.ty {
        HeaderType::Delay { unit } => runtime::HeaderType::Delay(delay_unit(*unit)),
        HeaderType::Integer => runtime::HeaderType::Integer,
        HeaderType::Unsigned => runtime::HeaderType::Unsigned,
        HeaderType::Date => runtime::HeaderType::Date,
        HeaderType::String | HeaderType::Constant { .. } => runtime::HeaderType::String,
    };
    let name = &header.name;
    if header.optional { runtime::Header::optional(name, ty) } else { runtime::Header::required(name, ty) }
}

fn delay_unit(unit: DelayUnit) -> runtime::DelayUnit {
    match unit {
        DelayUnit::Seconds => runtime::DelayUnit::Seconds,
        DelayUnit::Millis => runtime::DelayUnit::Millis,
        DelayUnit::Minutes => runtime::DelayUnit::Minutes,
        DelayUnit::EpochSeconds => runtime::DelayUnit::EpochSeconds,
        DelayUnit::EpochMillis => runtime::DelayUnit::EpochMillis,
        DelayUnit::Date => runtime::DelayUnit::Date,
    }
}
