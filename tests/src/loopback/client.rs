//! What a client learns from a response that breaks off, or never ends.

use std::error::Error as _;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use errbook::axum::{Checked, Expose};
use errbook::reqwest::ClientError;
use errbook::{BodyLimits, LimitReached};
use http::request::Parts;
use masko_errors::{Error, ErrorCode, ErrorKind};
use serde_json::Value;

use super::{PAGE, client, servers};
use crate::server;

/// How a response goes on after what is written of it.
#[derive(Clone, Copy)]
enum Then {
    Close,
    Stall,
    Endless,
}

/// A server that answers every connection alike, then waits for the next.
fn hostile(response: &'static str, then: Then) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    // It ends with the process.
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // The client may have disconnected.
            thread::spawn(move || answer(stream, response, then).ok());
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream, response: &str, then: Then) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    stream.write_all(response.as_bytes())?;
    match then {
        Then::Close => Ok(()),
        Then::Stall => stream.read_to_end(&mut request).map(drop),
        Then::Endless => loop {
            stream.write_all(&[b'a'; 1 << 13])?;
        },
    }
}

const LENGTH: LimitReached = LimitReached::Length(64 << 10);
const TIME: LimitReached = LimitReached::Time(Duration::from_millis(300));

/// A response, how it goes on, the status, the code, whether the payload is known, and which limit was reached.
type Row = (&'static str, Then, u16, Option<ErrorCode>, bool, Option<LimitReached>);

#[rustfmt::skip]
const ROWS: [Row; 9] = [
    ("HTTP/1.1 402 No\r\n\r\n{\"error\":{\"code\":\"insufficient_credits\",\"message\":\"Pay.\",\"required\":7,\"balance\":5},\"pad\":\"",
        Then::Endless, 402, Some(ErrorCode::InsufficientCredits), false, Some(LENGTH)),
    ("HTTP/1.1 402 No\r\nContent-Length: 99999999999\r\n\r\n", Then::Endless, 402, None, false, Some(LENGTH)),
    ("HTTP/1.1 402 No\r\n\r\n{\"error\":{\"code\":\"insufficient_credits\",\"message\":\"Pay.\",\"requ",
        Then::Stall, 402, Some(ErrorCode::InsufficientCredits), false, Some(TIME)),
    ("HTTP/1.1 429 No\r\nRetry-After: 7\r\n\r\n{\"error\":{\"code\":\"rate_limited\",\"message\":\"Wait.\"}}",
        Then::Stall, 429, Some(ErrorCode::RateLimited), true, Some(TIME)),
    ("HTTP/1.1 503 No\r\nContent-Length: 10\r\n\r\n", Then::Stall, 503, None, false, Some(TIME)),
    ("HTTP/1.1 404 No\r\nContent-Length: 1000\r\n\r\n{\"error\":{\"code\":\"not_found\",\"message\":\"Not here.",
        Then::Close, 404, Some(ErrorCode::NotFound), false, None),
    ("HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2a\r\n{\"error\":{\"code\":\"not_found\",\"message\":\"N\"\r\n",
        Then::Close, 404, Some(ErrorCode::NotFound), false, None),
    ("HTTP/1.1 502 No\r\nContent-Length: 10\r\n\r\n", Then::Close, 502, None, false, None),
    ("HTTP/1.1 502 No\r\nTransfer-Encoding: chunked\r\n\r\n", Then::Close, 502, None, false, None),
];

fn check(error: &Error, row: &Row, client: &str) {
    let (response, _, status, code, typed, limit) = *row;
    assert_eq!((error.status(), error.code()), (status, code), "{client}: {response}");
    assert_eq!(!matches!(error.kind(), ErrorKind::Unknown(_)), typed, "{client}: {response}: {error:?}");
    let source = error.source().expect("why it broke off");
    match limit {
        Some(_) => assert_eq!(source.downcast_ref::<LimitReached>(), limit.as_ref(), "{client}: {response}"),
        // The client's own words.
        None => assert!(!source.is::<LimitReached>() && !source.to_string().is_empty(), "{client}: {response}"),
    }
}

#[tokio::test]
async fn reqwest_reads_no_more_than_its_limits() {
    for row in &ROWS {
        let url = hostile(row.0, row.1);
        let response = client().get(url).send().await.expect("the head has come");
        let limits = BodyLimits::default().with_time(Duration::from_millis(300));
        let error = Error::receive(response, limits).await.expect_err("it is an error");
        check(&error, row, "reqwest");
    }
}

/// A blocking read waits as long as the reader does: `ureq` has a timeout of its own for that.
fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false);
    config.timeout_recv_body(Some(Duration::from_millis(300))).proxy(None).build().into()
}

fn by_ureq(url: &str) -> Error {
    let response = agent().get(url).call().expect("the head has come");
    assert!(Error::is_error_status(response.status()));
    let (head, body) = response.into_parts();
    Error::decode_reader(head.status, &head.headers, body.into_reader(), BodyLimits::default())
}

#[test]
fn ureq_reads_no_more_than_its_limits() {
    for row in ROWS {
        let error = by_ureq(&hostile(row.0, row.1));
        let limit = row.5.filter(|limit| *limit == LENGTH);
        check(&error, &(row.0, row.1, row.2, row.3, row.4, limit), "ureq");
    }
}

/// A slow drip never lets a single read time out. The whole body has a time, too.
#[test]
fn a_body_that_drips_ends_in_time() {
    struct Drip;
    impl io::Read for Drip {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            thread::sleep(Duration::from_millis(1));
            buffer[..1].fill(b' ');
            Ok(1)
        }
    }
    let (start, time) = (Instant::now(), Duration::from_millis(50));
    let error = Error::decode_reader(503, &(), Drip, BodyLimits::default().with_time(time));
    assert_eq!(error.source().expect("why").downcast_ref(), Some(&LimitReached::Time(time)));
    assert!(start.elapsed() >= time);
    // Interrupted reads are continued.
    let interrupted = io::ErrorKind::Interrupted;
    let mut times = 0;
    let flaky = FromFn(|buffer: &mut [u8]| {
        times += 1;
        let body: &[u8] = br#"{"error":{"code":"not_found","message":"N"}}"#;
        match times {
            1 => Err(interrupted.into()),
            2 => Ok(io::Read::read(&mut &body[..], buffer)?),
            _ => Ok(0),
        }
    });
    let error = Error::decode_reader(404, &(), flaky, BodyLimits::default());
    assert_eq!((error.code(), error.source().is_none()), (Some(ErrorCode::NotFound), true));
}

struct FromFn<F>(F);

impl<F: FnMut(&mut [u8]) -> io::Result<usize>> io::Read for FromFn<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.0)(buffer)
    }
}

/// A body that is just as long as its limit is whole. One byte more is not.
#[test]
fn the_length_is_exact() {
    let body = br#"{"error":{"code":"not_found","message":"N"}}"#;
    for (length, is_whole) in [(0, false), (1, false), (body.len() - 1, false), (body.len(), true), (usize::MAX, true)]
    {
        let error = Error::decode_reader(404, &(), &body[..], BodyLimits::default().with_length(length));
        assert_eq!(error.source().is_none(), is_whole, "{length}");
        assert_eq!(error.status(), 404, "{length}");
    }
}

#[tokio::test]
async fn every_code_is_received() {
    for base in servers().await {
        for code in ErrorCode::ALL {
            let url = format!("{base}/errors/{code}");
            let sent = server::example(*code);
            let response = client().get(&url).send().await.expect("an answer");
            let received = Error::receive(response, BodyLimits::default()).await.expect_err("it is an error");
            for error in [received, blocking(move || by_ureq(&url)).await] {
                assert_eq!((error.code(), error.kind()), (Some(*code), sent.kind()));
                assert_eq!(error.received().expect("it was decoded").issues(), []);
                assert!(error.source().is_none());
            }
        }
    }
}

/// A success as JSON, as a client of the API reads it.
async fn titles(response: reqwest::Response) -> Result<Value, ClientError<ErrorKind>> {
    Ok(Error::receive(response, BodyLimits::default()).await?.json().await?)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("it does not panic")
}

#[tokio::test]
async fn every_failure_of_a_request_has_its_variant() {
    let fine = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"ok\":true}";
    let cases = [
        (fine, Then::Stall),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"ok\"", Then::Close),
        ("HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n<html>502 Bad Gateway</html>", Then::Close),
        ("HTTP/1.1 204 No Content\r\n\r\n", Then::Close),
        ("HTTP/1.1 404 No\r\n\r\n{\"error\":{\"code\":\"not_found\",\"message\":\"N\"}}", Then::Close),
        ("HTTP/1.1 404 No\r\n\r\n<html>502 Bad Gateway</html>", Then::Close),
    ];
    let mut read = Vec::new();
    for (response, then) in cases {
        let response = client().get(hostile(response, then)).send().await.expect("the head has come");
        read.push(titles(response).await);
    }
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free").local_addr().expect("an address");
    let refused: ClientError<ErrorKind> =
        client().get(format!("http://{closed}")).send().await.expect_err("refused").into();
    assert!(matches!(refused, ClientError::Transport(_)) && refused.api().is_none());

    let [fine, broken, page, nothing, missing, foreign] = read.try_into().expect("one for each");
    assert_eq!(fine.expect("it is JSON"), serde_json::json!({"ok": true}));
    assert!(
        matches!(&broken, Err(ClientError::Transport(error)) if error.is_body() || error.is_decode()),
        "{broken:?}"
    );
    assert!(matches!(&page, Err(ClientError::Transport(error)) if error.is_decode()), "{page:?}");
    assert!(!format!("{page:?}").contains("Gateway"), "{page:?}");
    assert!(matches!(&nothing, Err(ClientError::Transport(error)) if error.is_decode()), "{nothing:?}");
    let missing = missing.expect_err("it is an error");
    assert_eq!(missing.api().and_then(Error::code), Some(ErrorCode::NotFound));
    assert_eq!(missing.to_string(), "N");
    let foreign = foreign.expect_err("it is an error");
    let error = foreign.api().expect("it is the API's");
    assert_eq!((error.code(), error.received().expect("it was decoded").excerpt()), (None, PAGE));
}

/// What the book does not have below 400 is no error: `304`, say.
#[tokio::test]
async fn a_redirect_is_left_to_the_caller() {
    let client =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let url = hostile("HTTP/1.1 304 Not Modified\r\n\r\n", Then::Close);
    let response = client.get(url).send().await.expect("an answer");
    assert_eq!(Error::receive(response, BodyLimits::default()).await.expect("no error").status(), 304);
}

/// An extractor that rejects with an upstream response whose body never ends. Nothing waits for it.
#[tokio::test]
async fn a_rejection_that_stalls_is_not_waited_for() {
    struct Asking;
    impl FromRequestParts<String> for Asking {
        type Rejection = Response;

        async fn from_request_parts(_: &mut Parts, url: &String) -> Result<Self, Response> {
            let theirs = client().get(url).send().await.expect("the head has come");
            let status = theirs.status();
            Err((status, Body::new(reqwest::Body::from(theirs))).into_response())
        }
    }
    let url = hostile("HTTP/1.1 404 No\r\n\r\nNot here.", Then::Stall);
    let router = Router::new()
        .route("/kept", get(|_: Checked<Asking, ErrorKind>| async {}))
        .route("/exposed", get(|_: Checked<Asking, ErrorKind, Expose>| async {}))
        .with_state(url);
    let base = super::start(router).await;
    for path in ["kept", "exposed"] {
        let (status, _, body) = super::ask(client().get(format!("{base}/{path}"))).await;
        assert_eq!((status, body), (404, Error::from(ErrorKind::NotFound).encode().body), "{path}");
    }
}
