//! Generated crates, compiled and used from another crate.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::emit::emit;
use errbook_codegen::emit::output::Output;

use crate::books::{self, Fixture};
use crate::page::responses;
use crate::specs::{book, masko as masko_inputs, pages, root};

/// Additional tests of some crates.
const PROGRAM: &str = r##"
mod handling;
mod page;

fn none() {
    let error = none_errors::Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "No."}}"#);
    assert_eq!((error.code(), error.code_text(), error.status()), (None, Some("not_found"), 404));
}

fn keywords() {
    use gen_errors::{Gen, NestedEnum, NestedObjectInner, Optional};
    assert_eq!(Gen::new("a").gen_, "a");
    assert_eq!(Optional::new().with_gen(7).gen_, Some(7));
    assert_eq!(NestedObjectInner::new().with_gen(7).gen_, Some(7));
    assert_eq!(NestedEnum::Gen.as_str(), "gen");
    let error = gen_errors::Error::decode(400, &(), r#"{"error": {"code": "gen", "message": "a", "gen": "a"}}"#);
    assert!(matches!(error.kind(), gen_errors::ErrorKind::Gen(it) if it.gen_ == "a"));
}

fn delays() {
    use delays_errors::errbook::retry::{Advice, Limits, Request};
    use delays_errors::errbook::{EpochSeconds, Millis};
    use delays_errors::{Error, ErrorKind, Later, Taken};
    use std::time::{Duration, UNIX_EPOCH};
    let taken = Taken::new(UNIX_EPOCH + Duration::from_secs(90));
    let limits = Limits::default().with_now(UNIX_EPOCH + Duration::from_secs(60));
    let advice = |error: &Error| error.advice(1, Request::new("POST"), &limits);
    assert_eq!(advice(&Error::from(taken)), Advice::After(Duration::from_secs(30)));
    let later = Error::from(Later::new().with_retry_in(Duration::from_secs(1)));
    assert_eq!(advice(&later), Advice::After(Duration::from_secs(60)));
    assert_eq!(later.encode().body, r#"{"type":"later","detail":"Later.","data":{"retry_in":1}}"#);
    let body = r#"{"type":"slow_down","detail":"m","data":{"s":0.5,"ms":1,"min":0,"epoch":61,"epoch_ms":1,"date":"1970-01-01T00:00:00Z","all":[],"limits":[{"again":2500}]}}"#;
    let error = Error::decode(429, &(), body);
    let ErrorKind::SlowDown(it) = error.kind() else { panic!("{error:?}") };
    assert_eq!((it.s.count(), it.ms, it.epoch), (1, Millis::new(1), EpochSeconds::new(61)));
    assert_eq!(advice(&error), Advice::After(Duration::from_millis(2500)));
}

fn shop() {
    use shop_errors::{Closed, Error, ErrorCode, ErrorKind, OrError, OutOfStockPlace, OutOfStockPlaceType, OutOfStockWhy};
    let place = OutOfStockPlace::new(7, OutOfStockPlaceType::Shelf).with_note("Top.");
    assert_eq!(place.type_, OutOfStockPlaceType::Shelf);
    assert_eq!(OutOfStockWhy::from("not-yet"), OutOfStockWhy::NotYet);
    assert_eq!(OutOfStockWhy::from("stolen"), OutOfStockWhy::Other("stolen".to_owned()));
    let closed = Closed::new(30, std::time::SystemTime::UNIX_EPOCH, 4, -4, errbook::HeaderText::new("Back soon").unwrap());
    let response = Error::from(closed).encode();
    assert!(response.headers.iter().any(|(name, value)| name == "X-Shop" && value == "main, \"north\""), "{:?}", response.headers);
    let error = Error::from(ErrorKind::Unauthorized).with_message("`name` is missing");
    assert_eq!(Error::decode(401, &(), &error.encode().body).message(), "`name` is missing");
    let lost = "x".parse::<u8>().or_error(ErrorKind::Internal).unwrap_err();
    assert!(std::error::Error::source(&lost).is_some());
    assert!(!lost.encode().body.contains("invalid digit"));
    assert_eq!(ErrorCode::OutOfStock.statuses(), [409, 422]);
    assert_eq!(ErrorCode::OutOfStock.docs_url(), Some("https://shop.example/docs/errors/out_of_stock.html"));
    let retry = ErrorCode::Closed.retry();
    assert_eq!((retry.retries(), retry.backoff().initial()), (2, std::time::Duration::from_millis(250)));
}
"##;

/// A workspace with every fixture's crate, and the program that uses them.
fn workspace(books: &[Fixture]) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("fixtures");
    let runtime = root().join("runtime");
    let mut members = String::from("\"program\"");
    let mut manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nerrbook = {{ path = {runtime:?} }}\nserde_json = \"1\"\n"
    );
    let mut main = String::from(PROGRAM);
    main.push_str("\nfn main() {\n    none();\n    keywords();\n    delays();\n    shop();\n    handling::all();\n");
    let mut handling = Handling::default();
    let masko = root().join("generated");
    manifest.push_str(&format!("masko-errors = {{ path = {masko:?} }}\n"));
    handling.add("masko_errors", &emit(&book(masko_inputs())));
    for Fixture { name, krate, responses, inputs } in books {
        let book = book(inputs.clone());
        members.push_str(&format!(", \"{name}\""));
        let more = if *name == "delays" { ", \"retry\"" } else { "" };
        manifest
            .push_str(&format!("{} = {{ path = \"../{name}\", features = [\"docs\"{more}] }}\n", book.api.crate_name));
        main.push_str(&format!(
            "    page::check::<{krate}::ErrorKind>(\"{name}\", include_str!(\"../../{name}.md\"), {responses});\n    page::find::<{krate}::ErrorCode>();\n    page::explained(include_str!(\"../../{name}.md\"), {krate}::ErrorCode::ALL.iter().map(|it| it.explain()));\n"
        ));
        let outputs = emit(&book);
        write(&folder.join(format!("{name}.md")), &pages(&outputs));
        // Two thousand codes are like twenty.
        if *name != "many" {
            handling.add(krate, &outputs);
        }
        for output in outputs {
            write(&folder.join(name).join(output.path), &output.contents);
        }
    }
    main.push_str("    println!(\"all of it\");\n}\n");
    // They are never debugged, and build faster without debug information.
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n[profile.dev]\ndebug = false\n");
    write(&folder.join("Cargo.toml"), &workspace);
    write(&folder.join("program/Cargo.toml"), &manifest);
    write(&folder.join("program/src/main.rs"), &main);
    write(&folder.join("program/src/page.rs"), include_str!("page.rs"));
    write(&folder.join("program/src/handling.rs"), &handling.written());
    // The same versions as everywhere else, so that nothing has to be fetched.
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("it is committed");
    write(&folder.join("Cargo.lock"), &lock);
    folder
}

/// The Rust of pages, as a program: each page's in a module of its own, unchanged, and called with the page's first
/// response.
#[derive(Default)]
struct Handling {
    modules: String,
    calls: String,
    count: usize,
}

impl Handling {
    fn add(&mut self, krate: &str, outputs: &[Output]) {
        for page in outputs.iter().filter(|it| it.path.starts_with("docs/errors/")) {
            // Retired codes have none.
            let Some((_, rest)) = page.contents.split_once("\n```rust\n") else { continue };
            let (code, _) = rest.split_once("\n```\n").expect("a block ends");
            let name = format!("page_{}", self.count);
            self.count += 1;
            self.modules.push_str(&format!(
                "mod {name} {{\n{code}\npub(super) fn call(error: &Error) -> Option<String> {{ handle(error) }}\n}}\n"
            ));
            let (status, headers, body) = responses(&page.contents).swap_remove(0);
            self.calls.push_str(&format!(
                "    let error = {krate}::Error::decode({status}, &{headers:?}, {body:?});\n    assert!({name}::call(&error).is_some(), \"{}\");\n",
                page.path
            ));
            self.calls.push_str(&format!(
                "    assert_eq!({name}::call(&{krate}::Error::decode(502, &(), \"<html>\")), None);\n"
            ));
        }
    }

    fn written(&self) -> String {
        assert!(self.count >= 7, "{} pages", self.count);
        format!("{}\npub(crate) fn all() {{\n{}}}\n", self.modules, self.calls)
    }
}

/// Writes a file if it differs, so that cargo rebuilds only what changed.
pub(crate) fn write(path: &Path, contents: &str) {
    if fs::read_to_string(path).is_ok_and(|it| it == contents) {
        return;
    }
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder for it");
    fs::write(path, contents).expect("it can be written");
}

pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo)
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs");
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "cargo {}\n{text}", arguments.join(" "));
    text
}

#[test]
fn generated_crates_build_run_and_are_clean() {
    let folder = workspace(&books::all());
    let said = cargo(&folder, &["run", "--quiet", "--package", "program"]);
    assert!(said.contains("all of it"), "{said}");
    // Two thousand codes are like twenty, and take their time.
    let most = ["--workspace", "--exclude", "program", "--exclude", "many-errors"];
    let some = [
        "--package",
        "shop-errors",
        "--package",
        "awkward_errors",
        "--package",
        "none-errors",
        "--package",
        "gen-errors",
        "--package",
        "delays-errors",
    ];
    cargo(&folder, &[&["test", "--quiet"], &some[..]].concat());
    cargo(&folder, &[&["clippy", "--quiet"], &most[..], &["--", "-Dwarnings"]].concat());
    cargo(&folder, &[&["doc", "--quiet", "--no-deps"], &most[..]].concat());
}

/// What a book says of its package reaches `Cargo.toml`, as Cargo reads it.
#[test]
fn a_package_has_the_metadata_of_the_book() {
    let metadata = |package: &str| -> serde_json::Value {
        let runtime = root().join("runtime").display().to_string().replace('\\', "/");
        let spec = format!(
            "errbook: 1\napi: {{name: Shop, version: 1.2.0, crate: shop-errors, runtime: {{path: \"{runtime}\"}}{package}}}\nfallback: {{4xx: null, 5xx: null}}\nerrors: []\n"
        );
        let folder = tempfile::tempdir().expect("a temporary folder");
        for output in emit(&book(crate::specs::raw(&spec))) {
            let path = folder.path().join(output.path);
            fs::create_dir_all(path.parent().expect("it is below")).expect("a folder for it");
            fs::write(path, output.contents).expect("it can be written");
        }
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let out = Command::new(cargo)
            .args(["metadata", "--offline", "--no-deps", "--format-version", "1"])
            .current_dir(folder.path())
            .output()
            .expect("cargo runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let all: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
        all["packages"][0].clone()
    };
    let plain = metadata("");
    assert_eq!((&plain["publish"], &plain["license"]), (&serde_json::json!([]), &serde_json::Value::Null));
    assert_eq!(plain["description"], "The errors of the Shop API");
    let text = ", package: {description: \"The \\\"shop\\\".\", license: MIT OR Apache-2.0, repository: 'https://shop.example/git', homepage: 'https://shop.example', documentation: 'https://shop.example/docs', authors: [Ada <ada@shop.example>, Bob], keywords: [shop], categories: [api-bindings], publish: [inner]}";
    let full = metadata(text);
    let expected = serde_json::json!({
        "description": "The \"shop\".",
        "license": "MIT OR Apache-2.0",
        "repository": "https://shop.example/git",
        "homepage": "https://shop.example",
        "documentation": "https://shop.example/docs",
        "authors": ["Ada <ada@shop.example>", "Bob"],
        "keywords": ["shop"],
        "categories": ["api-bindings"],
        "publish": ["inner"],
    });
    for (key, value) in expected.as_object().expect("a map") {
        assert_eq!(full[key], *value, "{key}");
    }
    assert_eq!(metadata(", package: {publish: true}")["publish"], serde_json::Value::Null);
}
