//! Serde of errors: the body, for storage.

use super::issues;
use super::shop::{Error, ErrorCode, ErrorKind, OutOfStock, RateLimited};

#[test]
fn what_is_stored_is_the_error_itself() {
    let error = Error::from(OutOfStock::new(3, 1)).with_message("Few.");
    let json = serde_json::to_string(&error).unwrap();
    assert_eq!(json, error.encode().body);
    let read: Error = serde_json::from_str(&json).unwrap();
    assert_eq!((read.kind(), read.message(), read.status()), (error.kind(), "Few.".into(), 409));
    // Unlike what is sent, also where it was decoded.
    let body = r#"{"error":{"code":"teapot","message":"m","n":1},"t":2}"#;
    assert_eq!(serde_json::to_string(&Error::decode(418, &(), body)).unwrap(), body);
    assert_eq!(serde_json::to_string(&Error::decode(502, &(), "<html>")).unwrap(), "{}");
    // Missing members are not added.
    for body in [r#"{"error":{"code":"out_of_stock","wanted":3,"left":1}}"#, r#"{"error":{"code":"not_found"}}"#] {
        assert_eq!(serde_json::to_string(&Error::decode(409, &(), body)).unwrap(), body);
        assert_eq!(serde_json::to_string(&serde_json::from_str::<Error>(body).unwrap()).unwrap(), body);
    }
}

#[test]
fn any_json_is_an_error() {
    for (json, code) in [
        ("null", None),
        ("true", None),
        ("7", None),
        ("-7", None),
        ("1.5", None),
        (r#""text""#, None),
        ("[]", None),
        ("[{}]", None),
        ("{}", None),
        (r#"{"error":[]}"#, None),
        (r#"{"error":{"code":"teapot"}}"#, Some("teapot")),
        (r#"{"error":{"code":"out_of_stock"}}"#, Some("out_of_stock")),
    ] {
        for error in [
            serde_json::from_str::<Error>(json).unwrap(),
            // Borrows nothing, since it has no text to borrow from.
            serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap(),
        ] {
            assert!(matches!(error.kind(), ErrorKind::Unknown(unknown) if unknown.status().is_none()));
            assert_eq!(error.code_text(), code, "{json}");
            assert!(!issues(&error).is_empty());
        }
    }
    assert!(serde_json::from_str::<Error>("{").is_err(), "what is no JSON is the deserializer's error");
}

#[test]
fn a_body_alone_has_the_codes_own_status() {
    let status = |json| serde_json::from_str::<Error>(json).unwrap().status();
    assert_eq!(status(r#"{"error":{"code":"not_found","message":"m"}}"#), 404);
    assert_eq!(status(r#"{"error":{"code":"out_of_stock","message":"m"}}"#), 409);
    assert_eq!(status(r#"{"error":{"code":"teapot","message":"m"}}"#), 500);

    let read: Error = serde_json::from_str(&Error::from(RateLimited::new(3)).encode().body).unwrap();
    assert!(matches!(read.kind(), ErrorKind::RateLimited(payload) if payload.retry_after.is_none()));
    assert!(issues(&read).is_empty());
    let unknown = serde_json::from_str::<Error>("{}").unwrap();
    assert_eq!(unknown.to_string(), "no readable error code");
    assert_eq!(read.code(), Some(ErrorCode::RateLimited));
}
