//! Unusual values: for each type that the book has, and for each type of its headers.

use errbook::Value;

use super::{Case, json};
use crate::model::{Book, DelayUnit, HeaderType, Type};
use crate::text::quoted;

/// The responses with unusual values, at the first place of each type.
pub(super) fn cases(book: &Book, out: &mut Vec<Case>) {
    let (mut types, mut header_types) = (Vec::new(), Vec::new());
    for entry in &book.errors {
        let Some(example) = entry.examples.first() else { continue };
        for (at, (field, (_, value))) in entry.fields.iter().zip(&example.values).enumerate() {
            let mut spots = Vec::new();
            // A field that the example omits has an example of its own.
            let value = value.as_ref().unwrap_or(&field.example);
            find(&field.ty, value, &mut Vec::new(), &mut spots);
            for (path, ty) in
                spots.into_iter().filter(|it| !types.iter().any(|ty| is_same(ty, it.1))).collect::<Vec<_>>()
            {
                types.push(ty.clone());
                let name = quoted(&[std::slice::from_ref(&field.name), path.as_slice()].concat().join("/"));
                for odd in odd(ty) {
                    let mut example = example.clone();
                    let name = format!("{}: {name} is {}", entry.code, json(&odd));
                    example.values[at].1 = Some(replaced(value, &path, odd));
                    out.push(Case::of(name, book, entry, &example));
                }
            }
        }
        for header in entry.payload_headers().filter(|it| !header_types.contains(&&it.ty)).collect::<Vec<_>>() {
            header_types.push(&header.ty);
            let usual = Case::of(String::new(), book, entry, example);
            for value in odd_headers(&header.ty) {
                let name = format!("{}: the header {} is {value:?}", entry.code, quoted(&header.name));
                out.push(usual.named(name).with_header(&header.name, value));
            }
        }
    }
}

/// The value at each type in a value: of the field, of its items, of its members.
fn find<'a>(ty: &'a Type, value: &Value, path: &mut Vec<String>, out: &mut Vec<(Vec<String>, &'a Type)>) {
    out.push((path.clone(), ty));
    let mut below = |step: String, ty, value| {
        path.push(step);
        find(ty, value, path, out);
        path.pop();
    };
    match (ty, value) {
        (Type::List { of }, Value::List(items)) => {
            if let Some(item) = items.first() {
                below("0".to_owned(), of, item);
            }
        }
        (Type::Object { fields, .. }, value) => {
            for field in fields {
                if let Some(value) = value.get(&field.name) {
                    below(field.name.clone(), &field.ty, value);
                }
            }
        }
        _ => {}
    }
}

/// A value with another one at a path.
fn replaced(value: &Value, path: &[String], new: Value) -> Value {
    let Some((step, rest)) = path.split_first() else { return new };
    let mut value = value.clone();
    match &mut value {
        Value::List(items) => {
            if let Some(item) = items.first_mut() {
                *item = replaced(item, rest, new);
            }
        }
        Value::Object(members) => {
            if let Some((_, member)) = members.iter_mut().find(|it| it.0 == *step) {
                *member = replaced(member, rest, new);
            }
        }
        _ => {}
    }
    value
}

/// Whether two types are checked alike, apart from their items and members.
fn is_same(one: &Type, other: &Type) -> bool {
    match (one, other) {
        (Type::Integer { unsigned: one }, Type::Integer { unsigned: other }) => one == other,
        (Type::Delay { unit: one }, Type::Delay { unit: other }) => one == other,
        (one, other) => one.name() == other.name(),
    }
}

/// A value that a type does not have; `None` if it has all.
pub(super) fn wrong(ty: &Type) -> Option<Value> {
    Some(match ty {
        Type::Any => return None,
        Type::Integer { unsigned: true } | Type::Delay { .. } => Value::from(-1),
        Type::Integer { unsigned: false } => Value::from(1.5),
        Type::Number | Type::Timestamp => Value::from("yesterday"),
        Type::Boolean => Value::from("true"),
        Type::String | Type::Enum { .. } => Value::from(7),
        Type::List { .. } => Value::Object(Vec::new()),
        Type::Object { .. } => Value::List(Vec::new()),
    })
}

/// Values at the edge of a type, and beyond it.
fn odd(ty: &Type) -> Vec<Value> {
    let object = |members: &[(&str, Value)]| {
        Value::Object(members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    };
    let texts = |texts: &[&str]| texts.iter().map(|it| Value::from(*it)).collect::<Vec<_>>();
    let mut values = match ty {
        Type::String => texts(&["", "7", "é 😀"]),
        Type::Enum { .. } => texts(&["", "errbook_unknown"]),
        Type::Integer { .. } | Type::Number => {
            let numbers = [0.0, -0.5, 3.0, 1000.0, 1.5e300].map(Value::from);
            [&numbers[..], &[Value::from(0), Value::from(-1), Value::from("7")]].concat()
        }
        Type::Boolean => vec![false.into(), 0.into(), "true".into()],
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => texts(&[
            "2026-01-01T00:00:30Z",
            "2025-12-31t23:59:00.250z",
            "2026-01-01T01:00:05+01:00",
            "2016-12-31T23:59:60Z",
            "2026-02-30T00:00:00Z",
            "2026-01-01 00:00:30Z",
            "2026-01-01T00:00:30",
            "2026-01-01",
            "",
        ]),
        Type::Delay { unit } => {
            let numbers = [0.0, 0.5, 5.0, 1.5e300].map(Value::from);
            let at = match unit {
                DelayUnit::EpochSeconds => super::NOW.1 + 30,
                DelayUnit::EpochMillis => (super::NOW.1 + 30) * 1000,
                _ => 30,
            };
            [&numbers[..], &[Value::from(at), Value::from(-1), Value::from("5")]].concat()
        }
        Type::List { .. } => {
            let items = [Value::List(Vec::new()), Value::List(vec![Value::Null])];
            [&items[..], &[object(&[]), Value::from("x")]].concat()
        }
        Type::Object { .. } => vec![object(&[]), Value::List(Vec::new()), Value::from("x")],
        Type::Any => {
            vec![7.into(), Value::List(Vec::new()), object(&[("a", object(&[("b", Value::List(vec![1.into()]))]))])]
        }
    };
    values.extend([Value::Null, true.into()]);
    values
}

/// Values of a header at the edge of its type, and beyond it. The last one cannot be read.
pub(super) fn odd_headers(ty: &HeaderType) -> &'static [&'static str] {
    match ty {
        HeaderType::Delay { unit: DelayUnit::Seconds } => RETRY_AFTER,
        HeaderType::Delay { unit: DelayUnit::Date } | HeaderType::Date => DATES,
        HeaderType::Delay { unit: DelayUnit::EpochSeconds } => {
            &["1767225630", "1767225599", "0", "1767225630.5", "-1", "soon"]
        }
        HeaderType::Delay { unit: DelayUnit::EpochMillis } => &["1767225630000", "1767225599999", "0", "-1", "soon"],
        HeaderType::Delay { .. } => &["0", "5", "1.5", " 7 ", "100000000", "-1", "+5", "", "soon"],
        HeaderType::Integer => &["7", "-7", "007", " 7 ", "+7", "7.0", "1e3", "", "many"],
        HeaderType::Unsigned => &["7", "007", " 7 ", "-7", "+7", "7.0", "1e3", "", "many"],
        HeaderType::String => &["", " padded ", "a, b", "7"],
        HeaderType::Constant { .. } => &[],
    }
}

/// HTTP dates in their three forms, and what is none.
const DATES: &[&str] = &[
    "Thu, 01 Jan 2026 00:00:30 GMT",
    "Wed, 31 Dec 2025 23:59:00 GMT",
    "Thursday, 01-Jan-26 00:00:30 GMT",
    "Thu Jan  1 00:00:30 2026",
    "Thu, 01 Jan 2026 00:00:30 +0100",
    "2026-01-01T00:00:30Z",
    "soon",
];

/// Values of `Retry-After`.
pub(super) const RETRY_AFTER: &[&str] = &[
    "0",
    "5",
    "1.5",
    " 7 ",
    "61",
    "100000",
    "Thu, 01 Jan 2026 00:00:30 GMT",
    "Wed, 31 Dec 2025 23:59:00 GMT",
    "Thursday, 01-Jan-26 00:00:30 GMT",
    "Thu Jan  1 00:00:30 2026",
    "Fri, 02 Jan 2026 00:00:00 GMT",
    "-1",
    "+5",
    "1e3",
    "",
    "2026-01-01T00:00:30Z",
    "soon",
];
