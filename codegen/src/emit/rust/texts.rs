//! `src/texts.rs`: what people read of each code, by discriminant.

use quote::quote;
use syn::Expr;

use super::file;
use super::pieces::{List, Piece};
use super::syntax::{call, method, name, text};
use crate::book::{Book, Entry};
use crate::emit::markdown;
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    // To find the anchors the page is outlined: only a book whose docs are published asks for that.
    let base = book.api.docs_url.as_ref();
    let anchors = base.map(|_| markdown::errors::anchors(book)).unwrap_or_default();
    let urls: Vec<String> = base.iter().flat_map(|base| anchors.iter().map(move |it| format!("{base}#{it}"))).collect();
    let numbers: Vec<usize> = (0..book.errors.len()).collect();
    let texts = List::values(&numbers, |&at| row(&book.errors[at], urls.get(at).map(String::as_str)));
    let table = Piece::list(texts, |texts| {
        quote! {
            /// By discriminant of `ErrorCode`.
            pub(crate) static TEXTS: &[Texts] = &[#texts];
        }
    });
    let uses = super::imports(quote!(
        use errbook::{Deprecated, Texts};
    ));
    file("src/texts.rs", &["What people read of each code."], [Piece::Items(uses), table])
}

fn row(entry: &Entry, url: Option<&str>) -> Expr {
    let mut out = call(name(["Texts", "new"]), [text(&entry.meaning), text(&entry.remediation)]);
    if let Some(url) = url {
        out = method(out, "docs_url", [text(url)]);
    }
    let Some(it) = &entry.deprecated else { return out };
    let mut deprecated = call(name(["Deprecated", "new"]), [text(&it.since)]);
    for (setter, value) in [("replacement", &it.replacement), ("note", &it.note)] {
        if let Some(value) = value {
            deprecated = method(deprecated, setter, [text(value)]);
        }
    }
    method(out, "deprecated", [deprecated])
}
