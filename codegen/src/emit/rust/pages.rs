//! `src/pages.rs`: the page of each code, by discriminant. It includes the files of the docs, if the feature `docs` is on.

use proc_macro2::Literal;
use quote::quote;

use super::file::file;
use super::format::{List, Piece};
use super::syntax::{call, include, name};
use crate::emit::Publication;
use crate::emit::output::markdown_notice;
use crate::urls::page_path;

pub(in crate::emit) fn emit(book: &Publication<'_>) -> Option<String> {
    if !book.options.has_pages() {
        return None;
    }
    let above = if book.options.is_module() { "" } else { "../" };
    let pages = List::values(&book.errors, |entry| {
        call(name(["page"]), [include(&format!("{above}{}", page_path(&book.api, &entry.code)))])
    });
    let table = Piece::list(pages, |pages| {
        quote! {
            /// By discriminant of `ErrorCode`.
            pub(crate) static PAGES: &[&str] = &[#pages];
        }
    });
    let head = Literal::usize_unsuffixed(markdown_notice().len());
    let page = (!book.errors.is_empty()).then(|| {
        quote! {
            /// A page without the notice at the top of its file.
            const fn page(file: &str) -> &str {
                file.split_at(#head).1
            }
        }
    });
    let about = "The page of each code in the docs.";
    Some(file(&[about], [table, Piece::Items(page.unwrap_or_default())]))
}
