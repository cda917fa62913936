//! `src/code_docs.rs`: the documentation of each code, by discriminant.

use quote::quote;
use syn::Expr;

use super::file::{file, imports};
use super::format::{List, Piece};
use super::syntax::{call, method, name, text, tuple};
use crate::model::{Book, ErrorDef};
use crate::urls::page_url;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let rows = List::values_in_macro(&book.errors, |entry| row(entry, page_url(&book.api, &entry.code).as_deref()));
    let table = Piece::list(rows, |rows| {
        quote! {
            /// By discriminant of `ErrorCode`: what happened, what to do about it, and the URL of the code's page.
            pub(crate) static CODE_DOCS: DocTable = errbook::doc_table! { #rows };
        }
    });
    let uses = imports(quote!(
        use {errbook::Deprecated, errbook::__private::DocTable};
    ));
    file(&["The documentation of each code."], [Piece::Items(uses), table])
}

fn row(entry: &ErrorDef, url: Option<&str>) -> Expr {
    let texts = [text(&entry.meaning), text(&entry.remediation)].into_iter();
    let Some(deprecation) = &entry.deprecated else { return tuple(texts.chain(url.map(text))) };
    let mut deprecated = call(name(["Deprecated", "new"]), [text(&deprecation.since)]);
    for (setter, value) in [("with_replacement", &deprecation.replacement), ("with_note", &deprecation.note)] {
        if let Some(value) = value {
            deprecated = method(deprecated, setter, [text(value)]);
        }
    }
    tuple(texts.chain([text(url.unwrap_or_default()), deprecated]))
}
