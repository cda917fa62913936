//! The responses of each code: its examples, and those that differ from the book in one member, field or header.

use errbook::Value;

use super::Case;
use super::values::{odd_headers, wrong};
use crate::model::{Book, ErrorDef, Example, Field, Header, Part, Type};
use crate::text::quoted;

/// The name of a member and of a code that books do not have.
pub(super) const UNKNOWN: &str = "errbook_unknown";

/// In a book with more codes, each code has one of its differences in turn: then the file has two cases for each code.
const MANY: usize = 100;

pub(super) fn cases(book: &Book, out: &mut Vec<Case>) {
    for (index, entry) in book.errors.iter().enumerate() {
        for (number, example) in (1..).zip(&entry.examples) {
            out.push(Case::of(format!("{}: example {number}", entry.code), book, entry, example));
        }
        let Some(example) = entry.examples.first() else { continue };
        let mut all = differences(entry);
        if book.errors.len() > MANY {
            all = vec![all.swap_remove(index % all.len())];
        }
        out.extend(all.into_iter().map(|it| it.case(book, entry, example)));
    }
}

/// How a response differs from an example.
enum Difference<'a> {
    Added,
    /// Without a field, by its index.
    Without(usize),
    /// A field has a value of another type.
    Wrong(usize, Value),
    WithoutHeaders,
    LowerCaseHeaders,
    Unreadable(&'a Header, &'static str),
}

fn differences(entry: &ErrorDef) -> Vec<Difference<'_>> {
    let mut out = vec![Difference::Added];
    for (at, field) in entry.fields.iter().enumerate() {
        out.push(Difference::Without(at));
        out.extend(wrong(&field.ty).map(|value| Difference::Wrong(at, value)));
    }
    if entry.payload_headers().next().is_some() {
        out.extend([Difference::WithoutHeaders, Difference::LowerCaseHeaders]);
        let unreadable = |it| Some(Difference::Unreadable(it, odd_headers(&it.ty).last()?));
        out.extend(entry.payload_headers().filter_map(unreadable));
    }
    out
}

impl Difference<'_> {
    fn case(self, book: &Book, entry: &ErrorDef, example: &Example) -> Case {
        let case = |what: &str, example: &Example| Case::of(format!("{}: {what}", entry.code), book, entry, example);
        let with = |at: usize, value| {
            let mut example = example.clone();
            example.values[at].1 = value;
            example
        };
        match self {
            Self::Added => with_unknown(book, entry, example),
            Self::Without(at) => case(&format!("without {}", quoted(&entry.fields[at].name)), &with(at, None)),
            Self::Wrong(at, value) => {
                case(&format!("{} has a wrong type", quoted(&entry.fields[at].name)), &with(at, Some(value)))
            }
            Self::WithoutHeaders => {
                let mut case = case("without headers", example);
                let is_other = |name: &str| entry.payload_headers().all(|it| !it.name.eq_ignore_ascii_case(name));
                case.headers.retain(|it| is_other(&it.0));
                case
            }
            Self::LowerCaseHeaders => {
                let mut case = case("headers in lower case", example);
                case.headers.iter_mut().for_each(|it| it.0.make_ascii_lowercase());
                case
            }
            Self::Unreadable(header, value) => {
                let case = case(&format!("{} is unreadable", quoted(&header.name)), example);
                case.with_header(&header.name, value)
            }
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
