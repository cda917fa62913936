//! Messages, bodies and headers, from plain values.

use errbook::{Delay, Envelope, HttpDate, Items, Members, Part, Shown, Value, wire};

struct Point;

impl Members for Point {
    fn each(&self, f: &mut dyn FnMut(&'static str, Shown<'_>)) {
        f("x", Shown::Integer(-1));
        f("label", Shown::Null);
        f("any", Shown::Value(&Value::Null));
    }
}

struct Points;

impl Items for Points {
    fn each(&self, f: &mut dyn FnMut(Shown<'_>)) {
        f(Shown::Object(&Point));
        f(Shown::Null);
    }
}

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// In a message, in a body, in a header.
fn everywhere(value: Shown<'_>) -> (String, String, Option<String>) {
    let mut message = String::new();
    wire::message(&mut message, &[Part::Param(0)], &[value]).unwrap();
    (message, wire::body(&Envelope::new("c", "m"), "", "", &[("v", value)]), wire::header(value))
}

#[test]
fn each_value_in_each_place() {
    let words = vec!["a".to_owned(), "b, c".to_owned()];
    let date = HttpDate::try_from(DATE).unwrap();
    for (value, message, body, header) in [
        (Shown::Null, "", None, None),
        (Shown::Bool(true), "true", Some("true"), Some("true")),
        (Shown::Integer(-5), "-5", Some("-5"), Some("-5")),
        (Shown::Unsigned(u64::MAX), "18446744073709551615", Some("18446744073709551615"), Some("18446744073709551615")),
        (Shown::Number(0.1), "0.1", Some("0.1"), Some("0.1")),
        (Shown::Number(20.0), "20.0", Some("20.0"), Some("20.0")),
        (Shown::Number(1e300), "1e+300", Some("1e+300"), Some("1e+300")),
        (Shown::Text("a\"b"), "a\"b", Some(r#""a\"b""#), Some("a\"b")),
        (Shown::Text("a\r\nb"), "a\r\nb", Some(r#""a\r\nb""#), None),
        (Shown::Text("{0}"), "{0}", Some(r#""{0}""#), Some("{0}")),
        (Shown::List(&words), "a, b, c", Some(r#"["a","b, c"]"#), None),
        (Shown::List(&Vec::<i64>::new()), "", Some("[]"), None),
        (Shown::List(&Points), r#"[{"x":-1,"any":null},null]"#, Some(r#"[{"x":-1,"any":null},null]"#), None),
        (Shown::Object(&Point), r#"{"x":-1,"any":null}"#, Some(r#"{"x":-1,"any":null}"#), None),
        (Shown::Value(&Value::Null), "", Some("null"), None),
        (Shown::Value(&json(r#""é""#)), "é", Some(r#""é""#), None),
        (Shown::Value(&json("[1,null,\"x\"]")), "1, , x", Some("[1,null,\"x\"]"), None),
        (Shown::Value(&json("[1,[2]]")), "[1,[2]]", Some("[1,[2]]"), None),
        (Shown::Value(&json(r#"{"a":1}"#)), r#"{"a":1}"#, Some(r#"{"a":1}"#), None),
        (Shown::Delay(&Delay::from_secs(30)), "30", Some("30"), Some("30")),
        (Shown::Delay(&date.into()), DATE, Some(r#""Sun, 06 Nov 1994 08:49:37 GMT""#), Some(DATE)),
        (Shown::Date(&date), DATE, Some(r#""Sun, 06 Nov 1994 08:49:37 GMT""#), Some(DATE)),
    ] {
        let body = body.map_or(r#"{"c":"","m":""}"#.to_owned(), |body| format!(r#"{{"c":"","m":"","v":{body}}}"#));
        assert_eq!(everywhere(value), (message.to_owned(), body, header.map(str::to_owned)), "{value:?}");
    }
}

#[test]
fn what_json_does_not_have_is_null() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(everywhere(Shown::Number(number)).1, r#"{"c":"","m":"","v":null}"#);
    }
}

#[test]
fn envelopes() {
    let plain = Envelope::new("code", "message");
    let fields = [("a", Shown::Integer(1)), ("b", Shown::Null)];
    for (envelope, with, without) in [
        (plain, r#"{"code":"c","message":"m","a":1}"#, r#"{"code":"c","message":"m"}"#),
        (plain.within("e"), r#"{"e":{"code":"c","message":"m","a":1}}"#, r#"{"e":{"code":"c","message":"m"}}"#),
        (plain.fields_under("d"), r#"{"code":"c","message":"m","d":{"a":1}}"#, r#"{"code":"c","message":"m"}"#),
        (
            plain.within("e").fields_under("d"),
            r#"{"e":{"code":"c","message":"m","d":{"a":1}}}"#,
            r#"{"e":{"code":"c","message":"m"}}"#,
        ),
    ] {
        assert_eq!(wire::body(&envelope, "c", "m", &fields), with);
        assert_eq!(wire::body(&envelope, "c", "m", &fields[1..]), without);
        assert_eq!(wire::body(&envelope, "c", "m", &[]), without);
    }
    let envelope = plain.within("e").fields_under("d");
    assert_eq!(
        (envelope.code_key(), envelope.message_key(), envelope.within_key(), envelope.fields_key()),
        ("code", "message", Some("e"), Some("d"))
    );
}

#[test]
fn a_message_without_its_value_is_no_panic() {
    let mut text = String::new();
    wire::message(&mut text, &[Part::Text("<"), Part::Param(7), Part::Text(">")], &[]).unwrap();
    assert_eq!(text, "<>");
}

#[test]
fn shown_values_have_a_debug() {
    let points = format!("{:?}", Shown::List(&Points));
    assert_eq!(points, "[{x: -1, label: None, any: Null}, None]");
    assert_eq!(format!("{:?}", Shown::Text("a\"")), r#""a\"""#);
}
