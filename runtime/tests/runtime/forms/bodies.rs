//! The responses of `../shared/envelopes/bodies.jsonl`, written and read.

use std::collections::BTreeMap;

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
    let advice = error.advice(1, Request::new("GET"), &Limits::default());
    assert_eq!(advice, Advice::After(std::time::Duration::from_millis(row.wait_ms.unwrap())), "{}", row.format);
}
