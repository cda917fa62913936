//! Services of generated crates, each on axum and on actix: errors of handlers and unknown routes have the form of the book,
//! with the members that the layer reads from the request.

use actix_web::middleware::from_fn;
use actix_web::{test, web, App};
use axum::body::{to_bytes, Body};
use axum::http::Request;
use axum::routing::get;
use axum::Router;
use tower::ServiceExt as _;

/// A response: its status, some of its headers, and its body.
type Answer = (u16, [Option<String>; 2], String);

const SHOWN: [&str; 2] = ["content-type", "request-id"];
const ID: (&str, &str) = ("x-request-id", "r-7");

fn wait<T>(future: impl std::future::Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

async fn axum(router: Router, path: &str) -> Answer {
    let request = Request::get(path).header(ID.0, ID.1).body(Body::empty()).unwrap();
    let (head, body) = router.oneshot(request).await.unwrap().into_parts();
    let body = String::from_utf8(to_bytes(body, 1 << 20).await.unwrap().to_vec()).unwrap();
    let shown = SHOWN.map(|name| head.headers.get(name).map(|value| value.to_str().unwrap().to_owned()));
    (head.status.as_u16(), shown, body)
}

/// Asks both services of a crate: one handler fails with this error, one with the error of another service.
macro_rules! ask {
    ($krate:ident, $error:expr, $($members:expr)?) => {
        |path: &'static str| -> [Answer; 2] {
            use $krate::{Error, ErrorKind};
            fn fails() -> Result<&'static str, Error> {
                Err($error.into())
            }
            fn upstream() -> Result<&'static str, Error> {
                Err(Error::decode(402, &[("request-id", "secret")], r#"{"error":{"code":"declined"},"request_id":"secret"}"#))
            }
            let layer = $krate::errbook::tower::ErrorLayer::<ErrorKind>::new();
            $(let layer = layer.with_members(|request| $members(request.headers["x-request-id"].to_str().unwrap()));)?
            let router = Router::new()
                .route("/fails", get(|| async { fails() }))
                .route("/upstream", get(|| async { upstream() }))
                .layer(layer);
            let on_axum = wait(axum(router, path));
            let on_actix = wait(async {
                let app = App::new();
                $(let app = app.app_data($krate::errbook::actix::MembersHook::<ErrorKind>::new(|request| {
                    $members(request.headers().get(ID.0).unwrap().to_str().unwrap())
                }));)?
                let app = app
                    .route("/fails", web::get().to(|| async { fails() }))
                    .route("/upstream", web::get().to(|| async { upstream() }))
                    .wrap(from_fn($krate::errbook::actix::caught::<ErrorKind, _>));
                let app = test::init_service(app).await;
                let request = test::TestRequest::with_uri(path).insert_header(ID).to_request();
                let response = test::call_service(&app, request).await;
                let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
                let (status, shown) = (response.status().as_u16(), SHOWN.map(header));
                (status, shown, String::from_utf8(test::read_body(response).await.to_vec()).unwrap())
            });
            [on_axum, on_actix]
        }
    };
}

fn check(ask: impl Fn(&'static str) -> [Answer; 2], media: &str, id: Option<&str>, expected: [(&'static str, u16, &str); 3]) {
    for (path, status, body) in expected {
        for answer in ask(path) {
            let headers = [Some(media), id].map(|it| it.map(str::to_owned));
            assert_eq!(answer, (status, headers, body.to_owned()), "{path}");
        }
    }
}

fn main() {
    check(
        ask!(stripe_errors, stripe_errors::Declined::new("expired"),),
        "application/json",
        Some("r-7"),
        [
            ("/fails", 402, r#"{"error":{"type":"card_error","code":"declined","message":"Declined.","reason":"expired","doc_url":"https://x.example/errors/declined.html"},"request_id":"r-7"}"#),
            ("/nowhere", 404, r#"{"error":{"type":"invalid_request_error","code":"invalid","message":"No.","doc_url":"https://x.example/errors/invalid.html"},"request_id":"r-7"}"#),
            ("/upstream", 500, r#"{"error":{"type":"api_error","message":"Failed.","doc_url":"https://x.example/errors/api_error.html"},"request_id":"r-7"}"#),
        ],
    );
    check(
        ask!(json_api_errors, json_api_errors::Declined::new(80, "/data"), |id: &str| json_api_errors::Members::new().with_id(id)),
        "application/vnd.api+json",
        None,
        [
            ("/fails", 402, r#"{"errors":[{"id":"r-7","status":"402","code":"declined","title":"Declined","detail":"Not 80.","source":{"pointer":"/data"},"links":{"type":"https://x.example/errors/declined.html"},"meta":{"limit":80}}]}"#),
            ("/nowhere", 404, r#"{"errors":[{"id":"r-7","status":"404","code":"invalid","title":"Invalid","detail":"No.","links":{"type":"https://x.example/errors/invalid.html"}}]}"#),
            ("/upstream", 500, r#"{"errors":[{"id":"r-7","status":"500","code":"internal","title":"Internal","detail":"Failed.","links":{"type":"https://x.example/errors/internal.html"}}]}"#),
        ],
    );
    check(
        ask!(problem_errors, problem_errors::Declined::new(30),),
        "application/problem+json",
        None,
        [
            ("/fails", 402, r#"{"type":"https://x.example/errors/declined.html","title":"Declined","status":402,"detail":"No credit.","instance":"/fails","code":"declined","balance":30}"#),
            ("/nowhere", 404, r#"{"type":"https://x.example/errors/invalid.html","title":"Invalid","status":404,"detail":"No.","instance":"/nowhere","code":"invalid"}"#),
            ("/upstream", 500, r#"{"type":"https://x.example/errors/internal.html","title":"Internal","status":500,"detail":"Failed.","instance":"/upstream","code":"internal"}"#),
        ],
    );
    println!("all of it");
}
