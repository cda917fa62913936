//! A book compiled to files: `TARGETS` has a row for each, or for each kind.
//!
//! Emitters check nothing: a book is checked when it is built.

mod cargo_toml;
mod data;
mod docs;
pub mod inject;
pub mod output;
mod parallel;
mod readme;
mod rust;

use serde::Serialize;

use Emitter::{One, Optional, Several};

use crate::emit::output::{Output, manifest};
use crate::model::{Book, ErrorDef, Retired};
use crate::urls::PAGES;

/// An output file, or several of one kind.
pub(crate) struct Target {
    /// The path below the output folder. For several files, `*` is the name of each.
    pub(crate) path: &'static str,
    emitter: Emitter,
    /// Whether its changes are reviewed: pull requests collapse all other files.
    pub(crate) reviewed: bool,
}

/// The function that builds a target's contents.
enum Emitter {
    One(fn(&Book) -> String),
    /// A file that not every book needs.
    Optional(fn(&Book) -> Option<String>),
    /// The contents of each file, after its name.
    Several(fn(&Book) -> Vec<(String, String)>),
}

/// Every target except the manifest, which lists them.
#[rustfmt::skip]
pub(crate) static TARGETS: &[Target] = &[
    Target { path: "Cargo.toml", emitter: One(cargo_toml::emit), reviewed: true },
    Target { path: "README.md", emitter: One(readme::emit), reviewed: true },
    Target { path: BOOK_TOML, emitter: One(docs::book_toml::emit), reviewed: true },
    Target { path: "docs/errors.md", emitter: One(docs::reference::emit), reviewed: true },
    Target { path: PAGES, emitter: Several(docs::page::emit), reviewed: true },
    Target { path: "docs/statuses/*.md", emitter: Several(docs::statuses::statuses), reviewed: false },
    Target { path: "docs/retired.md", emitter: Optional(docs::statuses::retired), reviewed: true },
    Target { path: "docs/SUMMARY.md", emitter: One(docs::summary::emit), reviewed: true },
    Target { path: "errors.json", emitter: One(data::errors_json::emit), reviewed: false },
    Target { path: "errors.csv", emitter: One(data::csv::emit), reviewed: false },
    Target { path: "llms.txt", emitter: One(data::llms::list), reviewed: false },
    Target { path: "llms-full.txt", emitter: One(data::llms::full), reviewed: false },
    Target { path: "src/app_error.rs", emitter: One(rust::app_error::emit), reviewed: true },
    Target { path: "src/code.rs", emitter: One(rust::code::emit), reviewed: true },
    Target { path: "src/code_docs.rs", emitter: One(rust::code_docs::emit), reviewed: true },
    Target { path: "src/code_info.rs", emitter: One(rust::code_info::emit), reviewed: true },
    Target { path: "src/index.rs", emitter: One(rust::index::emit), reviewed: false },
    Target { path: "src/kind.rs", emitter: One(rust::kind::emit), reviewed: true },
    Target { path: "src/lib.rs", emitter: One(rust::lib::emit), reviewed: true },
    Target { path: "src/members.rs", emitter: Optional(rust::members::emit), reviewed: true },
    Target { path: "src/pages.rs", emitter: One(rust::pages::emit), reviewed: true },
    Target { path: "src/payload.rs", emitter: One(rust::payload::emit), reviewed: true },
    Target { path: "src/schema.rs", emitter: One(rust::schema::emit), reviewed: true },
];

impl Target {
    fn outputs(&self, book: &Book) -> Vec<Output> {
        let path = self.path;
        let output = |contents| Output { path: path.to_owned(), contents };
        match self.emitter {
            One(emit) => vec![output(emit(book))],
            Optional(emit) => emit(book).map(output).into_iter().collect(),
            Several(emit) => {
                let named = |(name, contents): (String, _)| Output { path: path.replace('*', &name), contents };
                emit(book).into_iter().map(named).collect()
            }
        }
    }
}

/// All output files of a book, the manifest last. The same book gives the same bytes.
///
/// # Panics
///
/// If an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit(book: &Book) -> Vec<Output> {
    let outputs = parallel::each(TARGETS, |target| target.outputs(book));
    let mut outputs: Vec<Output> = outputs.into_iter().flatten().collect();
    outputs.push(manifest(outputs.iter().map(|output| &*output.path)));
    outputs
}

/// A code in the form of `errors.json`.
pub fn data<'a>(book: &'a Book, entry: &'a ErrorDef) -> impl Serialize + 'a {
    data::errors_json::of_code(book, entry)
}

/// A retired code in the form of `errors.json`.
pub fn data_of_retired<'a>(book: &'a Book, retired: &'a Retired) -> impl Serialize + 'a {
    data::errors_json::of_retired(book, retired)
}

/// The page of a code, retired codes included, as Markdown: the file without the notice at its top.
pub fn page(book: &Book, code: &str) -> Option<String> {
    docs::page::of_code(book, code)
}

pub use crate::urls::{page_name, page_path, page_url};
pub use docs::book_toml::{BOOK_TOML, SITE};
pub(crate) use rust::features::FEATURES;
