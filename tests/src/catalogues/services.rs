//! Each catalogue's rows of one code as an entry: decisions that need knowledge of the service.

use serde_yaml::{Mapping, Value};

use super::entry::{Entry, list, map, with_braces};
use super::rows::{Member, Row};
use super::words::camel;

/// A source's own word for a type, if it has one.
fn plain(field: &Member) -> Value {
    field.ty.as_deref().unwrap_or("any").into()
}

/// It knows three ways to recover, and no statuses: most errors ride on MCP and A2A. Advisories, which ride on success
/// too, are kept: a client meets them in the same place.
pub(super) fn adcp(rows: &[Row]) -> Entry {
    let mut entry = Entry::of(rows, plain);
    let (status, retry) = match rows[0].retry.as_deref() {
        Some("transient") => (503, Some("idempotent")),
        Some("terminal") => (403, None),
        _ => (400, None),
    };
    entry.statuses.push(status);
    entry.retry = retry;
    if let Some(note) = &rows[0].deprecated {
        // It names two codes: the first is the one for most callers, and the note names both.
        let successor = note.split('`').nth(1).expect("it names a code");
        entry.deprecated =
            Some(map([("since", "1.0.0".into()), ("use", successor.into()), ("note", note.as_str().into())]));
    }
    entry
}

/// A code's own description is first, and the operations that send it follow with theirs.
pub(super) fn distribution(rows: &[Row]) -> Entry {
    let mut entry = Entry::of(rows, plain);
    if entry.code == "UNKNOWN" {
        // `Unknown` is what the crate calls an error that it does not know.
        entry.name = Some("Unclassified".to_owned());
    }
    entry
}

pub(super) fn kubernetes(rows: &[Row]) -> Entry {
    fn ty(field: &Member) -> Value {
        match (field.ty.as_deref(), &*field.name) {
            (Some("int32"), _) => map([("type", "integer".into()), ("minimum", 0.into()), ("example", 30.into())]),
            (Some("[]StatusCause"), _) => objects(&[
                ("reason", "UnexpectedServerResponse"),
                ("message", "connection refused"),
                ("field", "spec.containers[0].image"),
            ]),
            (Some(_), "kind") => map([("type", "string".into()), ("example", "Pod".into())]),
            (Some(_), _) => map([("type", "string".into()), ("example", "web-0".into())]),
            // It has no type, but a shape that is known elsewhere.
            (None, _) => {
                let cause = map([("field", "spec".into()), ("reason", Value::Null)]);
                map([("type", "any".into()), ("example", list([cause]))])
            }
        }
    }
    let mut entry = Entry::of(rows, ty);
    if entry.code.is_empty() {
        entry.name.clone_from(&rows[0].alias);
    }
    // Who says when to come back expects it, whatever the status is.
    if entry.fields.contains_key("retryAfterSeconds") && entry.status() != 429 {
        entry.retry = Some("idempotent");
    }
    entry
}

pub(super) fn paypal(rows: &[Row]) -> Entry {
    fn ty(field: &Member) -> Value {
        let string = |example: &str| map([("type", "string".into()), ("example", example.into())]);
        match (field.ty.as_deref().expect("each has one"), &*field.name) {
            ("error_location", _) => {
                let values = list(["body", "path", "query"]);
                map([("type", "enum".into()), ("values", values), ("example", "body".into())])
            }
            ("array<error_details>", _) => objects(&[
                ("field", "/purchase_units/0/amount"),
                ("value", "1,00"),
                ("location", "body"),
                ("issue", "INVALID_STRING_LENGTH"),
                ("description", "The value of a field is either too short or too long."),
            ]),
            ("array<error_link_description>", _) => {
                objects(&[("href", "https://api.paypal.com/v2/orders/5O1"), ("rel", "self"), ("method", "GET")])
            }
            (_, "field") => string("/purchase_units/0/amount"),
            (_, "location") => string("body"),
            (_, "debug_id") => string("90957fca61718"),
            (_, _) => string("1,00"),
        }
    }
    Entry::of(rows, ty)
}

/// Templates without descriptions: the template is the description too, with its parameters as code.
pub(super) fn pyspark(rows: &[Row]) -> Entry {
    let row = &rows[0];
    let source = row.message.as_deref().unwrap_or_default();
    let mut entry = Entry::of(rows, |_| "string".into());
    let mut message = with_braces(source);
    let mut meaning = source.to_owned();
    for field in &row.fields {
        let parameter = format!("<{}>", field.name);
        message = message.replace(&parameter, &format!("{{{}}}", field.name));
        meaning = as_code(&meaning, &parameter);
        // Every parameter is in the message, so every one is there.
        let example = field.name.replace('_', " ");
        entry.fields.insert(field.name.as_str().into(), map([("type", "string".into()), ("example", example.into())]));
    }
    entry.message = Some(message);
    entry.meaning = Some(meaning).filter(|it| !it.is_empty());
    entry.statuses.push(400);
    // An SQLSTATE.
    entry.tags.extend(row.alias.clone());
    entry
}

/// The first line says what has happened. More lines ask for something, or explain.
pub(super) fn wechatpy(rows: &[Row]) -> Entry {
    let row = &rows[0];
    let mut entry = Entry::of(rows, plain);
    if let Some((meaning, more)) = row.meaning.split_once('\n') {
        entry.meaning = Some(meaning.to_owned());
        if more.contains('请') {
            entry.remediation = Some(more.to_owned());
        } else {
            entry.details = Some(more.to_owned());
        }
    }
    let alias = row.alias.as_deref().expect("each has a constant");
    entry.name = Some(camel(alias));
    let (status, remediation) = match &*row.code {
        "-1" => (503, "请稍候再试。"),
        "-1000" => (500, "请联系微信。"),
        "45009" | "45011" => (429, "请稍候再试。"),
        "40001" | "40014" | "41001" | "42001" => (401, "请重新获取 Access Token。"),
        it if it.starts_with("48") || it.starts_with("50") || it.starts_with("61") => (403, "请检查权限。"),
        it if it.starts_with("46") => (404, "请检查参数。"),
        _ => (400, "请修改请求。"),
    };
    entry.statuses.push(status);
    entry.remediation.get_or_insert_with(|| remediation.to_owned());
    entry
}

/// A list of objects whose members are texts, with an example of each.
fn objects(members: &[(&str, &str)]) -> Value {
    let text = || map([("type", "string".into()), ("optional", true.into())]);
    let fields: Mapping = members.iter().map(|(name, _)| ((*name).into(), text())).collect();
    let example: Mapping = members.iter().map(|(name, example)| ((*name).into(), (*example).into())).collect();
    let of = map([("type", "object".into()), ("fields", fields.into())]);
    map([("type", "list".into()), ("of", of), ("example", list([Value::from(example)]))])
}

/// A part of a text as code, wherever it is not code already.
fn as_code(text: &str, part: &str) -> String {
    let pieces = text
        .split('`')
        .enumerate()
        .map(|(at, piece)| if at % 2 == 0 { piece.replace(part, &format!("`{part}`")) } else { piece.to_owned() });
    pieces.collect::<Vec<_>>().join("`")
}
