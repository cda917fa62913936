//! The npm package.
//!
//! `runtime` has the files that are the same for every book: the decoder and the retry advice. They are sources as they are,
//! and `.ci/typescript` checks their types. The other files have the book's types and tables.

pub(super) mod codes;
pub(super) mod index;
pub(in crate::emit) mod names;
pub(super) mod package;
pub(super) mod readme;
pub(in crate::emit) mod snippets;
mod source;
pub(super) mod tables;
pub(super) mod types;

use source::headed;

use crate::emit::{Publication, Series};

/// A file of the package that is the same for every book.
macro_rules! fixed {
    ($name:literal) => {
        ($name, include_str!(concat!("runtime/", $name)))
    };
}

/// Those of every package.
static SHARED: &[(&str, &str)] = &[
    fixed!("body.js"),
    fixed!("book.d.ts"),
    fixed!("decode.js"),
    fixed!("fetch.js"),
    fixed!("json.js"),
    fixed!("result.js"),
    fixed!("retry.js"),
    fixed!("short.js"),
    fixed!("types.d.ts"),
    fixed!("values.js"),
];

/// Those of a book whose envelope is not the short form.
static OF_FORMS: &[(&str, &str)] =
    &[fixed!("consume.js"), fixed!("document.js"), fixed!("form.js"), fixed!("identify.js"), fixed!("template.js")];

/// The files in `lib/`.
pub(super) fn fixed(book: Publication<'_>) -> Series<'_> {
    let of_forms = if book.short_envelope().is_some() { &[][..] } else { OF_FORMS };
    let files: Vec<_> = SHARED.iter().chain(of_forms).collect();
    let names = files.iter().map(|it| it.0.to_owned()).collect();
    Series { names, contents: Box::new(move |at| headed(files[at].1)) }
}
