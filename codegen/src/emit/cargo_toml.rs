//! The generated crate's `Cargo.toml`.

use super::Publication;
use super::features::Feature;
use crate::emit::output::NOTICE;
use crate::text::toml;

pub(super) fn emit(book: &Publication<'_>) -> String {
    let api = &book.api;
    let source: Vec<String> = [("version", &api.runtime.version), ("path", &api.runtime.path)]
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key} = {}", toml(value.as_ref()?))))
        .collect();
    let features: String = book.options.features().map(feature).collect();
    let chosen = book.options.chosen().iter().copied().filter(|it| *it != "std");
    let default: Vec<String> = ["std"].into_iter().chain(chosen).map(toml).collect();
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
default = [{default}]
{features}
[dependencies]
errbook = {{ {source}, default-features = false }}
"#,
        name = toml(&api.crate_name),
        version = toml(api.crate_version()),
        description = toml(&format!("The errors of the {} API", api.name)),
        default = default.join(", "),
        source = source.join(", "),
        // The minimum of the runtime.
        rust_version = toml(env!("CARGO_PKG_RUST_VERSION")),
    );
    contents
}

/// A line of the table of features, after a comment.
fn feature(feature: &Feature) -> String {
    let Feature { name, requires, provides } = feature;
    let mut comment = provides.to_string();
    if let Some(first) = comment.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let requires: Vec<String> = requires.iter().map(|name| toml(name)).collect();
    format!("# {comment}.\n{name} = [{}]\n", requires.join(", "))
}
