//! Tables of what a code carries: its fields and its headers.

use crate::markdown::{Place, cell_code, inline};
use crate::model::{DelayUnit, Field, Header, HeaderType, Type};

pub(super) fn fields(fields: &[Field]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Field | Type | Meaning |\n| --- | --- | --- |\n");
    rows(fields, "", &mut out);
    out.push('\n');
    out
}

fn rows(fields: &[Field], path: &str, out: &mut String) {
    for field in fields {
        let name = format!("{path}{}", field.name);
        out.push_str(&row(&name, &type_name(&field.ty), field.optional, field.doc.as_deref()));
        if let Some(members) = field.ty.members() {
            rows(members, &format!("{name}{}.", field.ty.brackets()), out);
        }
    }
}

pub(super) fn headers(headers: &[Header]) -> String {
    if headers.is_empty() {
        return String::new();
    }
    let mut out = String::from("| Header | Type | Meaning |\n| --- | --- | --- |\n");
    for header in headers {
        let ty = match &header.ty {
            HeaderType::Delay { unit: DelayUnit::Date } | HeaderType::Date => "HTTP date".to_owned(),
            HeaderType::Delay { unit } => unit_name(*unit).to_owned(),
            HeaderType::Integer => "integer".to_owned(),
            HeaderType::Unsigned => "integer, never negative".to_owned(),
            HeaderType::String => "string".to_owned(),
            HeaderType::Constant { value } => format!("always {}", cell_code(value)),
        };
        out.push_str(&row(&header.name, &ty, header.optional, header.doc.as_deref()));
    }
    out.push('\n');
    out
}

fn row(name: &str, ty: &str, optional: bool, doc: Option<&str>) -> String {
    let optional = if optional { ", optional" } else { "" };
    let doc = doc.map(|it| format!("{} ", inline(it, Place::Cell))).unwrap_or_default();
    format!("| {} | {ty}{optional} | {doc}|\n", cell_code(name))
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Integer { unsigned: false } => "integer".to_owned(),
        Type::Integer { unsigned: true } => "integer, never negative".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => "string: a time (RFC 3339)".to_owned(),
        Type::Delay { unit } => unit_name(*unit).to_owned(),
        Type::Enum { values, .. } => {
            let words: Vec<String> = values.iter().map(|it| cell_code(&it.value)).collect();
            format!("string: {}", words.join(", "))
        }
        Type::List { of } => format!("list of {}", type_name(of)),
        Type::Object { .. } => "object".to_owned(),
        Type::Any => "any".to_owned(),
    }
}

/// What a number in this unit is.
pub(super) fn unit_name(unit: DelayUnit) -> &'static str {
    match unit {
        DelayUnit::Seconds => "seconds",
        DelayUnit::Millis => "milliseconds",
        DelayUnit::Minutes => "minutes",
        DelayUnit::EpochSeconds => "seconds since 1970 (Unix time)",
        DelayUnit::EpochMillis => "milliseconds since 1970 (Unix time)",
        DelayUnit::Date => "date",
    }
}
