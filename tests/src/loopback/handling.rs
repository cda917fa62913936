//! The JavaScript and shell snippets of the docs, run unchanged: a code's page, or the reference for what every code
//! has.

use std::io::Write as _;
use std::process::{Command, Output as Ended};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::routing::any;
use errbook::HttpDate;
use errbook_codegen::emit::emit_with;
use errbook_codegen::emit::options::{Group, Options};
use errbook_codegen::input::Input;
use errbook_codegen::model::{Book, CodeStyle, What};
use errbook_codegen::wire::Response;
use masko_errors::{ErrorCode, RateLimited};
use serde_json::{Value, json};

use super::{servers, start};
use crate::books;
use crate::page::responses;
use crate::specs::{book, files, root};

/// What a reader does with each page's `send`. Waits are recorded, not slept.
const READER: &str = r#"
import assert from "node:assert/strict";
import fs from "node:fs";

const timeout = globalThis.setTimeout;
timeout(() => { console.error("this takes too long"); process.exit(3); }, 60_000).unref();
let waits = [];
const soon = (then, ms) => { waits.push(ms); queueMicrotask(then); };
const compiled = (js, fetch) => new Function("fetch", "setTimeout", `${js}\nreturn send;`)(fetch, soon);
const outcome = async (sent) => {
  waits = [];
  const thrown = await sent.then(async (it) => ({ answer: await it.json() }), (error) => ({ message: error.message, ...error }));
  return { ...thrown, waits };
};

const { pages, server } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const out = [];
for (const { js, status, headers, body } of pages) {
  const answer = async () => new Response(body, { status, headers });
  out.push(await outcome(compiled(js, server ? fetch : answer)(server ? `${server}/errors/${JSON.parse(body).error.code}` : "")));
}
if (server) {
  const [limited, internal, first] = ["rate_limited", "internal_error", "bad_request"].map((code) => {
    return compiled(pages.find(({ body }) => JSON.parse(body).error.code === code).js, fetch);
  });
  await fetch(`${server}/reset`, { method: "POST" });
  const call = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
  out.push(await outcome(limited(`${server}/v1/collections/7/generate`, call)));
  out.push(await outcome(internal(`${server}/errors/internal_error`, { method: "POST" })));
  for (const path of ["page", "null"]) for (const send of [limited, first]) out.push(await outcome(send(`${server}/${path}`)));
}
console.log(JSON.stringify(out));
"#;

/// A code's page, as far as it can be run.
#[derive(Clone)]
struct Page {
    path: String,
    js: String,
    sh: String,
    response: (u16, Vec<(String, String)>, String),
}

impl Page {
    /// `None` for a retired code.
    fn read(path: &str, text: &str, reference: &str) -> Option<Self> {
        let response = responses(text).into_iter().next()?;
        let block = |language: &str| {
            let opening = format!("\n```{language}\n");
            let (_, rest) = text.split_once(&opening).or(reference.split_once(&opening)).expect("a block");
            rest.split_once("\n```\n").expect("a block ends").0.to_owned()
        };
        Some(Self { path: path.to_owned(), js: block("js"), sh: block("sh"), response })
    }

    fn as_json(&self) -> Value {
        let (status, headers, body) = &self.response;
        json!({"js": self.js, "status": status, "headers": headers, "body": body})
    }
}

/// The pages of a book without the npm package.
fn pages(book: &Book) -> Vec<Page> {
    let outputs = emit_with(book, &Options::of([Group::Docs]));
    let reference = outputs.iter().find(|it| it.path == "docs/errors.md").expect("the reference");
    let pages = outputs.iter().filter(|it| it.path.starts_with("docs/errors/"));
    pages.filter_map(|it| Page::read(&it.path, &it.contents, &reference.contents)).collect()
}

/// The pages of Masko's codes, in the order of the codes.
fn masko() -> Vec<Page> {
    let pages = pages(&book(crate::specs::masko()));
    let page = |code: &ErrorCode| {
        let path = format!("docs/errors/{code}.md");
        pages.iter().find(|it| it.path == path).expect("it is sent").clone()
    };
    ErrorCode::ALL.iter().map(page).collect()
}

fn is_there(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        // Past what captures the output of a test that passes.
        let _ = writeln!(std::io::stderr(), "skipped: there is no `{program}` to run what the pages show");
    }
    is_there
}

/// The result of each call.
async fn node(pages: &[Page], server: Option<&str>) -> Vec<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let [script, input] = ["reader.mjs", "pages.json"].map(|it| folder.path().join(it));
    std::fs::write(&script, READER).expect("a script");
    let pages: Vec<Value> = pages.iter().map(Page::as_json).collect();
    std::fs::write(&input, json!({"pages": pages, "server": server}).to_string()).expect("its input");
    let ended = run(Command::new("node").arg(script).arg(input)).await;
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    serde_json::from_slice(&ended.stdout).expect("it is JSON")
}

async fn run(command: &mut Command) -> Ended {
    let mut command = std::mem::replace(command, Command::new(""));
    tokio::task::spawn_blocking(move || command.output()).await.expect("it is not cancelled").expect("it can be run")
}

#[tokio::test]
async fn node_handles_every_code_as_its_page_says() {
    if !is_there("node") {
        return;
    }
    let pages = masko();
    for server in servers().await {
        let said = node(&pages, Some(&server)).await;
        let shown: Vec<String> = said.iter().map(Value::to_string).collect();
        insta::assert_snapshot!("node", shown.join("\n"));
    }
}

/// Other envelopes, and names that JavaScript keeps for itself: what is thrown says what was sent.
#[tokio::test]
async fn node_reads_every_book() {
    if !is_there("node") {
        return;
    }
    for fixture in books::all().into_iter().filter(|it| !["many", "none"].contains(&it.name)) {
        let book = book(fixture.inputs);
        let pages = pages(&book);
        assert_eq!(pages.len(), book.errors.len());
        let envelope = book.envelope.short.clone().expect("the short form");
        for ((page, entry), said) in pages.iter().zip(&book.errors).zip(node(&pages, None).await) {
            let body: Value = page.response.2.parse().expect("it is JSON");
            let error = envelope.within.as_ref().map_or(&body, |it| &body[it]);
            assert_eq!(said["message"], error[&envelope.message], "{}\n{said}", page.path);
            let waits = said["waits"].as_array().expect("a list").len();
            if page.js.contains("attempt") {
                assert!(waits == 0 || waits == entry.retry.backoff.retries as usize, "{}\n{said}", page.path);
                continue;
            }
            let expected = (&json!(page.response.0), &error[&envelope.code], error, 0);
            assert_eq!((&said["status"], &said["code"], &said["error"], waits), expected, "{}", page.path);
        }
    }
}

/// The formats of known APIs, once as they are and once with every error retried: what is thrown has the code and the
/// message that were sent, also with a status of success, and every error is recognized as itself.
#[tokio::test]
async fn node_reads_known_apis() {
    if !is_there("node") {
        return;
    }
    for (name, text) in files(&root().join("docs/envelopes")) {
        let text = String::from_utf8(text).expect("UTF-8");
        let mut spec: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
        for retried in [false, true] {
            if retried {
                for entry in spec["errors"].as_sequence_mut().expect("a list") {
                    entry["retry"] = "always".into();
                }
            }
            let spec = serde_yaml::to_string(&spec).expect("YAML");
            let book = book(vec![Input::new("book.yaml", spec)]);
            let pages = pages(&book);
            assert_eq!(pages.len(), book.errors.len());
            if retried {
                // No other error is taken for it.
                let others = pages.iter().zip(pages.iter().cycle().skip(1).filter(|_| pages.len() > 1));
                let others = others.map(|(page, other)| Page { response: other.response.clone(), ..page.clone() });
                let others: Vec<Page> = others.collect();
                for (page, said) in others.iter().zip(node(&others, None).await) {
                    assert_eq!(said["waits"], json!([]), "{name} {}\n{said}\n{}", page.path, page.js);
                }
            }
            for ((page, entry), said) in pages.iter().zip(&book.errors).zip(node(&pages, None).await) {
                let body: Value = page.response.2.parse().expect("it is JSON");
                let is_retried = page.js.contains("attempt");
                assert!(is_retried || !retried, "{name} {}", page.path);
                let response = Response::new(&book, entry, &entry.examples[0]);
                let sends_message = book.envelope.found_at(&What::Message).is_some() && !entry.envelope.omits_message;
                if sends_message {
                    assert_eq!(said["message"], response.message, "{name} {}\n{said}", page.path);
                }
                assert_eq!(said["status"], page.response.0, "{name} {}\n{said}", page.path);
                let waits = said["waits"].as_array().expect("a list").len();
                if is_retried {
                    // One that asks for a longer wait than an hour, or that is over, is thrown at once.
                    assert_eq!(
                        waits, entry.retry.backoff.retries as usize,
                        "{name} {}\n{said}\n{}",
                        page.path, page.js
                    );
                    continue;
                }
                assert_eq!(waits, 0);
                let code = match (book.sends_code(entry), book.api.code_style) {
                    (false, _) => &Value::Null,
                    (true, CodeStyle::Integer) => &entry.code.parse().expect("a number"),
                    (true, _) => &json!(entry.code),
                };
                let is_read = said.get("code").unwrap_or(&Value::Null);
                assert!(is_read == code, "{name} {}\n{said}\n{body:#}", page.path);
            }
        }
    }
}

/// A proxy's answer to an impatient client: until when to wait, instead of how long.
#[tokio::test]
async fn node_waits_until_the_date_that_a_proxy_names() {
    if !is_there("node") {
        return;
    }
    let now = SystemTime::now();
    let dates = [now + Duration::from_secs(1000), now - Duration::from_secs(1000), now + Duration::from_secs(10_000)];
    let [soon, past, late] = dates.map(|it| HttpDate::from(it).to_string());
    let asked = [soon, past, late, "0".to_owned(), "0.25".to_owned()];
    let page = |asked: String| {
        let mut page = masko().into_iter().find(|it| it.path.ends_with("rate_limited.md")).expect("a page");
        page.response.1.iter_mut().find(|(name, _)| name == "Retry-After").expect("a header").1 = asked;
        page
    };
    let pages = asked.map(page);
    let said = node(&pages, None).await;
    let waits: Vec<Vec<f64>> =
        said.iter().map(|it| serde_json::from_value(it["waits"].clone()).expect("numbers")).collect();
    assert!(waits[0].len() == 3 && waits[0].iter().all(|it| (100_000.0..=1_000_000.0).contains(it)), "{waits:?}");
    // A wait that is over is ignored, and the client does not wait for hours.
    let backoff = vec![1000.0, 2000.0, 4000.0];
    assert_eq!(waits[1..], [backoff.clone(), vec![], backoff, vec![250.0; 3]]);
    for it in said {
        assert_eq!((&it["status"], &it["error"]["code"]), (&json!(429), &json!("rate_limited")));
    }
}

#[tokio::test]
async fn curl_prints_what_the_page_shows() {
    if !is_there("curl") || !is_there("sh") {
        return;
    }
    let server = &servers().await[0];
    for page in masko() {
        let code = page.path.trim_start_matches("docs/errors/").trim_end_matches(".md");
        // The server asks for half a minute: what is waited for is looked at below.
        let command = page.sh.replace(" --retry 3", "");
        let ended = shell(&command, &format!("{server}/errors/{code}")).await;
        let out = String::from_utf8_lossy(&ended.stdout).replace("\r\n", "\n");
        assert_eq!(ended.status.code(), Some(22), "{command}\n{out}{}", String::from_utf8_lossy(&ended.stderr));
        let (status, headers, body) = &page.response;
        assert!(out.starts_with(&format!("HTTP/1.1 {status} ")), "{out}");
        let (head, sent) = out.split_once("\n\n").expect("a head and a body");
        for (name, value) in headers {
            let line = format!("{name}: {value}").to_lowercase();
            assert!(head.to_lowercase().lines().any(|it| it == line), "{head}");
        }
        assert_eq!(sent.parse::<Value>().expect("JSON"), body.parse::<Value>().expect("JSON"));
    }
}

#[tokio::test]
async fn curl_tries_again_as_the_page_says() {
    if !is_there("curl") || !is_there("sh") {
        return;
    }
    let is_early = Arc::new(AtomicBool::new(true));
    let answer = move || {
        let is_early = is_early.swap(false, Ordering::SeqCst);
        async move { if is_early { Err(masko_errors::Error::from(RateLimited::new(1))) } else { Ok("fine") } }
    };
    let server = start(Router::new().route("/", any(answer))).await;
    let page = masko().into_iter().find(|it| it.path.ends_with("rate_limited.md")).expect("a page");
    let ended = shell(&page.sh, &server).await;
    let out = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success() && out.ends_with("fine"), "{out}");
}

async fn shell(command: &str, url: &str) -> Ended {
    run(Command::new("sh").arg("-c").arg(command).env("URL", url).env("NO_PROXY", "*")).await
}
