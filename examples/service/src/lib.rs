//! A service with a book of errors: notes in a database, served by `axum`.
//!
//! `cargo xtask codegen` generates the crate `notes_errors` from `spec/`. Handlers return errors of the book. The layers of
//! [`guarded`] answer in plain text, and `ErrorLayer`, the outermost, replaces these responses with errors of the book.

pub mod client;
mod limiter;
pub mod three_tries;

use std::time::Duration;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use axum::{Json, Router};
use notes_errors::errbook::axum::panicked;
use notes_errors::errbook::tower::ErrorLayer;
use notes_errors::openapi::ErrorComponents;
use notes_errors::{ErrorKind, InvalidNote, NoteNotFound};
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::{OpenApi, ToSchema};

/// A note, as it is sent to be added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    /// Up to 80 characters. No two notes have the same.
    pub title: String,
    /// Up to 2000 characters.
    pub text: String,
}

impl Draft {
    /// Reports every rule that the note breaks.
    fn check(&self) -> Result<(), InvalidNote> {
        let mut problems = Vec::new();
        if self.title.trim().is_empty() {
            problems.push("`title` is empty".to_owned());
        }
        for (name, text, longest) in [("title", &self.title, 80), ("text", &self.text, 2000)] {
            let length = text.chars().count();
            if length > longest {
                problems.push(format!("`{name}` has {length} characters, and {longest} are allowed"));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(InvalidNote::new(problems)) }
    }
}

/// A note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// What it says.
    #[serde(flatten)]
    pub draft: Draft,
}

notes_errors::app_error! {
    /// The error of a handler. A foreign error becomes its cause, which is logged and never sent.
    pub struct AppError;
    sqlx::Error => |error| match error.as_database_error() {
        Some(error) if error.is_unique_violation() => ErrorKind::TitleTaken,
        _ => ErrorKind::InternalError,
    },
    // With the rejection's status, because the code lists it.
    JsonRejection => BadRequest,
}

notes_errors::responses! {
    struct ReadErrors = [BadRequest, NoteNotFound, Timeout, RateLimited, InternalError];
}

/// Reads a note.
///
/// By its number.
#[utoipa::path(get, path = "/notes/{id}", tag = "notes", params(("id" = i64, Path)), responses(
    (status = 200, description = "The note.", body = Note),
    ReadErrors,
))]
async fn read(State(pool): State<SqlitePool>, Path(id): Path<i64>) -> Result<Json<Note>, AppError> {
    let select = sqlx::query_as("SELECT title, text FROM notes WHERE id = ?").bind(id);
    let Some((title, text)) = select.fetch_optional(&pool).await? else { Err(NoteNotFound::new(id))? };
    Ok(Json(Note { id, draft: Draft { title, text } }))
}

notes_errors::responses! {
    struct AddErrors = [BadRequest, TitleTaken, InvalidNote, Timeout, RateLimited, InternalError];
}

/// Adds a note.
///
/// No two notes have the same title.
#[utoipa::path(post, path = "/notes", tag = "notes", responses(
    (status = 201, description = "The note.", body = Note),
    AddErrors,
))]
async fn add(
    State(pool): State<SqlitePool>,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<(StatusCode, Json<Note>), AppError> {
    let Json(draft) = draft?;
    draft.check()?;
    let insert = sqlx::query_scalar("INSERT INTO notes (title, text) VALUES (?, ?) RETURNING id");
    let id = insert.bind(&draft.title).bind(&draft.text).fetch_one(&pool).await?;
    Ok((StatusCode::CREATED, Json(Note { id, draft })))
}

/// An empty database in memory. It is dropped with its connection, so there is one, which stays open.
pub async fn database() -> Result<SqlitePool, sqlx::Error> {
    let options = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
    let pool = options.connect("sqlite::memory:").await?;
    let create = "CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, text TEXT NOT NULL)";
    sqlx::query(create).execute(&pool).await?;
    Ok(pool)
}

/// The limits of the service.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The maximum time for a request.
    pub time: Duration,
    /// The maximum size of a request's body, in bytes.
    pub body: usize,
    /// The maximum number of requests in a `window`.
    pub requests: u32,
    /// The window of the rate limit.
    pub window: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(5), body: 16 * 1024, requests: 20, window: Duration::from_secs(1) }
    }
}

/// The description of the service, with the errors of the book.
#[derive(Debug, OpenApi)]
#[openapi(
    paths(read, add),
    modifiers(&ErrorComponents),
    info(title = "Notes", contact(name = "Notes", url = "https://notes.example")),
    servers((url = "/")),
    tags((name = "notes", description = "Notes with a title.")),
    security(()),
)]
pub struct Document;

/// - `POST /notes` adds a [`Draft`], and returns the [`Note`].
/// - `GET /notes/{id}` returns a note.
/// - `GET /openapi.json` returns the [`Document`].
pub fn routes(pool: SqlitePool) -> Router {
    let document = Document::openapi();
    Router::new()
        .route("/notes", post(add))
        .route("/notes/{id}", get(read))
        .route("/openapi.json", get(|| async { Json(document) }))
        .with_state(pool)
}

/// Adds the limits to routes. The last layer is the outermost.
pub fn guarded(routes: Router, limits: Limits) -> Router {
    routes
        .layer(RequestBodyLimitLayer::new(limits.body))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, limits.time))
        .layer(CatchPanicLayer::custom(panicked::<ErrorKind>))
        .layer(from_fn_with_state(limiter::Limiter::new(limits.requests, limits.window), limiter::limit))
        .layer(ErrorLayer::<ErrorKind>::new())
}
