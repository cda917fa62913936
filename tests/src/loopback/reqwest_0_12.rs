//! The function that `docs/client.md` has for reqwest 0.12, compiled with that version and run.

use reqwest_0_12 as reqwest;

// What the document shows begins here.
use masko_errors::Error;

/// Returns a successful response, or the decoded error.
async fn receive(mut response: reqwest::Response) -> Result<reqwest::Response, Error> {
    const LONGEST: usize = 64 * 1024;
    if !Error::is_error_status(response.status()) {
        return Ok(response);
    }
    let mut body = Vec::new();
    // If the body breaks off, the part that was read is decoded.
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() > LONGEST {
            break;
        }
    }
    Err(Error::decode(response.status(), response.headers(), &body))
}
// What the document shows ends here.

#[test]
fn the_document_shows_what_is_run() {
    let shown = include_str!("reqwest_0_12.rs").split("begins here.\n").nth(1).expect("a beginning");
    let shown = shown.split("// What the document").next().expect("an end");
    let document = include_str!("../../../docs/client.md");
    assert!(document.contains(&format!("```rust\n{shown}```\n")), "docs/client.md does not have\n{shown}");
}

#[tokio::test]
async fn it_receives_every_code() {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    for server in super::servers().await {
        for code in masko_errors::ErrorCode::ALL {
            let response = client.get(format!("{server}/errors/{code}")).send().await.expect("a response");
            let error = receive(response).await.expect_err("an error");
            assert_eq!((error.code(), error.status()), (Some(*code), code.status()));
            let waits = error.received().is_some_and(|received| received.retry_after().is_some());
            assert_eq!(waits, *code == masko_errors::ErrorCode::RateLimited);
        }
        let page = receive(client.get(format!("{server}/page")).send().await.expect("a response")).await;
        let page = page.expect_err("an error");
        assert_eq!((page.code(), page.status()), (None, 502));
        let reset = client.post(format!("{server}/reset")).send().await.expect("a response");
        assert!(receive(reset).await.is_ok());
    }
}
