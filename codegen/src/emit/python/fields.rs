//! `fields.py`: a dataclass for the payload of each error, and for each object in one.

use super::names;
use super::source::docstring;
use crate::emit::output::NOTICE;
use crate::emit::{Publication, Series};
use crate::markdown::code;
use crate::model::{Book, DelayUnit, ErrorDef, Field, Header, HeaderType, Type};
use crate::text::toml;

/// The number of payloads in a module. A dataclass takes Python most of a millisecond.
const MOST: usize = 32;

/// The module with all classes. If there are many, it imports their modules when one is needed.
pub(in crate::emit) fn emit(book: &Book) -> String {
    match sources(book).len() {
        0..=MOST => module(&sources(book)),
        _ => front(book),
    }
}

/// The modules that it imports.
pub(in crate::emit) fn parts(publication: Publication<'_>) -> Series<'_> {
    let sources = sources(publication.book);
    let parts = if sources.len() > MOST { sources.len().div_ceil(MOST) } else { 0 };
    Series {
        names: (0..parts).map(part).collect(),
        contents: Box::new(move |index| sources.chunks(MOST).nth(index).map_or_else(String::new, module)),
    }
}

/// The name of a module.
fn part(index: usize) -> String {
    format!("{index:03}")
}

/// What has a dataclass, with those of the objects in it.
enum Source<'a> {
    /// The members that each response has.
    Members(&'a Book),
    Payload(&'a ErrorDef),
}

/// Everything that has a dataclass.
fn sources(book: &Book) -> Vec<Source<'_>> {
    let members = book.envelope.response_members().next().map(|_| Source::Members(book));
    members.into_iter().chain(book.errors.iter().filter(|it| it.has_payload()).map(Source::Payload)).collect()
}

/// Classes with their names.
struct Classes {
    names: Vec<String>,
    source: String,
}

impl Source<'_> {
    fn classes(&self) -> Classes {
        match self {
            Self::Members(book) => of_members(book.envelope.response_members().map(|it| it.field.clone()).collect()),
            Self::Payload(entry) => of_error(entry),
        }
    }
}

/// A module that imports the others when one of their classes is needed.
fn front(book: &Book) -> String {
    let (mut imports, mut names) = (String::new(), String::new());
    for (index, sources) in sources(book).chunks(MOST).enumerate() {
        let module = part(index);
        for name in sources.iter().flat_map(|it| it.classes().names) {
            imports.push_str(&format!("    from ._fields_{module} import {name} as {name}\n"));
            names.push_str(&format!("        \"{name}\": \"._fields_{module}\",\n"));
        }
    }
    format!(
        "# {NOTICE}
\"\"\"The payloads of the errors: fields of the body, then headers.

A dataclass takes Python most of a millisecond, so a module of them is imported when one of its classes is needed.
\"\"\"

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
{imports}else:
    _MODULES = {{
{names}    }}

    def __getattr__(name):
        from importlib import import_module

        if name not in _MODULES:
            raise AttributeError(f\"module {{__name__!r}} has no attribute {{name!r}}\")
        globals()[name] = getattr(import_module(_MODULES[name], __package__), name)
        return globals()[name]
"
    )
}

fn module(sources: &[Source<'_>]) -> String {
    let classes: String = sources.iter().map(|it| it.classes().source).collect();
    let imports: String = [
        ("from dataclasses import dataclass as _dataclass\n", "@_dataclass"),
        ("from typing import Any as _Any\n", "_Any"),
        ("from typing import Literal as _Literal\n", "_Literal"),
    ]
    .into_iter()
    .filter(|it| classes.contains(it.1))
    .map(|it| it.0)
    .collect();
    let imports = if imports.is_empty() { imports } else { format!("\n{imports}") };
    format!(
        "# {NOTICE}\n\"\"\"The payloads of the errors: fields of the body, then headers.\"\"\"\n\nfrom __future__ import \
         annotations\n{imports}{classes}"
    )
}

fn of_error(entry: &ErrorDef) -> Classes {
    let fields = entry.fields.iter().map(of_field).chain(entry.payload_headers().map(of_header)).collect();
    let about = format!("The payload of {}.", code(&entry.code));
    classes(&entry.fields, &names::dataclass(&entry.name), &about, fields)
}

/// The members that each response has.
fn of_members(mut members: Vec<Field>) -> Classes {
    for member in &mut members {
        member.optional = true;
    }
    classes(&members, "Members", "The members of the response.", members.iter().map(of_field).collect())
}

/// A class, after those of the objects in its fields, the innermost first.
fn classes(fields: &[Field], name: &str, about: &str, attributes: Vec<Attribute>) -> Classes {
    let mut out = Classes { names: Vec::new(), source: String::new() };
    objects(fields, &mut |name, field, fields| {
        let (name, about) = (names::dataclass(name), format!("An object in {}.", code(&field.name)));
        out.source.push_str(&class(&name, &about, fields.iter().map(of_field).collect()));
        out.names.push(name);
    });
    out.source.push_str(&class(name, about, attributes));
    out.names.push(name.to_owned());
    out
}

fn objects<'a>(fields: &'a [Field], f: &mut impl FnMut(&'a str, &'a Field, &'a [Field])) {
    fn walk<'a>(ty: &'a Type, field: &'a Field, f: &mut impl FnMut(&'a str, &'a Field, &'a [Field])) {
        match ty {
            Type::List { of } => walk(of, field, f),
            Type::Object { rust_name, fields } => {
                objects(fields, f);
                f(rust_name, field, fields);
            }
            _ => {}
        }
    }
    for field in fields {
        walk(&field.ty, field, f);
    }
}

/// An attribute: its name, its type, whether it may be None, and its docs.
struct Attribute {
    name: String,
    ty: String,
    is_optional: bool,
    doc: String,
}

fn class(name: &str, about: &str, attributes: Vec<Attribute>) -> String {
    let mut out = format!("\n\n@_dataclass(frozen=True, slots=True, kw_only=True)\nclass {name}:\n");
    out.push_str(&docstring(&[about.to_owned()], 4));
    for Attribute { name, ty, is_optional, doc } in attributes {
        let none = match (is_optional, &*ty) {
            (true, "_Any") => " = None",
            (true, _) => " | None = None",
            _ => "",
        };
        out.push_str(&format!("\n    {name}: {ty}{none}\n"));
        out.push_str(&docstring(&[doc], 4));
    }
    out
}

fn of_field(field: &Field) -> Attribute {
    let doc = field.doc.clone().unwrap_or_else(|| format!("The member {}.", code(&field.name)));
    Attribute {
        name: names::attribute(&field.rust_name),
        ty: annotation(&field.ty),
        is_optional: field.optional,
        doc: with_unit(doc, unit(&field.ty)),
    }
}

fn of_header(header: &Header) -> Attribute {
    let about = header.doc.as_ref().map_or_else(String::new, |it| format!(" {it}"));
    let (ty, unit) = match &header.ty {
        HeaderType::Delay { unit: DelayUnit::Seconds } => ("int | str", Some("seconds, or an HTTP date")),
        HeaderType::Delay { unit: DelayUnit::Date } | HeaderType::Date => ("str", Some("HTTP date")),
        HeaderType::Delay { unit } => ("int", Some(unit.in_words())),
        HeaderType::Integer | HeaderType::Unsigned => ("int", None),
        HeaderType::String | HeaderType::Constant { .. } => ("str", None),
    };
    let doc = format!("The header {}.{about} None if it was not sent, or was dropped by a proxy.", code(&header.name));
    let name = names::attribute(&header.rust_name);
    Attribute { name, ty: ty.to_owned(), is_optional: true, doc: with_unit(doc, unit) }
}

/// Docs that end with the format of the value.
fn with_unit(mut doc: String, unit: Option<&str>) -> String {
    if let Some(unit) = unit {
        doc.push_str(&format!(" ({}{})", unit[..1].to_uppercase(), &unit[1..]));
    }
    doc
}

fn unit(ty: &Type) -> Option<&str> {
    match ty {
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => Some("a time of RFC 3339"),
        Type::Delay { unit } => Some(unit.in_words()),
        Type::List { of } => unit(of),
        _ => None,
    }
}

fn annotation(ty: &Type) -> String {
    match ty {
        Type::String | Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => "str".to_owned(),
        Type::Integer { .. } | Type::Delay { unit: DelayUnit::EpochSeconds | DelayUnit::EpochMillis } => {
            "int".to_owned()
        }
        Type::Number => "float".to_owned(),
        // One without decimals is an `int`.
        Type::Delay { .. } => "int | float".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Enum { values, .. } => {
            let words: Vec<String> = values.iter().map(|it| toml(&it.value)).collect();
            format!("_Literal[{}] | str", words.join(", "))
        }
        Type::List { of } => format!("tuple[{}, ...]", annotation(of)),
        Type::Object { rust_name, .. } => names::dataclass(rust_name),
        Type::Any => "_Any".to_owned(),
    }
}
