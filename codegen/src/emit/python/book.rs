//! `_book.py`: the wire format of a book, as data for the decoder.

use errbook::Value;

use super::names;
use super::source::{Expr, atom, boolean, call, float, keyword, lines, text};
use crate::emit::output::NOTICE;
use crate::model::{
    Absent, Backoff, Book, CodeStyle, DelayUnit, Entry, Envelope, ErrorDef, Field, Header, HeaderType, Jitter, Node,
    Part, Retry, Slot, TextPart, Type, When,
};

pub(in crate::emit) fn emit(book: &Book) -> String {
    let layout = match book.short_envelope() {
        Some(short) => {
            let mut out = call("Envelope", [text(&short.code), text(&short.message)]);
            for (name, value) in [("within", &short.within), ("fields_under", &short.fields_under)] {
                if let Some(value) = value {
                    keyword(&mut out, name, text(value));
                }
            }
            out
        }
        None => form(book),
    };
    let rows = Expr::Tuple(book.errors.iter().map(|it| row(book, it)).collect());
    let mut source = String::new();
    let values = [
        (BACKOFF, backoff(&book.retry)),
        // The status decides which requests.
        ("_RETRY", retry(book, &Retry { when: When::Idempotent, backoff: book.retry.clone() })),
        ("_LAYOUT", layout),
        ("_CODES: tuple[Code, ...]", rows),
    ];
    for (name, value) in values {
        source.push_str(&format!("{name} = {}\n", value.source(name.len() + 3, 0)));
    }
    source.push_str("\nBOOK = Book(_LAYOUT, _RETRY, _CODES)\n");
    let is_used = |it: &&&str| source.contains(&format!("{it}(")) || **it == "Code";
    let imports = lines(CLASSES.iter().filter(is_used).copied());
    format!(
        "# {NOTICE}\n\"\"\"The wire format, as data for the decoder.\"\"\"\n\nfrom __future__ import annotations\n\nfrom ._schema import \
         (\n{imports})\n\n{source}"
    )
}

/// The classes of `_schema` that a book may need.
static CLASSES: &[&str] = &[
    "Backoff", "Book", "Code", "Constant", "Each", "Envelope", "Field", "Form", "List", "ListOf", "Object", "ObjectOf",
    "Retry", "Slot", "Template",
];

/// The constant for the backoff of the book.
const BACKOFF: &str = "_BACKOFF";

fn row(book: &Book, entry: &ErrorDef) -> Expr {
    let part = |it: &Part| match it {
        Part::Text(literal) => text(literal),
        Part::Param(index) => atom(index.to_string()),
    };
    let mut out = call(
        "Code",
        [
            text(&entry.code),
            text(&names::exception(book, &entry.name)),
            Expr::Tuple(entry.statuses.iter().map(|it| atom(it.to_string())).collect()),
            retry(book, &entry.retry),
            Expr::Tuple(entry.message.parts.iter().map(part).collect()),
        ],
    );
    if entry.has_payload() {
        keyword(&mut out, "payload", text(&names::dataclass(&entry.name)));
    }
    let headers: Vec<Expr> = entry.payload_headers().map(header).collect();
    for (name, rows) in [("fields", entry.fields.iter().map(field).collect()), ("headers", headers)] {
        if !rows.is_empty() {
            keyword(&mut out, name, Expr::Tuple(rows));
        }
    }
    if book.short_envelope().is_some() {
        return out;
    }
    let values = book.envelope.code_members().map(|it| entry.envelope.value(it).map_or_else(null, constant));
    let values: Vec<Expr> = values.collect();
    if !values.is_empty() {
        keyword(&mut out, "code_members", Expr::Tuple(values));
    }
    for (name, is_sent) in [("sends_code", book.sends_code(entry)), ("sends_message", !entry.envelope.omits_message)] {
        if !is_sent {
            keyword(&mut out, name, boolean(false));
        }
    }
    out
}

fn retry(book: &Book, retry: &Retry) -> Expr {
    let mut out = call("Retry", [text(retry.when.as_str())]);
    if retry.when != When::Never {
        let retries = retry.backoff.retries;
        let is_the_books = retry.backoff == Backoff { retries, ..book.retry.clone() };
        for value in [atom(retries.to_string()), if is_the_books { atom(BACKOFF) } else { backoff(&retry.backoff) }] {
            keyword(&mut out, "", value);
        }
    }
    out
}

fn backoff(backoff: &Backoff) -> Expr {
    let Backoff { initial_ms, factor, max_ms, jitter, .. } = backoff;
    call("Backoff", [seconds(*initial_ms), float(*factor), seconds(*max_ms), boolean(*jitter == Jitter::Full)])
}

#[expect(clippy::cast_precision_loss, reason = "no book waits for 2^53 milliseconds")]
fn seconds(ms: u64) -> Expr {
    float(ms as f64 / 1000.0)
}

fn field(field: &Field) -> Expr {
    member(&field.name, &field.rust_name, ty(&field.ty), field.optional)
}

/// A member of each response, which any response may lack.
fn response_member(field: &Field) -> Expr {
    member(&field.name, &field.rust_name, ty(&field.ty), true)
}

/// A header, which a proxy may drop.
fn header(header: &Header) -> Expr {
    let ty = match &header.ty {
        HeaderType::Delay { unit } => delay(*unit),
        HeaderType::Unsigned => text("unsigned"),
        HeaderType::Integer => text("integer"),
        HeaderType::Date => text("date"),
        HeaderType::String | HeaderType::Constant { .. } => text("string"),
    };
    member(&header.name, &header.rust_name, ty, header.optional)
}

fn member(name: &str, rust_name: &str, ty: Expr, is_optional: bool) -> Expr {
    let mut out = call("Field", [text(name), text(&names::attribute(rust_name)), ty]);
    if is_optional {
        keyword(&mut out, "is_optional", boolean(true));
    }
    out
}

fn delay(unit: DelayUnit) -> Expr {
    text(&format!("delay:{}", unit.as_str()))
}

fn ty(of: &Type) -> Expr {
    match of {
        // Enums are open: any text is a valid value.
        Type::String | Type::Enum { .. } => text("string"),
        Type::Integer { unsigned } => text(if *unsigned { "unsigned" } else { "integer" }),
        Type::Number => text("number"),
        Type::Boolean => text("boolean"),
        Type::Timestamp => text("timestamp"),
        Type::Delay { unit } => delay(*unit),
        Type::List { of } => call("ListOf", [ty(of)]),
        Type::Object { rust_name, fields } => {
            let fields = Expr::Tuple(fields.iter().map(field).collect());
            call("ObjectOf", [text(&names::dataclass(rust_name)), fields])
        }
        Type::Any => text("any"),
    }
}

fn form(book: &Book) -> Expr {
    let envelope = &book.envelope;
    let mut out = call("Form", [node(envelope, &envelope.body)]);
    if envelope.content_type != Envelope::JSON {
        keyword(&mut out, "content_type", text(&envelope.content_type));
    }
    let header = |it: &crate::model::EnvelopeHeader| Expr::Tuple(vec![text(&it.name), text_node(envelope, &it.value)]);
    let tables: [(&str, Vec<Expr>); 3] = [
        ("headers", envelope.headers.iter().map(header).collect()),
        ("members", envelope.response_members().map(|it| response_member(&it.field)).collect()),
        ("placed_fields", envelope.placed_fields().into_iter().map(text).collect()),
    ];
    for (name, rows) in tables {
        if !rows.is_empty() {
            keyword(&mut out, name, Expr::Tuple(rows));
        }
    }
    for (name, value) in [("code_after", envelope.read_code.after), ("code_before", envelope.read_code.before)] {
        if let Some(value) = value {
            keyword(&mut out, name, text(&value.to_string()));
        }
    }
    if book.api.code_style == CodeStyle::Integer {
        keyword(&mut out, "has_integer_codes", boolean(true));
    }
    out
}

fn node(envelope: &Envelope, it: &Node) -> Expr {
    match it {
        Node::Constant(value) => constant(value),
        Node::Object(entries) => {
            let member = |it: &Entry| Some(Expr::Tuple(vec![text(it.name()?), node(envelope, it.node()?)]));
            let mut out = call("Object", entries.iter().filter_map(member));
            if entries.iter().any(|it| matches!(it, Entry::Fields { .. })) {
                keyword(&mut out, "has_fields", boolean(true));
            }
            out
        }
        Node::List(items) => call("List", items.iter().map(|it| node(envelope, it))),
        Node::Each(item) => call("Each", [node(envelope, item)]),
        Node::Slot(it) => slot(envelope, it),
        Node::Text(parts) => text_node(envelope, parts),
    }
}

/// A text: a constant, a placeholder, or a template.
fn text_node(envelope: &Envelope, parts: &[TextPart]) -> Expr {
    let part = |it: &TextPart| match it {
        TextPart::Text(literal) => text(literal),
        TextPart::Slot(it) => slot(envelope, it),
    };
    match parts {
        [] => call("Constant", [text("")]),
        [TextPart::Text(literal)] => call("Constant", [text(literal)]),
        [TextPart::Slot(it)] => slot(envelope, it),
        parts => call("Template", parts.iter().map(part)),
    }
}

/// A placeholder: its value, and what is written without one.
fn slot(envelope: &Envelope, it: &Slot) -> Expr {
    let (word, index) = envelope.place(&it.what);
    let mut out = call("Slot", [text(&word)].into_iter().chain(index.map(|it| atom(it.to_string()))));
    if it.absent != Absent::Required {
        keyword(&mut out, "is_required", boolean(false));
    }
    if let Absent::Text(literal) = &it.absent {
        keyword(&mut out, "otherwise", text(literal));
    }
    out
}

fn null() -> Expr {
    call("Constant", [atom("None")])
}

fn constant(value: &Value) -> Expr {
    match value {
        Value::Bool(it) => call("Constant", [boolean(*it)]),
        Value::Integer(it) => call("Constant", [atom(it.to_string())]),
        Value::Number(it) => call("Constant", [float(*it)]),
        Value::String(it) => call("Constant", [text(it)]),
        Value::List(items) => call("List", items.iter().map(constant)),
        Value::Object(members) => {
            call("Object", members.iter().map(|(name, it)| Expr::Tuple(vec![text(name), constant(it)])))
        }
        _ => null(),
    }
}
