//! `errors.json`: the whole book as data.

use serde::Serialize;

use crate::book::Book;
use crate::diagnostic::visible_json;
use crate::output::{NOTICE, Output};

/// The version of this file's shape. It rises when a program that reads it would have to change.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    generated: &'static str,
    schema_version: u32,
    #[serde(flatten)]
    book: &'a Book,
}

pub(super) fn emit(book: &Book) -> Output {
    let document = Document { generated: NOTICE, schema_version: SCHEMA_VERSION, book };
    // Plain data with text keys: there is nothing in it that JSON could not hold.
    let contents = visible_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n";
    Output { path: "errors.json".to_owned(), contents }
}
