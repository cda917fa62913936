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
}

fn values(json: &[&str]) -> Values {
    Values::new(json.iter().map(|it| serde_json::from_str(it).unwrap()).collect())
}

/// A book without members of responses.
pub(crate) fn check<K: Kind>(row: &Row) {
    written(&error::<K>(row), row);
    let _ = read::<K>(row);
}

/// A book with them: their values as JSON.
pub(crate) fn check_with_members<K: HasMembers>(row: &Row, members: &[&str]) {
    written(&error::<K>(row).with_members(K::Members::from_values(values(members))), row);
    read::<K>(row).members().values(&mut |found| {
        let found: Vec<Value> = found.iter().map(|it| json(it)).collect();
        let expected: Vec<Value> = members.iter().map(|it| serde_json::from_str(it).unwrap()).collect();
        assert_eq!(found, expected, "{}", row.context);
    });
}

fn json(value: &errbook::__private::ValueRef<'_>) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn error<K: Kind>(row: &Row) -> Error<K> {
    let code = K::Code::find(row.code).unwrap();
    let error = Error::from(K::build(code, values(row.values)));
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
        let found: Vec<Value> = found.iter().map(json).collect();
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
