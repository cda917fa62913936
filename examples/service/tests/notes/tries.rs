//! The smallest client, against the service and against one that is always busy.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use notes::{Limits, database, three_tries};
use notes_errors::errbook::tower::ErrorLayer;
use notes_errors::{ErrorCode, ErrorKind};

use crate::{ask, http, service, start};

#[tokio::test]
async fn a_client_recovers_after_the_wait_that_the_service_asks_for() {
    let limits = Limits { requests: 1, window: Duration::from_secs(1), ..Limits::default() };
    let base = start(service(database().await.expect("a database"), limits)).await;
    let note = r#"{"title":"Milk","text":"Two litres."}"#;
    assert_eq!(ask(&base, "POST", "/notes", "application/json", note).await.0, 201);
    assert_eq!(ask(&base, "GET", "/notes/1", "", "").await.0, 429);
    let found = three_tries::get(&http(), &format!("{base}/notes/1")).await.expect("the note");
    assert_eq!(found, r#"{"id":1,"title":"Milk","text":"Two litres."}"#);
}

#[tokio::test]
async fn it_gives_up_after_three_tries() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let busy = move || async move {
        counted.fetch_add(1, Ordering::Relaxed);
        (StatusCode::TOO_MANY_REQUESTS, [("Retry-After", "0")])
    };
    let base = start(Router::new().route("/", get(busy)).layer(ErrorLayer::<ErrorKind>::new())).await;
    let error = three_tries::get(&http(), &base).await.expect_err("it is busy");
    assert_eq!(error.api().and_then(notes_errors::Error::code), Some(ErrorCode::RateLimited));
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

#[test]
fn it_has_ten_lines() {
    let (_, function) = include_str!("../../src/three_tries.rs").split_once("pub async fn ").expect("a function");
    assert!(function.lines().count() <= 10);
}
