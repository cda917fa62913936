//! Errors as problem details and back, by this crate and by `problem_details`.

use std::collections::BTreeMap;

use errbook::__private::Values;
use errbook::{Code, DecodeIssue, Kind, UnknownReason, Value};
use problem_details::ProblemDetails;
use serde_json::{Map, json};

use super::taken::{self, Taken};
use super::travel::{self, Busy, Crash};
use super::{issues, shop};

type Json = serde_json::Value;
type Theirs = ProblemDetails<BTreeMap<String, Json>>;

const LABEL: (&str, &str) = ("Content-Type", "application/problem+json");

/// A kind for each code: of each field the empty value of its type, and no header.
fn kinds<K: Kind>() -> Vec<K> {
    let mut kinds = Vec::new();
    for index in 0..K::Code::ALL.len() {
        kinds.push(K::build(index, Values::new(Vec::new())));
    }
    kinds
}

/// What an error is as problem details, after each of the two has written and the other has read it.
fn there_and_back<K: Kind + PartialEq>(error: &errbook::Error<K>, kind: &K) -> Theirs {
    let sent = error.encode_problem();
    let plain = error.encode();
    assert_eq!(sent.status, plain.status);
    let (label, headers) = sent.headers.split_last().expect("there is a type of content");
    assert_eq!((&*label.0, label.1.as_str()), LABEL);
    assert_eq!(headers, &plain.headers[..plain.headers.len() - 1], "the headers are the same");
    let read = errbook::Error::<K>::decode(sent.status, &sent.headers, &sent.body);
    assert_eq!(read.kind(), kind, "{}", sent.body);
    assert_eq!((read.status(), read.message()), (error.status(), error.message()));
    let read_plain = errbook::Error::<K>::decode(plain.status, &plain.headers, &plain.body);
    assert_eq!(issues(&read), issues(&read_plain), "{}", sent.body);

    let theirs: Theirs = serde_json::from_str(&sent.body).expect("they are problem details");
    let written = serde_json::to_string(&theirs).expect("they can be written");
    let again = errbook::Error::<K>::decode(sent.status, &[LABEL], &written);
    let without_headers = errbook::Error::<K>::decode(sent.status, &[LABEL], &sent.body);
    assert_eq!(again.kind(), without_headers.kind(), "{written}");
    assert_eq!(again.message(), error.message());
    assert_eq!(issues(&again), issues(&without_headers));
    // What was received is sent on as it is.
    let same = |left: &str, right: &str| {
        assert_eq!(serde_json::from_str::<Json>(left).unwrap(), serde_json::from_str::<Json>(right).unwrap());
    };
    same(&read.forward().encode_problem().body, &sent.body);
    same(&again.forward().encode_problem().body, &written);
    theirs
}

fn every_code<K: Kind + Clone + PartialEq>() {
    for kind in kinds::<K>() {
        let info = K::Code::info().row(kind.index());
        let docs = K::Code::docs().row(kind.index());
        for status in info.statuses() {
            let error = errbook::Error::from(kind.clone()).with_status(*status);
            let theirs = there_and_back(&error, &kind);
            assert_eq!(theirs.status.map(|it| it.as_u16()), Some(*status));
            assert_eq!(theirs.title.as_deref(), Some(docs.meaning()));
            assert_eq!(theirs.detail.as_deref(), Some(&*error.message()));
            assert_eq!(theirs.extensions["code"], info.code());
            // Their type of a URI has no place for a fragment.
            let page = docs.docs_url().unwrap_or("about:blank").split('#').next().unwrap_or_default();
            assert_eq!(theirs.r#type.expect("it is there").to_string(), page);
            assert_eq!(theirs.instance, None);
        }
    }
}

#[test]
fn every_code_of_every_book() {
    every_code::<shop::ErrorKind>();
    every_code::<travel::ErrorKind>();
    every_code::<taken::ErrorKind>();
    every_code::<masko_errors::ErrorKind>();
}

/// Each field is an extension member, whatever its name is, and headers are none.
#[test]
fn as_it_is_written() {
    let busy = Busy { queue: Some(3), retry_after: Some(9.into()), ..Busy::default() };
    let sent = travel::Error::from(busy).encode_problem();
    assert_eq!(
        sent.body,
        r#"{"type":"about:blank","title":"Busy.","status":503,"detail":"Busy, come back in 9 s.","code":"E_BUSY","queue":3}"#
    );
    let names: Vec<_> = sent.headers.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["Retry-After", "WWW-Authenticate", "Content-Type"]);

    let taken = Taken { values: (0..11).map(|at| format!("v{at}")).collect() };
    let error = taken::Error::from(taken.clone());
    assert_eq!(
        error.encode_problem().body,
        concat!(
            r#"{"type":"https://taken.example/errors#taken","title":"It is `taken`.","status":400,"detail":"Taken.","#,
            r#""code":"taken","type_":"v0","title_":"v1","status_":"v2","detail_":"v3","instance_":"v4","code_":"v5","#,
            r#""type__":"v6","code___":"v7","status_code":"v8","_":"v9","Type":"v10"}"#
        )
    );
    there_and_back(&error, &taken::ErrorKind::Taken(taken));
}

#[test]
fn the_label_decides() {
    let body = r#"{"status":404,"code":"not_found","detail":"m"}"#;
    for (label, is_problem) in [
        ("application/problem+json", true),
        ("Application/Problem+JSON", true),
        (" application/problem+json ; charset=utf-8", true),
        ("application/problem+json;", true),
        ("application/problem+json2", false),
        ("application/problem", false),
        ("application/problem+xml", false),
        ("application/json", false),
        ("application/json; x=application/problem+json", false),
        ("", false),
    ] {
        let error = shop::Error::decode(404, &[("content-type", label)], body);
        assert_eq!(error.code().is_some(), is_problem, "{label}");
    }
    assert_eq!(shop::Error::decode(404, &(), body).code(), None);
    assert_eq!(shop::Error::decode(404, &[("content-type", &b"\xff"[..])], body).code(), None);
    // The book's own form, wrongly labelled, is still the book's.
    for (body, message) in [
        (r#"{"error":{"code":"not_found","message":"m"}}"#, "m"),
        (r#"{"error":{"code":"not_found","message":"m"},"status":404,"title":"t"}"#, "m"),
    ] {
        let error = shop::Error::decode(404, &[LABEL], body);
        assert_eq!((error.kind(), &*error.message()), (&shop::ErrorKind::NotFound, message));
        assert!(issues(&error).is_empty());
    }
}

/// Whatever else is wrong with them, and however much of it.
#[test]
fn labelled_problem_details_keep_their_code() {
    for (body, code, reason, expected) in [
        (
            r#"{"status":409,"code":"out_of_stock"}"#,
            "out_of_stock",
            UnknownReason::PayloadMismatch,
            &["missing message", "missing member `wanted`", "missing member `left`"][..],
        ),
        (
            r#"{"type":1,"title":2,"status":"x","code":"teapot","detail":3}"#,
            "teapot",
            UnknownReason::CodeUnknown,
            &[
                "the message is not a string",
                "`type` is not a string",
                "`title` is not a string",
                "`status` is not an HTTP status",
                "unknown code",
            ],
        ),
        (
            r#"{"code":"out_of_stock","detail":"m","wanted":"#,
            "out_of_stock",
            UnknownReason::PayloadMismatch,
            &["the body is not valid JSON"],
        ),
    ] {
        let error = shop::Error::decode(409, &[LABEL], body);
        let shop::ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
        assert_eq!((unknown.code(), unknown.reason()), (Some(code), reason), "{body}");
        assert_eq!(issues(&error), expected, "{body}");
    }
}

/// The result of decoding any body.
#[test]
fn decoding_is_total() {
    use UnknownReason::{CodeUnknown, NoCode, PayloadMismatch};
    type Row = (&'static str, Option<UnknownReason>, &'static [&'static str]);
    let rows: &[Row] = &[
        (r#"{"code":"not_found","detail":"m"}"#, None, &[]),
        (r#"{"type":null,"title":null,"status":null,"instance":null,"code":"not_found","detail":"m"}"#, None, &[]),
        (r#"{"status":404.0,"code":"not_found","detail":"m"}"#, None, &[]),
        (r#"{"code":"not_found"}"#, None, &["missing message"]),
        (r#"{"code":"not_found","detail":null}"#, None, &["missing message"]),
        (r#"{"code":"not_found","detail":["odd"]}"#, None, &["the message is not a string"]),
        (
            r#"{"status":500,"code":"not_found","detail":"m"}"#,
            None,
            &["the status in the body is 500, but the response has a different status"],
        ),
        (r#"{"status":"404","code":"not_found","detail":"m"}"#, None, &["`status` is not an HTTP status"]),
        (r#"{"status":70000,"code":"not_found","detail":"m"}"#, None, &["`status` is not an HTTP status"]),
        (r#"{"status":-1,"code":"not_found","detail":"m"}"#, None, &["`status` is not an HTTP status"]),
        (
            r#"{"type":1,"title":[],"instance":{},"code":"not_found","detail":"m"}"#,
            None,
            &["`type` is not a string", "`title` is not a string", "`instance` is not a string"],
        ),
        (
            r#"{"type":1,"type":"t","code":"x","code":"not_found","detail":"m"}"#,
            None,
            &["duplicate member `code`", "duplicate member `type`"],
        ),
        (r#"{"code":"teapot","detail":"m"}"#, Some(CodeUnknown), &["unknown code"]),
        (
            r#"{"code":"out_of_stock","detail":"m","wanted":"3"}"#,
            Some(PayloadMismatch),
            &[
                "`wanted` is not a non-negative integer",
                "missing member `left`",
                "unexpected status for this code, expected 409",
            ],
        ),
        // From a different API: nothing is guessed, even for a type that this book has for a code.
        (
            r#"{"type":"about:blank","title":"Not Found","status":404}"#,
            Some(NoCode),
            &["the body is not an error of this API"],
        ),
        (r#"{"title":"Gone","detail":"m","status":404}"#, Some(NoCode), &["missing code"]),
        (r#"{"code":404,"detail":"m"}"#, Some(NoCode), &["the code is not a string"]),
        ("{}", Some(NoCode), &["the body is not an error of this API"]),
        ("[]", Some(NoCode), &["the body is not an error of this API"]),
        ("null", Some(NoCode), &["the body is not an error of this API"]),
        ("", Some(NoCode), &["the body is not valid JSON"]),
        ("<html>", Some(NoCode), &["the body is not valid JSON"]),
        // A number that is cut off is not another number.
        (r#"{"code":"not_found","status":40"#, Some(PayloadMismatch), &["the body is not valid JSON"]),
        (r#"{"status":404,"code":"not_f"#, Some(NoCode), &["the body is not valid JSON"]),
        (r#"{"code":"not_found","detail":"\ud83d"}"#, None, &["the body has an unpaired surrogate escape"]),
    ];
    for (body, reason, expected) in rows {
        let error = shop::Error::decode(404, &[LABEL], body);
        let found = match error.kind() {
            shop::ErrorKind::Unknown(unknown) => Some(unknown.reason()),
            _ => None,
        };
        assert_eq!(found, *reason, "{body}");
        assert_eq!(issues(&error), *expected, "{body}");
        assert_eq!(error.received().unwrap().excerpt(), *body);
        // Whatever it is, it is not this server's to say.
        assert_eq!(error.encode_problem().body, INTERNAL, "{body}");
        if error.code_text().is_none() {
            assert_eq!(error.forward().encode_problem().body, INTERNAL, "{body}");
        }
    }
}

const INTERNAL: &str = concat!(
    r#"{"type":"about:blank","title":"A fault on the shop's side.","status":500,"#,
    r#""detail":"A fault on the shop's side.","code":"internal_error"}"#
);

#[test]
fn cut_off_and_mutated() {
    let body = shop::Error::from(shop::OutOfStock::new(3, 1)).encode_problem().body;
    for length in 0..body.len() {
        let error = shop::Error::decode(409, &[LABEL], &body[..length]);
        assert_eq!(issues(&error), ["the body is not valid JSON"], "{length}");
        assert!(matches!(error.kind(), shop::ErrorKind::Unknown(_)));
    }
    for place in 0..body.len() {
        for byte in [0, b'"', b'{', b'}', b'[', b',', b'\\', b'0', b'e', b'_', 0xff] {
            let mut bytes = body.as_bytes().to_vec();
            bytes[place] = byte;
            let error = shop::Error::decode(409, &[LABEL], &bytes);
            assert!(error.received().unwrap().issues().len() <= 32);
            let sent = error.forward().encode_problem();
            let _: Json = serde_json::from_str(&sent.body).expect("it is JSON");
        }
    }
}

#[test]
fn what_the_book_does_not_know_is_kept() {
    let body = json!({
        "type": "https://elsewhere.example/x", "title": "T", "status": 418, "detail": "Short.", "code": "teapot",
        "litres": 1, "code_": "not the code", "instance": "/pots/1", "message": "no message",
    });
    let error = shop::Error::decode(418, &[LABEL], &body.to_string());
    let shop::ErrorKind::Unknown(unknown) = error.kind() else { panic!("{error:?}") };
    let fields = [("code", "not the code".into()), ("litres", 1.into()), ("message", Value::from("no message"))];
    assert_eq!(unknown.fields(), fields.map(|(key, value)| (key.to_owned(), value)));
    let outside: Vec<_> = error.received().unwrap().unknown_members().iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(outside, ["instance", "status", "title", "type"]);
    let sent: Json = serde_json::from_str(&error.forward().encode_problem().body).unwrap();
    assert_eq!(sent, body);

    // In a book with an object for its fields, what is in problem details belongs there.
    let error = travel::Error::decode(418, &[LABEL], r#"{"code":"E_TEA","detail":"m","litres":1}"#).forward();
    assert_eq!(error.encode().body, r#"{"errcode":"E_TEA","error":"m","details":{"litres":1}}"#);
    let body = r#"{"status":500,"detail":"m","code":"E_CRASH","place":"p","more":1}"#;
    let error = travel::Error::decode(500, &[LABEL], body).forward();
    assert_eq!(error.kind(), &travel::ErrorKind::Crash(Crash { place: "p".into() }));
    assert_eq!(error.encode().body, r#"{"errcode":"E_CRASH","error":"m","details":{"place":"p","more":1}}"#);
    assert_eq!(error.encode_problem().body, body);
}

/// What was received in the book's own form, and is sent on as problem details.
#[test]
fn from_one_form_to_the_other() {
    for (body, expected) in [
        (
            r#"{"error":{"code":"not_found","message":"Weg.","status":1,"x":2},"x":3,"type":4}"#,
            r#"{"type":"about:blank","title":"There is no such thing.","status":410,"detail":"Weg.","code":"not_found","status_":1,"x":2,"type_":4}"#,
        ),
        (
            r#"{"error":{"code":"not_found"}}"#,
            r#"{"type":"about:blank","title":"There is no such thing.","status":410,"code":"not_found"}"#,
        ),
        (r#"{"error":{"code":"teapot","message":["odd"]}}"#, r#"{"status":410,"code":"teapot","message":["odd"]}"#),
    ] {
        let error = shop::Error::decode(410, &(), body);
        assert_eq!(error.encode_problem().body, INTERNAL);
        assert_eq!(error.forward().encode_problem().body, expected);
    }
    // The status is the one that is sent.
    let error = shop::Error::decode(200, &[LABEL], r#"{"status":200,"code":"not_found","detail":"m"}"#).forward();
    let sent = error.encode_problem();
    assert_eq!((sent.status, &*sent.body), (404, r#"{"status":404,"detail":"m","code":"not_found"}"#));
    // A field wins over a member of the same name elsewhere.
    let body = r#"{"errcode":"E_CRASH","error":"m","place":"beside","details":{"place":"p","x":1},"x":2}"#;
    let error = travel::Error::decode(500, &(), body).forward();
    let json =
        r#"{"type":"about:blank","title":"Crash.","status":500,"detail":"m","code":"E_CRASH","place":"p","x":1}"#;
    assert_eq!(error.encode_problem().body, json);
}

#[test]
fn causes_never_leak() {
    let error = shop::Error::from(shop::ErrorKind::NotFound).with_source("hunter2");
    assert!(!format!("{:?}", error.encode_problem()).contains("hunter2"));
    let error = shop::Error::decode(404, &[LABEL, ("Retry-After", "3")], r#"{"code":"not_found","detail":"hunter2"}"#);
    let sent = error.encode_problem();
    assert_eq!((sent.status, &*sent.body, sent.headers.len()), (500, INTERNAL, 1));
    // A book without an internal error sends an empty body.
    let sent = travel::Error::decode(503, &[LABEL], r#"{"code":"E_BUSY","detail":"hunter2"}"#).encode_problem();
    assert_eq!((sent.status, &*sent.body, sent.headers.len()), (500, "", 0));
}

/// A book whose own errors are problem details with names of its own.
#[test]
fn a_book_of_problem_details() {
    let body = r#"{"errcode":"E_CRASH","error":"m","status":500,"details":{"place":"p"}}"#;
    let error = travel::Error::decode(500, &[LABEL], body);
    assert_eq!(error.kind(), &travel::ErrorKind::Crash(Crash { place: "p".into() }));
    assert_eq!(error.received().unwrap().issues(), [] as [DecodeIssue; 0]);
}

/// Problem details that another server has made with another library.
#[test]
fn of_somebody_else() {
    let theirs = ProblemDetails::from_status_code(http::StatusCode::CONFLICT)
        .with_type(http::Uri::from_static("https://elsewhere.example/gone"))
        .with_detail("All gone.")
        .with_instance(http::Uri::from_static("/orders/7"));
    let read = |body: &str| shop::Error::decode(409, &[LABEL], body);
    let error = read(&serde_json::to_string(&theirs).unwrap());
    assert!(matches!(error.kind(), shop::ErrorKind::Unknown(unknown) if unknown.reason() == UnknownReason::NoCode));
    assert_eq!((error.message(), issues(&error)), ("All gone.".into(), vec!["missing code".to_owned()]));
    let outside = error.received().unwrap().unknown_members();
    assert!(outside.contains(&("instance".to_owned(), Value::from("/orders/7"))), "{outside:?}");
    assert!(outside.contains(&("title".to_owned(), Value::from("Conflict"))), "{outside:?}");

    let members = json!({"code": "out_of_stock", "wanted": 3, "left": 1, "again": "2026-01-31T12:00:00Z"});
    let theirs = theirs.with_extensions(members.as_object().unwrap().clone());
    let body = serde_json::to_string(&theirs).unwrap();
    let error = read(&body);
    let again = errbook::Timestamp::new("2026-01-31T12:00:00Z").unwrap();
    assert_eq!(error.kind(), &shop::ErrorKind::OutOfStock(shop::OutOfStock::new(3, 1).with_again(again)));
    assert!(issues(&error).is_empty());
    let sent = error.forward().encode_problem().body;
    let read: ProblemDetails<Map<String, Json>> = serde_json::from_str(&sent).unwrap();
    assert_eq!(read, theirs);
}
