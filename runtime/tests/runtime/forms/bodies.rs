//! The responses of `../shared/envelopes/bodies.jsonl`, written and read.

use std::collections::BTreeMap;

use errbook::Value;

use super::kit::{Book, BookKind};
use super::rows::{Row, members, object, rows, with_book};

#[test]
fn every_response_is_written_byte_for_byte() {
    for row in rows() {
        with_book!(&*row.format, written(&row));
    }
}

fn written<B: Book>(names: &[&str], row: &Row) {
    let mut error = errbook::Error::from(BookKind::<B>::new(&row.code, &object(&row.fields)));
    if let Some(message) = &row.message {
        error = error.with_message(message);
    }
    if !names.is_empty() {
        error = error.with_members(members(names, row));
    }
    let response = error.encode();
    assert_eq!(response.body, row.body, "{}", row.format);
    assert_eq!(response.status, row.status, "{}", row.format);
    let mut headers: BTreeMap<_, _> =
        response.headers.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
    if !row.headers.contains_key("Content-Type") {
        assert_eq!(headers.remove("Content-Type").as_deref(), Some("application/json"));
    }
    assert_eq!(headers, row.headers, "{}", row.format);
}

#[test]
fn every_response_is_read_back() {
    for row in rows() {
        with_book!(&*row.format, read(&row));
    }
}

fn read<B: Book>(names: &[&str], row: &Row) {
    let headers: Vec<_> = row.headers.iter().collect();
    let error = errbook::Error::<BookKind<B>>::decode(row.status, &headers, &row.body);
    let context = format!("{}: {error:?}", row.format);
    assert_eq!(error.code_text(), Some(&*row.code), "{context}");
    let expected = object(&row.fields);
    let fields = error.kind().fields();
    assert_eq!(fields.len(), expected.len(), "{context}");
    for (name, value) in fields {
        assert!(expected.contains(&(name, value)), "{context}");
    }
    let received = error.received().unwrap();
    assert_eq!(received.message(), row.message.as_deref(), "{context}");
    assert_eq!(received.issues(), [], "{context}");
    assert_eq!(received.unknown_members(), [], "{context}");
    assert_eq!(received.unknown_fields(), [], "{context}");
    let found = error.members();
    for (name, value) in names.iter().zip(found.0) {
        assert_eq!(value.as_ref(), row.members.get(name), "{context}");
    }
    assert_eq!(error.forward().encode().status, row.status, "{context}");
}

/// Whatever a body lacks, the rest of it is kept: it is stored at its place, or received as unknown.
#[test]
fn a_missing_value_takes_no_other_away() {
    for row in rows() {
        with_book!(&*row.format, lacking(&row));
    }
}

fn lacking<B: Book>(_: &[&str], row: &Row) {
    let body: Value = serde_json::from_str(&row.body).unwrap();
    let headers: Vec<_> = row.headers.iter().collect();
    let mut places = Vec::new();
    scalars(&body, "", true, &mut places);
    for (missing, _) in &places {
        let body = without(&body, missing);
        let error = errbook::Error::<BookKind<B>>::decode(row.status, &headers, &body.to_string());
        let stored: Value = serde_json::from_str(&serde_json::to_string(&error).unwrap()).unwrap();
        let (mut expected, mut found) = (Vec::new(), Vec::new());
        scalars(&body, "", false, &mut expected);
        scalars(&stored, "", false, &mut found);
        for (path, value) in error.received().unwrap().unknown_members() {
            scalars(value, path, false, &mut found);
        }
        let lost: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
        assert!(lost.is_empty(), "{} without {missing}: {lost:?}\n{body}\n{stored}\n{error:?}", row.format);
    }
}

/// The values in a body by their paths, with or without the objects and lists.
fn scalars(value: &Value, path: &str, has_objects: bool, out: &mut Vec<(String, Value)>) {
    let is_scalar = !matches!(value, Value::Object(_) | Value::List(_));
    if (is_scalar || has_objects) && !path.is_empty() {
        out.push((path.to_owned(), value.clone()));
    }
    for (name, it) in below(value) {
        scalars(it, &format!("{path}/{name}"), has_objects, out);
    }
}

/// The members or items of a value.
fn below(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(name, it)| (name.clone(), it)).collect(),
        Value::List(items) => items.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => Vec::new(),
    }
}

/// A body without the value at a path.
fn without(value: &Value, path: &str) -> Value {
    let kept = below(value).into_iter().filter_map(|(name, it)| match path.strip_prefix(&format!("/{name}")) {
        Some("") => None,
        Some(rest) if rest.starts_with('/') => Some((name, without(it, rest))),
        _ => Some((name, it.clone())),
    });
    match value {
        Value::Object(_) => Value::Object(kept.collect()),
        Value::List(_) => Value::List(kept.map(|(_, it)| it).collect()),
        other => other.clone(),
    }
}

#[test]
#[cfg(feature = "retry")]
fn waits_in_the_body_are_kept() {
    for row in rows().iter().filter(|row| row.wait_ms.is_some()) {
        with_book!(&*row.format, waits(row));
    }
}

#[cfg(feature = "retry")]
fn waits<B: Book>(_: &[&str], row: &Row) {
    use errbook::retry::{Advice, Limits, Request};

    let error = errbook::Error::<BookKind<B>>::decode(row.status, &(), &row.body);
    let limits = Limits::default().with_max_wait(std::time::Duration::MAX);
    let advice = error.advice(1, Request::new("GET"), &limits);
    assert_eq!(advice, Advice::After(std::time::Duration::from_millis(row.wait_ms.unwrap())), "{}", row.format);
}
