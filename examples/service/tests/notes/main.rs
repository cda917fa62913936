//! The service and its client, over connections on 127.0.0.1.

mod actix;
mod answers;
mod document;
mod leaks;
mod proxy;
mod tries;

use std::future::IntoFuture as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use notes::{AppError, Limits, guarded, routes};
use notes_errors::{Error, ErrorKind};
use reqwest::header::HeaderMap;
use sqlx::SqlitePool;
use tokio::net::TcpListener;

/// A text that must be in no response.
const SECRET: &str = "hunter2";

/// The service, with a handler that panics, and one whose error has a context.
fn service(pool: SqlitePool, limits: Limits) -> Router {
    let routes = routes(pool)
        .route("/panic", get(|| async { panic!("{SECRET}") as () }))
        .route("/context", get(|| async { Err::<(), _>(context()) }));
    guarded(routes, limits)
}

fn context() -> AppError {
    Error::from(ErrorKind::InternalError).with_context(SECRET).into()
}

/// Starts a server on a free port. It ends with the test.
async fn start(router: Router) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(axum::serve(listener, router).into_future());
    format!("http://{address}")
}

/// A client that decompresses nothing.
fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().no_gzip().timeout(Duration::from_secs(30)).build().expect("a client")
}

/// Status, headers and body.
type Answer = (u16, HeaderMap, String);

async fn ask(base: &str, method: &str, path: &str, content_type: &str, body: &str) -> Answer {
    let method = method.parse().expect("a method");
    let request = http().request(method, format!("{base}{path}")).header("content-type", content_type);
    let response = request.body(body.to_owned()).send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.text().await.expect("a text"))
}

/// An error without anything in it that its code does not have.
fn decode((status, headers, body): &Answer) -> Error {
    let error = Error::decode(*status, headers, body);
    assert_eq!(error.received().expect("it was decoded").issues(), [], "{body}");
    error
}
