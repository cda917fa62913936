//! The header and the layout of Rust files.

use proc_macro2::TokenStream;
use quote::quote;

use super::format::Piece;
use crate::emit::output::NOTICE;

/// A Rust file: the notice, the module's doc comment, and its pieces separated by empty lines.
///
/// Each piece is formatted on its own.
pub(super) fn file<'a>(about: &[&str], pieces: impl IntoIterator<Item = Piece<'a>>) -> String {
    // The file opts out of rustfmt: reformatting it would be drift.
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
        piece.put(&mut contents);
    }
    contents
}

/// Imports that not every book needs. They are always the same, to keep diffs small.
pub(super) fn imports(uses: TokenStream) -> TokenStream {
    let parsed: syn::File = match syn::parse2(uses) {
        Ok(parsed) => parsed,
        Err(error) => panic!("a bug in the emitter of imports: {error}"),
    };
    let items = parsed.items;
    quote!(#(#[allow(unused_imports, reason = "not every book needs all of them")] #items)*)
}
