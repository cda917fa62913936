//! The second book: everything at the top, fields under a key, lists of objects, enums, `any`, timestamps.

use errbook::{Timestamp, UnknownReason, Value};

use super::issues;
use super::travel::{Busy, Error, ErrorCode, ErrorKind, Invalid, Mistake, Rule};

fn invalid() -> Invalid {
    Invalid {
        mistakes: vec![
            Mistake { field: "name".into(), rule: Rule::TooLong, limit: Some(2.5) },
            Mistake { field: "age".into(), rule: Rule::Other("odd".into()), limit: None },
        ],
        places: vec!["body".into(), "query".into()],
        at: Timestamp::new("2026-01-31T12:00:00Z").unwrap(),
        note: serde_json::from_str(r#"{"a":[1,2.5,null]}"#).unwrap(),
        count: -7,
        ratio: 20.0,
        last: None,
    }
}

const BODY: &str = r#"{"errcode":"E_INVALID","error":"Wrong in body, query at 2026-01-31T12:00:00Z: [{\"field\":\"name\",\"rule\":\"too_long\",\"limit\":2.5},{\"field\":\"age\",\"rule\":\"odd\"}] {{\"a\":[1,2.5,null]}}","details":{"mistakes":[{"field":"name","rule":"too_long","limit":2.5},{"field":"age","rule":"odd"}],"places":["body","query"],"at":"2026-01-31T12:00:00Z","note":{"a":[1,2.5,null]},"count":-7,"ratio":20.0}}"#;

#[test]
fn there_and_back() {
    let sent = Error::from(invalid()).encode();
    assert_eq!((sent.status, sent.body.as_str()), (400, BODY));
    let error = Error::decode(sent.status, &sent.headers, &sent.body);
    assert_eq!(error.kind(), &ErrorKind::Invalid(invalid()), "{:?}", issues(&error));
    assert!(issues(&error).is_empty());
    assert!(error.received().unwrap().unknown_fields().is_empty());
}

#[test]
fn a_required_any_may_be_null() {
    let kind = ErrorKind::Invalid(Invalid { note: Value::Null, ..invalid() });
    let sent = Error::from(kind.clone()).encode();
    assert!(sent.body.contains(r#""note":null"#));
    assert_eq!(Error::decode(400, &(), &sent.body).kind(), &kind);

    let without = sent.body.replace(r#""note":null,"#, "");
    let error = Error::decode(400, &(), &without);
    assert_eq!(issues(&error), ["missing member `details.note`"]);
}

#[test]
fn each_place_that_does_not_fit_is_named() {
    let details = |mistakes: &str, rest: &str| {
        format!(r#"{{"errcode":"E_INVALID","error":"m","details":{{"mistakes":{mistakes},"note":0,"ratio":1{rest}}}}}"#)
    };
    let well = r#","places":[],"at":"2026-01-31T12:00:00Z","count":1"#;
    for (mistakes, rest, expected) in [
        ("[]", well, &[][..]),
        (r#"[{"field":"a","rule":"b","more":1,"limit":null}]"#, well, &[]),
        (
            r#"[{"field":"a","rule":"b"},{"field":1}]"#,
            well,
            &["`details.mistakes[1].field` is not a string", "missing member `details.mistakes[1].rule`"],
        ),
        (r#"[{"field":"a","rule":null}]"#, well, &["missing member `details.mistakes[0].rule`"]),
        (r#"[{"field":"a","rule":1,"rule":"b"}]"#, well, &["duplicate member `details.mistakes[0].rule`"]),
        (r#"{"0":{}}"#, well, &["`details.mistakes` is not an array"]),
        ("[[]]", well, &["`details.mistakes[0]` is not an object"]),
        ("null", well, &["missing member `details.mistakes`"]),
        (
            "[]",
            r#","places":["a",2],"at":"2026-02-30T12:00:00Z","count":1.5"#,
            &[
                "`details.places[1]` is not a string",
                "`details.at` is not an RFC 3339 date and time",
                "`details.count` is not an integer",
            ],
        ),
        ("[]", r#","places":[],"at":"2026-01-31T12:00:00Z","count":1,"final":"yes"}"#, &["the body is not valid JSON"]),
        (
            "[]",
            r#","places":[],"at":"2026-01-31T12:00:00Z","count":1,"final":0"#,
            &["`details.final` is not a boolean"],
        ),
        (
            "[]",
            r#","places":[],"at":"2026-01-31T12:00:00Z","count":9223372036854775808"#,
            &["`details.count` is not an integer"],
        ),
        (
            "[]",
            r#","places":[],"at":"2026-01-31T12:00:00Z","count":1,"ratio":"1""#,
            &["duplicate member `details.ratio`", "`details.ratio` is not a number"],
        ),
        (
            "[]",
            r#","places":[],"at":"2026-01-31T12:00:00Z","count":2,"count":1"#,
            &["duplicate member `details.count`"],
        ),
    ] {
        let error = Error::decode(422, &(), &details(mistakes, rest));
        assert_eq!(issues(&error), expected, "{mistakes} {rest}");
        let fits = expected.iter().all(|issue| issue.starts_with("duplicate member"));
        assert_eq!(matches!(error.kind(), ErrorKind::Invalid(_)), fits, "{mistakes} {rest}");
        assert_eq!(error.code(), Some(ErrorCode::Invalid));
        if let (ErrorKind::Invalid(payload), true) = (error.kind(), rest.ends_with('1')) {
            assert_eq!(payload.count, 1);
            assert!(payload.mistakes.iter().all(|mistake| mistake.rule == Rule::Other("b".into())));
        }
    }
}

#[test]
fn fields_lie_under_their_key_only() {
    // Beside the code they are something else.
    let body = r#"{"errcode":"E_INVALID","error":"m","mistakes":[],"places":[],"at":"2026-01-31T12:00:00Z","note":0,"count":1,"ratio":1}"#;
    let error = Error::decode(400, &(), body);
    let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    assert_eq!(unknown.reason(), UnknownReason::PayloadMismatch);
    assert_eq!(issues(&error).len(), 6);
    assert_eq!(unknown.fields().len(), 6);
    // What is in place of their object is kept, too.
    for details in ["null", "[1]", "\"text\"", "7"] {
        let body = format!(r#"{{"errcode":"E_OTHER","error":"m","details":{details}}}"#);
        let error = Error::decode(400, &(), &body);
        let ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
        assert_eq!(unknown.fields(), [("details".to_owned(), serde_json::from_str(details).unwrap())]);
        assert_eq!(error.forward().encode().body, body);
    }
}

#[test]
fn of_several_objects_the_last_one_counts() {
    for first in [r#"{"queue":1,"old":1}"#, "7", r#"{"queue":1},"details":7"#] {
        let body = format!(r#"{{"errcode":"E_BUSY","error":"m","details":{first},"details":{{"queue":2}}}}"#);
        let error = Error::decode(503, &Error::from(Busy::default()).encode().headers, &body);
        assert!(matches!(error.kind(), ErrorKind::Busy(payload) if payload.queue == Some(2)), "{body}");
        assert_eq!(issues(&error)[0], "duplicate member `details`");
        assert_eq!(issues(&error).iter().filter(|it| it.contains(" `details`")).count(), 1, "{body}");
        assert!(error.received().unwrap().unknown_fields().is_empty());
    }
}

#[test]
fn unknown_members_go_back_to_where_they_stood() {
    let body = r#"{"errcode":"E_OTHER","error":"m","a":1,"details":{"b":2,"c":[]}}"#;
    let error = Error::decode(400, &(), body);
    assert_eq!(error.forward().encode().body, body);

    let more =
        BODY.replace(r#""count":-7"#, r#""new":true,"count":-7"#).replace(r#","details""#, r#","trace":"t","details""#);
    let error = Error::decode(400, &(), &more);
    assert_eq!(
        error.received().unwrap().unknown_fields(),
        [("trace".to_owned(), Value::from("t")), ("new".to_owned(), Value::from(true))]
    );
    let forwarded: serde_json::Value = serde_json::from_str(&error.forward().encode().body).unwrap();
    assert_eq!(forwarded, serde_json::from_str::<serde_json::Value>(&more).unwrap());
}

#[test]
fn the_kind_has_debug_clone_and_eq() {
    let kind = ErrorKind::Invalid(invalid());
    assert_eq!(
        format!("{kind:?}"),
        "E_INVALID { mistakes: [{field: \"name\", rule: \"too_long\", limit: 2.5}, {field: \"age\", rule: \"odd\", limit: None}], \
         places: [\"body\", \"query\"], at: \"2026-01-31T12:00:00Z\", \
         note: Object([(\"a\", List([Integer(1), Number(2.5), Null]))]), count: -7, ratio: 20.0, final: None }"
    );
    assert_eq!(kind.clone(), kind);
    assert_ne!(ErrorKind::Invalid(Invalid { count: 1, ..invalid() }), kind);
    assert_ne!(ErrorKind::Invalid(Invalid { last: Some(false), ..invalid() }), kind);
    let nan = ErrorKind::Invalid(Invalid { ratio: f64::NAN, ..invalid() });
    assert_ne!(nan.clone(), nan, "NaN equals nothing");
    let unknown = Error::decode(400, &(), "x").into_kind();
    assert_eq!(unknown.clone(), unknown);
    assert_ne!(unknown, kind);
}
