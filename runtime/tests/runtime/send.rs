//! What a server sends, and what it never sends.

use std::error::Error as _;

use errbook::{Response, Value};

use super::shop::{Error, ErrorCode, ErrorKind, OutOfStock, RateLimited};
use super::travel::{self, Crash};

const INTERNAL: &str = r#"{"error":{"code":"internal_error","message":"A fault on the shop's side."}}"#;

fn assert_is_internal(response: &Response) {
    assert_eq!((response.status, response.body.as_str()), (500, INTERNAL));
    assert_eq!(response.headers, [("Content-Type".into(), "application/json".to_owned())]);
}

#[test]
fn there_and_back() {
    let again = errbook::Timestamp::new("2026-01-31T12:00:00Z").unwrap();
    for kind in [
        ErrorKind::NotFound,
        ErrorKind::OutOfStock(OutOfStock::new(u64::MAX, 0)),
        ErrorKind::OutOfStock(OutOfStock::new(3, 1).with_again(again)),
        ErrorKind::RateLimited(RateLimited::new(30)),
        ErrorKind::InternalError,
    ] {
        let error = Error::from(kind.clone());
        let sent = error.encode();
        let read = Error::decode(sent.status, &sent.headers, &sent.body);
        assert_eq!(read.kind(), &kind);
        assert_eq!((read.status(), read.message()), (error.status(), error.message()));
        assert!(read.received().unwrap().issues().is_empty(), "{read:?}");
    }
}

#[test]
fn what_was_decoded_is_not_sent_on() {
    for body in [
        r#"{"error":{"code":"not_found","message":"secret"}}"#,
        r#"{"error":{"code":"teapot","message":"secret"}}"#,
        r#"{"error":{"code":"out_of_stock","message":"secret"}}"#,
        "secret",
    ] {
        let error = Error::decode(404, &[("Retry-After", "30")], body);
        assert_is_internal(&error.encode());
        assert_eq!(error.status(), 404, "a client sees what it was");

        let message = error.to_string();
        let sent = error.sent();
        assert_eq!((sent.code(), sent.status()), (Some(ErrorCode::InternalError), 500));
        assert_is_internal(&sent.encode());
        assert_eq!(sent.source().unwrap().to_string(), message);
        assert!(sent.source().unwrap().downcast_ref::<Error>().is_some());
    }
    // An error read from storage was not built here either.
    let stored: Error = serde_json::from_str(r#"{"error":{"code":"not_found","message":"m"}}"#).unwrap();
    assert_is_internal(&stored.encode());
}

#[test]
fn an_unknown_kind_is_not_sent_by_way_of_a_new_error() {
    let kind = Error::decode(418, &(), r#"{"error":{"code":"teapot","message":"secret","n":1}}"#).into_kind();
    let error = Error::from(kind);
    assert_is_internal(&error.encode());
    assert_eq!(error.status(), 418);
    let sent = error.forward().encode();
    assert_eq!((sent.status, sent.body.as_str()), (418, r#"{"error":{"code":"teapot","n":1}}"#));
}

#[test]
fn a_kind_that_was_taken_out_is_ones_own() {
    let kind = Error::decode(404, &(), r#"{"error":{"code":"not_found","message":"secret"}}"#).into_kind();
    let sent = Error::from(kind).encode();
    assert_eq!((sent.status, sent.body.contains("secret")), (404, false));
}

#[test]
fn a_book_without_an_internal_error_says_nothing() {
    // It has an error with status 500, but that needs a payload.
    let crash = travel::Error::from(Crash { place: "here".into() });
    assert_eq!((crash.encode().status, crash.to_string()), (500, "Crashed at here.".to_owned()));

    let error = travel::Error::decode(503, &(), r#"{"errcode":"E_BUSY","error":"secret"}"#);
    let empty = |response: Response| {
        assert_eq!((response.status, response.body.as_str(), response.headers.len()), (500, "", 0));
    };
    empty(error.encode());
    let sent = error.sent();
    assert_eq!((sent.status(), sent.code()), (500, None));
    assert_eq!(sent.source().unwrap().to_string(), "secret");
    empty(sent.encode());
    empty(sent.sent().encode());
}

#[test]
fn forwarded_it_is_sent_as_it_was_received() {
    for body in [
        r#"{"error":{"code":"not_found","message":"Weg.","hint":[1,{"a":null}]},"trace":"t"}"#,
        r#"{"error":{"code":"teapot","message":"Short.","litres":1.5}}"#,
        r#"{"error":{"code":"teapot","litres":1}}"#,
        r#"{"error":{"code":"out_of_stock","message":"m","wanted":"three"}}"#,
        // Missing members are not added.
        r#"{"error":{"code":"not_found"}}"#,
        r#"{"error":{"code":"not_found","message":["odd"]}}"#,
        r#"{"error":{"code":"out_of_stock","wanted":3,"left":1}}"#,
    ] {
        let sent = Error::decode(410, &(), body).forward().encode();
        assert_eq!((sent.status, sent.body.as_str()), (410, body));
        assert_eq!(sent.headers.last().unwrap().0, "Content-Type");
    }
    let sent = Error::decode(429, &[("retry-after", "9"), ("x-secret", "s")], r#"{"error":{"code":"rate_limited"}}"#)
        .forward();
    let response = sent.encode();
    assert_eq!(response.headers[..1], [("Retry-After".into(), "9".to_owned())]);
    assert_eq!((response.headers.len(), response.body.as_str()), (2, r#"{"error":{"code":"rate_limited"}}"#));
    assert_eq!(sent.sent().code(), Some(ErrorCode::RateLimited));
}

#[test]
fn what_has_no_code_is_not_forwarded() {
    for body in [
        "",
        "<html>secret</html>",
        "[1]",
        "{}",
        r#"{"error":{"code":7,"message":"secret"}}"#,
        r#"{"error":{"message":"secret","n":1}}"#,
        r#"{"detail":"secret"}"#,
        r#"{"error":"invalid_grant","error_description":"secret"}"#,
    ] {
        let error = Error::decode(502, &[("Retry-After", "9")], body).forward();
        assert_is_internal(&error.encode());
        assert_is_internal(&error.with_message("secret").encode());
        let sent = Error::decode(502, &(), body).forward().sent();
        assert_eq!((sent.code(), sent.status()), (Some(ErrorCode::InternalError), 500), "{body}");
        assert!(sent.source().unwrap().is::<Error>());
        assert_is_internal(&sent.encode());
    }
    // Nor through a new error.
    let kind = Error::decode(502, &(), "<html>").into_kind();
    assert_is_internal(&Error::from(kind).forward().encode());
}

#[test]
fn only_a_status_of_an_error_is_forwarded() {
    let known = r#"{"error":{"code":"not_found","message":"m"}}"#;
    let misfit = r#"{"error":{"code":"out_of_stock","message":"m"}}"#;
    let unknown = r#"{"error":{"code":"teapot","message":"m"}}"#;
    let forwarded = |status: u16, body: &str| {
        let error = Error::decode(status, &(), body).forward();
        assert_eq!(error.status(), status, "a client sees what it was");
        let sent = error.encode();
        assert_eq!(sent.body, body);
        sent.status
    };
    for status in [0, 99, 100, 200, 204, 299, 600, 999, u16::MAX] {
        let sent = [known, misfit, unknown].map(|body| forwarded(status, body));
        assert_eq!(sent, [404, 409, 500], "{status}");
    }
    for status in [300, 404, 418, 599] {
        assert_eq!([known, misfit, unknown].map(|body| forwarded(status, body)), [status; 3]);
    }
}

#[test]
fn a_set_message_replaces_what_was_received() {
    let error = Error::decode(404, &(), r#"{"error":{"code":"not_found","message":["odd"]}}"#).forward();
    let error = error.with_message("Mine.");
    assert_eq!(error.encode().body, r#"{"error":{"code":"not_found","message":"Mine."}}"#);
}

#[test]
fn causes_never_leak() {
    let cause = std::io::Error::other("password=hunter2");
    let nested = Error::from(ErrorKind::InternalError).with_source(cause);
    let error = Error::from(OutOfStock::new(2, 1)).with_source(nested);
    let response = error.encode();
    let sent = format!("{response:?} {} {error}", error.message());
    assert!(!sent.contains("hunter2") && !sent.contains("fault"), "{sent}");
    assert!(!serde_json::to_string(&error).unwrap().contains("hunter2"));
    // Logs have it.
    assert!(format!("{error:?}").contains("hunter2"));
}

#[test]
fn statuses_are_the_books() {
    let error = Error::from(ErrorKind::NotFound);
    assert_eq!(error.encode().status, 404);
    assert_eq!(error.with_status(410).encode().status, 410);
}

#[test]
fn nothing_is_written_twice() {
    // A member in place of the fields' object, and one named like the error itself.
    let body = r#"{"error":1,"error":{"code":"teapot","message":"m"},"x":1}"#;
    let sent = Error::decode(400, &(), body).forward().encode();
    assert_eq!(sent.body, r#"{"error":{"code":"teapot","message":"m"},"x":1}"#);
    let value: Value = serde_json::from_str(&sent.body).unwrap();
    assert_eq!(value.get("x"), Some(&Value::from(1)));
}
