//! A book as a client generated from it sees it: the tables of the runtime's decoder, built at run time. They are
//! leaked, since the decoder requires statics and tests are short-lived.

use std::cell::RefCell;
use std::time::Duration;

use bumpalo::Bump;
use errbook::__private::HeaderType as WireHeaderType;
use errbook::__private::{
    BookSchema, CodeTable, DelayUnit, Envelope, Field, Form, Header, MessagePart, Node, PayloadSchema, ResponseMember,
    Type, wire,
};
use errbook::{Backoff, DecodeIssue, Jitter, Retry, UnknownReason, Value, When};
use errbook_codegen::model::{self, Book, CodeStyle, ErrorDef, HeaderType, ShortForm};
use errbook_codegen::wire::{Response, form as wire_form};

/// A client's view of a book.
pub(crate) struct Model<'a> {
    book: &'a Book,
    schema: &'static BookSchema,
}

/// A code, and what it carries: fields, then headers.
type Typed = (String, Vec<(String, Value)>);
/// Why an error cannot be typed, and its code.
type Untyped = (UnknownReason, Option<String>);

/// A client's reading of a response.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) outcome: Result<Typed, Untyped>,
    pub(crate) problems: Vec<DecodeIssue>,
}

thread_local! {
    /// The codes of the book that is read by: the table's function to find one can keep nothing itself.
    static CODES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn find(code: &str) -> Option<usize> {
    CODES.with_borrow(|it| it.iter().position(|known| known == code))
}

impl<'a> Model<'a> {
    pub(crate) fn new(book: &'a Book) -> Self {
        let codes: Vec<_> = book.errors.iter().map(info).collect();
        let codes = CodeTable::leaked(&codes);
        let payloads: Vec<PayloadSchema> = book.errors.iter().map(|it| payload(book, it)).collect();
        let schema = match book.short_envelope() {
            Some(short) => BookSchema::new(envelope(short), codes, leak(payloads), find),
            None => BookSchema::of_form(Box::leak(Box::new(form(book))), codes, leak(payloads), find),
        };
        Self { book, schema: Box::leak(Box::new(schema)) }
    }

    /// Reads a response as the book's clients do.
    pub(crate) fn decode(&self, status: u16, headers: &[(String, String)], body: &[u8]) -> wire::Decoded {
        CODES.set(self.book.errors.iter().map(|it| it.code.clone()).collect());
        wire::decode(self.schema, status, &headers, body)
    }

    /// The same for a response of the docs: only what a client knows of it.
    pub(crate) fn read(&self, response: &Response) -> Read {
        let decoded = self.decode(response.status, &response.headers, response.body.as_bytes());
        let wire::Decoded { outcome, received, .. } = decoded;
        let outcome = match outcome {
            Ok((index, mut values)) => {
                let entry = &self.book.errors[index];
                let fields = entry.fields.iter().map(|it| &it.name);
                let names = fields.chain(entry.payload_headers().map(|it| &it.name));
                Ok((entry.code.clone(), names.map(|it| (it.clone(), values.take())).collect()))
            }
            Err(unknown) => Err((unknown.reason(), unknown.code().map(str::to_owned))),
        };
        Read { outcome, problems: received.issues().to_vec() }
    }
}

fn envelope(short: &ShortForm) -> Envelope<'static> {
    let mut out = Envelope::new(text(&short.code), text(&short.message));
    if let Some(within) = &short.within {
        out = out.with_within(text(within));
    }
    if let Some(under) = &short.fields_under {
        out = out.with_fields_under(text(under));
    }
    out
}

/// The compiler's own form, with what only a client needs.
fn form(book: &Book) -> Form<'static> {
    let (arena, envelope): (&'static Bump, &'static model::Envelope) =
        (Box::leak(Box::default()), Box::leak(Box::new(book.envelope.clone())));
    let members = envelope.response_members().map(|it| ResponseMember::new(&it.field.name, ty(&it.field.ty)));
    wire_form::of(arena, envelope, book.api.code_style == CodeStyle::Integer)
        .with_members(leak(members.collect()))
        .with_read_code(envelope.read_code.after, envelope.read_code.before)
}

fn leak<T>(all: Vec<T>) -> &'static [T] {
    Vec::leak(all)
}

fn text(it: &str) -> &'static str {
    String::leak(it.to_owned())
}

fn info(entry: &ErrorDef) -> (&str, &[u16], Retry) {
    let when = match entry.retry.when {
        model::When::Never => When::Never,
        model::When::Idempotent => When::Idempotent,
        model::When::Always => When::Always,
    };
    let model::Backoff { retries, initial_ms, factor, max_ms, jitter } = entry.retry.backoff;
    let jitter = match jitter {
        model::Jitter::None => Jitter::None,
        model::Jitter::Full => Jitter::Full,
    };
    let backoff = Backoff::new(Duration::from_millis(initial_ms), factor, Duration::from_millis(max_ms), jitter);
    (&entry.code, &entry.statuses, Retry::new(when, retries, backoff))
}

fn payload(book: &Book, entry: &ErrorDef) -> PayloadSchema {
    let part = |it: &model::Part| match it {
        model::Part::Text(it) => MessagePart::Text(text(it)),
        model::Part::Param(index) => MessagePart::Param(*index),
    };
    let constants = entry.constant_headers().map(|(header, value)| (text(&header.name), text(value)));
    let mut out = PayloadSchema::new(leak(entry.message.parts.iter().map(part).collect()))
        .with_fields(fields(&entry.fields))
        .with_headers(leak(entry.payload_headers().map(header).collect()))
        .with_constant_headers(leak(constants.collect()));
    let arena: &'static Bump = Box::leak(Box::default());
    let values = book.envelope.code_members().map(|it| entry.envelope.value(it).cloned());
    let values = values.map(|it| it.map_or(Node::Null, |it| wire_form::constant(arena, Box::leak(Box::new(it)))));
    out = out.with_code_members(leak(values.collect()));
    if !book.sends_code(entry) {
        out = out.without_code();
    }
    if entry.envelope.omits_message {
        out = out.without_message();
    }
    out
}

fn fields(all: &[model::Field]) -> &'static [Field] {
    let field = |it: &model::Field| {
        let make = if it.optional { Field::optional } else { Field::required };
        make(text(&it.name), ty(&it.ty))
    };
    leak(all.iter().map(field).collect())
}

fn ty(it: &model::Type) -> Type {
    match it {
        // An enumeration is open: whatever text comes is one of its values.
        model::Type::String | model::Type::Enum { .. } => Type::String,
        model::Type::Integer { unsigned: true } => Type::Unsigned,
        model::Type::Integer { unsigned: false } => Type::Integer,
        model::Type::Number => Type::Number,
        model::Type::Boolean => Type::Boolean,
        model::Type::Timestamp => Type::Timestamp,
        model::Type::Delay { unit: it } => Type::Delay(unit(*it)),
        model::Type::Any => Type::Any,
        model::Type::List { of } => Type::List(Box::leak(Box::new(ty(of)))),
        model::Type::Object { fields: members, .. } => Type::Object(fields(members)),
    }
}

fn unit(it: model::DelayUnit) -> DelayUnit {
    match it {
        model::DelayUnit::Seconds => DelayUnit::Seconds,
        model::DelayUnit::Millis => DelayUnit::Millis,
        model::DelayUnit::Minutes => DelayUnit::Minutes,
        model::DelayUnit::EpochSeconds => DelayUnit::EpochSeconds,
        model::DelayUnit::EpochMillis => DelayUnit::EpochMillis,
        model::DelayUnit::Date => DelayUnit::Date,
    }
}

fn header(it: &model::Header) -> Header {
    let ty = match &it.ty {
        HeaderType::Delay { unit: it } => WireHeaderType::Delay(unit(*it)),
        HeaderType::Integer => WireHeaderType::Integer,
        HeaderType::Unsigned => WireHeaderType::Unsigned,
        HeaderType::Date => WireHeaderType::Date,
        HeaderType::String | HeaderType::Constant { .. } => WireHeaderType::String,
    };
    let make = if it.optional { Header::optional } else { Header::required };
    make(text(&it.name), ty)
}

/// Whether a client has read what was sent, within the client's own book.
pub(crate) fn is_clean(old: &ErrorDef, new: &ErrorDef, sent: &[(String, Option<Value>)], read: &Read) -> bool {
    let Ok((code, values)) = &read.outcome else { return false };
    let sent = |name: &str| -> Value {
        let found = sent.iter().find(|it| it.0.eq_ignore_ascii_case(name) && it.1.is_some());
        found.and_then(|it| it.1.clone()).or_else(|| constant(new, name)).unwrap_or_default()
    };
    let fields = old.fields.iter().map(|it| (&it.name, Some(&it.ty)));
    let headers = old.payload_headers().map(|it| (&it.name, None));
    let mut all = fields.chain(headers).zip(values);
    let agree = all.all(|((name, ty), (_, value))| {
        ty.map_or_else(|| reads_as(value, &sent(name)), |ty| agrees(ty, value, &sent(name)))
    });
    *code == new.code && read.problems.is_empty() && agree
}

/// The value of a header that is always the same.
fn constant(entry: &ErrorDef, name: &str) -> Option<Value> {
    let mut all = entry.constant_headers();
    all.find(|it| it.0.name.eq_ignore_ascii_case(name)).map(|it| Value::from(it.1))
}

/// Whether a value was read as it was sent. Members that the reader's type does not have do not count.
fn agrees(ty: &model::Type, read: &Value, sent: &Value) -> bool {
    match (ty, read, sent) {
        (model::Type::List { of }, Value::List(read), Value::List(sent)) => {
            read.len() == sent.len() && read.iter().zip(sent).all(|(read, sent)| agrees(of, read, sent))
        }
        (model::Type::Object { fields, .. }, Value::Object(_), Value::Object(_)) => fields.iter().all(|it| {
            let of = |value: &Value| value.get(&it.name).cloned().unwrap_or_default();
            agrees(&it.ty, &of(read), &of(sent))
        }),
        _ => same(read, sent),
    }
}

/// Whether a header was read as it was sent. A reader of text has what is on the wire.
fn reads_as(read: &Value, sent: &Value) -> bool {
    same(read, sent) || read.as_str().is_some_and(|read| serde_json::to_string(sent).is_ok_and(|sent| sent == read))
}

/// Numbers are the same whatever type they have.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
        _ => a == b,
    }
}
