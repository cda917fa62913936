//! Headers: of every type, from every container, lost, unreadable, hostile.

use errbook::{HeaderText, Headers, HttpDate, RetryAfter};

use super::issues;
use super::shop;
use super::travel::{Busy, Error, ErrorKind};

const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const BODY: &str = r#"{"errcode":"E_BUSY","error":"m"}"#;

fn busy() -> Busy {
    Busy {
        queue: Some(9),
        retry_after: Some(RetryAfter::from_secs(30)),
        change: Some(-4),
        limit: Some(u64::MAX),
        reason: Some(HeaderText::new("load \"high\"").unwrap()),
        since: Some(HttpDate::try_from(DATE).unwrap()),
    }
}

#[test]
fn there_and_back() {
    let sent = Error::from(busy()).encode();
    let headers: Vec<_> = sent.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        headers,
        [
            ("Retry-After", "30"),
            ("X-Change", "-4"),
            ("X-Limit", "18446744073709551615"),
            ("X-Reason", "load \"high\""),
            ("X-Since", DATE),
            ("WWW-Authenticate", "Bearer"),
            ("Content-Type", "application/json"),
        ]
    );
    assert_eq!(sent.body, r#"{"errcode":"E_BUSY","error":"Busy, come back in 30 s.","details":{"queue":9}}"#);
    let error = Error::decode(sent.status, &sent.headers, &sent.body);
    assert_eq!(error.kind(), &ErrorKind::Busy(busy()));
    assert!(issues(&error).is_empty());
}

#[test]
fn a_delay_may_be_a_date() {
    let delay = RetryAfter::from(HttpDate::try_from(DATE).unwrap());
    let kind = ErrorKind::Busy(Busy { retry_after: Some(delay), ..busy() });
    assert_eq!(kind.clone(), kind);
    let sent = Error::from(kind.clone()).encode();
    assert_eq!(sent.headers[0].1, DATE);
    assert_eq!(Error::decode(503, &sent.headers, &sent.body).kind(), &kind);
}

#[test]
fn lost_headers_are_none() {
    let error = Error::decode(503, &(), BODY);
    assert_eq!(error.kind(), &ErrorKind::Busy(Busy::default()));
    assert_eq!(
        issues(&error),
        [
            "missing header `Retry-After`",
            "missing header `X-Change`",
            "missing header `X-Limit`",
            "missing header `X-Since`",
        ]
    );
    assert_eq!(error.kind().to_string(), "Busy, come back in  s.");
    // A body alone has no headers, so none are missing.
    let read: Error = serde_json::from_str(BODY).unwrap();
    assert!(issues(&read).is_empty());
}

#[test]
fn unreadable_headers_are_none() {
    for (name, values) in [
        ("Retry-After", &["", "soon", "-1", "+5", "1.5.0", "1e3", "\u{663}", "5, 5"][..]),
        ("X-Change", &["", "-", "--1", "+1", "1.0", "0x1", "9223372036854775808", "1 2"]),
        ("X-Limit", &["", "-1", "+1", "18446744073709551616", "1e3"]),
        ("X-Reason", &["é", "a\u{7f}", "a\0b"]),
        ("X-Since", &["", "yesterday", "784111777"]),
    ] {
        for value in values {
            let mut headers = Error::from(busy()).encode().headers;
            headers.iter_mut().find(|(key, _)| key == name).unwrap().1 = (*value).to_owned();
            let error = Error::decode(503, &headers, BODY);
            assert_eq!(issues(&error), [format!("invalid header `{name}`")], "{value:?}");
            assert!(matches!(error.kind(), ErrorKind::Busy(_)));
        }
    }
}

#[test]
fn blanks_around_a_value_are_no_part_of_it() {
    let headers = [("retry-after", " \t30 "), ("x-reason", " a b\t")];
    let error = Error::decode(503, &headers, BODY);
    let ErrorKind::Busy(payload) = error.kind() else { panic!("{error:?}") };
    assert_eq!(payload.retry_after, Some(RetryAfter::from_secs(30)));
    assert_eq!(payload.reason.as_deref(), Some("a b"));
}

#[test]
fn any_container_will_do() {
    let wait = |headers: &dyn Headers| {
        let error = shop::Error::decode(429, &headers, r#"{"error":{"code":"rate_limited","message":"m"}}"#);
        match error.into_kind() {
            shop::ErrorKind::RateLimited(payload) => payload.retry_after.and_then(|delay| delay.seconds()),
            other => panic!("{other:?}"),
        }
    };
    let pairs = [("Accept", "x"), ("RETRY-AFTER", "30"), ("retry-after", "31")];
    assert_eq!(wait(&pairs), Some(30));
    assert_eq!(wait(&&pairs[..]), Some(30));
    assert_eq!(wait(&pairs.to_vec()), Some(30));
    assert_eq!(wait(&vec![("retry-after".to_owned(), b"30".to_vec())]), Some(30));
    assert_eq!(wait(&()), None);
    let mut map = http::HeaderMap::new();
    assert_eq!(wait(&map), None);
    map.append("retry-after", http::HeaderValue::from(30));
    map.append("retry-after", http::HeaderValue::from(31));
    assert_eq!(wait(&map), Some(30));
    map.insert("retry-after", http::HeaderValue::from_bytes(b"\xff").unwrap());
    assert_eq!(wait(&map), None);
}

#[test]
fn the_delay_of_an_unknown_error_is_not_lost() {
    let error = shop::Error::decode(503, &[("Retry-After", "12")], "<html>");
    assert_eq!(error.received().unwrap().retry_after(), Some(&RetryAfter::from_secs(12)));
    assert_eq!(shop::Error::decode(503, &[("Retry-After", "-2")], "").received().unwrap().retry_after(), None);
}

#[test]
fn a_forwarded_unknown_error_keeps_its_delay() {
    let waits = |value: &str, body: &str| -> Vec<String> {
        let sent = shop::Error::decode(429, &[("retry-after", value), ("x-secret", "s")], body).forward().encode();
        let kept = sent.headers.into_iter().filter(|(name, _)| name != "Content-Type");
        kept.map(|(name, value)| format!("{name}: {value}")).collect()
    };
    let unknown = r#"{"error":{"code":"slow_down","message":"m"}}"#;
    assert_eq!(waits("12", unknown), ["Retry-After: 12"]);
    assert_eq!(waits(DATE, unknown), [format!("Retry-After: {DATE}")]);
    assert_eq!(waits("soon", unknown), [""; 0]);
    assert_eq!(waits("12", r#"{"error":{"code":"out_of_stock","message":"m"}}"#), ["Retry-After: 12"]);
    // Only once, for a header in the book.
    assert_eq!(waits("12", r#"{"error":{"code":"rate_limited","message":"m"}}"#), ["Retry-After: 12"]);
}

#[test]
fn no_value_becomes_a_second_header() {
    // A received header cannot be forwarded as more than one.
    let headers = [("x-reason", "a\r\nSet-Cookie: b=c"), ("retry-after", "30\r\nX: y")];
    let error = Error::decode(503, &headers, BODY).forward();
    for (_, value) in error.encode().headers {
        assert!(!value.contains(['\r', '\n']), "{value:?}");
    }
    // The message may hold anything: JSON escapes it.
    let error = shop::Error::from(shop::ErrorKind::NotFound).with_message("a\r\nb\"}");
    assert_eq!(error.encode().body, r#"{"error":{"code":"not_found","message":"a\r\nb\"}"}}"#);
}

#[test]
fn http_types() {
    let error = Error::decode(http::StatusCode::SERVICE_UNAVAILABLE, &http::HeaderMap::new(), BODY);
    assert_eq!(error.status_code(), http::StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(Error::decode(7, &(), "").status_code(), http::StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(Error::decode(700, &(), "").status_code().as_u16(), 700);

    let response: http::Response<Vec<u8>> = Error::from(busy()).into();
    assert_eq!(response.status().as_u16(), 503);
    let headers = response.headers();
    assert_eq!(
        (headers.len(), &headers["retry-after"], &headers["www-authenticate"]),
        (7, &"30".parse().unwrap(), &"Bearer".parse().unwrap())
    );
    let error = Error::decode(response.status(), headers, response.body());
    assert_eq!(error.kind(), &ErrorKind::Busy(busy()));
}
