//! Round trips of Masko's errors.

use errbook_codegen::emit::emit;
use masko_errors::errbook::{DecodeIssue, RetryAfter, UnknownReason, Value};
use masko_errors::{Error, ErrorCode, ErrorKind, InsufficientCredits, OrError, RateLimited};

use crate::page;
use crate::specs::{book, masko, pages};

#[test]
fn every_response_on_the_page_is_decoded_and_encoded_again() {
    let text = pages(&emit(&book(masko())));
    // Each code once, and two again in their guides.
    page::check::<ErrorKind>("masko", &text, ErrorCode::ALL.len() + 2);
    page::find::<ErrorCode>();
}

#[test]
fn a_server_says_what_the_table_says() {
    fn charge(required: u64, balance: i64) -> Result<(), Error> {
        if i128::from(balance) < i128::from(required) {
            return Err(InsufficientCredits::new(required, balance).into());
        }
        Err(ErrorKind::NotFound)?
    }
    let error = charge(140, 50).unwrap_err();
    assert_eq!((error.status(), error.code()), (402, Some(ErrorCode::InsufficientCredits)));
    let sent = error.encode();
    assert_eq!(
        sent.body,
        r#"{"error":{"code":"insufficient_credits","message":"Not enough credits. Required: 140, balance: 50.","required":140,"balance":50}}"#
    );
    assert_eq!(charge(1, 5).unwrap_err().code(), Some(ErrorCode::NotFound));

    let said = Error::from(ErrorKind::BadRequest).with_message("missing member `name`");
    let heard = Error::decode(400, &(), &said.encode().body);
    assert_eq!(
        (heard.message(), heard.to_string()),
        ("missing member `name`".into(), "missing member `name`".to_owned())
    );
    assert_eq!(*heard.kind(), ErrorKind::BadRequest);
}

#[test]
fn a_cause_stays_at_home() {
    let lost: Result<(), Error> =
        Err(std::io::Error::other("secret: the disk is full")).or_error(ErrorKind::InternalError);
    let error = lost.unwrap_err();
    assert!(std::error::Error::source(&error).is_some_and(|it| it.to_string().contains("secret")));
    let sent = error.encode();
    assert!(!format!("{:?}{}", sent.headers, sent.body).contains("secret"));
}

#[test]
fn a_client_learns_what_there_is_to_know() {
    let error = Error::decode(
        429,
        &[("retry-after", "2")],
        r#"{"error": {"message": "Slow down.", "code": "rate_limited", "limit": 10}}"#,
    );
    let ErrorKind::RateLimited(RateLimited { retry_after, .. }) = error.kind() else { panic!("{error:?}") };
    assert_eq!(retry_after.as_ref().and_then(RetryAfter::seconds), Some(2));
    let received = error.received().unwrap();
    assert_eq!(received.unknown_fields(), [("limit".to_owned(), Value::from(10))]);
    assert_eq!(received.issues(), []);

    let lost = Error::decode(429, &(), r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#);
    assert!(matches!(lost.kind(), ErrorKind::RateLimited(it) if it.retry_after.is_none()), "{lost:?}");

    let cut = Error::decode(
        402,
        &(),
        r#"{"error": {"code": "insufficient_credits", "message": "Not enough", "required": 20, "bal"#,
    );
    assert_eq!(cut.code(), Some(ErrorCode::InsufficientCredits));
    let ErrorKind::Unknown(unknown) = cut.kind() else { panic!("{cut:?}") };
    assert_eq!(unknown.reason(), UnknownReason::PayloadMismatch);
    assert!(cut.received().unwrap().issues().contains(&DecodeIssue::NotJson));

    let proxy = Error::decode(404, &(), "<html>nginx</html>");
    assert_eq!((proxy.code(), proxy.code_text(), proxy.status()), (None, None, 404), "a proxy's 404 is not the book's");
}

#[test]
fn what_was_received_is_not_sent_on_by_accident() {
    let upstream = || {
        Error::decode(
            402,
            &(),
            r#"{"error": {"code": "insufficient_credits", "message": "Theirs.", "required": 2, "balance": 1, "account": "a1"}}"#,
        )
    };
    let sent = upstream().encode();
    assert_eq!((sent.status, sent.body.contains("internal_error")), (500, true));
    assert!(!sent.body.contains("Theirs") && !sent.body.contains("a1"));
    let forwarded = upstream().forward().encode();
    assert_eq!(
        (forwarded.status, forwarded.body.contains("Theirs."), forwarded.body.contains("a1")),
        (402, true, true)
    );
}

#[test]
fn codes_and_errors_are_serialized_as_they_are_on_the_wire() {
    assert_eq!(serde_json::to_string(&ErrorCode::NotFound).unwrap(), r#""not_found""#);
    assert_eq!(serde_json::from_str::<ErrorCode>(r#""not_found""#).unwrap(), ErrorCode::NotFound);
    assert!(
        serde_json::from_str::<ErrorCode>(r#""not_fond""#)
            .unwrap_err()
            .to_string()
            .contains("unknown error code `not_fond`")
    );
    let error = Error::from(InsufficientCredits::new(140, 50));
    let text = serde_json::to_string(&error).unwrap();
    assert_eq!(text, error.encode().body);
    let read: Error = serde_json::from_str(&text).unwrap();
    assert_eq!(read.kind(), error.kind());
}

#[test]
fn an_error_is_one_pointer_wide_and_crosses_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Error>();
    assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
}
