//! `src/texts.rs`: what people read of each code, by discriminant.

use quote::quote;
use syn::Expr;

use super::file;
use super::pieces::{List, Piece};
use super::syntax::{call, method, name, text};
use crate::emit::output::Output;
use crate::emit::urls::page_url;
use crate::model::{Book, ErrorDef};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let texts = List::values(&book.errors, |entry| row(entry, page_url(&book.api, &entry.code).as_deref()));
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

fn row(entry: &ErrorDef, url: Option<&str>) -> Expr {
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
