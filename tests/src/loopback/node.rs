//! The page's JavaScript, run by Node unchanged.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use masko_errors::ErrorCode;

use super::servers;

const PAGE: &str = include_str!("../../../generated/docs/errors.md");

/// What a reader of the page does with its functions: `masko` and `lackOfCredits`. Each line that is said has a row below.
const READER: &str = r#"
import assert from "node:assert/strict";

setTimeout(() => { console.error("this takes too long"); process.exit(3); }, 30_000).unref();
const [server, ...codes] = process.argv.slice(2);
const say = (...what) => console.log(what.join(" "));

for (const code of codes) {
  const response = await fetch(`${server}/errors/${code}`);
  const { error } = await response.json();
  say(response.status, error.code, await lackOfCredits(await fetch(`${server}/errors/${code}`)));
}

const refused = await fetch(`${server}/errors/insufficient_credits`, { method: "POST" });
say(await lackOfCredits(refused));
const { error } = await refused.json();
say(error.required, error.balance);
for (const path of ["page", "null", "nowhere"]) say(path, await lackOfCredits(await fetch(`${server}/${path}`)));

const call = { apiKey: "masko_x", body: { type: "image", name: "Hello", image_prompt: "waving hello" }, base: `${server}/v1` };
await fetch(`${server}/reset`, { method: "POST" });
const start = Date.now();
say(JSON.stringify(await masko("/collections/7/generate", call)));
assert(Date.now() - start >= 2000, "it waits twice as long as `Retry-After` says");
say(JSON.stringify(await masko("/collections/7/generate", call)));
assert(Date.now() - start < 20000);

for (const path of ["/errors/not_found", "/page", "/null"]) {
  const thrown = await masko(path, { ...call, base: server }).catch((thrown) => thrown);
  say(path, thrown instanceof Error, thrown.status, thrown.error?.code, thrown.message);
}
"#;

/// The code of the page in this language, in its order.
fn snippets(language: &str) -> Vec<&'static str> {
    let opening = format!("\n```{language}\n");
    PAGE.split(&opening).skip(1).map(|rest| rest.split_once("\n```\n").expect("a block ends").0).collect()
}

#[test]
fn the_page_has_what_is_run() {
    let snippets = snippets("js");
    let names = ["lackOfCredits", "masko"];
    assert_eq!(snippets.len(), names.len());
    for (snippet, name) in snippets.iter().zip(names) {
        assert!(snippet.contains(&format!("async function {name}(")), "{snippet}");
    }
}

#[tokio::test]
async fn node_recovers_as_the_page_says() {
    let Ok(version) = Command::new("node").arg("--version").output() else {
        // Past what captures the output of a test that passes.
        let _ = writeln!(std::io::stderr(), "skipped: there is no `node` to run the page's JavaScript");
        return;
    };
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("reader.mjs");
    std::fs::write(&script, [&snippets("js").join("\n"), READER].concat()).expect("a script");
    for server in servers().await {
        recovers(&script, server, &version).await;
    }
}

async fn recovers(script: &Path, server: String, version: &str) {
    let mut command = Command::new("node");
    command.arg(script).arg(server).args(ErrorCode::ALL.iter().map(|code| code.as_str()));
    let output = tokio::task::spawn_blocking(move || command.output()).await.expect("it is not cancelled");
    let output = output.expect("node can be run");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("a text"));
    assert!(output.status.success(), "node {version}: {}\n{out}{err}", output.status);
    let lines: Vec<&str> = out.lines().map(str::trim).collect();
    assert_eq!(
        lines,
        [
            "400 bad_request",
            "401 unauthorized",
            "402 insufficient_credits This costs 140 credits. You have 50, and need 90 more.",
            "403 forbidden",
            "404 not_found",
            "429 rate_limited",
            "500 internal_error",
            "This costs 140 credits. You have 50, and need 90 more.",
            "140 50",
            "page",
            "null",
            "nowhere",
            r#"{"ok":true}"#,
            r#"{"ok":true}"#,
            "/errors/not_found true 404 not_found There is no such resource.",
            "/page true 502  HTTP 502",
            "/null true 502  HTTP 502",
        ]
    );
}
