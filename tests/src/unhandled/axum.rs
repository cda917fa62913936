//! On `axum`, with the layers of `tower-http` and some like those that others have.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, FromRequestParts, Json, Multipart, Path, Request};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use errbook::axum::{Checked, Expose, Rejection, panicked, reject};
use errbook::tower::{ErrorLayer, Verbatim};
use http::request::Parts;
use http::{HeaderName, StatusCode};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::{Answer, Handled, JSON, SECRET, TEXT, Unhandled, check, row};
use crate::log::Log;
use crate::runtime::web::{Error, ErrorCode, ErrorKind};

/// Rejects with an error of the book, as an extractor of an application does.
struct Signed;

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Error> {
        Err(Error::from(ErrorKind::Known(ErrorCode::Unavailable, Vec::new())).with_message("The directory is down."))
    }
}

/// A body whose length is not known before its end.
struct Streamed(Option<&'static str>);

impl HttpBody for Streamed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|text| Ok(http_body::Frame::data(Bytes::from(text)))))
    }
}

/// A part of a body, rejected inside a handler.
async fn part(request: Request) -> Result<String, Rejection> {
    let bytes = Bytes::from_request(request, &()).await.map_err(reject::<ErrorKind>)?;
    if bytes.is_empty() {
        Err(ErrorKind::Known(ErrorCode::Unprocessable, Vec::new()))?;
    }
    let number: u32 = Json::from_bytes(&bytes).map_err(reject::<ErrorKind>)?.0;
    Ok(number.to_string())
}

/// The length of the part `image` of a multipart body. The first two ways to read a part reject inside the handler.
async fn upload(Checked(mut form, ..): Checked<Multipart, ErrorKind>) -> Result<String, Rejection> {
    while let Some(part) = form.next_field().await.map_err(reject::<ErrorKind>)? {
        if part.name() == Some("image") {
            let image = part.bytes().await.map_err(reject::<ErrorKind>)?;
            return Ok(image.len().to_string());
        }
    }
    Err(ErrorKind::Known(ErrorCode::Unprocessable, Vec::new()))?
}

/// A limiter's answer, with and without what the code needs.
fn limited(headers: &'static [(&'static str, &'static str)]) -> Response {
    let mut response = (StatusCode::TOO_MANY_REQUESTS, "Too many requests! hunter2").into_response();
    for (name, value) in headers {
        response.headers_mut().append(HeaderName::from_static(name), value.parse().expect("a value"));
    }
    response
}

/// A handler that takes longer than it may.
fn slow() -> MethodRouter {
    let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_millis(1));
    get(|| async { tokio::time::sleep(Duration::from_secs(600)).await }).layer(timeout)
}

fn router() -> Router {
    type Read = Json<u32>;
    let panics = || async { panic!("{SECRET}") as () };
    let page = |length: usize| (StatusCode::BAD_GATEWAY, "x".repeat(length));
    let routes = Router::new()
        .route("/orders/{number}", get(|Path(number): Path<u32>| async move { number.to_string() }))
        .route("/json", post(|_: Read| async { "read" }))
        .route("/checked", post(|_: Checked<Read, ErrorKind>| async { "read" }))
        .route("/signed", get(|_: Checked<Signed, ErrorKind>| async { "in" }))
        .route("/part", post(part).layer(DefaultBodyLimit::max(8)))
        .route("/upload", post(upload).layer(DefaultBodyLimit::max(160)))
        .route("/bytes", post(|_: Bytes| async { "read" }).layer(RequestBodyLimitLayer::new(8)))
        .route("/extracted", post(|_: Bytes| async { "read" }).layer(DefaultBodyLimit::max(8)))
        .route("/slow", slow())
        .route("/panic", get(panics).layer(CatchPanicLayer::new()))
        .route("/panicked", get(panics).layer(CatchPanicLayer::custom(panicked::<ErrorKind>)))
        .route(
            "/limited",
            get(|| async {
                limited(&[
                    ("retry-after", "7"),
                    ("x-ratelimit-limit", "3"),
                    ("x-limiter", "a"),
                    ("x-limiter", "b"),
                    ("etag", "\"hunter2\""),
                    ("content-language", "hunter2"),
                ])
            }),
        )
        // What a handler answered.
        .route("/unlimited", get(|| async { limited(&[("x-ratelimit-limit", "3")]) }))
        .route("/soon", get(|| async { limited(&[("retry-after", "soon")]) }))
        .route("/fine", get(|| async { "fine" }))
        .route("/teapot", get(|| async { (StatusCode::IM_A_TEAPOT, "short and stout") }))
        .route("/verbatim", get(|| async { (StatusCode::NOT_FOUND, Extension(Verbatim), "as it was") }))
        .route("/data", get(|| async { (StatusCode::NOT_FOUND, Json(7)) }))
        .route("/most", get(move || async move { page(4096) }))
        .route("/more", get(move || async move { page(4097) }))
        .route("/own", get(|| async { Error::from(ErrorKind::Known(ErrorCode::Internal, Vec::new())) }))
        .route("/away", get(|| async { Redirect::to("/fine") }))
        .route("/stream", get(|| async { (StatusCode::NOT_FOUND, Body::new(Streamed(Some("streamed")))) }));
    routes.layer(ErrorLayer::<ErrorKind>::new())
}

const MULTIPART: &str = "multipart/form-data; boundary=b";
/// A multipart body whose part `image` has this text, with or without the last boundary.
macro_rules! image {
    ($text:literal $end:literal) => {
        concat!("--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"hunter2\"\r\n\r\n", $text, $end)
    };
}

const IMAGE: &str = image!("a picture" "\r\n--b--\r\n");
const LARGE: &str =
    image!("hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2 hunter2" "\r\n--b--\r\n");

const ROWS: &[Unhandled] = &[
    row("GET", "/nowhere", "", "", ErrorCode::NotFound, &[]),
    row("POST", "/hunter2", "", "", ErrorCode::NotFound, &[]),
    row("DELETE", "/orders/7", "", "", ErrorCode::MethodNotAllowed, &[("allow", "GET,HEAD")]),
    row("HUNTER2", "/json", "", "", ErrorCode::MethodNotAllowed, &[("allow", "POST")]),
    row("GET", "/orders/hunter2", "", "", ErrorCode::BadRequest, &[]),
    row("POST", "/json", JSON, "7 hunter2", ErrorCode::BadRequest, &[]),
    row("POST", "/json", JSON, "\"hunter2\"", ErrorCode::Unprocessable, &[]),
    row("POST", "/json", "text/hunter2", "7", ErrorCode::UnsupportedMediaType, &[]),
    row("POST", "/checked", JSON, "7 hunter2", ErrorCode::BadRequest, &[]),
    row("POST", "/checked", JSON, "\"hunter2\"", ErrorCode::Unprocessable, &[]),
    row("POST", "/checked", "text/hunter2", "7", ErrorCode::UnsupportedMediaType, &[]),
    row("POST", "/part", JSON, "[1,2,3,4,5]", ErrorCode::TooLarge, &[]),
    row("POST", "/part", JSON, "", ErrorCode::Unprocessable, &[]),
    row("POST", "/part", JSON, "7 x", ErrorCode::BadRequest, &[]),
    row("POST", "/upload", "multipart/form-data", IMAGE, ErrorCode::BadRequest, &[]),
    row("POST", "/upload", JSON, IMAGE, ErrorCode::BadRequest, &[]),
    row("POST", "/upload", MULTIPART, "", ErrorCode::BadRequest, &[]),
    row("POST", "/upload", MULTIPART, "--b\r\nhunter2\r\n\r\n", ErrorCode::BadRequest, &[]),
    row("POST", "/upload", MULTIPART, image!("hunter2" ""), ErrorCode::BadRequest, &[]),
    row("POST", "/upload", MULTIPART, LARGE, ErrorCode::TooLarge, &[]),
    row("POST", "/upload", MULTIPART, "--b--\r\n", ErrorCode::Unprocessable, &[]),
    row("POST", "/bytes", "", "123456789", ErrorCode::TooLarge, &[]),
    row("POST", "/extracted", "", "123456789", ErrorCode::TooLarge, &[]),
    row("GET", "/slow", "", "", ErrorCode::Timeout, &[]),
    row("GET", "/panic", "", "", ErrorCode::Internal, &[]),
    row("GET", "/panicked", "", "", ErrorCode::Internal, &[]),
    row("GET", "/own", "", "", ErrorCode::Internal, &[]),
    row(
        "GET",
        "/limited",
        "",
        "",
        ErrorCode::RateLimited,
        &[("retry-after", "7"), ("x-ratelimit-limit", "3"), ("x-limiter", "a, b")],
    ),
];

const HANDLED: &[Handled] = &[
    ("/unlimited", 429, TEXT, "Too many requests! hunter2"),
    ("/soon", 429, TEXT, "Too many requests! hunter2"),
    ("/fine", 200, TEXT, "fine"),
    // The book has no code for it.
    ("/teapot", 418, TEXT, "short and stout"),
    ("/verbatim", 404, TEXT, "as it was"),
    ("/data", 404, JSON, "7"),
    ("/stream", 404, "", "streamed"),
    ("/away", 303, "", ""),
];

async fn ask(router: Router, method: &str, path: &str, content_type: &str, body: &'static str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("content-type", content_type);
    let request = request.header("content-length", body.len()).body(Body::from(body)).expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status.as_u16(), parts.headers, String::from_utf8(bytes.into()).expect("a text"))
}

#[tokio::test]
async fn each_goes_out_with_the_right_code() {
    for it in ROWS {
        let ask = |app| ask(app, it.method, it.path, it.content_type, it.body);
        let answer = if it.code == ErrorCode::MethodNotAllowed {
            // The code requires `Allow`, which `axum` adds around the layers of a router.
            let (status, headers, body) = ask(router()).await;
            assert_eq!((status, body.as_str(), headers["allow"].to_str().ok()), (405, "", Some(it.headers[0].1)));
            ask(around(router())).await
        } else {
            ask(router()).await
        };
        check("axum", &answer, it);
        assert_eq!(answer.1["content-length"], answer.2.len().to_string(), "{}", it.path);
    }
}

/// A part of a multipart body keeps the status of its rejection: 413 for one that is too large, 400 for one that is cut.
#[tokio::test]
async fn a_part_is_read_or_rejected_with_its_own_status() {
    let read = |body| ask(router(), "POST", "/upload", MULTIPART, body);
    assert_eq!(read(IMAGE).await.2, "9");
    for (body, status, text) in [
        (LARGE, 413, "Request payload is too large"),
        (image!("a pic" ""), 400, "field \"image\" received with incomplete data"),
    ] {
        let log = Log::start();
        let (found, headers, sent) = read(body).await;
        assert_eq!((found, headers["content-type"].to_str().ok()), (status, Some(JSON)), "{sent}");
        let events = log.events();
        assert!(events.len() == 1 && events[0].ends_with(&format!(" status={status} causes={text}")), "{events:?}");
    }
}

/// An extractor's error of the book passes through `Checked`, with its message.
#[tokio::test]
async fn an_extractor_may_reject_with_an_error_of_the_book() {
    let (status, _, body) = ask(router(), "GET", "/signed", "", "").await;
    assert_eq!((status, body.as_str()), (503, r#"{"code":"unavailable","message":"The directory is down."}"#));
}

#[tokio::test]
async fn what_a_handler_answered_stays() {
    for (path, status, content_type, body) in HANDLED {
        let answer = ask(router(), "GET", path, "", "").await;
        let found = answer.1.get("content-type").map_or("", |it| it.to_str().expect("a text"));
        assert_eq!((answer.0, found, answer.2.as_str()), (*status, *content_type, *body), "{path}");
    }
    // Up to four kibibytes of text.
    for (path, length) in [("/most", 4096), ("/more", 4097)] {
        let (status, _, body) = ask(router(), "GET", path, "", "").await;
        assert_eq!((status, body), (502, "x".repeat(length)), "the book has no code for 502");
    }
    for (length, is_text) in [(4096, false), (4097, true)] {
        let inner = service_fn(move |_: Request<()>| async move {
            let mut response = Response::new("x".repeat(length));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response.headers_mut().insert("content-type", "Text/Plain ;charset=utf-8".parse().expect("a value"));
            Ok::<_, Infallible>(response)
        });
        let response = ErrorLayer::<crate::runtime::shop::ErrorKind>::new()
            .layer(inner)
            .oneshot(Request::new(()))
            .await
            .expect("an answer");
        assert_eq!(response.body().starts_with('x'), is_text, "{length}");
    }
}

/// `HEAD` gets the head that `GET` gets, whether or not the response is replaced, and wherever the layer is.
#[tokio::test]
async fn head_is_get_without_the_body() {
    for path in ["/nowhere", "/limited", "/panic", "/own", "/data", "/verbatim", "/teapot", "/unlimited"] {
        for outside in [false, true] {
            let app = || if outside { around(bare()) } else { router() };
            let (status, headers, _) = ask(app(), "GET", path, "", "").await;
            let found = ask(app(), "HEAD", path, "", "").await;
            assert_eq!(found, (status, headers, String::new()), "{path}, outside: {outside}");
        }
    }
}

/// A router without the layer.
fn bare() -> Router {
    Router::new()
        .route("/limited", get(|| async { limited(&[("retry-after", "7")]) }))
        .route("/unlimited", get(|| async { limited(&[]) }))
        .route("/panic", get(|| async { panic!("{SECRET}") as () }).layer(CatchPanicLayer::new()))
        .route("/own", get(|| async { Error::from(ErrorKind::Known(ErrorCode::Internal, Vec::new())) }))
        .route("/data", get(|| async { (StatusCode::NOT_FOUND, Json(7)) }))
        .route("/verbatim", get(|| async { (StatusCode::NOT_FOUND, Extension(Verbatim), "as it was") }))
        .route("/teapot", get(|| async { (StatusCode::IM_A_TEAPOT, "short and stout") }))
        .route("/slow", slow())
        .route("/orders", post(|_: Json<u32>| async {}))
        .route("/bytes", post(|_: Bytes| async {}).layer(RequestBodyLimitLayer::new(8)))
}

/// A router inside of the layer, with all that it does to a response.
fn around(router: Router) -> Router {
    Router::new().fallback_service(ErrorLayer::<ErrorKind>::new().layer(router))
}

/// The framework's text is logged, and unchanged responses are not.
#[tokio::test]
async fn one_event_with_the_text_as_its_cause() {
    for (method, path, event) in [
        (
            "GET",
            "/limited",
            r#"DEBUG errbook: rate_limited code="rate_limited" status=429 causes=Too many requests! hunter2"#,
        ),
        ("GET", "/nowhere", r#"DEBUG errbook: not_found code="not_found" status=404"#),
        (
            "GET",
            "/panicked",
            r#"ERROR errbook: internal code="internal" status=500 causes=a handler panicked: hunter2"#,
        ),
        (
            "GET",
            "/orders/x",
            r#"DEBUG errbook: bad_request code="bad_request" status=400 causes=Invalid URL: Cannot parse `x` to a `u32`"#,
        ),
        ("GET", "/unlimited", ""),
        ("GET", "/teapot", ""),
    ] {
        let log = Log::start();
        ask(router(), method, path, "", "").await;
        let expected: Vec<&str> = Some(event.trim()).filter(|it| !it.is_empty()).into_iter().collect();
        // Without the span of the request.
        let without = |event: &String| {
            let (span, said) = event.split_once("}: ").expect("a span");
            format!("{} {said}", span.split(' ').next().unwrap_or_default())
        };
        assert_eq!(log.events().iter().map(without).collect::<Vec<_>>(), expected, "{path}");
    }
}

/// Input that `Checked` rejects may be explained, and a rejection keeps its status where the book has none for it.
#[tokio::test]
async fn what_is_rejected_inside() {
    let app = Router::new().route("/exposed", post(|_: Checked<Json<u32>, ErrorKind, Expose>| async {}));
    let (status, _, body) = ask(app, "POST", "/exposed", JSON, "7 x").await;
    assert_eq!(status, 400);
    assert!(body.contains("Failed to parse the request body as JSON"), "{body}");
    let teapot = reject::<ErrorKind>((StatusCode::IM_A_TEAPOT, "short and stout")).into_response();
    assert_eq!((teapot.status().as_u16(), &teapot.headers()["content-type"]), (418, &TEXT.parse().expect("a value")));
}

/// The table in `docs/server.md`.
#[tokio::test]
async fn what_masko_answers() {
    const TOO_MANY: &str = "Too many requests! hunter2";
    for (method, path, ty, body, status, code) in [
        ("GET", "/nowhere", "", "", 404, "not_found"),
        ("GET", "/orders", "", "", 400, "bad_request"),
        ("POST", "/orders", JSON, "7 x", 400, "bad_request"),
        ("POST", "/orders", JSON, "[]", 400, "bad_request"),
        ("POST", "/orders", "text/plain", "7", 400, "bad_request"),
        ("POST", "/bytes", "", "123456789", 400, "bad_request"),
        ("GET", "/panic", "", "", 500, "internal_error"),
        ("GET", "/limited", "", "", 429, "rate_limited"),
        ("GET", "/unlimited", "", "", 429, ""),
        ("GET", "/slow", "", "", 408, ""),
    ] {
        let app = bare().layer(ErrorLayer::<masko_errors::ErrorKind>::new());
        let (found, headers, text) = ask(app, method, path, ty, body).await;
        let error = masko_errors::Error::decode(found, &headers, &text);
        assert_eq!((found, error.code_text().unwrap_or_default()), (status, code), "{method} {path}: {text}");
        let kept = headers.get("allow").or(headers.get("retry-after")).map(|it| it.to_str().expect("a text"));
        let expected = [("/orders", "POST"), ("/limited", "7")].into_iter().find(|it| it.0 == path && method == "GET");
        assert_eq!(kept, expected.map(|it| it.1), "{method} {path}");
        assert!(!code.is_empty() || ["", TOO_MANY].contains(&&*text), "{path}: {text}");
    }
}
