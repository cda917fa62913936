//! Errors as responses of `actix-web`, over real connections: its own errors as the book's, and the log.

use actix_web::dev::ServerHandle;
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Form, Json, JsonConfig, Path, PayloadConfig, Query, ServiceConfig};
use actix_web::{App, HttpResponse, ResponseError, test};
use errbook::actix::{Expose, Hide, Verbatim, caught, configure, rejection};
use masko_errors::{Error, ErrorCode, ErrorKind, InsufficientCredits, OrError};
use serde_json::{Map, Value};

use crate::log::{Log, causes};
use crate::runtime::{shop, travel};
use crate::server::example;

/// What must never be in a response.
const SECRET: &str = "hunter2";

/// An error that reveals the secret in `Display`, `Debug` and source.
#[derive(Debug)]
#[allow(dead_code, reason = "its `Debug` shows it")]
struct Secret(&'static str, std::io::Error);

impl Secret {
    fn new() -> Self {
        Self(SECRET, std::io::Error::other(SECRET))
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Secret {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.1)
    }
}

/// An upstream server's error.
fn upstream() -> Error {
    let body = r#"{"error": {"code": "not_found", "message": "hunter2 is gone.", "hunter2": "hunter2"}}"#;
    Error::decode(404, &[("Retry-After", "7"), ("X-Secret", SECRET)], body).with_source(Secret::new())
}

type Object = Map<String, Value>;

/// The requests of the tests, for any book.
fn routes(config: &mut ServiceConfig) {
    async fn documented(code: Path<String>) -> Result<HttpResponse, Error> {
        let code: ErrorCode = code.parse().or_error(ErrorKind::NotFound)?;
        Err(example(code).with_source(Secret::new()))
    }
    config
        .route("/errors/{code}", web::route().to(documented))
        .route("/number/{number}", web::get().to(|it: Path<u32>| async move { it.to_string() }))
        .route("/page", web::get().to(|_: Query<Map<String, Value>>| async { "page" }))
        .route("/at", web::get().to(|_: Query<(u32,)>| async { "at" }))
        .service(web::resource("/body").route(web::post().to(|_: Json<Object>| async { "read" })))
        .route("/form", web::post().to(|_: Form<Object>| async { "read" }))
        .service(
            web::resource("/bytes")
                .app_data(PayloadConfig::new(4))
                .app_data(JsonConfig::default().limit(4))
                .route(web::post().to(|_: Bytes| async { "read" }))
                .route(web::put().to(|_: Json<Object>| async { "read" })),
        )
        .route("/said", web::get().to(said))
        .route("/theirs", web::get().to(|| async { Err::<&str, _>(actix_web::error::ErrorConflict("theirs")) }))
        .route("/panic", web::get().to(panics))
        .route("/gateway", web::get().to(|| async { Err::<&str, Error>(upstream()) }))
        .route("/forward", web::get().to(|| async { Err::<&str, Error>(upstream().forward()) }));
}

/// Looks like the framework's own, but is not.
async fn said() -> HttpResponse {
    let mut response = HttpResponse::MethodNotAllowed().content_type("text/plain").body("I said so.");
    response.extensions_mut().insert(Verbatim);
    response
}

async fn panics() -> &'static str {
    std::future::ready(()).await;
    panic!("{SECRET}")
}

/// A server on its own thread, which ends with it.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) handle: ServerHandle,
}

/// Starts a server of an application: a macro, as the type of an application has no name.
macro_rules! start {
    ($app:expr) => {{
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = actix_web::HttpServer::new(move || $app).workers(1).disable_signals();
                let server = server.bind(("127.0.0.1", 0)).expect("there is a free port");
                let address = format!("http://{}", server.addrs()[0]);
                let server = server.run();
                let handle = server.handle();
                sender.send($crate::actix::Server { address, handle }).expect("the test waits");
                server.await.expect("it ends in peace");
            });
        });
        receiver.recv().expect("the server starts")
    }};
}
pub(crate) use start;

/// Status, headers and body.
type Answer = (u16, http::HeaderMap, String);

impl Server {
    pub(crate) async fn ask(&self, method: &str, path: &str, content_type: &str, body: &str) -> Answer {
        let method = method.parse().expect("a method");
        let request = reqwest::Client::new().request(method, format!("{}{path}", self.address));
        let request = request.header("content-type", content_type).body(body.to_owned());
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.text().await.expect("a text"))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "").await
    }

    pub(crate) async fn stop(self) {
        self.handle.stop(false).await;
    }
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Each failing request: method, path, content type, body; expected status and code.
const FAILURES: &[(&str, &str, &str, &str, u16, &str)] = &[
    // `actix-web` answers a mismatched path with 404.
    ("GET", "/number/hunter2", "", "", 404, "not_found"),
    ("GET", "/at?hunter2=1", "", "", 400, "bad_request"),
    ("POST", "/body", JSON, "{hunter2", 400, "bad_request"),
    ("POST", "/body", JSON, r#""hunter2""#, 400, "bad_request"),
    ("POST", "/body", JSON, "", 400, "bad_request"),
    ("POST", "/body", "text/plain", "{}", 400, "bad_request"),
    // The book has neither 413 nor 415: it answers with its 400.
    ("POST", "/form", "text/plain", "a=hunter2", 400, "bad_request"),
    ("POST", "/bytes", "", "hunter2", 400, "bad_request"),
    // An extractor configured without an error handler.
    ("PUT", "/bytes", JSON, r#"{"hunter2": 1}"#, 400, "bad_request"),
    ("GET", "/nowhere/hunter2", "", "", 404, "not_found"),
    ("GET", "/", "", "", 404, "not_found"),
    ("GET", "/errors/hunter2", "", "", 404, "not_found"),
    // `actix-web` takes method and path together, unless there is a resource.
    ("DELETE", "/page", "", "", 404, "not_found"),
    ("DELETE", "/body", "", "", 400, "bad_request"),
    ("DELETE", "/bytes", "", "", 400, "bad_request"),
    ("GET", "/panic", "", "", 500, "internal_error"),
    ("GET", "/gateway", "", "", 500, "internal_error"),
    ("GET", "/theirs", "", "", 400, "bad_request"),
];

#[tokio::test]
async fn every_way_to_fail() {
    let server = start!(
        App::new().configure(configure::<ErrorKind, Hide>).configure(routes).wrap(from_fn(caught::<ErrorKind, _>))
    );
    // Twice: a server that has panicked still answers.
    for (method, path, content_type, body, status, code) in FAILURES.iter().chain(FAILURES) {
        let (found, headers, text) = server.ask(method, path, content_type, body).await;
        assert_eq!(found, *status, "{method} {path}: {text}");
        assert_eq!(headers["content-type"], JSON, "{method} {path}");
        let error = Error::decode(found, &headers, &text);
        assert_eq!(error.code_text(), Some(*code), "{method} {path}");
        assert_eq!(error.received().expect("it was decoded").issues(), [], "{method} {path}");
        assert_eq!(error.message(), error.kind().to_string(), "{method} {path}");
        assert!(!text.contains(SECRET) && !format!("{headers:?}").contains(SECRET), "{method} {path}: {text}");
    }
    assert_eq!(server.ask("DELETE", "/bytes", "", "").await.1["allow"], "POST, PUT");

    // A good response is not replaced, nor is one that a handler made.
    assert_eq!(server.get("/number/7").await.2, "7");
    assert_eq!(server.ask("POST", "/body", JSON, "{}").await.2, "read");
    assert_eq!(server.ask("POST", "/form", FORM, "a=1").await.2, "read");
    assert_eq!(server.ask("POST", "/bytes", "", "four").await.2, "read");
    let (status, _, text) = server.get("/said").await;
    assert_eq!((status, text.as_str()), (405, "I said so."));
    let (status, headers, text) = server.get("/forward").await;
    let forwarded = r#"{"error":{"code":"not_found","message":"hunter2 is gone.","hunter2":"hunter2"}}"#;
    assert_eq!((status, text.as_str()), (404, forwarded));
    assert!(!headers.contains_key("x-secret"));
    server.stop().await;
}

/// A client receives the table's data for each code.
#[tokio::test]
async fn every_code() {
    let server = start!(
        App::new().configure(configure::<ErrorKind, Hide>).configure(routes).wrap(from_fn(caught::<ErrorKind, _>))
    );
    for code in <ErrorCode as errbook::Code>::ALL {
        for method in ["GET", "POST", "DELETE"] {
            let (status, headers, text) = server.ask(method, &format!("/errors/{code}"), "", "").await;
            let expected = example(*code).encode();
            assert_eq!((status, &text), (expected.status, &expected.body), "{method} {code}");
            for (name, value) in &expected.headers {
                assert_eq!(headers[&**name], **value, "{method} {code}");
            }
            let error = Error::decode(status, &headers, &text);
            assert_eq!(error.kind(), example(*code).kind());
            assert_eq!(error.received().expect("it was decoded").issues(), []);
        }
    }
    server.stop().await;
}

/// With `Expose` the framework's text is sent, but never that of a server error.
#[tokio::test]
async fn exposed() {
    let server = start!(
        App::new().configure(configure::<ErrorKind, Expose>).configure(routes).wrap(from_fn(caught::<ErrorKind, _>))
    );
    for (method, path, content_type, body, message) in [
        ("POST", "/body", JSON, "{", "Json deserialize error: EOF while parsing an object at line 1 column 1"),
        ("GET", "/at?a=1", "", "", "Query deserialize error: "),
        ("GET", "/number/x", "", "", "can not parse \"x\" to a u32"),
        ("POST", "/form", "text/plain", "", "Content type error."),
        ("GET", "/nowhere", "", "", "There is no such resource."),
        ("GET", "/panic", "", "", "Something failed on Masko's side."),
    ] {
        let (status, headers, text) = server.ask(method, path, content_type, body).await;
        let error = Error::decode(status, &headers, &text);
        assert!(error.code().is_some() && error.message().contains(message), "{method} {path}: {text}");
        assert!(!text.contains(SECRET), "{text}");
    }
    server.stop().await;
}

/// The shop has no code for a bad request, nor for an unsupported method. Every code of `travel` needs a payload.
#[tokio::test]
async fn a_book_without_a_code_leaves_the_answer_alone() {
    use shop::ErrorKind as Shop;
    use travel::ErrorKind as Travel;
    let bare = start!(App::new().configure(routes));
    let shop = start!(App::new().configure(configure::<Shop, Hide>).configure(routes).wrap(from_fn(caught::<Shop, _>)));
    let travel =
        start!(App::new().configure(configure::<Travel, Hide>).configure(routes).wrap(from_fn(caught::<Travel, _>)));
    let known = |headers: &http::HeaderMap| {
        let mut headers = headers.clone();
        headers.remove("date");
        headers
    };
    for (method, path, content_type, body, ..) in FAILURES {
        if ["/panic", "/gateway"].contains(path) || path.starts_with("/errors") {
            continue;
        }
        let (status, headers, text) = bare.ask(method, path, content_type, body).await;
        let expected = (status, known(&headers), text);
        let (status, headers, text) = travel.ask(method, path, content_type, body).await;
        assert_eq!((status, known(&headers), text), expected, "{method} {path}");
        let (status, headers, text) = shop.ask(method, path, content_type, body).await;
        if status == 404 {
            assert!(text.contains(r#""code":"not_found""#), "{method} {path}: {text}");
        } else {
            assert_eq!((status, known(&headers), text), expected, "{method} {path}");
        }
    }
    let (status, headers, text) = travel.get("/panic").await;
    assert_eq!((status, text.as_str(), headers.get("content-type")), (500, "", None));
    assert!(shop.get("/panic").await.2.contains(r#""code":"internal_error""#));
    for server in [bare, shop, travel] {
        server.stop().await;
    }
}

/// The rejection of an extractor that redirects.
#[tokio::test]
async fn a_redirect_is_no_error() {
    let request = test::TestRequest::default().to_http_request();
    for keep in [rejection::<ErrorKind, Hide, _>, rejection::<ErrorKind, Expose, _>] {
        let error = keep(InternalError::new(SECRET, StatusCode::SEE_OTHER), &request);
        assert_eq!(error.as_response_error().status_code(), 303);
    }
}

/// An application may set its own body limit.
#[tokio::test]
async fn by_hand() {
    let json = || JsonConfig::default().limit(8).error_handler(rejection::<ErrorKind, Hide, _>);
    let resource = || {
        let read = web::post().to(|_: Json<Value>| async { "read" });
        web::resource("/body").route(read)
    };
    let app = App::new().configure(configure::<ErrorKind, Hide>).app_data(json()).service(resource());
    let app = app.wrap(from_fn(caught::<ErrorKind, _>));
    let app = test::init_service(app).await;
    for (request, code) in [
        (test::TestRequest::post().uri("/body").set_payload("[1,2,3,4,5]"), "bad_request"),
        (test::TestRequest::get().uri("/body"), "bad_request"),
        (test::TestRequest::get().uri("/nowhere"), "not_found"),
    ] {
        let request = request.insert_header(("content-type", JSON)).to_request();
        let body = test::call_and_read_body(&app, request).await;
        assert!(std::str::from_utf8(&body).is_ok_and(|it| it.contains(code)), "{body:?}");
    }
}

#[tokio::test]
async fn one_event_for_each_error() {
    const FAULT: &str = r#"ERROR errbook: Something failed on Masko's side. code="internal_error" status=500"#;
    const NOT_FOUND: &str = r#"DEBUG errbook: There is no such resource. code="not_found" status=404"#;
    let mistake = format!(r#"DEBUG errbook: {} code="bad_request" status=400"#, ErrorKind::BadRequest);
    let mistake = mistake.as_str();
    let app =
        App::new().configure(configure::<ErrorKind, Hide>).configure(routes).wrap(from_fn(caught::<ErrorKind, _>));
    let app = test::init_service(app).await;
    let log = Log::start();
    for (method, path, body, start, texts) in [
        ("GET", "/errors/insufficient_credits", "", "DEBUG errbook: Not enough credits.", "hunter2"),
        ("GET", "/errors/internal_error", "", FAULT, "hunter2"),
        ("GET", "/errors/lost", "", NOT_FOUND, "not an error code of this API"),
        ("GET", "/gateway", "", FAULT, "hunter2 is gone.: hunter2"),
        ("GET", "/forward", "", "DEBUG errbook: hunter2 is gone.", "hunter2"),
        ("GET", "/nowhere", "", NOT_FOUND, ""),
        ("POST", "/body", "{", mistake, "Json deserialize error: EOF while parsing an object at line 1 column 1"),
        ("PUT", "/bytes", "{\"a\": 1}", mistake, "JSON payload (8 bytes) is larger than allowed (limit: 4 bytes)."),
        ("DELETE", "/body", "", mistake, ""),
        ("GET", "/panic", "", FAULT, "a handler panicked: hunter2"),
    ] {
        let method = method.parse().expect("a method");
        let request = test::TestRequest::with_uri(path).method(method).insert_header(("content-type", JSON));
        // The connection turns a panic's error into a response.
        let response = test::try_call_service(&app, request.set_payload(body).to_request()).await;
        let status = response.map_or_else(|error| error.error_response().status(), |response| response.status());
        let said = log.events();
        assert_eq!(said.len(), 1, "{path}: {said:?}");
        assert!(said[0].starts_with(start), "{path}: {said:?}");
        let end = format!(" status={}{}", status.as_u16(), causes(texts));
        assert!(said[0].ends_with(&end), "{path}: {said:?}");
    }
    // A book without an internal error sends an empty body, and logs the reason.
    let busy = travel::Error::decode(503, &(), r#"{"errcode":"E_BUSY","error":"hunter2"}"#);
    assert_eq!(busy.error_response().status(), 500);
    let said = log.events();
    assert!(said.len() == 1 && said[0].ends_with("status=500 causes=hunter2"), "{said:?}");
    // Reading the status does not log a response.
    assert_eq!(ResponseError::status_code(&Error::from(InsufficientCredits::new(1, 0))), 402);
    assert_eq!(ResponseError::status_code(&upstream()), 500);
    assert_eq!(log.events(), [""; 0]);
}
