//! The generated crate's `Cargo.toml`.

use crate::emit::output::{NOTICE, Output};
use crate::model::Book;
use crate::text::is_invisible;

pub(super) fn emit(book: &Book) -> Output {
    let api = &book.api;
    let source: Vec<String> = [("version", &api.runtime.version), ("path", &api.runtime.path)]
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", string(value.as_ref()?))))
        .collect();
    let contents = format!(
        r#"# {NOTICE}

[package]
name = {name}
version = {version}
description = {description}
readme = "README.md"
edition = "2024"
rust-version = {rust_version}

[features]
default = ["std"]
# `Error`, its payloads and their JSON. Without it: `ErrorCode` alone, for `no_std` without an allocator.
std = ["errbook/std"]
# Status codes and header maps of the crate `http`.
http = ["std", "errbook/http"]
# Timestamps to and from `jiff::Timestamp`.
jiff = ["std", "errbook/jiff"]
# Advice after a failed attempt, and a policy for `tower::retry`.
retry = ["http", "errbook/retry"]
# One event where an error becomes a response.
tracing = ["http", "errbook/tracing"]
# A layer of `tower` for what needs the request: the form that it asks for, its ID in the log.
tower = ["http", "errbook/tower"]
# Errors as responses of `axum` 0.8, and a kit for its own errors.
axum = ["http", "errbook/axum"]
# Errors as responses of `actix-web` 4, and a kit for its own errors. Needs Rust 1.89.
actix = ["http", "errbook/actix"]
# Responses of `reqwest` 0.13: their bodies, or the errors.
reqwest = ["http", "errbook/reqwest"]
# Errors as problem details (RFC 9457), written and read.
problem = ["std", "errbook/problem"]
# `ErrorCode::explain`: the docs' page of each code, as text in the program.
docs = []

[dependencies]
errbook = {{ {source}, default-features = false }}

[lints.clippy]
pedantic = {{ level = "warn", priority = -1 }}
"#,
        name = string(&api.crate_name),
        version = string(&api.version),
        description = string(&format!("The errors of the {} API", api.name)),
        source = source.join(", "),
        // What the runtime asks for.
        rust_version = string(env!("CARGO_PKG_RUST_VERSION")),
    );
    Output { path: "Cargo.toml".to_owned(), contents }
}

/// A basic string of TOML: one of JSON, with invisible characters as escapes.
pub(super) fn string(text: &str) -> String {
    let mut out = String::new();
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        if is_invisible(c) { out.push_str(&format!("\\U{:08x}", u32::from(c))) } else { out.push(c) }
    }
    out
}
