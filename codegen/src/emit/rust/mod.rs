//! The generated crate's `src/`. One file of it to one module here.
//!
//! A code may be called `option`, `string` or `list`, and its type then stands where Rust's own would be found. So
//! payloads have a module of their own, in which everything else is named by a path that begins with a crate's name.

pub(super) mod code;
mod docs;
mod example;
pub(super) mod facts;
pub(super) mod index;
pub(super) mod kind;
pub(super) mod lib;
mod nested;
pub(super) mod payload;
mod perfect;
pub(super) mod shapes;
pub(super) mod texts;
mod types;

pub(super) use example::{arguments, lines, sample};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::markdown::inline::{Place, code, inline};
use crate::output::{NOTICE, Output};

/// A file of Rust: the notice, what the module is for, and its items with a blank line between.
///
/// Each item is formatted by itself: they do not depend on one another.
fn file(path: &str, about: &[&str], items: Vec<TokenStream>) -> Output {
    let mut contents = format!("// {NOTICE}\n");
    if !about.is_empty() {
        contents.push('\n');
    }
    for line in about {
        contents.push_str("//!");
        if !line.is_empty() {
            contents.push(' ');
            contents.push_str(line);
        }
        contents.push('\n');
    }
    for item in items {
        let parsed: syn::File = match syn::parse2(item.clone()) {
            Ok(parsed) => parsed,
            Err(error) => panic!("a bug in the emitter of {path}: {error} in\n{item}"),
        };
        let text = prettyplease::unparse(&parsed);
        if !text.is_empty() {
            contents.push('\n');
            contents.push_str(&text);
        }
    }
    Output { path: path.to_owned(), contents }
}

/// A name that was checked when the book was made.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// Imports of which a book may not need all. That they are always the same keeps them out of diffs.
fn imports(uses: TokenStream) -> TokenStream {
    let parsed: syn::File = match syn::parse2(uses) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in the emitter of imports: {error}"),
    };
    let items = parsed.items;
    quote!(#(#[allow(unused_imports, reason = "a book may not need all of them")] #items)*)
}

/// `#[deprecated]`, for a code that is.
fn deprecated_attribute(entry: &crate::book::Entry) -> TokenStream {
    let Some(deprecated) = &entry.deprecated else { return TokenStream::new() };
    let since = &deprecated.since;
    // rustdoc reads it as Markdown.
    let replacement = deprecated.replacement.as_ref().map(|it| format!("use {}", code(it)));
    let note = match (replacement, deprecated.note.as_ref().map(|it| inline(it, Place::Paragraph))) {
        (Some(replacement), Some(note)) => format!("{replacement}: {note}"),
        (Some(replacement), None) => replacement,
        (None, Some(note)) => note,
        (None, None) => return quote!(#[deprecated(since = #since)]),
    };
    quote!(#[deprecated(since = #since, note = #note)])
}
