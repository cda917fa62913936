//! `src/code_docs.rs`: the documentation of each code, by discriminant.

use quote::quote;
use syn::Expr;

use super::file::{file, imports};
use super::format::{List, Piece};
use super::syntax::{call, method, name, text};
use crate::model::{Book, ErrorDef};
use crate::urls::page_url;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let rows = List::values(&book.errors, |entry| row(entry, page_url(&book.api, &entry.code).as_deref()));
    let table = Piece::list(rows, |rows| {
        quote! {
            /// By discriminant of `ErrorCode`.
            pub(crate) static CODE_DOCS: &[CodeDocs] = &[#rows];
        }
    });
    let uses = imports(quote!(
        use {errbook::Deprecated, errbook::__private::CodeDocs};
    ));
    file(&["The documentation of each code."], [Piece::Items(uses), table])
}

fn row(entry: &ErrorDef, url: Option<&str>) -> Expr {
    let mut out = call(name(["CodeDocs", "new"]), [text(&entry.meaning), text(&entry.remediation)]);
    if let Some(url) = url {
        out = method(out, "with_docs_url", [text(url)]);
    }
    let Some(deprecation) = &entry.deprecated else { return out };
    let mut deprecated = call(name(["Deprecated", "new"]), [text(&deprecation.since)]);
    for (setter, value) in [("with_replacement", &deprecation.replacement), ("with_note", &deprecation.note)] {
        if let Some(value) = value {
            deprecated = method(deprecated, setter, [text(value)]);
        }
    }
    method(out, "with_deprecated", [deprecated])
}
