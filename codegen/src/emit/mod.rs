//! A book to files. This page is the table of contents: one line for each target.
//!
//! Nothing in here checks a book: what must hold was checked before there was one.

mod cargo_toml;
mod errors_json;
mod markdown;
mod readme;
mod response;
mod rust;

use crate::book::Book;
use crate::output::{Output, manifest};

/// Every file that a book is compiled to, the manifest last. The same book gives the same bytes.
///
/// # Panics
///
/// Where an emitter would write Rust that does not parse: that is a bug in the emitter.
pub fn emit(book: &Book) -> Vec<Output> {
    let mut outputs = vec![
        cargo_toml::emit(book),
        markdown::errors::emit(book),
        errors_json::emit(book),
        readme::emit(book),
        rust::code::emit(book),
        rust::facts::emit(book),
        rust::index::emit(book),
        rust::kind::emit(book),
        rust::lib::emit(book),
        rust::payload::emit(book),
        rust::shapes::emit(book),
        rust::texts::emit(book),
    ];
    outputs.push(manifest(&outputs));
    outputs
}
