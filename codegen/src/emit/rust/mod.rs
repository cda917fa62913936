//! The generated crate's `src/`: one module here for one file there, and what they share.
//!
//! A code may be named `option`, `string` or `list`, and its type then shadows Rust's own. So payloads have a module of
//! their own, in which every other name is a path that starts with a crate or with `__private`, which no type can be
//! named.

pub(super) mod code;
pub(super) mod code_docs;
pub(super) mod code_info;
mod crate_docs;
mod doc_comments;
mod example;
pub(super) mod features;
mod format;
pub(super) mod index;
pub(super) mod kind;
pub(super) mod lib;
mod nested;
pub(super) mod pages;
pub(super) mod payload;
mod perfect_hash;
pub(super) mod schema;
mod syntax;
mod types;

pub(super) use example::{arms, failure, handling, krate, lines, raw, sample};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, parse_quote};

use format::Piece;
use syntax::ident;

use crate::emit::output::{NOTICE, Output};
use crate::markdown::{Place, code, inline};

/// A file of Rust: the notice, the module's doc comment, and its pieces separated by empty lines.
///
/// Each piece is formatted on its own.
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

/// Imports that not every book needs. They are always the same, so that they do not appear in diffs.
fn imports(uses: TokenStream) -> TokenStream {
    let parsed: syn::File = match syn::parse2(uses) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in the emitter of imports: {error}"),
    };
    let items = parsed.items;
    quote!(#(#[allow(unused_imports, reason = "not every book needs all of them")] #items)*)
}

/// `#[deprecated]`, if the code is deprecated.
fn deprecated_attribute(entry: &crate::model::ErrorDef) -> Option<Attribute> {
    let deprecated = entry.deprecated.as_ref()?;
    let since = &deprecated.since;
    // rustdoc renders it as Markdown.
    let replacement = deprecated.replacement.as_ref().map(|code_text| format!("use {}", code(code_text)));
    let note = match (replacement, deprecated.note.as_ref().map(|note| inline(note, Place::Paragraph))) {
        (Some(replacement), Some(note)) => format!("{replacement}: {note}"),
        (Some(replacement), None) => replacement,
        (None, Some(note)) => note,
        (None, None) => return Some(parse_quote!(#[deprecated(since = #since)])),
    };
    Some(parse_quote!(#[deprecated(since = #since, note = #note)]))
}
