//! The generated crate's `Cargo.toml`.

use super::Publication;
use super::features::Feature;
use crate::emit::output::NOTICE;
use crate::model::{Package, Publish};
use crate::text::toml;

pub(super) fn emit(book: &Publication<'_>) -> String {
    let api = &book.api;
    let source: Vec<String> = api.runtime.keys().map(|(key, value)| format!("{key} = {}", toml(value))).collect();
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
{package}
[features]
default = [{default}]
{features}
[dependencies]
errbook = {{ {source}, default-features = false }}
"#,
        name = toml(&api.crate_name),
        version = toml(api.crate_version()),
        description = toml(&book.description()),
        package = package(&api.package),
        default = default.join(", "),
        source = source.join(", "),
        // The minimum of the runtime.
        rust_version = toml(env!("CARGO_PKG_RUST_VERSION")),
    );
    contents
}

/// The lines of the package's metadata.
fn package(package: &Package) -> String {
    let list = |items: &[String]| items.iter().map(|it| toml(it)).collect::<Vec<_>>().join(", ");
    let texts = package.texts().map(|(key, value)| format!("{key} = {}\n", toml(value)));
    let lists = package.lists().map(|(key, values)| format!("{key} = [{}]\n", list(values)));
    let publish = match &package.publish {
        Publish::Never => "publish = false\n".to_owned(),
        Publish::Anywhere => "publish = true\n".to_owned(),
        Publish::Registries(names) => format!("publish = [{}]\n", list(names)),
    };
    texts.chain(lists).chain([publish]).collect()
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
