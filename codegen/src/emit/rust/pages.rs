//! `src/pages.rs`: the docs' page of each code, by discriminant. They are the files that are there already, and stand in a
//! program only where the feature `docs` is on.

use proc_macro2::Literal;
use quote::quote;

use super::file;
use super::pieces::{List, Piece};
use super::syntax::{call, include, name};
use crate::emit::markdown;
use crate::emit::output::Output;
use crate::emit::urls::page_path;
use crate::model::Book;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let pages = List::values(&book.errors, |it| {
        call(name(["page"]), [include(&format!("../{}", page_path(&book.api, &it.code)))])
    });
    let table = Piece::list(pages, |pages| {
        quote! {
            /// By discriminant of `ErrorCode`.
            pub(crate) static PAGES: &[&str] = &[#pages];
        }
    });
    let head = Literal::usize_unsuffixed(markdown::page::head().len());
    let page = (!book.errors.is_empty()).then(|| {
        quote! {
            /// A page without what its file says of itself.
            const fn page(file: &str) -> &str {
                file.split_at(#head).1
            }
        }
    });
    let about = "The docs' page of each code.";
    file("src/pages.rs", &[about], [table, Piece::Items(page.unwrap_or_default())])
}
