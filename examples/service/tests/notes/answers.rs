//! What the service answers: each failure with the code that the book has for it.

use std::time::Duration;

use notes::{Limits, database};
use notes_errors::{ErrorCode, ErrorKind};

use crate::{ask, decode, service, start};

const JSON: &str = "application/json";
const NOTE: &str = r#"{"title":"Milk","text":"Two litres."}"#;
const EMPTY: &str = r#"{"title":" ","text":""}"#;

#[rustfmt::skip]
pub(crate) const ROWS: &[(&str, &str, &str, &str, u16, ErrorCode)] = &[
    // What the handlers fail with.
    ("GET", "/notes/7", "", "", 404, ErrorCode::NoteNotFound),
    ("POST", "/notes", JSON, NOTE, 409, ErrorCode::TitleTaken),
    ("POST", "/notes", JSON, EMPTY, 422, ErrorCode::InvalidNote),
    // What the framework and the layers answer.
    ("GET", "/nowhere", "", "", 404, ErrorCode::NotFound),
    ("DELETE", "/notes/1", "", "", 405, ErrorCode::MethodNotAllowed),
    ("GET", "/notes/one", "", "", 400, ErrorCode::BadRequest),
    ("POST", "/notes", JSON, "{", 400, ErrorCode::BadRequest),
    ("POST", "/notes", JSON, "[1]", 422, ErrorCode::BadRequest),
    ("POST", "/notes", "text/plain", NOTE, 415, ErrorCode::BadRequest),
    ("GET", "/panic", "", "", 500, ErrorCode::InternalError),
];

#[tokio::test]
async fn each_failure_goes_out_with_its_code() {
    let limits = Limits { body: 64, ..Limits::default() };
    let base = start(service(database().await.expect("a database"), limits)).await;
    let answer = ask(&base, "POST", "/notes", JSON, NOTE).await;
    assert_eq!((answer.0, answer.2.as_str()), (201, r#"{"id":1,"title":"Milk","text":"Two litres."}"#));
    // A server that has panicked still answers.
    assert_eq!(ask(&base, "GET", "/panic", "", "").await.0, 500);
    for (method, path, content_type, body, status, code) in ROWS {
        let answer = ask(&base, method, path, content_type, body).await;
        assert_eq!((answer.0, decode(&answer).code()), (*status, Some(*code)), "{method} {path}: {}", answer.2);
        assert_eq!(answer.1["content-type"], JSON, "{method} {path}");
    }
    let answer = ask(&base, "POST", "/notes", JSON, &"7".repeat(65)).await;
    assert_eq!((answer.0, decode(&answer).code()), (413, Some(ErrorCode::BadRequest)));
    // What a code has to say is in it.
    let answer = ask(&base, "DELETE", "/notes/1", "", "").await;
    assert_eq!(answer.1["allow"], "GET,HEAD");
    let ErrorKind::InvalidNote(note) = decode(&ask(&base, "POST", "/notes", JSON, EMPTY).await).into_kind() else {
        panic!("see above");
    };
    assert_eq!(note.problems, ["`title` is empty"]);
    assert_eq!(ask(&base, "GET", "/notes/1", "", "").await.2, r#"{"id":1,"title":"Milk","text":"Two litres."}"#);
}

#[tokio::test]
async fn a_handler_that_takes_too_long() {
    let pool = database().await.expect("a database");
    // The one connection.
    let held = pool.acquire().await.expect("it is free");
    let base = start(service(pool, Limits { time: Duration::from_millis(250), ..Limits::default() })).await;
    let answer = ask(&base, "GET", "/notes/1", "", "").await;
    assert_eq!((answer.0, decode(&answer).code()), (408, Some(ErrorCode::Timeout)));
    drop(held);
    let answer = ask(&base, "GET", "/notes/1", "", "").await;
    assert_eq!(decode(&answer).code(), Some(ErrorCode::NoteNotFound));
}

#[tokio::test]
async fn a_request_too_many() {
    let limits = Limits { requests: 1, window: Duration::from_secs(3600), ..Limits::default() };
    let base = start(service(database().await.expect("a database"), limits)).await;
    assert_eq!(ask(&base, "GET", "/notes/1", "", "").await.0, 404);
    let answer = ask(&base, "GET", "/notes/1", "", "").await;
    assert_eq!((answer.0, decode(&answer).code()), (429, Some(ErrorCode::RateLimited)));
    assert_eq!(answer.1["retry-after"], "3600");
}
