//! Errors as responses of `axum`, its own errors as the book's, and the log.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Json, Path, Query};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use errbook::axum::{Checked, Expose, panicked};
use errbook::tower::ErrorLayer;
use masko_errors::{Error, ErrorKind, InsufficientCredits, OrError, RateLimited};
use tower::ServiceExt as _;
use tower_http::catch_panic::CatchPanicLayer;

use crate::log::Log;

/// What must never be in a response.
const SECRET: &str = "hunter2";

fn secret() -> std::io::Error {
    std::io::Error::other(SECRET)
}

fn router() -> Router {
    type Number = Checked<Path<u32>, ErrorKind>;
    type Page = Checked<Query<std::collections::HashMap<String, u32>>, ErrorKind>;
    type Body = Checked<Json<serde_json::Map<String, serde_json::Value>>, ErrorKind>;
    type ExposedBody = Checked<Json<serde_json::Map<String, serde_json::Value>>, ErrorKind, Expose>;
    Router::new()
        .route("/credits", get(|| async { Err::<(), Error>(InsufficientCredits::new(140, 50).into()) }))
        .route("/limit", get(|| async { Err::<(), Error>(RateLimited::new(30).into()) }))
        .route("/key", get(|| async { Err::<(), Error>(ErrorKind::Unauthorized.into()) }))
        .route("/cause", get(|| async { Err::<(), _>(secret()).or_error(ErrorKind::InternalError) }))
        .route("/number/{number}", get(|Checked(Path(it), ..): Number| async move { it.to_string() }))
        .route("/page", get(|Checked(Query(_), ..): Page| async {}))
        .route("/body", post(|Checked(Json(_), ..): Body| async {}))
        .route("/exposed", post(|Checked(Json(_), ..): ExposedBody| async {}))
        .route("/panic", get(|| async { panic!("{SECRET}") as () }))
        .route("/gateway", get(|| async { Err::<(), Error>(upstream()) }))
        .route("/forward", get(|| async { Err::<(), Error>(upstream().forward()) }))
        .layer(CatchPanicLayer::custom(panicked::<ErrorKind>))
        .layer(ErrorLayer::<ErrorKind>::new())
}

/// An upstream server's error.
fn upstream() -> Error {
    let body = r#"{"error": {"code": "not_found", "message": "hunter2 is gone."}}"#;
    Error::decode(404, &(), body).with_source(secret())
}

/// Status, headers and body.
type Answer = (u16, http::HeaderMap, String);

async fn ask(router: Router, method: &str, path: &str, content_type: &str, body: &str) -> Answer {
    let request = http::Request::builder().method(method).uri(path).header("content-type", content_type);
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status.as_u16(), parts.headers, String::from_utf8(bytes.into()).expect("a text"))
}

#[tokio::test]
async fn every_way_to_fail() {
    const JSON: &str = "application/json";
    for (method, path, content_type, body, status, code) in [
        ("GET", "/credits", "", "", 402, "insufficient_credits"),
        ("GET", "/limit", "", "", 429, "rate_limited"),
        ("GET", "/key", "", "", 401, "unauthorized"),
        ("GET", "/cause", "", "", 500, "internal_error"),
        ("GET", "/number/seven", "", "", 400, "bad_request"),
        ("GET", "/page?at=two", "", "", 400, "bad_request"),
        ("POST", "/body", JSON, "{hunter2", 400, "bad_request"),
        // The book has neither 415 nor 422: it answers with its 400.
        ("POST", "/body", "text/plain", "{}", 400, "bad_request"),
        ("POST", "/body", JSON, "[]", 400, "bad_request"),
        ("GET", "/nowhere", "", "", 404, "not_found"),
        ("DELETE", "/body", "", "", 400, "bad_request"),
        ("GET", "/panic", "", "", 500, "internal_error"),
        ("GET", "/gateway", "", "", 500, "internal_error"),
    ] {
        let (found, headers, text) = ask(router(), method, path, content_type, body).await;
        assert_eq!(found, status, "{method} {path}: {text}");
        assert_eq!(headers["content-type"], JSON, "{method} {path}");
        let error = Error::decode(found, &headers, &text);
        assert_eq!(error.code_text(), Some(code), "{method} {path}");
        assert_eq!(error.received().expect("it was decoded").issues(), [], "{method} {path}");
        assert!(!text.contains(SECRET) && !format!("{headers:?}").contains(SECRET), "{method} {path}: {text}");
    }
    assert_eq!(ask(router(), "GET", "/limit", "", "").await.1["retry-after"], "30");
    assert_eq!(ask(router(), "GET", "/key", "", "").await.1["www-authenticate"], "Bearer");
    // Valid requests pass.
    assert_eq!(ask(router(), "GET", "/number/7", "", "").await.2, "7");
    assert_eq!(ask(router(), "POST", "/body", JSON, "{}").await.0, 200);
}

#[tokio::test]
async fn what_the_framework_knows() {
    // The allowed methods are kept, whatever the new status.
    let (_, headers, _) = ask(router(), "DELETE", "/body", "", "").await;
    assert_eq!(headers["allow"], "POST");
    // With `Expose` its text is sent, but never that of a server error.
    let (status, _, text) = ask(router(), "POST", "/exposed", "application/json", "{").await;
    let error = Error::decode(status, &(), &text);
    assert!(error.message().starts_with("Failed to parse the request body as JSON"), "{text}");
    // A decoded error is sent only after `forward`.
    let (status, _, text) = ask(router(), "GET", "/forward", "", "").await;
    assert_eq!((status, text.as_str()), (404, r#"{"error":{"code":"not_found","message":"hunter2 is gone."}}"#));
}

/// The shop has no code for a bad request, nor for an unsupported method.
#[tokio::test]
async fn a_book_without_a_code_leaves_the_answer_alone() {
    use crate::runtime::shop::ErrorKind;
    let app = || {
        Router::new()
            .route("/page", get(|Checked(Path(()), ..): Checked<Path<()>, ErrorKind>| async {}))
            .route("/body", post(|Checked(Json(_), ..): Checked<Json<u32>, ErrorKind>| async {}))
            .layer(ErrorLayer::<ErrorKind>::new())
    };
    let (status, headers, text) = ask(app(), "POST", "/body", "text/plain", "1").await;
    assert_eq!((status, headers["content-type"].to_str().expect("a text")), (415, "text/plain; charset=utf-8"));
    assert!(text.starts_with("Expected request with"), "{text}");
    let (status, headers, text) = ask(app(), "GET", "/body", "", "").await;
    assert_eq!((status, text.as_str(), &headers["allow"]), (405, "", &http::HeaderValue::from_static("POST")));
    let (status, _, text) = ask(app(), "GET", "/nowhere", "", "").await;
    assert_eq!(status, 404);
    assert!(text.contains(r#""code":"not_found""#), "{text}");
}

/// An extractor that redirects requests without a session.
struct SignedIn;

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Redirect;

    async fn from_request_parts(_: &mut http::request::Parts, _: &S) -> Result<Self, Redirect> {
        Err(Redirect::to("/sign-in"))
    }
}

#[tokio::test]
async fn a_redirect_is_no_error() {
    type Kept = Checked<SignedIn, ErrorKind>;
    type Tell = Checked<SignedIn, ErrorKind, Expose>;
    let app = || Router::new().route("/kept", get(async |_: Kept| "in")).route("/exposed", get(async |_: Tell| "in"));
    for path in ["/kept", "/exposed"] {
        let log = Log::start();
        let (status, headers, text) = ask(app(), "GET", path, "", "").await;
        assert_eq!((status, headers["location"].to_str().expect("a text"), text.as_str()), (303, "/sign-in", ""));
        assert_eq!(log.events(), Vec::<String>::new());
    }
}

#[test]
fn one_event_for_each_error() {
    let fault = Error::from(ErrorKind::InternalError)
        .with_source(std::io::Error::other(Error::from(ErrorKind::NotFound).with_source("a\u{1b}[31m\nb")));
    for (error, expected) in [
        (
            Error::from(InsufficientCredits::new(140, 50)),
            r#"DEBUG errbook: Not enough credits. Required: 140, balance: 50. code="insufficient_credits" status=402"#,
        ),
        (
            fault,
            r#"ERROR errbook: Something failed on Masko's side. code="internal_error" status=500 causes=There is no such resource.: a\u{1b}[31m\nb"#,
        ),
        (
            upstream(),
            r#"ERROR errbook: Something failed on Masko's side. code="internal_error" status=500 causes=hunter2 is gone.: hunter2"#,
        ),
        (
            Error::from(ErrorKind::NotFound).with_message("a\u{1b}[31m\nb"),
            r#"DEBUG errbook: a\u{1b}[31m\nb code="not_found" status=404"#,
        ),
        (
            Error::decode(418, &(), r#"{"error": {"code": "a\u001b[31m\n\u202e", "message": "b\u001b\n"}}"#).forward(),
            r#"DEBUG errbook: b\u{1b}\n code="a\u{1b}[31m\n\u{202e}" status=418"#,
        ),
        // With a status that no error has, it is sent as 500, and logged as that.
        (
            Error::decode(200, &(), r#"{"error": {"code": "teapot", "message": "Short and stout."}}"#).forward(),
            r#"ERROR errbook: Short and stout. code="teapot" status=500"#,
        ),
    ] {
        let log = Log::start();
        drop(error.into_response());
        let events = log.events();
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0], expected);
    }
}

/// An error that is its own source, which is allowed.
#[derive(Debug)]
struct Endless;

impl std::fmt::Display for Endless {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("again")
    }
}

impl std::error::Error for Endless {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self)
    }
}

#[test]
fn causes_without_an_end_are_cut() {
    let log = Log::start();
    drop(Error::from(ErrorKind::InternalError).with_source(Endless).into_response());
    let events = log.events();
    let [event] = &events[..] else { panic!("{events:?}") };
    let (_, causes) = event.split_once("causes=").expect("they are there");
    assert_eq!(causes, "again: …");
}

/// An error that prints its source itself, as many do.
#[derive(Debug)]
struct Telling(&'static str, Option<Box<Telling>>);

impl std::fmt::Display for Telling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Telling {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|it| it as _)
    }
}

#[test]
fn a_cause_is_told_once() {
    for (chain, expected) in [
        (&["a", "b", "c"][..], "a: b: c"),
        (&["a: b: c", "b: c", "c"], "a: b: c"),
        (&["a", "b: c", "c", "d"], "a: b: c: d"),
        (&["a (b)", "b"], "a (b): b"),
        (&["a", "a", "b"], "a: b"),
        // The end of a word is no cause.
        (&["no such table", "able"], "no such table: able"),
        (&["", ""], ""),
    ] {
        let cause = chain.iter().rev().fold(None, |below, text| Some(Box::new(Telling(text, below))));
        let log = Log::start();
        drop(Error::from(ErrorKind::InternalError).with_source(cause.expect("a cause")).into_response());
        let events = log.events();
        let (_, event) = events[0].split_once(" status=500").expect("it is there");
        assert_eq!(event, format!(" causes={expected}"));
    }
}

/// The framework's text about a request is logged, whether or not the caller gets it.
#[tokio::test]
async fn the_log_has_what_the_framework_says() {
    const JSON: &str = "application/json";
    const WRONG: &str = "Failed to parse the request body as JSON: key must be a string at line 1 column 2";
    for (method, path, content_type, body, said) in [
        ("POST", "/body", JSON, "{hunter2", WRONG),
        ("POST", "/exposed", JSON, "{hunter2", WRONG),
        ("POST", "/body", "text/plain", "{}", "Expected request with `Content-Type: application/json`"),
        ("GET", "/number/seven", "", "", "Invalid URL: Cannot parse `seven` to a `u32`"),
    ] {
        let log = Log::start();
        ask(router(), method, path, content_type, body).await;
        let events = log.events();
        let [event] = &events[..] else { panic!("{path}: {events:?}") };
        assert!(
            event.starts_with("DEBUG ") && event.contains("}: errbook: ") && event.ends_with(&format!("causes={said}")),
            "{event}"
        );
    }
}
