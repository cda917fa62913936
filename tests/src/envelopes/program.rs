//! The part of the program that is the same for all books: it writes and reads responses. It is no module of the tests.

use std::collections::BTreeMap;
use std::time::Duration;

use errbook::__private::Values;
use errbook::retry::{Advice, Limits, Request};
use errbook::{Code, Error, HasMembers, Kind, ResponseMembers, Value};

/// A response, and the error that it is.
pub(crate) struct Row {
    pub(crate) context: &'static str,
    pub(crate) status: u16,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: Option<&'static str>,
    /// Of the fields, then of the headers, as JSON.
    pub(crate) values: &'static [&'static str],
    pub(crate) wait_ms: Option<u64>,
    /// Whether the book has several errors in a response.
    pub(crate) has_list: bool,
}

fn values(json: &[&str]) -> Values {
    Values::new(json.iter().map(|it| serde_json::from_str(it).unwrap()).collect())
}

/// A book without members of responses.
pub(crate) fn check<K: Kind>(row: &Row) {
    written(&error::<K>(row), row);
    let _ = read::<K>(row);
    private::<K>(row);
}

/// A book with them: their values as JSON.
pub(crate) fn check_with_members<K: HasMembers>(row: &Row, members: &[&str]) {
    written(&error::<K>(row).with_members(K::Members::from_values(values(members))), row);
    read::<K>(row).members().values(&mut |found| {
        let found: Vec<Value> = found.iter().map(|it| json(it)).collect();
        let expected: Vec<Value> = members.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(found, expected, "{}", row.context);
    });
    private::<K>(row);
}

/// A text that only the log may have.
const SECRET: &str = "hunter2";

/// An error is sent without its causes, and a response of another server is not sent: neither its headers, nor its
/// members, nor its other errors.
fn private<K: Kind>(row: &Row) {
    for keeps_code in [true, false] {
        let mut body: Value = serde_json::from_str(row.body).unwrap();
        fill(&mut body, &|text| keeps_code && text.contains(row.code));
        let body = serde_json::to_string(&body).unwrap();
        let headers: Vec<(&str, &str)> =
            row.headers.iter().map(|(name, _)| (*name, SECRET)).chain([("X-Request-Id", SECRET)]).collect();
        let upstream = || Error::<K>::decode(row.status, &headers, &body);
        let caused = || error::<K>(row).with_source(upstream()).with_context(SECRET);
        let mut errors = vec![upstream(), upstream().with_source(SECRET).with_context(SECRET), caused()];
        if row.has_list {
            errors.extend([upstream().and(caused()), caused().and(caused()), caused().and(upstream().and(upstream()))]);
        }
        for error in errors {
            for response in [error.encode(), error.encode_problem()] {
                assert!(!format!("{response:?}").contains(SECRET), "{}: {body}: {response:?}", row.context);
            }
        }
    }
}

/// Puts the secret into every object, and in the place of every text that is not kept.
fn fill(value: &mut Value, is_kept: &dyn Fn(&str) -> bool) {
    match value {
        Value::String(text) if !is_kept(text) => *text = SECRET.to_owned(),
        Value::List(items) => items.iter_mut().for_each(|it| fill(it, is_kept)),
        Value::Object(members) => {
            members.iter_mut().for_each(|it| fill(&mut it.1, is_kept));
            members.push((SECRET.to_owned(), SECRET.into()));
        }
        _ => {}
    }
}

fn json(value: &errbook::__private::ValueRef<'_>) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn error<K: Kind>(row: &Row) -> Error<K> {
    let code = K::Code::find(row.code).unwrap();
    let error = Error::from(K::build(code.index(), values(row.values)));
    match row.message {
        Some(message) => error.with_message(message),
        None => error,
    }
}

fn written<K: Kind>(error: &Error<K>, row: &Row) {
    let response = error.encode();
    assert_eq!(response.body, row.body, "{}", row.context);
    assert_eq!(response.status, row.status, "{}", row.context);
    let mut headers: BTreeMap<&str, &str> =
        response.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let expected: BTreeMap<&str, &str> = row.headers.iter().copied().collect();
    if !expected.contains_key("Content-Type") {
        assert_eq!(headers.remove("Content-Type"), Some("application/json"), "{}", row.context);
    }
    assert_eq!(headers, expected, "{}", row.context);
}

fn read<K: Kind>(row: &Row) -> Error<K> {
    let headers: Vec<_> = row.headers.to_vec();
    let error = Error::<K>::decode(row.status, &headers, row.body);
    let context = format!("{}: {error:?}", row.context);
    assert_eq!(error.code_text(), Some(row.code), "{context}");
    error.kind().values(&mut |found| {
        let found: Vec<Value> = found.iter().map(|it| json(&it.value_ref())).collect();
        let expected: Vec<Value> = row.values.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(found, expected, "{context}");
    });
    let received = error.received().unwrap();
    assert_eq!(received.message(), row.message, "{context}");
    assert_eq!(received.issues(), [], "{context}");
    assert!(received.unknown_members().is_empty() && received.unknown_fields().is_empty(), "{context}");
    if let Some(wait) = row.wait_ms {
        let advice = error.advice(1, Request::new("GET"), &Limits::default().with_max_wait(Duration::from_secs(3600)));
        assert_eq!(advice, Advice::After(Duration::from_millis(wait)), "{context}");
    }
    error
}
