//! The generated crate's `Cargo.toml`.

use super::rust::features::{FEATURES, Feature};
use crate::emit::output::{NOTICE, Output};
use crate::model::Book;
use crate::text::is_invisible;

pub(super) fn emit(book: &Book) -> Output {
    let api = &book.api;
    let source: Vec<String> = [("version", &api.runtime.version), ("path", &api.runtime.path)]
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", string(value.as_ref()?))))
        .collect();
    let features: String = FEATURES.iter().map(feature).collect();
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
{features}
[dependencies]
errbook = {{ {source}, default-features = false }}
"#,
        name = string(&api.crate_name),
        version = string(&api.version),
        description = string(&format!("The errors of the {} API", api.name)),
        source = source.join(", "),
        // The minimum of the runtime.
        rust_version = string(env!("CARGO_PKG_RUST_VERSION")),
    );
    Output { path: "Cargo.toml".to_owned(), contents }
}

/// A line of the table of features, after a comment.
fn feature(feature: &Feature) -> String {
    let Feature { name, requires, provides } = feature;
    let mut comment = provides.to_string();
    if let Some(first) = comment.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let requires: Vec<String> = requires.iter().map(|name| string(name)).collect();
    format!("# {comment}.\n{name} = [{}]\n", requires.join(", "))
}

/// A basic string of TOML: a JSON string, with invisible characters escaped.
pub(super) fn string(text: &str) -> String {
    let mut out = String::new();
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        if is_invisible(c) { out.push_str(&format!("\\U{:08x}", u32::from(c))) } else { out.push(c) }
    }
    out
}
