//! The names of a book's types in TypeScript.
//!
//! Those that end with `Error` come from the API's name, and nothing else does. A code's type has the name that it has in
//! Rust, in a file of its own, where no other name is used.

use crate::model::Book;
use crate::names;

/// The union of all errors.
pub(in crate::emit) fn union(book: &Book) -> String {
    format!("{}Error", api(book))
}

/// The class of thrown errors.
pub(in crate::emit) fn class(book: &Book) -> String {
    format!("{}ApiError", api(book))
}

/// The API's name as an identifier, without the word that it may end with.
fn api(book: &Book) -> String {
    let name = names::upper_camel(&book.api.name, "Api").unwrap_or_default();
    let short = name.strip_suffix("Api").unwrap_or(&name);
    if short.is_empty() { "Api".to_owned() } else { short.to_owned() }
}
