//! No cause leaves the service: a secret is in each cause, and in no byte of a response, on both frameworks.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::MessageBody as _;
use actix_web::error::ErrorRequestTimeout;
use actix_web::middleware::from_fn;
use actix_web::{App, test, web};
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response};
use notes::{AppError, Draft, Limits, database};
use notes_errors::errbook::actix::caught;
use notes_errors::{Error, ErrorCode, ErrorKind};
use sqlx::SqlitePool;
use tower::ServiceExt as _;

use crate::{SECRET, context, service};

const JSON: &str = "application/json";

/// A method, a path, a content type, a body; the code of the response, and whether its cause has the secret.
type Row = (&'static str, &'static str, &'static str, &'static str, ErrorCode, bool);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("POST", "/notes", JSON, r#"{"title":"fails","text":""}"#, ErrorCode::InternalError, true),
    ("POST", "/notes", JSON, r#"{"title":"hunter2","text":""}"#, ErrorCode::TitleTaken, false),
    ("POST", "/notes", JSON, r#""hunter2""#, ErrorCode::BadRequest, true),
    ("POST", "/notes", JSON, "{hunter2", ErrorCode::BadRequest, false),
    ("POST", "/notes", "text/hunter2", "{}", ErrorCode::BadRequest, false),
    ("GET", "/panic", "", "", ErrorCode::InternalError, true),
    ("GET", "/context", "", "", ErrorCode::InternalError, true),
    ("GET", "/hunter2", "", "", ErrorCode::NotFound, false),
];

/// The causes that are the framework's own words.
#[rustfmt::skip]
const AXUM: &[Row] = &[
    ("GET", "/notes/hunter2", "", "", ErrorCode::BadRequest, true),
    ("HUNTER2", "/notes", "", "", ErrorCode::MethodNotAllowed, false),
];

#[rustfmt::skip]
const ACTIX: &[Row] = &[
    // `actix-web` answers a path that does not fit with 404.
    ("GET", "/notes/hunter2", "", "", ErrorCode::NotFound, true),
    ("GET", "/slow", "", "", ErrorCode::Timeout, true),
];

/// A database whose error has the secret in it.
async fn telling() -> SqlitePool {
    let pool = database().await.expect("a database");
    for statement in [
        "INSERT INTO notes (title, text) VALUES ('hunter2', '')",
        "CREATE TRIGGER tells BEFORE INSERT ON notes WHEN new.title = 'fails' BEGIN SELECT RAISE(ABORT, 'hunter2'); END",
    ] {
        sqlx::query(statement).execute(&pool).await.expect("it is SQL");
    }
    pool
}

/// Whether one of the causes has the secret: in the log, an operator finds it.
fn tells(error: &dyn StdError) -> bool {
    error.source().is_some_and(|cause| cause.to_string().contains(SECRET) || tells(cause))
}

/// What a client gets, and the error that it was made of.
fn check(row: &Row, status: u16, headers: &impl std::fmt::Debug, body: &[u8], error: &Error) {
    let sent = format!("{status} {headers:?} {}", String::from_utf8_lossy(body));
    assert!(!sent.contains(SECRET), "{row:?}: {sent}");
    assert_eq!(Error::decode(status, &(), body).code(), Some(row.4), "{row:?}: {sent}");
    assert_eq!((error.code(), tells(error)), (Some(row.4), row.5), "{row:?}: {error:?}");
}

fn request(row: &Row) -> Request<Body> {
    let request = Request::builder().method(row.0).uri(row.1).header("content-type", row.2);
    request.body(Body::from(row.3)).expect("a request")
}

async fn search(row: &Row, response: Response<Body>) {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body");
    let error = parts.extensions.get::<Arc<Error>>().expect("an error of the book");
    check(row, parts.status.as_u16(), &parts.headers, &body, error);
}

#[tokio::test]
async fn no_cause_leaves_axum() {
    let service = service(telling().await, Limits::default());
    for row in ROWS.iter().chain(AXUM) {
        search(row, service.clone().oneshot(request(row)).await.expect("an answer")).await;
    }
}

/// What the handler was about to do is not in the response either.
#[tokio::test]
async fn no_cause_leaves_in_time() {
    let pool = telling().await;
    let _held = pool.acquire().await.expect("the one connection");
    let service = service(pool, Limits { time: Duration::from_millis(5), ..Limits::default() });
    let row = ("POST", "/notes", JSON, r#"{"title":"hunter2","text":"hunter2"}"#, ErrorCode::Timeout, false);
    search(&row, service.oneshot(request(&row)).await.expect("an answer")).await;
}

/// The same operation on `actix-web`.
async fn add(pool: web::Data<SqlitePool>, draft: web::Json<Draft>) -> Result<&'static str, AppError> {
    let insert = sqlx::query("INSERT INTO notes (title, text) VALUES (?, '')").bind(&draft.title);
    insert.execute(&**pool).await?;
    Ok("added")
}

async fn panics() -> &'static str {
    panic!("{SECRET}")
}

#[tokio::test]
async fn no_cause_leaves_actix() {
    let app = App::new()
        .app_data(web::Data::new(telling().await))
        .route("/notes", web::post().to(add))
        .route("/notes/{id}", web::get().to(|id: web::Path<i64>| async move { id.to_string() }))
        .route("/panic", web::get().to(panics))
        .route("/context", web::get().to(|| async { Err::<&str, _>(context()) }))
        .route("/slow", web::get().to(|| async { Err::<&str, _>(ErrorRequestTimeout(SECRET)) }))
        .wrap(from_fn(caught::<ErrorKind, _>));
    let app = test::init_service(app).await;
    for row in ROWS.iter().chain(ACTIX) {
        let request = test::TestRequest::with_uri(row.1).method(row.0.parse().expect("a method"));
        let request = request.insert_header(("content-type", row.2)).set_payload(row.3).to_request();
        // The error of a panic is made into a response where the connection is.
        let (error, response) = match test::try_call_service(&app, request).await {
            Ok(response) => (None, response.into_parts().1.map_into_boxed_body()),
            Err(error) => {
                let response = error.error_response();
                (Some(error), response)
            }
        };
        let (response, body) = response.into_parts();
        let body = body.try_into_bytes().expect("it is complete");
        let error = error.as_ref().or(response.error()).expect("an error");
        let of_a_handler = error.as_error::<AppError>().map(|error| &**error);
        let error = of_a_handler.or(error.as_error()).expect("an error of the book");
        check(row, response.status().as_u16(), response.headers(), &body, error);
    }
}
