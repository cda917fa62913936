//! The responses of each code: its examples, and those that differ from the book in one field or header.

use errbook::Value;

use super::Case;
use super::values::{odd_headers, wrong};
use crate::model::{Book, ErrorDef, Example, Field, Part, Type};
use crate::text::quoted;

/// The name of a member that no book has, unless it is meant to.
pub(super) const UNKNOWN: &str = "errbook_unknown";

/// In a book with more codes, one field of each code differs in turn: the file grows with the codes alone.
const MANY: usize = 100;

pub(super) fn cases(book: &Book, out: &mut Vec<Case>) {
    for (index, entry) in book.errors.iter().enumerate() {
        for (number, example) in (1..).zip(&entry.examples) {
            out.push(Case::of(format!("{}: example {number}", entry.code), book, entry, example));
        }
        let Some(example) = entry.examples.first() else { continue };
        let usual = Case::of(String::new(), book, entry, example);
        let added = with_unknown(book, entry, example);
        if added.body != usual.body {
            out.push(added);
        }
        let count = entry.fields.len();
        let chosen = |at: &usize| book.errors.len() <= MANY || index % count == *at;
        for at in (0..count).filter(chosen) {
            field(book, entry, example, at, out);
        }
        if entry.payload_headers().next().is_some() {
            headers(entry, &usual, out);
        }
    }
}

/// The response with a member that the book does not have.
fn with_unknown(book: &Book, entry: &ErrorDef, example: &Example) -> Case {
    let (mut entry, mut example) = (entry.clone(), example.clone());
    let count = entry.fields.len();
    let value = Value::from("é 😀 \u{2028} \"\\\n");
    example.values.insert(count, (UNKNOWN.to_owned(), Some(value.clone())));
    entry.fields.push(Field {
        name: UNKNOWN.to_owned(),
        rust_name: UNKNOWN.to_owned(),
        ty: Type::String,
        optional: true,
        doc: None,
        example: value,
        has_example: true,
        was: None,
        places: entry.places.clone(),
    });
    for part in &mut entry.message.parts {
        // Headers follow the fields.
        if let Part::Param(index) = part {
            *index += usize::from(*index >= count);
        }
    }
    Case::of(format!("{}: a member too many", entry.code), book, &entry, &example)
}

/// The response without a field, and with a value of another type.
fn field(book: &Book, entry: &ErrorDef, example: &Example, at: usize, out: &mut Vec<Case>) {
    let (code, name) = (&entry.code, quoted(&entry.fields[at].name));
    let mut changed = |what: String, value| {
        let mut example = example.clone();
        example.values[at].1 = value;
        out.push(Case::of(format!("{code}: {what}"), book, entry, &example));
    };
    changed(format!("without {name}"), None);
    if let Some(value) = wrong(&entry.fields[at].ty) {
        changed(format!("{name} has a wrong type"), Some(value));
    }
}

/// The response without the headers of its payload, and with one value of each that cannot be read.
fn headers(entry: &ErrorDef, usual: &Case, out: &mut Vec<Case>) {
    let mut without = usual.named(format!("{}: without headers", entry.code));
    without.headers.retain(|it| entry.payload_headers().all(|header| !header.name.eq_ignore_ascii_case(&it.0)));
    out.push(without);
    let mut lower = usual.named(format!("{}: headers in lower case", entry.code));
    lower.headers.iter_mut().for_each(|it| it.0.make_ascii_lowercase());
    out.push(lower);
    for header in entry.payload_headers() {
        if let Some(value) = odd_headers(&header.ty).last() {
            let name = format!("{}: {} is unreadable", entry.code, quoted(&header.name));
            out.push(usual.named(name).with_header(&header.name, value));
        }
    }
}
