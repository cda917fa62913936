//! The generated crate's `src/`. One file of it to one module here.
//!
//! A code may be called `option`, `string` or `list`, and its type then stands where Rust's own would be found. So
//! payloads have a module of their own, in which everything else is named by a path that begins with a crate's name.

pub(super) mod code;
mod docs;
mod example;
pub(super) mod facts;
mod front;
pub(super) mod index;
pub(super) mod kind;
pub(super) mod lib;
mod nested;
pub(super) mod pages;
pub(super) mod payload;
mod perfect;
mod pieces;
pub(super) mod shapes;
mod syntax;
pub(super) mod texts;
mod types;

pub(super) use example::{arms, failure, handling, lines, raw, sample};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, parse_quote};

use pieces::Piece;
use syntax::ident;

use crate::emit::output::{NOTICE, Output};
use crate::markdown::{Place, code, inline};

/// A file of Rust: the notice, what the module is for, and its pieces with a blank line between.
///
/// Each piece is formatted by itself: they do not depend on one another.
fn file<'a>(path: &str, about: &[&str], pieces: impl IntoIterator<Item = Piece<'a>>) -> Output {
    // No `rustfmt.toml` applies to it: the comparison with what codegen writes would find a difference.
    let mut contents = format!("// {NOTICE}\n#![cfg_attr(rustfmt, rustfmt_skip)]\n");
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
    for piece in pieces {
        piece.put(path, &mut contents);
    }
    Output { path: path.to_owned(), contents }
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
fn deprecated_attribute(entry: &crate::model::ErrorDef) -> Option<Attribute> {
    let deprecated = entry.deprecated.as_ref()?;
    let since = &deprecated.since;
    // rustdoc reads it as Markdown.
    let replacement = deprecated.replacement.as_ref().map(|it| format!("use {}", code(it)));
    let note = match (replacement, deprecated.note.as_ref().map(|it| inline(it, Place::Paragraph))) {
        (Some(replacement), Some(note)) => format!("{replacement}: {note}"),
        (Some(replacement), None) => replacement,
        (None, Some(note)) => note,
        (None, None) => return Some(parse_quote!(#[deprecated(since = #since)])),
    };
    Some(parse_quote!(#[deprecated(since = #since, note = #note)]))
}
