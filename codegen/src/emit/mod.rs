//! A book to files. This page is the table of contents: one line for each target.
//!
//! Nothing in here checks a book: what must hold was checked before there was one.

mod cargo_toml;
mod errors_json;
pub(crate) mod markdown;
mod readme;
pub mod response;
mod rust;
mod work;

use crate::book::Book;
use crate::output::{Output, manifest};

/// Every file that a book is compiled to, the manifest last. The same book gives the same bytes.
///
/// # Panics
///
/// Where an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit(book: &Book) -> Vec<Output> {
    let mut outputs = work::each(TARGETS, |emit| emit(book));
    outputs.push(manifest(&outputs));
    outputs
}

static TARGETS: &[fn(&Book) -> Output] = &[
    cargo_toml::emit,
    markdown::errors::emit,
    errors_json::emit,
    readme::emit,
    rust::code::emit,
    rust::facts::emit,
    rust::index::emit,
    rust::kind::emit,
    rust::lib::emit,
    rust::payload::emit,
    rust::shapes::emit,
    rust::texts::emit,
];
