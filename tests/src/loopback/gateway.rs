//! A server that calls an upstream server, which fails: its error is only passed on after `forward`.

use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use errbook::BodyLimits;
use masko_errors::{Error, ErrorCode, ErrorKind, OrError};

use super::{Answer, ask, client, decode, router, start};
use crate::log::Log;
use crate::server;

/// The upstream error, or the failure of the request.
async fn fetch(upstream: &str, path: &str) -> Result<String, Error> {
    let response = client().get(format!("{upstream}/{path}")).send().await.or_error(ErrorKind::InternalError)?;
    Error::receive(response, BodyLimits::default()).await?.text().await.or_error(ErrorKind::InternalError)
}

fn gateway(upstream: &str) -> Router {
    let kept = |State(upstream): State<String>, Path(path): Path<String>| async move {
        let text = fetch(&upstream, &path).await?;
        Ok::<_, Error>(text)
    };
    let forwarded = |State(upstream): State<String>, Path(path): Path<String>| async move {
        let text = fetch(&upstream, &path).await.map_err(Error::forward)?;
        Ok::<_, Error>(text)
    };
    Router::new()
        .route("/kept/{*path}", get(kept))
        .route("/forwarded/{*path}", get(forwarded))
        .with_state(upstream.to_owned())
}

fn internal(answer: &Answer) -> bool {
    let expected = Error::from(ErrorKind::InternalError).encode();
    (answer.0, answer.2.as_str()) == (500, expected.body.as_str()) && !answer.1.contains_key("retry-after")
}

#[tokio::test]
async fn what_another_server_says_is_for_the_log() {
    let log = Log::start();
    let upstream = start(router()).await;
    let base = start(gateway(&upstream)).await;
    for code in ErrorCode::ALL {
        let answer = ask(client().get(format!("{base}/kept/errors/{code}"))).await;
        assert!(internal(&answer), "{code}: {answer:?}");
        let sent = server::example(*code);
        let events = log.events();
        let [theirs, own] = &events[..] else { panic!("one of each server: {events:?}") };
        assert!(theirs.contains(&format!("code=\"{code}\" ")) && !theirs.contains(" causes="), "{theirs}");
        assert!(own.starts_with("ERROR errbook: ") && own.contains(r#"code="internal_error" status=500"#), "{own}");
        assert!(own.ends_with(&format!("causes={}", sent.message())), "{own}");

        let answer = ask(client().get(format!("{base}/forwarded/errors/{code}"))).await;
        let expected = sent.encode();
        assert_eq!((answer.0, &answer.2), (expected.status, &expected.body), "{code}");
        for (name, value) in &expected.headers {
            assert_eq!(answer.1[&**name], *value, "{code}");
        }
        let events = log.events();
        let [theirs, own] = &events[..] else { panic!("one of each server: {events:?}") };
        // But for the span of the request, which the gateway has no layer for.
        let said = |event: &str| event.split_once("errbook: ").map(|it| it.1.to_owned());
        assert_eq!(said(theirs), said(own), "{code}");
    }
}

#[tokio::test]
async fn what_is_no_error_of_an_api_is_never_sent_on() {
    let upstream = start(router()).await;
    let base = start(gateway(&upstream)).await;
    for path in ["page", "null"] {
        for how in ["kept", "forwarded"] {
            let answer = ask(client().get(format!("{base}/{how}/{path}"))).await;
            assert!(internal(&answer), "{how} {path}: {answer:?}");
            assert_eq!(decode(&answer).code(), Some(ErrorCode::InternalError));
        }
    }
    // Nothing listens there.
    let base = start(gateway("http://127.0.0.1:1")).await;
    let answer = ask(client().get(format!("{base}/forwarded/anything"))).await;
    assert!(internal(&answer) && !answer.2.contains("127.0.0.1"), "{answer:?}");
}
