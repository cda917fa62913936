//! The registry of rules: each with its severity, a summary, and a small spec that breaks it with the same spec fixed.

mod book;
mod errors;
mod files;
mod keys;
mod payload;
mod texts;

use std::sync::LazyLock;

pub use book::*;
pub use errors::*;
pub use files::*;
pub use keys::*;
pub use payload::*;
pub use texts::*;

use super::Rule;

/// A spec that breaks a rule, and the same spec fixed.
#[derive(Debug)]
pub struct Example {
    /// The spec that breaks the rule.
    pub breaking: Spec,
    /// The same spec fixed.
    pub fixed: Spec,
}

/// A small spec.
#[derive(Debug)]
pub enum Spec {
    /// One file.
    One(&'static str),
    /// Several files, by their paths.
    Files(&'static [(&'static str, &'static str)]),
}

impl Spec {
    /// Its files with their paths, as they are shown: without the head of the book unless that matters.
    pub fn shown(&self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::One(text) => vec![("shop.yaml", text)],
            Self::Files(files) => files.to_vec(),
        }
    }

    /// All its files with their paths, as they compile.
    pub fn files(&self) -> Vec<(&'static str, &'static str)> {
        const HEAD: &str =
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {4xx: null, 5xx: null}\n";
        let mut files = self.shown();
        if !files.iter().any(|(path, text)| *path == "api.yaml" || text.starts_with("errbook:")) {
            files.insert(0, ("api.yaml", HEAD));
        }
        files
    }
}

impl Rule {
    /// Its example as Markdown; empty if it has none.
    pub fn example_in_markdown(&self) -> String {
        let Some(example) = &self.example else { return String::new() };
        let fenced = |spec: &Spec| {
            let files = spec.shown();
            let is_one = files.len() == 1 && files[0].0 == "shop.yaml";
            let block = |(path, text): &(&str, &str)| {
                let language = if path.starts_with("guides/") { "markdown" } else { "yaml" };
                let name = if is_one { String::new() } else { format!("`{path}`:\n\n") };
                format!("{name}```{language}\n{text}```\n")
            };
            files.iter().map(block).collect::<Vec<_>>().join("\n")
        };
        format!("This breaks the rule:\n\n{}\nFixed:\n\n{}", fenced(&example.breaking), fenced(&example.fixed))
    }
}

/// An example of one file.
#[allow(clippy::unnecessary_wraps, reason = "a rule has an example or none")]
const fn one(breaking: &'static str, fixed: &'static str) -> Option<Example> {
    Some(Example { breaking: Spec::One(breaking), fixed: Spec::One(fixed) })
}

/// An example of several files.
#[allow(clippy::unnecessary_wraps, reason = "a rule has an example or none")]
const fn several(
    breaking: &'static [(&'static str, &'static str)],
    fixed: &'static [(&'static str, &'static str)],
) -> Option<Example> {
    Some(Example { breaking: Spec::Files(breaking), fixed: Spec::Files(fixed) })
}

/// A file with one error, with these lines after its required keys.
macro_rules! error {
    ($($line:literal),*) => {
        concat!(
            "errors:\n  - status: 409\n    code: taken\n    meaning: The name is taken.\n    remediation: Choose a different name.\n",
            $("    ", $line, "\n"),*
        )
    };
}

/// A head file, with these lines instead of some of its keys.
macro_rules! head {
    ($($line:literal),*) => { concat!("errbook: 1\napi:\n", $("  ", $line, "\n"),*) };
}

/// The rules of a module: each as a static, and all of them in `ALL`.
macro_rules! rules {
    ($($name:ident = $id:literal, $severity:ident: $summary:literal, $example:expr;)*) => {
        $(
            #[doc = $summary]
            pub static $name: Rule = Rule { id: $id, severity: Severity::$severity, summary: $summary, example: $example };
        )*

        /// The rules of this module, in its order.
        pub(super) static ALL: &[&Rule] = &[$(&$name),*];
    };
}
use {error, head, rules};

/// Every rule, by its topic.
pub static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| [files::ALL, keys::ALL, book::ALL, errors::ALL, payload::ALL, texts::ALL].concat());
