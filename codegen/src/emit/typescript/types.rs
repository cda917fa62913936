//! `errors.d.ts`: a type for each code, and the types of fields.

use super::source::{comment, headed, literal, property, tag};
use crate::markdown::{Place, code, inline};
use crate::model::{Book, DelayUnit, ErrorDef, Field, Header, HeaderType, Type};
use crate::text::followed;
use crate::wire::status_line;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let members: String = book.errors.iter().map(|it| error(book, it)).collect();
    headed(&format!(
        "// The type of each code. Every name here is that of a code, apart from `$` and `Unknown`.\n\n\
         import type * as $ from \"./index.js\";\n\n{members}\
         /** An error that could not be typed, with everything that was received. */\n\
         export interface Unknown extends $.Untyped {{}}\n"
    ))
}

/// The type of one code.
fn error(book: &Book, entry: &ErrorDef) -> String {
    let docs = docs(book, entry);
    let headers = entry.payload_headers().map(|it| header("    ", it));
    let fields: String = entry.fields.iter().map(|it| field("    ", it)).chain(headers).collect();
    let fields = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{fields}  }}") };
    format!(
        "{}export interface {} extends $.Typed {{\n{}  code: {};\n  fields: {fields};\n}}\n\n",
        comment("", &docs),
        entry.name,
        comment("  ", &docs),
        literal(&entry.code),
    )
}

/// What an editor shows for a code.
pub(super) fn docs(book: &Book, entry: &ErrorDef) -> Vec<String> {
    let mut out = vec![
        format!("{} ({}): {}", code(&entry.code), status_line(entry.status()), paragraph(&entry.meaning)),
        String::new(),
        format!("What to do: {}", paragraph(&entry.remediation)),
    ];
    if !book.sends_code(entry) {
        out.extend([String::new(), "The code is not sent: the error has its status and its form.".to_owned()]);
    }
    if let Some(since) = &entry.since {
        out.extend([String::new(), format!("Since {since}.")]);
    }
    if let Some(it) = &entry.deprecated {
        let instead = it.replacement.iter().map(|it| format!(" Use {} instead.", code(it)));
        let note = it.note.iter().map(|it| format!(" {}", paragraph(it)));
        let text: String = instead.chain(note).collect();
        out.extend([String::new(), tag("deprecated", &format!("Since {}.{text}", it.since))]);
    }
    out
}

fn paragraph(text: &str) -> String {
    inline(text, Place::Paragraph)
}

/// A member of an object's type.
pub(super) fn field(indentation: &str, it: &Field) -> String {
    let optional = if it.optional { "?" } else { "" };
    let docs = followed(it.doc.as_deref().map(paragraph), unit(&it.ty));
    let docs = if docs.is_empty() { String::new() } else { comment(indentation, [docs]) };
    format!("{docs}{indentation}{}{optional}: {};\n", property(&it.name), type_of(indentation, &it.ty))
}

fn header(indentation: &str, it: &Header) -> String {
    let (ty, unit) = match &it.ty {
        HeaderType::Delay { unit: DelayUnit::Seconds } => {
            ("number | string", Some("Seconds, or a date of HTTP.".into()))
        }
        HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => ("string", Some("A date of HTTP.".into())),
        HeaderType::Delay { unit } => ("number", Some(in_unit(*unit))),
        HeaderType::Integer | HeaderType::Unsigned => ("number", None),
        HeaderType::String | HeaderType::Constant { .. } => ("string", None),
    };
    let docs = followed(
        it.doc.as_deref().map(paragraph),
        unit.into_iter().chain(["A header: proxies may drop it.".to_owned()]),
    );
    format!("{}{indentation}{}?: {ty};\n", comment(indentation, [docs]), property(&it.name))
}

/// What the type in TypeScript does not say.
fn unit(ty: &Type) -> Option<String> {
    match ty {
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => Some("A time (RFC 3339).".to_owned()),
        Type::Delay { unit } => Some(in_unit(*unit)),
        Type::List { of } => unit(of),
        _ => None,
    }
}

fn in_unit(unit: DelayUnit) -> String {
    format!("In {}.", unit.in_words())
}

fn type_of(indentation: &str, ty: &Type) -> String {
    match ty {
        Type::String | Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => "string".to_owned(),
        Type::Integer { .. } | Type::Number | Type::Delay { .. } => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "unknown".to_owned(),
        // Enums are open, and editors still complete the words.
        Type::Enum { values, .. } => {
            let words = values.iter().map(|it| literal(&it.value)).chain(["(string & {})".to_owned()]);
            words.collect::<Vec<_>>().join(" | ")
        }
        Type::List { of } => match &**of {
            Type::Enum { .. } => format!("({})[]", type_of(indentation, of)),
            of => format!("{}[]", type_of(indentation, of)),
        },
        Type::Object { fields, .. } if fields.is_empty() => "{}".to_owned(),
        Type::Object { fields, .. } => {
            let below = format!("{indentation}  ");
            let members: String = fields.iter().map(|it| field(&below, it)).collect();
            format!("{{\n{members}{indentation}}}")
        }
    }
}

/// The names of several types as a union.
pub(super) fn union(names: impl Iterator<Item = String>) -> String {
    names.flat_map(|it| ["\n  | ".to_owned(), it]).collect()
}
