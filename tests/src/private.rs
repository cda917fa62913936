//! Private data is never sent: a secret in every place where a cause can be, and every response is searched for it.

use std::error::Error as StdError;
use std::fmt;
use std::panic::panic_any;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_extra::extract::WithRejection;
use errbook::axum::{Checked, Expose, Rejection, panicked, reject};
use errbook::tower::ErrorLayer;
use http::request::Parts;
use masko_errors::{Error, ErrorKind, InsufficientCredits, OrError, RateLimited};
use tower::ServiceExt as _;
use tower_http::catch_panic::CatchPanicLayer;

use crate::log::Log;

const SECRET: &str = "hunter2";

/// An error with the secret in every message, and in its sources.
#[derive(Debug)]
#[allow(dead_code, reason = "`Debug` shows it")]
struct Cause(&'static str, Option<Box<Cause>>);

impl Cause {
    fn new() -> Self {
        Self(SECRET, Some(Box::new(Self(SECRET, Some(Box::new(Self(SECRET, None)))))))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cause: {}", self.0)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.1.as_deref().map(|it| it as _)
    }
}

/// An extractor that rejects with a server error, with the secret in the text and headers of the response.
struct Telling;

impl<S: Sync> FromRequestParts<S> for Telling {
    type Rejection = Response;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Response> {
        let headers = [("content-type", SECRET), ("content-encoding", SECRET)];
        Err((http::StatusCode::BAD_GATEWAY, headers, SECRET).into_response())
    }
}

/// A text with the secret, and in its headers what describes it.
fn telling() -> Response {
    let headers = [("content-type", "text/plain; charset=hunter2"), ("etag", SECRET), ("content-language", SECRET)];
    (http::StatusCode::BAD_GATEWAY, headers, SECRET).into_response()
}

/// An extractor that rejects with an upstream response.
struct Upstream;

impl<S: Sync> FromRequestParts<S> for Upstream {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Error> {
        Err(upstream(402, "insufficient_credits"))
    }
}

/// One that panics.
struct Panicking;

impl<S: Sync> FromRequest<S> for Panicking {
    type Rejection = Response;

    async fn from_request(_: Request, _: &S) -> Result<Self, Response> {
        panic!("{SECRET}")
    }
}

/// An upstream error with the secret in every part.
fn upstream(status: u16, code: &str) -> Error {
    let body = format!(
        r#"{{"hunter2": "hunter2", "error": {{"code": "{code}", "message": "{SECRET}", "required": 1, "balance": 2, "extra": "{SECRET}"}}}}"#
    );
    let headers = [("Retry-After", "77"), ("WWW-Authenticate", SECRET), ("X-Secret", SECRET)];
    Error::decode(status, &headers, &body).with_source(Cause::new())
}

masko_errors::app_error! {
    /// A handler's own.
    struct AppError;
    Cause => InternalError,
    std::io::Error => |_| InsufficientCredits::new(140, 50),
    anyhow::Error => |error| Error::from(ErrorKind::NotFound).with_context(error.to_string()),
    axum::extract::rejection::JsonRejection => BadRequest,
}

/// The error of a handler in which a function with `anyhow` failed.
fn held(error: Error) -> Error {
    AppError::from(anyhow::Error::new(error).context(SECRET)).into()
}

/// Every way to fail with a cause.
fn errors() -> Vec<(&'static str, Error)> {
    let io = || std::io::Error::other(Cause::new());
    vec![
        ("a source", Error::from(ErrorKind::InternalError).with_source(Cause::new())),
        ("a source of 402", Error::from(InsufficientCredits::new(140, 50)).with_source(Cause::new())),
        ("a source with headers", Error::from(RateLimited::new(3)).with_source(io())),
        ("a text as the source", Error::from(ErrorKind::Forbidden).with_source(SECRET)),
        ("or_error", Err::<(), _>(io()).or_error(ErrorKind::BadRequest).expect_err("it is an error")),
        ("an error in an error", Error::from(ErrorKind::NotFound).with_source(upstream(404, "not_found"))),
        ("another message", Error::from(ErrorKind::NotFound).with_message("No.").with_source(Cause::new())),
        ("context", Error::from(ErrorKind::InternalError).with_context(SECRET)),
        ("context above a cause", Error::from(RateLimited::new(3)).with_source(Cause::new()).with_context(SECRET)),
        ("context of a decoded error", upstream(404, "not_found").with_context(SECRET)),
        ("an error in an anyhow::Error", held(Error::from(ErrorKind::NotFound).with_source(Cause::new()))),
        ("an upstream error in an anyhow::Error", held(upstream(404, "not_found"))),
        ("or_error_with", Err::<(), _>(io()).or_error_with(|_| ErrorKind::BadRequest).expect_err("it is an error")),
        ("an error type with a cause", AppError::from(Cause::new()).into()),
        ("an error type with a payload", AppError::from(io()).into()),
        ("an error type with context", AppError::from(anyhow::Error::new(Cause::new())).into()),
        ("an error type, decoded", AppError::from(upstream(404, "not_found")).into()),
        (
            "an error type, kept",
            Err::<(), _>(AppError::from(Cause::new())).or_error(ErrorKind::Forbidden).expect_err(""),
        ),
        ("decoded", upstream(404, "not_found")),
        ("decoded, with a payload", upstream(402, "insufficient_credits")),
        ("decoded, with headers", upstream(429, "rate_limited")),
        ("decoded, unknown", upstream(418, SECRET)),
        ("decoded, of another status", upstream(200, "unauthorized")),
        (
            "decoded, a misfit",
            Error::decode(402, &(), r#"{"error": {"code": "insufficient_credits", "required": "hunter2"}}"#),
        ),
        ("decoded, a page", Error::decode(502, &(), "<html>hunter2</html>")),
        ("decoded, a page that is to be sent on", Error::decode(502, &(), "<html>hunter2</html>").forward()),
        ("decoded, broken", Error::decode(500, &(), b"{\"error\": {\"hunter2\xff")),
        (
            "decoded problem details",
            Error::decode(
                404,
                &[("Content-Type", "application/problem+json")],
                r#"{"code": "not_found", "detail": "hunter2", "instance": "hunter2"}"#,
            ),
        ),
        (
            "read from storage",
            serde_json::from_str(r#"{"error": {"code": "not_found", "message": "hunter2"}}"#)
                .expect("any JSON is an error"),
        ),
        ("unknown, made into an error", Error::from(upstream(418, SECRET).into_kind())),
        ("a page, made into an error", Error::from(Error::decode(502, &(), "<html>hunter2</html>").into_kind())),
    ]
}

fn router() -> Router {
    type Number = Checked<Path<u32>, ErrorKind>;
    type Page = Checked<Query<std::collections::HashMap<String, u32>>, ErrorKind>;
    type Exposed500 = Checked<Telling, ErrorKind, Expose>;
    let mut router = Router::new();
    for at in 0..errors().len() {
        let handler = move || async move { Err::<(), Error>(errors().swap_remove(at).1) };
        router = router.route(&format!("/error/{at}"), get(handler));
    }
    router
        .route("/number/{number}", get(|_: Number| async {}))
        .route("/page", get(|_: Page| async {}))
        .route("/body", post(|_: Checked<Json<u32>, ErrorKind>| async {}))
        .route("/app", post(|_: WithRejection<Json<u32>, AppError>| async {}))
        .route("/app-error", get(|| async { Err::<(), AppError>(Cause::new().into()) }))
        .route("/kept", get(|_: Checked<Telling, ErrorKind>| async {}))
        .route("/exposed", get(|_: Exposed500| async {}))
        .route("/panic", get(|| async { panic!("{SECRET}") as () }))
        .route("/panic-str", get(|| async { panic_any(SECRET) as () }))
        .route("/panic-any", get(|| async { panic_any(Cause::new()) as () }))
        .route("/panic-extractor", get(|_: Checked<Panicking, ErrorKind>| async {}))
        .route("/checked-upstream", get(|_: Checked<Upstream, ErrorKind>| async {}))
        .route("/rejected", get(|| async { reject::<ErrorKind>(telling()) }))
        .route("/rejected-error", get(|| async { reject::<ErrorKind>(upstream(404, "not_found")) }))
        .route("/rejection", get(|| async { Rejection::from(upstream(404, "not_found")) }))
        // What the layer replaces, and what another one made.
        .route("/text", get(|| async { telling() }))
        .route("/error-text", get(|| async { (http::StatusCode::NOT_FOUND, format!("{}", Cause::new())) }))
        .route("/caught", get(|| async { panic!("{SECRET}") as () }).layer(CatchPanicLayer::new()))
        .layer(CatchPanicLayer::custom(panicked::<ErrorKind>))
        .layer(ErrorLayer::<ErrorKind>::new())
}

/// Whether the secret is anywhere in what is on the wire.
async fn search<B: Into<Body>>(name: &str, response: Response<B>) {
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body.into(), usize::MAX).await.expect("a body");
    let shown = format!("{:?} {:?} {}", parts.status, parts.headers, String::from_utf8_lossy(&bytes));
    assert!(parts.status.is_client_error() || parts.status.is_server_error(), "{name}: {shown}");
    assert!(!shown.contains(SECRET), "{name}: {shown}");
    assert!(!shown.contains("77"), "{name}: {shown}");
}

#[tokio::test]
async fn no_response_has_a_cause_in_it() {
    let mut requests = vec![
        ("GET", "/number/hunter2".to_owned(), ""),
        ("GET", "/page?hunter2=hunter2".to_owned(), ""),
        ("POST", "/body".to_owned(), "{hunter2"),
        ("POST", "/body".to_owned(), "\"hunter2\""),
        ("POST", "/app".to_owned(), "{hunter2"),
        ("POST", "/app".to_owned(), "\"hunter2\""),
        ("GET", "/hunter2".to_owned(), ""),
        ("HUNTER2", "/body".to_owned(), ""),
    ];
    let rest = "/app-error /kept /exposed /panic /panic-str /panic-any /panic-extractor /checked-upstream /rejected /rejected-error \
                /rejection /text /error-text /caught";
    requests.extend(rest.split_whitespace().map(|path| ("GET", path.to_owned(), "")));
    requests.extend((0..errors().len()).map(|at| ("GET", format!("/error/{at}"), "")));
    for accept in ["application/json", "application/problem+json"] {
        for (method, path, body) in &requests {
            let request = Request::builder().method(*method).uri(path).header("accept", accept);
            let request = request.header("content-type", "application/json").header("x-request-id", SECRET);
            let response = router().oneshot(request.body(Body::from(*body)).expect("a request")).await;
            let response = response.expect("an answer");
            assert_eq!(response.headers()["content-type"], accept, "{path}");
            search(path, response).await;
        }
    }
}

#[tokio::test]
async fn no_form_of_a_response_has_a_cause_in_it() {
    for (name, error) in errors() {
        search(name, http::Response::<String>::from(error.encode())).await;
        search(name, http::Response::<String>::from(error.encode_problem())).await;
        search(name, error.into_response()).await;
    }
    for (name, error) in errors() {
        search(name, http::Response::<String>::from(error)).await;
    }
    for (name, error) in errors() {
        search(name, http::Response::<String>::from(error.sent().encode_problem())).await;
    }
}

/// It is in the log, for the operators of the server.
#[test]
fn the_log_has_the_causes() {
    for (name, error) in errors() {
        let log = Log::start();
        drop(error.into_response());
        let events = log.events();
        assert_eq!(events.len(), 1, "{name}: {events:?}");
        // A page has no message.
        let says_nothing = ["misfit", "page", "broken"].iter().any(|it| name.contains(it));
        assert!(events[0].contains(SECRET) || says_nothing, "{name}: {events:?}");
    }
}
