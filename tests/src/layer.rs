//! The features of the layer that depend on the request: its preferred form, and its ID in the log.

use std::convert::Infallible;

use axum::body::{Body, to_bytes};
use axum::extract::Json;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Extension, Router};
use errbook::axum::{Checked, panicked};
use errbook::tower::{ErrorLayer, Verbatim};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use masko_errors::{Error, ErrorKind, InsufficientCredits, OrError, RateLimited};
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::catch_panic::CatchPanicLayer;

use crate::log::{Log, causes};

const PLAIN: &str = "application/json";
const DETAILS: &str = "application/problem+json";

fn router() -> Router {
    Router::new()
        .route("/fine", get(|| async { "fine" }))
        .route("/credits", get(|| async { Err::<(), Error>(InsufficientCredits::new(140, 50).into()) }))
        .route("/limit", get(|| async { Err::<(), Error>(RateLimited::new(30).into()) }))
        .route("/fault", get(|| async { Err::<(), _>("disk full").or_error(ErrorKind::InternalError) }))
        .route("/gateway", get(|| async { Err::<(), Error>(Error::decode(502, &(), "<html>")) }))
        .route("/vary", get(|| async { ([("vary", "Origin")], Error::from(ErrorKind::NotFound)) }))
        .route("/varied", get(|| async { ([("vary", "origin, accept")], Error::from(ErrorKind::NotFound)) }))
        .route("/other", get(|| async { (http::StatusCode::IM_A_TEAPOT, Error::from(ErrorKind::NotFound)) }))
        .route("/plain", get(|| async { (http::StatusCode::BAD_REQUEST, Extension(Verbatim), "a page") }))
        .route("/panic", get(|| async { panic!("oh no") as () }))
        .route("/body", post(|Checked(Json(_), ..): Checked<Json<u32>, ErrorKind>| async {}))
        .layer(CatchPanicLayer::custom(panicked::<ErrorKind>))
        .layer(ErrorLayer::<ErrorKind>::new())
}

async fn ask(method: &str, path: &str, headers: &[(&str, &[u8])]) -> (u16, HeaderMap, String) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, HeaderValue::from_bytes(value).expect("a header"));
    }
    let response = router().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("a body");
    (parts.status.as_u16(), parts.headers, String::from_utf8(bytes.into()).expect("a text"))
}

#[tokio::test]
async fn the_form_that_is_asked_for() {
    #[rustfmt::skip]
    let rows: &[(&[&str], &str)] = &[
        (&[], PLAIN),
        (&[""], PLAIN),
        (&["*/*"], PLAIN),
        (&["application/*"], PLAIN),
        (&["application/json"], PLAIN),
        (&["text/html"], PLAIN),
        (&["application/problem+json"], DETAILS),
        (&["APPLICATION/Problem+JSON"], DETAILS),
        (&["application/problem+json;charset=utf-8"], DETAILS),
        (&["application/problem+json, */*"], DETAILS),
        (&["*/*, application/problem+json;q=0.9"], PLAIN),
        (&["*/*;q=0.1, application/problem+json;q=0.9"], DETAILS),
        // Both: one is the form of errors, the other that of the rest.
        (&["application/json, application/problem+json"], DETAILS),
        (&["application/json", "application/problem+json"], DETAILS),
        (&["application/json;q=0.5, application/problem+json;q=0.50"], DETAILS),
        (&["application/json;q=0.9, application/problem+json;q=0.899"], PLAIN),
        (&["application/json;q=0.899 , application/problem+json ; Q=0.9"], DETAILS),
        (&["application/problem+json;q=0"], PLAIN),
        (&["application/problem+json;q=0.000, application/json;q=0"], PLAIN),
        // The most precise range counts, in whatever order.
        (&["application/problem+json;q=0.2, application/*;q=0.9"], PLAIN),
        (&["application/*;q=0.3, application/json;q=0.2"], DETAILS),
        (&["application/json;q=0, */*"], DETAILS),
        // One that is there twice counts as it is wanted most.
        (&["application/problem+json, application/json;q=0.5, application/problem+json;q=0.1"], DETAILS),
        (&["text/html, application/xhtml+xml, */*;q=0.8"], PLAIN),
        // What is no weight is no range.
        (&["application/problem+json;q=2"], PLAIN),
        (&["application/problem+json;q=1.001"], PLAIN),
        (&["application/problem+json;q=0.1234"], PLAIN),
        (&["application/problem+json;q=.5"], PLAIN),
        (&["application/problem+json;q=-1"], PLAIN),
        (&["application/problem+json;q="], PLAIN),
        (&["application/problem+json;q=0.x"], PLAIN),
        (&["application/problem+json;q=1."], DETAILS),
        (&["application/problem+json;q=1.000"], DETAILS),
        (&[",,;, /, application, application/problem+json"], DETAILS),
        // A list in quotes is no list.
        (&[r#"text/plain;a=", application/problem+json", application/json"#], PLAIN),
        (&[r#"text/plain;a="\", application/problem+json""#], PLAIN),
        (&[r#"application/problem+json;a=";q=0""#], DETAILS),
        (&["application/problem+jsonx"], PLAIN),
        (&["xapplication/problem+json"], PLAIN),
    ];
    for (accept, expected) in rows {
        let headers: Vec<_> = accept.iter().map(|it| ("accept", it.as_bytes())).collect();
        let (status, headers, body) = ask("GET", "/credits", &headers).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (402, *expected), "{accept:?}");
        assert_eq!(headers["vary"], "Accept", "{accept:?}");
        assert_eq!(headers["content-length"], body.len().to_string(), "{accept:?}");
        let error = Error::from(InsufficientCredits::new(140, 50));
        let response = if *expected == DETAILS { error.encode_problem() } else { error.encode() };
        assert_eq!(body, response.body, "{accept:?}");
    }
}

/// Every error in the form that the request asks for, with its headers; and nothing else.
#[tokio::test]
async fn what_is_rewritten() {
    #[rustfmt::skip]
    let rows = [
        ("GET", "/credits", 402, DETAILS, "insufficient_credits", &[("vary", "Accept")][..]),
        ("GET", "/limit", 429, DETAILS, "rate_limited", &[("vary", "Accept"), ("retry-after", "30")]),
        ("GET", "/fault", 500, DETAILS, "internal_error", &[("vary", "Accept")]),
        ("GET", "/gateway", 500, DETAILS, "internal_error", &[("vary", "Accept")]),
        ("GET", "/panic", 500, DETAILS, "internal_error", &[("vary", "Accept")]),
        ("POST", "/body", 400, DETAILS, "bad_request", &[("vary", "Accept")]),
        ("GET", "/body", 400, DETAILS, "bad_request", &[("vary", "Accept"), ("allow", "POST")]),
        ("GET", "/nowhere", 404, DETAILS, "not_found", &[("vary", "Accept")]),
        ("GET", "/vary", 404, DETAILS, "not_found", &[("vary", "Origin"), ("vary", "Accept")]),
        ("GET", "/varied", 404, DETAILS, "not_found", &[("vary", "origin, accept")]),
        ("GET", "/fine", 200, "text/plain; charset=utf-8", "fine", &[]),
        ("GET", "/plain", 400, "text/plain; charset=utf-8", "a page", &[]),
        // The status was changed after the error was encoded.
        ("GET", "/other", 418, PLAIN, r#"{"error":{"code":"not_found","message":"There is no such resource."}}"#, &[]),
    ];
    for (method, path, status, ty, text, expected) in rows {
        let (found, headers, body) = ask(method, path, &[("accept", DETAILS.as_bytes())]).await;
        assert_eq!((found, headers["content-type"].to_str().unwrap()), (status, ty), "{path}");
        assert_eq!(headers["content-length"], body.len().to_string(), "{path}");
        let rest = headers.iter().filter(|(name, _)| !name.as_str().starts_with("content-"));
        let mut rest: Vec<_> = rest.map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        let mut expected = expected.to_vec();
        rest.sort_unstable();
        expected.sort_unstable();
        assert_eq!(rest, expected, "{path}");
        if ty != DETAILS {
            assert_eq!(body, text);
            continue;
        }
        let error = Error::decode(found, &headers, &body);
        assert_eq!(error.code_text(), Some(text), "{path}");
        assert_eq!(error.received().expect("it was decoded").issues(), [], "{path}: {body}");
    }
    // `HEAD` gets what `GET` gets, without the body.
    let (_, got, _) = ask("GET", "/credits", &[("accept", DETAILS.as_bytes())]).await;
    let (status, headers, body) = ask("HEAD", "/credits", &[("accept", DETAILS.as_bytes())]).await;
    assert_eq!((status, headers, body), (402, got, String::new()));
}

/// Outside of everything that a framework adds, or without any framework.
#[tokio::test]
async fn around_a_service_of_http() {
    let inner = service_fn(|request: Request<()>| async move {
        let mut response = Response::<String>::from(Error::from(RateLimited::new(3)));
        for (name, value) in [("content-length", "1"), ("content-encoding", "gzip"), ("etag", "\"x\"")] {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        assert_eq!(request.headers().len(), 1);
        Ok::<_, Infallible>(response)
    });
    for (method, has_body) in [("GET", true), ("HEAD", false)] {
        let request = Request::builder().method(method).header("accept", DETAILS).body(()).unwrap();
        let response = ErrorLayer::<ErrorKind>::new().layer(inner).oneshot(request).await.unwrap();
        let body = Error::from(RateLimited::new(3)).encode_problem().body;
        assert_eq!(response.headers().get("content-encoding"), None);
        assert_eq!(response.headers().get("etag"), None);
        assert_eq!(response.headers()["retry-after"], "3");
        assert_eq!(response.headers()["content-length"], body.len().to_string());
        assert_eq!(*response.body(), if has_body { body } else { String::new() });
    }
    // An error of another book is none of its own.
    let request = Request::builder().header("accept", DETAILS).body(()).unwrap();
    let layer = ErrorLayer::<crate::runtime::shop::ErrorKind>::new();
    let response = layer.layer(inner).oneshot(request).await.unwrap();
    assert_eq!((&response.headers()["content-type"], response.headers().get("vary")), (&PLAIN.parse().unwrap(), None));
}

#[tokio::test]
async fn one_event_with_the_id_for_each_error() {
    const CREDITS: &str = r#"Not enough credits. Required: 140, balance: 50. code="insufficient_credits" status=402"#;
    const FAULT: &str = r#"Something failed on Masko's side. code="internal_error" status=500"#;
    const BAD: &str = r#"The body of the request is invalid, or lacks a required field. code="bad_request" status=400"#;
    const NONE: &str = r#"There is no such resource. code="not_found" status=404"#;
    for accept in [PLAIN, DETAILS] {
        for (method, path, level, said, texts) in [
            ("GET", "/credits", "DEBUG", CREDITS, ""),
            ("GET", "/fault", "ERROR", FAULT, "disk full"),
            ("GET", "/gateway", "ERROR", FAULT, "no readable error code (HTTP 502)"),
            ("GET", "/panic", "ERROR", FAULT, "a handler panicked: oh no"),
            ("POST", "/body", "DEBUG", BAD, "Expected request with `Content-Type: application/json`"),
            ("GET", "/body", "DEBUG", BAD, ""),
            ("GET", "/nowhere", "DEBUG", NONE, ""),
        ] {
            let log = Log::start();
            ask(method, path, &[("x-request-id", b"7f3a"), ("accept", accept.as_bytes())]).await;
            let route = if path == "/nowhere" { String::new() } else { format!(" route=\"{path}\"") };
            let expected =
                format!("{level} request{{method={method}{route} id=7f3a}}: errbook: {said}{}", causes(texts));
            assert_eq!(log.events(), [expected], "{method} {path}");
        }
        let log = Log::start();
        ask("GET", "/fine", &[("x-request-id", b"7f3a"), ("accept", accept.as_bytes())]).await;
        assert_eq!(log.events(), [""; 0]);
    }
}

/// The ID comes from the client. It cannot inject log lines or flood the log.
#[tokio::test]
async fn ids_are_shown_and_not_obeyed() {
    let endless = "é".repeat(129);
    let longest = "x".repeat(128);
    for (id, shown) in [
        (&b"7f3a"[..], "7f3a"),
        (b"", ""),
        (b"a\tb", r"a\tb"),
        (b"\xff\xfe", "\u{fffd}\u{fffd}"),
        ("\u{202e}x\u{2028}\u{9b}31m".as_bytes(), r"\u{202e}x\u{2028}\u{9b}31m"),
        (endless.as_bytes(), &format!("{}…", "é".repeat(128))),
        (&[0x80; 4096], &format!("{}…", "\u{fffd}".repeat(128))),
        (longest.as_bytes(), &longest),
    ] {
        let log = Log::start();
        ask("GET", "/nowhere", &[("x-request-id", id)]).await;
        let events = log.events();
        assert_eq!(events.len(), 1, "{events:?}");
        let start = format!("DEBUG request{{method=GET id={shown}}}: errbook: There");
        assert!(events[0].starts_with(&start), "{events:?}");
    }
    let log = Log::start();
    ask("GET", "/nowhere", &[("x-amzn-trace-id", b"7f3a")]).await;
    assert!(log.events()[0].starts_with("DEBUG request{method=GET}: errbook: There"), "without an ID");
    ask(&"X".repeat(200), "/nowhere", &[]).await;
    let start = format!("DEBUG request{{method={}…}}: errbook: There", "X".repeat(128));
    assert!(log.events()[0].starts_with(&start), "a client chooses its method");
}

#[tokio::test]
async fn the_id_may_be_in_another_header() {
    let log = Log::start();
    let layer = ErrorLayer::<ErrorKind>::default().with_id_header(HeaderName::from_static("x-amzn-trace-id"));
    let inner = service_fn(|_: Request<()>| async {
        // The span is there again after a wait.
        tokio::task::yield_now().await;
        Ok::<_, Infallible>(Error::from(ErrorKind::NotFound).into_response())
    });
    let request = Request::builder().header("x-amzn-trace-id", "Root=1").header("x-request-id", "no").body(()).unwrap();
    layer.clone().layer(inner).oneshot(request).await.unwrap();
    let events = log.events();
    assert_eq!(events.len(), 1);
    assert!(events[0].starts_with("DEBUG request{method=GET id=Root=1}: errbook: There"), "{events:?}");
    assert_eq!(format!("{layer:?}"), r#"ErrorLayer { id: "x-amzn-trace-id", .. }"#);
}
