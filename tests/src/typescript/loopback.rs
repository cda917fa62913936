//! The code of the README and of the pages, run as it is, against the server of the examples.

use axum::Router;
use axum::routing::any;
use errbook::HttpDate;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use super::{Package, has_node};
use crate::loopback::start;
use crate::server;
use crate::specs::{book, masko, root};

/// Runs a block of code with the arguments of `fetch`. Waits are recorded, not slept.
const READER: &str = r#"
import { readFileSync } from "node:fs";

const { url, options } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const [logged, waits] = [[], []];
Math.random = () => 1;
let response;
const console = { log: (...what) => logged.push(what) };
const soon = (then, ms) => setTimeout(then, 0, waits.push(ms));
const thrown = await run(soon).then(() => null, ({ name, message, error }) => ({ name, message, code: error?.code ?? null }));
process.stdout.write(JSON.stringify({ logged, waits, thrown, answer: response?.ok ? await response.json() : null }));

async function run(setTimeout) {
  BLOCK
}
"#;

/// The blocks of a page in a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let opening = format!("\n```{language}\n");
    text.split(&opening).skip(1).map(|rest| rest.split_once("\n```\n").expect("a block ends").0.to_owned()).collect()
}

/// What happens in a block of code: imports are at the top of a module.
async fn run(package: &Arc<Package>, block: &str, url: &str, options: Value) -> Value {
    let (imports, rest): (Vec<&str>, Vec<&str>) = block.lines().partition(|it| it.starts_with("import "));
    let rest = rest.join("\n").replace("let response;", "");
    let program = format!("{}\n{}", imports.join("\n"), READER.replace("BLOCK", &rest));
    let input = json!({"url": url, "options": options});
    let package = Arc::clone(package);
    let said = tokio::task::spawn_blocking(move || package.run(&program, &input)).await.expect("it ends");
    said.parse().expect("it is JSON")
}

fn package() -> Arc<Package> {
    Arc::new(Package::new(&book(masko())))
}

fn committed(path: &str) -> String {
    std::fs::read_to_string(root().join("generated").join(path)).expect("it is committed")
}

/// The loop of the README: three attempts, the last of which succeeds, after the waits that the server asks for.
#[tokio::test]
async fn the_loop_of_the_readme_recovers() {
    if !has_node() {
        return;
    }
    let (package, server) = (package(), start(server::router()).await);
    let readme = committed("typescript/README.md");
    let block = blocks(&readme, "ts").into_iter().find(|it| it.contains("retries: 2")).expect("a loop");
    assert!(block.lines().filter(|it| !it.starts_with("import ") && !it.is_empty()).count() <= 10, "{block}");
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    client.post(format!("{server}/reset")).send().await.expect("an answer");
    let url = format!("{server}/v1/collections/7/generate");
    let said = run(&package, &block, &url, json!({"method": "POST"})).await;
    assert_eq!(said, json!({"logged": [], "waits": [1000, 1000], "thrown": null, "answer": {"ok": true}}));
    // An error that would occur again.
    let said = run(&package, &block, &format!("{server}/errors/forbidden"), json!({})).await;
    assert_eq!((&said["thrown"]["code"], &said["thrown"]["name"]), (&json!("forbidden"), &json!("MaskoApiError")));
    assert_eq!(said["waits"], json!([]));
}

/// Every block of the README and of the pages, for the error that it is about and for a page of a proxy.
#[tokio::test]
async fn the_code_of_the_pages_runs() {
    if !has_node() {
        return;
    }
    let (package, book) = (package(), book(masko()));
    let router = server::router().route("/page", any(|| async { (http::StatusCode::BAD_GATEWAY, "<html>") }));
    let server = start(router).await;
    let mut run_blocks = 0;
    for entry in &book.errors {
        for block in blocks(&committed(&format!("docs/errors/{}.md", entry.code)), "ts") {
            run_blocks += 1;
            let said = run(&package, &block, &format!("{server}/errors/{}", entry.code), json!({})).await;
            if block.contains("retryAdvice") {
                assert_eq!(said["thrown"]["code"], json!(entry.code));
                assert_eq!(said["waits"].as_array().map(Vec::len), Some(entry.retry.backoff.retries as usize));
            } else {
                let values: Vec<_> = entry.examples[0].values.iter().filter_map(|it| it.1.as_ref()).collect();
                assert_eq!(said["logged"], json!([values]), "{block}");
                assert_eq!(said["thrown"], Value::Null);
            }
            let said = run(&package, &block, &format!("{server}/page"), json!({"method": "POST"})).await;
            assert_eq!(said["logged"], json!([]), "{block}");
        }
    }
    assert_eq!(run_blocks, 4);
    let switch = &blocks(&committed("docs/errors.md"), "ts")[0];
    assert_eq!(*switch, blocks(&committed("typescript/README.md"), "ts")[0]);
    for (path, logged) in [
        ("errors/insufficient_credits", json!([[140, 50]])),
        ("errors/not_found", json!([["not_found", "There is no such resource."]])),
        ("page", json!([["not an error of this version of the API", 502, "no_code"]])),
    ] {
        let said = run(&package, switch, &format!("{server}/{path}"), json!({})).await;
        assert_eq!(said["logged"], logged, "{path}");
    }
    let codes = blocks(&committed("typescript/README.md"), "ts").pop().expect("a block");
    let said = run(&package, &codes, "", json!({})).await;
    let expected: Vec<Value> = book.errors.iter().map(|it| json!([it.code, it.meaning])).collect();
    assert_eq!(said["logged"], json!(expected));
}

/// A wait as a date, which is compared with the server's clock, and one in the past.
#[tokio::test]
async fn the_loop_waits_until_a_date() {
    if !has_node() {
        return;
    }
    let package = package();
    let block = blocks(&committed("docs/errors/rate_limited.md"), "ts").pop().expect("a loop");
    let asked = Arc::new(AtomicUsize::new(0));
    // The server's clock is an hour fast.
    let now = SystemTime::now() + Duration::from_secs(3600);
    let answer = move || {
        let waits = [20, 0, 7200];
        let wait = waits[asked.fetch_add(1, Ordering::SeqCst).min(2)];
        let headers = [("date", now), ("retry-after", now + Duration::from_secs(wait))]
            .map(|(name, it)| (name, HttpDate::from(it).to_string()));
        let body = r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#;
        async move { (http::StatusCode::TOO_MANY_REQUESTS, headers, body) }
    };
    let server = start(Router::new().route("/", any(answer))).await;
    let said = run(&package, &block, &server, json!({})).await;
    assert_eq!((&said["waits"], &said["thrown"]["code"]), (&json!([20_000, 2000]), &json!("rate_limited")));
}
