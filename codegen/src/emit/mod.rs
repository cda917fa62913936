//! A book compiled to files: `TARGETS` has a line for each.
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
mod urls;

use serde::Serialize;

use crate::emit::output::{Output, manifest};
use crate::model::{Book, ErrorDef, Retired};

/// Every file that a book is compiled to, the manifest last. The same book gives the same bytes.
///
/// # Panics
///
/// If an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit(book: &Book) -> Vec<Output> {
    let mut outputs = parallel::each(TARGETS, |emit| emit(book));
    outputs.extend(pages(book));
    outputs.push(manifest(outputs.iter().map(|it| &*it.path)));
    outputs
}

/// The pages of the codes and of the statuses.
fn pages(book: &Book) -> Vec<Output> {
    let mut outputs = docs::page::emit(book);
    outputs.extend(docs::statuses::statuses(book));
    outputs.extend(docs::statuses::retired(book));
    outputs
}

/// A code as in `errors.json`.
pub fn data<'a>(book: &'a Book, entry: &'a ErrorDef) -> impl Serialize + 'a {
    data::errors_json::of_code(book, entry)
}

/// A retired code as in `errors.json`.
pub fn data_of_retired<'a>(book: &'a Book, retired: &'a Retired) -> impl Serialize + 'a {
    data::errors_json::of_retired(book, retired)
}

/// The page of a code, retired codes included, as Markdown: the file without the notice at its top.
pub fn page(book: &Book, code: &str) -> Option<String> {
    docs::page::of_code(book, code)
}

pub use docs::book_toml::{BOOK_TOML, SITE};
pub use urls::{page_name, page_path, page_url};

static TARGETS: &[fn(&Book) -> Output] = &[
    cargo_toml::emit,
    docs::book_toml::emit,
    docs::reference::emit,
    docs::summary::emit,
    data::csv::emit,
    data::errors_json::emit,
    data::llms::full,
    data::llms::list,
    readme::emit,
    rust::code::emit,
    rust::code_docs::emit,
    rust::code_info::emit,
    rust::index::emit,
    rust::kind::emit,
    rust::lib::emit,
    rust::pages::emit,
    rust::payload::emit,
    rust::schema::emit,
];
