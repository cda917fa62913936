//! Real clients and a real server on 127.0.0.1, with HTTP between them.

use std::collections::BTreeMap;
use std::future::IntoFuture as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::extract::{Json, Query};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use errbook::axum::{Checked, panicked};
use errbook::retry::{Advice, Limits, Reason, Request, RetryState};
use errbook::tower::{ErrorLayer, Verbatim};
use http::{HeaderMap, Method};
use masko_errors::{Error, ErrorCode, ErrorKind};
use serde_json::{Map, Value};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::server;
use crate::specs::root;

mod actix;
mod by_hand;
mod client;
mod gateway;
mod handling;
mod node;
mod python;
mod reqwest_0_12;

/// A page of a proxy, in place of an error.
const PAGE: &str = "<html>502 Bad Gateway</html>";

/// Starts a server on a port that is free. It ends with the test.
pub(crate) async fn start(router: Router) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

/// The server that can be started by hand, with routes that fail in various ways.
fn router() -> Router {
    server::router()
        .route("/panic", get(|| async { panic!("the shelf has collapsed") as () }))
        .route("/body", post(|_: Checked<Json<Map<String, Value>>, ErrorKind>| async {}))
        .route("/query", get(|_: Checked<Query<BTreeMap<String, u32>>, ErrorKind>| async {}))
        // As a proxy would answer.
        .route("/page", any(|| async { (http::StatusCode::BAD_GATEWAY, Extension(Verbatim), PAGE) }))
        .route("/null", any(|| async { (http::StatusCode::BAD_GATEWAY, Extension(Verbatim), "null") }))
        .layer(CatchPanicLayer::custom(panicked::<ErrorKind>))
        .layer(ErrorLayer::<ErrorKind>::new())
}

/// The addresses of that server and of its `actix-web` version.
async fn servers() -> [String; 2] {
    // It ends with the process.
    [start(router()).await, actix::server().address]
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().expect("a client")
}

/// Status, headers and body.
type Answer = (u16, HeaderMap, String);

async fn ask(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.text().await.expect("a body"))
}

fn decode((status, headers, body): &Answer) -> Error {
    Error::decode(*status, headers, body)
}

#[tokio::test]
async fn every_code_arrives_as_it_was_sent() {
    let (base, client) = (start(router()).await, client());
    for code in ErrorCode::ALL {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for accept in ["*/*", "application/problem+json"] {
                let request = client.request(method.clone(), format!("{base}/errors/{code}")).header("accept", accept);
                let answer = ask(request).await;
                let error = decode(&answer);
                assert_eq!(error.received().expect("it was decoded").issues(), [], "{method} {code}: {answer:?}");
                let sent = server::example(*code);
                assert_eq!((error.code(), error.kind()), (Some(*code), sent.kind()), "{method} {code}");
                assert_eq!((error.status(), error.message()), (sent.status(), sent.message()), "{method} {code}");
                let expected = if accept == "*/*" { sent.encode() } else { sent.encode_problem() };
                assert_eq!(answer.2, expected.body, "{method} {code}");
                for (name, value) in &expected.headers {
                    assert_eq!(answer.1[&**name], *value, "{method} {code}");
                }
            }
        }
    }
}

/// The documented responses are the ones sent.
#[tokio::test]
async fn every_response_is_on_its_page() {
    let (servers, client) = (servers().await, client());
    for (base, code) in servers.iter().flat_map(|base| ErrorCode::ALL.iter().map(move |code| (base, code))) {
        let (status, headers, body) = ask(client.get(format!("{base}/errors/{code}"))).await;
        let body: serde_json::Value = body.parse().expect("it is JSON");
        let page = std::fs::read_to_string(root().join(format!("generated/docs/errors/{code}.md")));
        let page = page.expect("it has a page");
        let (_, section) = page.split_once("```http\n").expect("its response is shown");
        let (example, _) = section.split_once("```\n").expect("it ends");
        assert!(example.starts_with(&format!("HTTP/1.1 {status} ")), "{example}");
        let read: serde_json::Value = example.split_once("\n\n").expect("a body").1.parse().expect("it is JSON");
        assert_eq!(body, read);
        for line in example.lines().skip(1).take_while(|it| !it.is_empty()) {
            let (name, value) = line.split_once(": ").expect("a header");
            assert_eq!(headers[name], value, "{code}");
        }
    }
}

#[tokio::test]
async fn what_nobody_has_a_handler_for() {
    const JSON: &str = "application/json";
    const GENERATE: &str = "/v1/collections/7/generate";
    let (servers, client) = (servers().await, client());
    #[rustfmt::skip]
    let rows = [
        ("GET", "/errors/teapot", "", "", 404, ErrorCode::NotFound, None),
        ("GET", "/errors/%ff", "", "", 400, ErrorCode::BadRequest, None),
        ("GET", "/nowhere", "", "", 404, ErrorCode::NotFound, None),
        ("GET", "/errors/", "", "", 404, ErrorCode::NotFound, None),
        ("POST", "/v1/collections//generate", JSON, "{}", 404, ErrorCode::NotFound, None),
        ("POST", "/", "", "", 404, ErrorCode::NotFound, None),
        ("GET", GENERATE, "", "", 400, ErrorCode::BadRequest, Some("POST")),
        ("DELETE", GENERATE, JSON, "{}", 400, ErrorCode::BadRequest, Some("POST")),
        ("GET", "/reset", "", "", 400, ErrorCode::BadRequest, Some("POST")),
        ("POST", GENERATE, JSON, "{", 400, ErrorCode::BadRequest, None),
        ("POST", GENERATE, "", "no JSON", 400, ErrorCode::BadRequest, None),
        ("POST", GENERATE, JSON, "{} {}", 400, ErrorCode::BadRequest, None),
        ("POST", "/body", JSON, "{", 400, ErrorCode::BadRequest, None),
        ("POST", "/body", JSON, "", 400, ErrorCode::BadRequest, None),
        ("POST", "/body", JSON, r#"["odd"]"#, 400, ErrorCode::BadRequest, None),
        ("POST", "/body", "text/plain", "{}", 400, ErrorCode::BadRequest, None),
        ("GET", "/query?number=x", "", "", 400, ErrorCode::BadRequest, None),
        ("GET", "/panic", "", "", 500, ErrorCode::InternalError, None),
    ];
    // `actix-web` reads a path that is not UTF-8 as it can.
    let of_actix = rows.iter().filter(|row| row.1 != "/errors/%ff").map(|row| (&servers[1], *row));
    for (base, row) in rows.iter().map(|row| (&servers[0], *row)).chain(of_actix) {
        let (method, path, ty, body, status, code, allow) = row;
        let method = method.parse::<Method>().expect("a method");
        let request = client.request(method.clone(), format!("{base}{path}")).header("content-type", ty).body(body);
        let answer = ask(request).await;
        assert_eq!(answer.0, status, "{method} {path}: {answer:?}");
        assert_eq!(decode(&answer).code(), Some(code), "{method} {path}");
        assert_eq!(answer.2, Error::from(server::example(code).into_kind()).encode().body, "{method} {path}");
        assert_eq!(answer.1.get("allow").map(|it| it.to_str().expect("a text")), allow, "{method} {path}");
    }
    let pages = [("/page", PAGE), ("/null", "null")];
    for (base, (path, excerpt)) in servers.iter().flat_map(|base| pages.map(|page| (base, page))) {
        let error = decode(&ask(client.get(format!("{base}{path}"))).await);
        assert_eq!((error.code(), error.status()), (None, 502));
        assert_eq!(error.received().expect("it was decoded").excerpt(), excerpt);
    }
}

/// The shop has no code for 405, nor for 400: what the framework says stays, with `Allow`.
#[tokio::test]
async fn a_book_without_a_code_keeps_what_the_framework_says() {
    use crate::runtime::shop::ErrorKind;
    let router =
        Router::new().route("/shelf", get(|| async {}).post(|| async {})).layer(ErrorLayer::<ErrorKind>::new());
    let base = start(router).await;
    let (status, headers, body) = ask(client().delete(format!("{base}/shelf"))).await;
    assert_eq!((status, headers["allow"].to_str().expect("a text"), body.as_str()), (405, "GET,HEAD,POST", ""));
}

#[tokio::test]
async fn two_calls_come_too_early_after_a_reset() {
    for base in servers().await {
        two_calls_come_too_early(&base).await;
    }
}

async fn two_calls_come_too_early(base: &str) {
    let client = client();
    let generate = || {
        let request = client.post(format!("{base}/v1/collections/7/generate"));
        ask(request.header("content-type", "application/json").body("{}"))
    };
    let fine = |answer: &Answer| (answer.0, answer.2.as_str()) == (200, r#"{"ok":true}"#);
    assert!(fine(&generate().await));
    for _ in 0..2 {
        assert!(fine(&ask(client.post(format!("{base}/reset"))).await));
        let mut plan = RetryState::new(Request::new("POST"), Limits::default());
        for _ in 0..2 {
            let answer = generate().await;
            assert_eq!((answer.0, &answer.1["retry-after"]), (429, &"1".parse().expect("a value")));
            assert_eq!(plan.next(&decode(&answer)), Advice::After(Duration::from_secs(1)));
        }
        assert!(fine(&generate().await));
        assert!(fine(&generate().await));
    }
    let refused = decode(&ask(client.post(format!("{base}/errors/insufficient_credits"))).await);
    let mut plan = RetryState::new(Request::new("POST"), Limits::default());
    assert!(matches!(plan.next(&refused), Advice::GiveUp(Reason::Permanent)), "{:?}", plan.next(&refused));
}
