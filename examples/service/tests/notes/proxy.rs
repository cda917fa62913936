//! The client through a proxy that drops headers, compresses, and answers by itself.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use notes::client::{Client, ClientError};
use notes::{Draft, Limits, Note, database};
use notes_errors::errbook::UnknownReason;
use notes_errors::{ErrorCode, ErrorKind};

use crate::{http, service, start};

/// What the proxy does with one request.
#[derive(Debug, Clone, Copy)]
enum Turn {
    Pass,
    DropHeaders,
    /// Whatever the client accepts.
    Compress,
    /// Its own 520, which is empty.
    Unknown,
    /// Its own 502, as a page.
    Page,
}

use Turn::{Compress, DropHeaders, Page, Pass, Unknown};

/// Takes its turns one after the other, from the start again at the end.
#[derive(Clone)]
struct Proxy {
    upstream: String,
    turns: &'static [Turn],
    requests: Arc<AtomicUsize>,
}

async fn forward(State(proxy): State<Proxy>, request: Request) -> Response {
    let turn = proxy.turns[proxy.requests.fetch_add(1, Ordering::SeqCst) % proxy.turns.len()];
    match turn {
        Unknown => return StatusCode::from_u16(520).expect("a status").into_response(),
        Page => return (StatusCode::BAD_GATEWAY, Html("<html>502 Bad Gateway</html>")).into_response(),
        Pass | DropHeaders | Compress => {}
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.expect("a body");
    let upstream = http().request(parts.method, format!("{}{}", proxy.upstream, parts.uri)).headers(parts.headers);
    let mut theirs = upstream.body(body).send().await.expect("an answer");
    let (status, mut headers) = (theirs.status(), std::mem::take(theirs.headers_mut()));
    let body = theirs.bytes().await.expect("a body");
    if let DropHeaders = turn {
        return (status, Body::from(body)).into_response();
    }
    if let Compress = turn {
        headers.remove("content-length");
        headers.insert("content-encoding", "gzip".parse().expect("a value"));
        return (status, headers, gzip(&body)).into_response();
    }
    (status, headers, body).into_response()
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("a vector takes all")
}

/// The service that the proxy is in front of.
#[derive(Debug, Clone, Copy)]
enum Service {
    Healthy,
    /// No handler is done in time.
    Slow,
    /// So much time has to pass between two requests.
    Limited(Duration),
}

/// A client of the service, in which there is the note 1, and the number of requests that the proxy gets.
async fn through(turns: &'static [Turn], upstream: Service) -> (Client, Arc<AtomicUsize>) {
    let pool = database().await.expect("a database");
    sqlx::query("INSERT INTO notes VALUES (1, 'Milk', '')").execute(&pool).await.expect("a note");
    let mut limits = Limits::default();
    match upstream {
        Service::Healthy => {}
        Service::Slow => {
            limits.time = Duration::from_millis(5);
            // The one connection is in use until the end.
            std::mem::forget(pool.acquire().await.expect("a connection"));
        }
        Service::Limited(window) => (limits.requests, limits.window) = (1, window),
    }
    let upstream_url = start(service(pool, limits)).await;
    if let Service::Limited(_) = upstream {
        assert_eq!(crate::ask(&upstream_url, "GET", "/notes/1", "", "").await.0, 200);
    }
    let requests = Arc::new(AtomicUsize::new(0));
    let proxy = Proxy { upstream: upstream_url, turns, requests: requests.clone() };
    let base = start(Router::new().fallback(forward).with_state(proxy)).await;
    (Client::new(http(), base, notes_errors::errbook::retry::Limits::default()), requests)
}

fn draft(title: &str) -> Draft {
    Draft { title: title.to_owned(), text: String::new() }
}

fn milk() -> Note {
    Note { id: 1, draft: draft("Milk") }
}

/// What the client does.
#[derive(Debug, Clone, Copy)]
enum Call {
    Read(i64),
    Add(&'static str),
}

use Call::{Add, Read};

/// How it ends.
#[derive(Debug, PartialEq)]
enum End {
    Note,
    /// Of the API, with this status.
    Code(ErrorCode, u16),
    /// Without a code that can be read.
    NoCode(UnknownReason, u16),
    /// A success that cannot be read.
    Unreadable,
}

fn end(outcome: Result<Note, ClientError>) -> End {
    match outcome {
        Ok(note) => {
            assert!(note.id == 1 && note == milk() || note.draft == draft("Tea"), "{note:?}");
            End::Note
        }
        Err(ClientError::Transport(error)) if error.is_decode() => End::Unreadable,
        Err(ClientError::Api(error)) => match (error.code(), error.kind()) {
            (Some(code), _) => End::Code(code, error.status()),
            (None, ErrorKind::Unknown(unknown)) => End::NoCode(unknown.reason(), error.status()),
            other => panic!("{other:?}"),
        },
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn what_becomes_of_each_request() {
    use Service::{Healthy, Limited, Slow};
    const LIMITED: Service = Limited(Duration::from_secs(3600));
    for (turns, upstream, call, requests, expected) in [
        // One turn after the other, until there is an answer.
        (&[Unknown, Page, DropHeaders][..], Healthy, Read(1), 3, End::Note),
        (&[Page, Unknown, Page, Pass], Healthy, Read(1), 4, End::Note),
        (&[Unknown, Page], Healthy, Read(1), 4, End::NoCode(UnknownReason::NoCode, 502)),
        (&[Unknown, Pass], Healthy, Read(7), 2, End::Code(ErrorCode::NoteNotFound, 404)),
        // The note may have been added.
        (&[Unknown], Healthy, Add("Tea"), 1, End::NoCode(UnknownReason::NoCode, 520)),
        (&[Page], Healthy, Add("Tea"), 1, End::NoCode(UnknownReason::NoCode, 502)),
        // The code is in the body, whatever becomes of the headers.
        (&[DropHeaders], Healthy, Add("Tea"), 1, End::Note),
        (&[DropHeaders], Healthy, Add("Milk"), 1, End::Code(ErrorCode::TitleTaken, 409)),
        (&[DropHeaders], Healthy, Add(""), 1, End::Code(ErrorCode::InvalidNote, 422)),
        (&[DropHeaders], Healthy, Read(7), 1, End::Code(ErrorCode::NoteNotFound, 404)),
        // A body that is compressed is not an answer, and the status decides.
        (&[Compress], Healthy, Read(1), 1, End::Unreadable),
        (&[Compress], Healthy, Read(7), 1, End::NoCode(UnknownReason::Encoded, 404)),
        (&[Compress, Pass], Slow, Read(1), 4, End::Code(ErrorCode::Timeout, 408)),
        (&[Pass, Compress], Slow, Read(1), 4, End::NoCode(UnknownReason::Encoded, 408)),
        (&[Pass], Slow, Add("Tea"), 1, End::Code(ErrorCode::Timeout, 408)),
        // With the header, the wait is an hour, which is too long; without it, it is the backoff.
        (&[Pass], LIMITED, Read(1), 1, End::Code(ErrorCode::RateLimited, 429)),
        (&[Compress], LIMITED, Read(1), 1, End::NoCode(UnknownReason::Encoded, 429)),
        (&[DropHeaders], LIMITED, Read(1), 4, End::Code(ErrorCode::RateLimited, 429)),
        (&[DropHeaders], LIMITED, Add("Tea"), 4, End::Code(ErrorCode::RateLimited, 429)),
    ] {
        let (client, count) = through(turns, upstream).await;
        let outcome = match call {
            Read(id) => client.note(id).await,
            Add(title) => client.add(&draft(title)).await,
        };
        let found = (end(outcome), count.load(Ordering::SeqCst));
        assert_eq!(found, (expected, requests), "{turns:?}, {upstream:?}, {call:?}");
    }
}

/// The wait is the one that the limiter asks for, also where the body cannot be read, and the client is served in the end.
#[tokio::test]
async fn the_wait_is_the_limiters() {
    const WINDOW: Duration = Duration::from_secs(2);
    let calls = [&[Pass][..], &[Compress, Pass]].map(|turns| async move {
        let (client, count) = through(turns, Service::Limited(WINDOW)).await;
        let start = Instant::now();
        assert_eq!(client.note(1).await.expect("a note"), milk(), "{turns:?}");
        // In whole seconds, rounded up.
        assert!(start.elapsed() >= Duration::from_secs(1), "{turns:?}: {:?}", start.elapsed());
        assert_eq!(count.load(Ordering::SeqCst), 2, "{turns:?}");
    });
    let [plain, compressed] = calls.map(tokio::spawn);
    plain.await.expect("it has not panicked");
    compressed.await.expect("it has not panicked");
}
