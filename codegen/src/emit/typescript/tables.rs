//! `book.js`: what the decoder needs of a book, as the types in `runtime/book.d.ts` describe it.

use errbook::Value;

use super::source::{headed, list, literal, object};
use crate::model::{
    Absent, Backoff, Book, CodeStyle, DelayUnit, Entry, Envelope, ErrorDef, Field, HeaderType, Jitter, Node, ShortForm,
    Slot, TextPart, Type, When,
};

/// The media type of problem details (RFC 9457).
const PROBLEM: &str = "application/problem+json";

pub(in crate::emit) fn emit(book: &Book) -> String {
    let rows: String = book.errors.iter().flat_map(|it| ["    ".to_owned(), row(book, it), ",\n".to_owned()]).collect();
    let layout = match book.short_envelope() {
        Some(names) => format!("short: {}", short(names)),
        None => format!("form: {}", form(book)),
    };
    let codes = if rows.is_empty() { "[]".to_owned() } else { format!("[\n{rows}  ]") };
    headed(&format!(
        "// Each code with its statuses, retry advice, fields and headers, and where they are in a response.\n\n\
         /** @type {{import(\"./lib/book.js\").Book}} */\nexport const BOOK = {{\n  retry: {},\n  {layout},\n  codes: {codes},\n}};\n",
        retry(When::Idempotent, &book.retry)
    ))
}

fn short(names: &ShortForm) -> String {
    let within = names.within.as_ref().map(|it| ("within", literal(it)));
    let fields = names.fields_under.as_ref().map(|it| ("fields", literal(it)));
    let own = [("code", literal(&names.code)), ("message", literal(&names.message))];
    object(within.into_iter().chain(own).chain(fields))
}

/// A row, without what is empty at its end.
fn row(book: &Book, entry: &ErrorDef) -> String {
    let retry = match entry.retry.when {
        When::Never => None,
        when => Some(retry(when, &entry.retry.backoff)),
    };
    let headers: Vec<String> = entry
        .payload_headers()
        .map(|it| {
            let optional = it.optional.then(|| "1".to_owned());
            list([literal(&it.name), literal(header_type(&it.ty))].into_iter().chain(optional))
        })
        .collect();
    let optional = [
        retry,
        Some(fields(&entry.fields)).filter(|_| !entry.fields.is_empty()),
        Some(list(headers.iter().cloned())).filter(|_| !headers.is_empty()),
        part(book, entry),
    ];
    let count = optional.iter().rposition(Option::is_some).map_or(0, |it| it + 1);
    let empty = ["null", "[]", "[]"].into_iter().chain(["{}"]);
    let optional =
        optional.into_iter().zip(empty).take(count).map(|(it, empty)| it.unwrap_or_else(|| empty.to_owned()));
    list([literal(&entry.code), literal(&entry.statuses)].into_iter().chain(optional))
}

/// The part of a code in the form; `None` if it has none.
fn part(book: &Book, entry: &ErrorDef) -> Option<String> {
    if book.short_envelope().is_some() {
        return None;
    }
    let members = book.envelope.code_members().map(|it| entry.envelope.value(it));
    let members: Vec<String> = members.map(|it| it.map_or_else(|| "null".to_owned(), constant)).collect();
    let has_members = members.iter().any(|it| it != "null");
    let out = [
        has_members.then(|| ("members", list(members))),
        (!book.sends_code(entry)).then(|| ("sendsNoCode", "true".to_owned())),
        entry.envelope.omits_message.then(|| ("sendsNoMessage", "true".to_owned())),
    ];
    out.iter().any(Option::is_some).then(|| object(out.into_iter().flatten()))
}

fn retry(when: When, backoff: &Backoff) -> String {
    let Backoff { retries, initial_ms, factor, max_ms, jitter } = backoff;
    let jitter = (*jitter == Jitter::None).then(|| literal(jitter));
    let numbers = [literal(retries), literal(initial_ms), factor.to_string(), literal(max_ms)];
    list([literal(&when)].into_iter().chain(numbers).chain(jitter))
}

fn fields(fields: &[Field]) -> String {
    let field = |it: &Field| {
        let optional = it.optional.then(|| "1".to_owned());
        list([literal(&it.name), type_of(&it.ty)].into_iter().chain(optional))
    };
    list(fields.iter().map(field))
}

fn type_of(ty: &Type) -> String {
    match ty {
        Type::List { of } => list([type_of(of)]),
        Type::Object { fields: members, .. } => object([("fields", fields(members))]),
        // Enums are open: any text is a valid value.
        Type::Enum { .. } => literal("string"),
        Type::Integer { unsigned: true } => literal("unsigned"),
        Type::Delay { unit } => literal(unit),
        ty => literal(&ty.name()),
    }
}

fn header_type(ty: &HeaderType) -> &'static str {
    match ty {
        HeaderType::Delay { unit } => DelayUnit::as_str(*unit),
        HeaderType::Integer => "integer",
        HeaderType::Unsigned => "unsigned",
        HeaderType::Date => "http_date",
        HeaderType::String | HeaderType::Constant { .. } => "string",
    }
}

fn form(book: &Book) -> String {
    let envelope = &book.envelope;
    let headers = envelope.headers.iter().map(|it| list([literal(&it.name), text(envelope, &it.value)]));
    let members = envelope.response_members().map(|it| list([literal(&it.field.name), type_of(&it.field.ty)]));
    let members = [
        ("body", node(envelope, &envelope.body)),
        ("headers", list(headers)),
        ("members", list(members)),
        ("placed", literal(&envelope.placed_fields())),
    ];
    let read = envelope.read_code;
    let is_problem = envelope.content_type == PROBLEM;
    let more = [
        read.after.map(|it| ("after", literal(&it))),
        read.before.map(|it| ("before", literal(&it))),
        is_problem.then(|| ("isProblem", "true".to_owned())),
        (book.api.code_style == CodeStyle::Integer).then(|| ("hasIntegerCodes", "true".to_owned())),
    ];
    let members = members.into_iter().chain(more.into_iter().flatten());
    let members: String =
        members.flat_map(|(name, value)| [format!("    {name}: {value}"), ",\n".to_owned()]).collect();
    format!("{{\n{members}  }}")
}

fn node(envelope: &Envelope, it: &Node) -> String {
    match it {
        Node::Constant(value) => constant(value),
        Node::Object(entries) => {
            let members = entries.iter().filter_map(|it| Some(list([literal(it.name()?), node(envelope, it.node()?)])));
            let has_fields = entries.iter().any(|it| matches!(it, Entry::Fields { .. }));
            let has_fields = has_fields.then(|| ("hasFields", "true".to_owned()));
            object([("object", list(members))].into_iter().chain(has_fields))
        }
        Node::List(items) => object([("list", list(items.iter().map(|it| node(envelope, it))))]),
        Node::Each(item) => object([("each", node(envelope, item))]),
        Node::Slot(it) => slot(envelope, it),
        Node::Text(parts) => text(envelope, parts),
    }
}

/// A text: a constant, a placeholder, or a template.
fn text(envelope: &Envelope, parts: &[TextPart]) -> String {
    let part = |it: &TextPart| match it {
        TextPart::Text(it) => literal(it),
        TextPart::Slot(it) => slot(envelope, it),
    };
    match parts {
        [] => object([("constant", literal(""))]),
        [TextPart::Text(it)] => object([("constant", literal(it))]),
        [TextPart::Slot(it)] => slot(envelope, it),
        parts => object([("text", list(parts.iter().map(part)))]),
    }
}

fn slot(envelope: &Envelope, it: &Slot) -> String {
    let (word, index) = envelope.place(&it.what);
    let or = match &it.absent {
        Absent::Required => None,
        Absent::Omit | Absent::Null => Some(("or", "null".to_owned())),
        Absent::Text(text) => Some(("or", literal(text))),
    };
    object([("slot", literal(&word))].into_iter().chain(index.map(|it| ("index", literal(&it)))).chain(or))
}

fn constant(value: &Value) -> String {
    match value {
        Value::List(items) => object([("list", list(items.iter().map(constant)))]),
        Value::Object(members) => {
            object([("object", list(members.iter().map(|(name, it)| list([literal(name), constant(it)]))))])
        }
        value => object([("constant", literal(value))]),
    }
}
