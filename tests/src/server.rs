//! A server of the Masko API that only returns the book's errors, for testing clients. It is an `axum` router, and
//! knows nothing of its clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Json, Path, State};
use axum::routing::{any, post};
use masko_errors::errbook::axum::Checked;
use masko_errors::errbook::tower::ErrorLayer;
use masko_errors::{Error, ErrorCode, ErrorKind, OrError, RateLimited};
use serde_json::{Map, Value, json};

/// How many calls come too early after a reset.
const TOO_EARLY: u32 = 2;

/// The book for programs, as it was generated.
const BOOK: &str = include_str!("../../generated/errors.json");

/// How many calls are still too early.
type Early = Arc<AtomicU32>;

/// The routes:
///
/// - `/errors/{code}`, any method: that code's documented response.
/// - `POST /v1/collections/{id}/generate`, with a body of JSON or none: 200, but for the first two calls after `POST /reset`.
///   Those are answered with 429 and `Retry-After: 1`.
///
/// An unknown route and an unsupported method are answered with the book's codes.
pub fn router() -> Router {
    Router::new()
        .route("/errors/{code}", any(documented))
        .route("/v1/collections/{id}/generate", post(generate))
        .route("/reset", post(reset))
        .layer(ErrorLayer::<ErrorKind>::new())
        .with_state(Early::default())
}

async fn documented(Checked(Path(code), ..): Checked<Path<String>, ErrorKind>) -> Error {
    match code.parse() {
        Ok(code) => example(code),
        Err(_) => ErrorKind::NotFound.into(),
    }
}

async fn reset(State(early): State<Early>) -> Json<Value> {
    early.store(TOO_EARLY, Ordering::SeqCst);
    Json(json!({"ok": true}))
}

/// What the body is called does not matter here, so that it can be tried by hand.
async fn generate(
    State(early): State<Early>,
    Checked(Path(collection), ..): Checked<Path<String>, ErrorKind>,
    Checked(body, ..): Checked<Bytes, ErrorKind>,
) -> Result<Json<Value>, Error> {
    if collection.is_empty() {
        return Err(ErrorKind::NotFound.into());
    }
    if !body.is_empty() {
        let _: Value = serde_json::from_slice(&body).or_error(ErrorKind::BadRequest)?;
    }
    let left = early.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    match left {
        Ok(_) => Err(RateLimited::new(1).into()),
        Err(_) => Ok(Json(json!({"ok": true}))),
    }
}

/// A code with the values that the docs show: those of its first example in the book.
///
/// # Panics
///
/// Where the book that was generated does not have them.
pub fn example(code: ErrorCode) -> Error {
    let book: Value = serde_json::from_str(BOOK).expect("the book is JSON");
    let entries = book["errors"].as_array().expect("there is a list of errors");
    let entry = entries.iter().find(|it| it["code"] == code.as_str()).expect("every code is in the book");
    let is_header = |name: &str| entry["headers"].as_array().into_iter().flatten().any(|it| it["name"] == name);
    let (mut error, mut headers) = (Map::new(), Vec::new());
    error.insert("code".to_owned(), code.as_str().into());
    for value in entry["examples"][0]["values"].as_array().into_iter().flatten() {
        let (name, value) = (value["name"].as_str().expect("a value has a name"), &value["value"]);
        if is_header(name) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            headers.push((name.to_owned(), text));
        } else {
            error.insert(name.to_owned(), value.clone());
        }
    }
    let kind = Error::decode(code.status(), &headers, &json!({"error": error}).to_string()).into_kind();
    assert!(!matches!(kind, ErrorKind::Unknown(_)), "the example of {code} fits");
    // Made anew, it is this server's own, and says what the template says.
    Error::from(kind)
}
