//! Messages, bodies and headers, from plain values.

use errbook::__private::{Envelope, Items, Members, MessagePart, ValueRef, wire};
use errbook::{HttpDate, RetryAfter, Value};

struct Point;

impl Members for Point {
    fn each(&self, f: &mut dyn FnMut(&'static str, ValueRef<'_>)) {
        f("x", ValueRef::Integer(-1));
        f("label", ValueRef::Null);
        f("any", ValueRef::Value(&Value::Null));
    }
}

struct Points;

impl Items for Points {
    fn each(&self, f: &mut dyn FnMut(ValueRef<'_>)) {
        f(ValueRef::Object(&Point));
        f(ValueRef::Null);
    }
}

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// In a message, in a body, in a header.
fn everywhere(value: ValueRef<'_>) -> (String, String, Option<String>) {
    let mut message = String::new();
    wire::message(&mut message, &[MessagePart::Param(0)], &[value]).unwrap();
    (message, wire::body(&Envelope::new("c", "m"), "", "", &[("v", value)]), wire::header(value))
}

#[test]
fn each_value_in_each_place() {
    let words = vec!["a".to_owned(), "b, c".to_owned()];
    let date = HttpDate::try_from(DATE).unwrap();
    for (value, message, body, header) in [
        (ValueRef::Null, "", None, None),
        (ValueRef::Bool(true), "true", Some("true"), Some("true")),
        (ValueRef::Integer(-5), "-5", Some("-5"), Some("-5")),
        (
            ValueRef::Unsigned(u64::MAX),
            "18446744073709551615",
            Some("18446744073709551615"),
            Some("18446744073709551615"),
        ),
        (ValueRef::Number(0.1), "0.1", Some("0.1"), Some("0.1")),
        (ValueRef::Number(20.0), "20.0", Some("20.0"), Some("20.0")),
        (ValueRef::Number(1e300), "1e+300", Some("1e+300"), Some("1e+300")),
        (ValueRef::Text("a\"b"), "a\"b", Some(r#""a\"b""#), Some("a\"b")),
        (ValueRef::Text("a\r\nb"), "a\r\nb", Some(r#""a\r\nb""#), None),
        (ValueRef::Text("{0}"), "{0}", Some(r#""{0}""#), Some("{0}")),
        (ValueRef::List(&words), "a, b, c", Some(r#"["a","b, c"]"#), None),
        (ValueRef::List(&Vec::<i64>::new()), "", Some("[]"), None),
        (ValueRef::List(&Points), r#"[{"x":-1,"any":null},null]"#, Some(r#"[{"x":-1,"any":null},null]"#), None),
        (ValueRef::Object(&Point), r#"{"x":-1,"any":null}"#, Some(r#"{"x":-1,"any":null}"#), None),
        (ValueRef::Value(&Value::Null), "", Some("null"), None),
        (ValueRef::Value(&json(r#""é""#)), "é", Some(r#""é""#), None),
        (ValueRef::Value(&json("[1,null,\"x\"]")), "1, , x", Some("[1,null,\"x\"]"), None),
        (ValueRef::Value(&json("[1,[2]]")), "[1,[2]]", Some("[1,[2]]"), None),
        (ValueRef::Value(&json(r#"{"a":1}"#)), r#"{"a":1}"#, Some(r#"{"a":1}"#), None),
        (ValueRef::RetryAfter(&RetryAfter::from_secs(30)), "30", Some("30"), Some("30")),
        (ValueRef::RetryAfter(&date.into()), DATE, Some(r#""Sun, 06 Nov 1994 08:49:37 GMT""#), Some(DATE)),
        (ValueRef::Date(&date), DATE, Some(r#""Sun, 06 Nov 1994 08:49:37 GMT""#), Some(DATE)),
    ] {
        let body = body.map_or(r#"{"c":"","m":""}"#.to_owned(), |body| format!(r#"{{"c":"","m":"","v":{body}}}"#));
        assert_eq!(everywhere(value), (message.to_owned(), body, header.map(str::to_owned)), "{value:?}");
    }
}

#[test]
fn what_json_does_not_have_is_null() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(everywhere(ValueRef::Number(number)).1, r#"{"c":"","m":"","v":null}"#);
    }
}

#[test]
fn envelopes() {
    let plain = Envelope::new("code", "message");
    let fields = [("a", ValueRef::Integer(1)), ("b", ValueRef::Null)];
    for (envelope, with, without) in [
        (plain, r#"{"code":"c","message":"m","a":1}"#, r#"{"code":"c","message":"m"}"#),
        (plain.with_within("e"), r#"{"e":{"code":"c","message":"m","a":1}}"#, r#"{"e":{"code":"c","message":"m"}}"#),
        (plain.with_fields_under("d"), r#"{"code":"c","message":"m","d":{"a":1}}"#, r#"{"code":"c","message":"m"}"#),
        (
            plain.with_within("e").with_fields_under("d"),
            r#"{"e":{"code":"c","message":"m","d":{"a":1}}}"#,
            r#"{"e":{"code":"c","message":"m"}}"#,
        ),
    ] {
        assert_eq!(wire::body(&envelope, "c", "m", &fields), with);
        assert_eq!(wire::body(&envelope, "c", "m", &fields[1..]), without);
        assert_eq!(wire::body(&envelope, "c", "m", &[]), without);
    }
    let envelope = plain.with_within("e").with_fields_under("d");
    assert_eq!(
        (envelope.code(), envelope.message(), envelope.within(), envelope.fields_under()),
        ("code", "message", Some("e"), Some("d"))
    );
}

#[test]
fn a_message_without_its_value_is_no_panic() {
    let mut text = String::new();
    wire::message(&mut text, &[MessagePart::Text("<"), MessagePart::Param(7), MessagePart::Text(">")], &[]).unwrap();
    assert_eq!(text, "<>");
}

#[test]
fn shown_values_have_a_debug() {
    let points = format!("{:?}", ValueRef::List(&Points));
    assert_eq!(points, "[{x: -1, label: None, any: Null}, None]");
    assert_eq!(format!("{:?}", ValueRef::Text("a\"")), r#""a\"""#);
}
