//! Runs a generated crate over a conformance file. It is a module of the tests, and of the program that uses many crates.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use errbook::retry::{Limits, Reason, Request};
use errbook::{Error, HasMembers, Kind, ResponseMembers, UnknownReason};
use serde_json::{Map, Value, json};

/// The names of the fields and headers of each code, in the order of its payload.
pub(crate) type Names = [(&'static str, &'static [&'static str])];

/// The differences between what a crate decodes and what the file expects.
pub(crate) fn differences<K: Kind>(file: &str, names: &Names) -> Vec<String> {
    run::<K>(file, names, &|_| Map::new())
}

/// The same for a book with members of responses, by their names.
#[allow(dead_code, reason = "not every book has them")]
pub(crate) fn differences_with_members<K: HasMembers>(file: &str, names: &Names, members: &[&str]) -> Vec<String> {
    run::<K>(file, names, &|error| {
        let mut out = Map::new();
        error.members().values(&mut |values| out = object(members, values));
        out
    })
}

fn run<K: Kind>(file: &str, names: &Names, members: &dyn Fn(&Error<K>) -> Map<String, Value>) -> Vec<String> {
    let mut out = Vec::new();
    for line in file.lines() {
        let row: Value = serde_json::from_str(line).expect("JSON");
        let text = |it: &Value| it.as_str().expect("a text").to_owned();
        let headers = row["headers"].as_array().expect("pairs");
        let headers: Vec<(String, String)> = headers.iter().map(|it| (text(&it[0]), text(&it[1]))).collect();
        let (status, body) = (status(&row), text(&row["body"]));
        let mut compare = |what: &str, said: Value| {
            if !is_same(&said, &row[what]) {
                out.push(format!("{}: {what} is {said} instead of {}", row["case"], row[what]));
            }
        };
        compare("is_error", Error::<K>::decode_if_error(status, &headers, &body).is_some().into());
        let error = Error::<K>::decode(status, &headers, &body);
        let mut said = one(&error, names);
        said.insert("members".to_owned(), members(&error).into());
        said.insert("others".to_owned(), error.others().iter().map(|it| Value::from(one(it, names))).collect());
        said.insert("dropped".to_owned(), error.dropped_errors().into());
        compare("error", said.into());
        let now = now(&row);
        let next = |method| (1..=4).map(|attempt| next(&error, attempt, method, now, &row["retry"])).collect::<Value>();
        compare("retry", json!({"GET": next("GET"), "POST": next("POST")}));
    }
    out
}

fn status(row: &Value) -> u16 {
    row["status"].as_u64().and_then(|it| u16::try_from(it).ok()).expect("a status")
}

fn now(row: &Value) -> SystemTime {
    // The same in every case.
    assert_eq!(row["now"], "2026-01-01T00:00:00Z");
    UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

/// An error without the rest of its response.
fn one<K: Kind>(error: &Error<K>, names: &Names) -> Map<String, Value> {
    let received = error.received().expect("it was decoded");
    let unknown = error.kind().unknown();
    let members = |members: &[(String, errbook::Value)]| {
        members.iter().map(|(name, it)| (name.clone(), serde_json::to_value(it).expect("JSON"))).collect::<Map<_, _>>()
    };
    let code = error.code_text().filter(|_| unknown.is_none());
    let fields = code.map(|code| {
        let names = names.iter().find(|it| it.0 == code).expect("a code of the book").1;
        let mut out = Map::new();
        error.kind().values(&mut |values| {
            let values: Vec<_> = values.iter().map(|it| it.value_ref()).collect();
            out = object(names, &values);
        });
        out
    });
    let reason = unknown.map(|it| match it.reason() {
        UnknownReason::CodeUnknown => "code_unknown",
        UnknownReason::PayloadMismatch => "payload_mismatch",
        UnknownReason::Encoded => "encoded",
        UnknownReason::NoCode => "no_code",
        other => panic!("{other:?}"),
    });
    let said = json!({
        "code": code,
        "code_text": error.code_text(),
        "reason": reason,
        "status": error.status(),
        "message": received.message(),
        "fields": fields,
        "received": unknown.map(|it| members(it.fields())).unwrap_or_default(),
        "unknown": members(received.unknown_fields()),
    });
    let Value::Object(said) = said else { panic!("{said}") };
    said
}

/// The values that are there, with their names.
fn object(names: &[&str], values: &[errbook::__private::ValueRef<'_>]) -> Map<String, Value> {
    assert_eq!(names.len(), values.len(), "{names:?}");
    let is_there = |it: &errbook::__private::ValueRef<'_>| !matches!(it, errbook::__private::ValueRef::Null);
    let there = names.iter().zip(values).filter(|it| is_there(it.1));
    there.map(|(name, it)| ((*name).to_owned(), serde_json::to_value(it).expect("JSON"))).collect()
}

/// The advice. A wait with jitter is the expected one if it comes near to it, and never exceeds it.
fn next<K: Kind>(error: &Error<K>, attempt: u32, method: &str, now: SystemTime, expected: &Value) -> Value {
    const SEEDS: u64 = 128;
    let advice = |seed| error.advice(attempt, Request::new(method), &Limits::default().with_now(now).with_seed(seed));
    if let errbook::retry::Advice::GiveUp(reason) = advice(0) {
        return match reason {
            Reason::Permanent => "permanent".into(),
            Reason::NotIdempotent => "not_idempotent".into(),
            Reason::Exhausted => "exhausted".into(),
            Reason::TooLong(_) => "too_long".into(),
            other => panic!("{other:?}"),
        };
    }
    let waits = (0..SEEDS).map(|seed| advice(seed).wait().expect("a wait").as_secs_f64() * 1000.0);
    let (least, most) = waits.fold((f64::MAX, 0.0_f64), |(least, most), it| (least.min(it), most.max(it)));
    let index = usize::try_from(attempt - 1).expect("it is small");
    let has_jitter = least < most;
    match expected[method][index].as_f64() {
        Some(wait) if has_jitter && most <= wait && most > wait * 0.9 => expected[method][index].clone(),
        Some(wait) if !has_jitter && (most - wait).abs() <= 1.0 => expected[method][index].clone(),
        _ => most.into(),
    }
}

/// Whether two values are equal: numbers by their value, objects without an order.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| is_same(a, b)))
        }
        (one, other) => one == other,
    }
}
