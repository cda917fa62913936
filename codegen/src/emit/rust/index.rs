//! `src/index.rs`: the lookup from a text to its code.

use proc_macro2::Literal;
use quote::quote;

use super::file::file;
use super::format::{List, Piece};
use super::perfect_hash::PerfectHash;
use super::syntax::{ident, name};
use crate::model::Book;

/// Up to this number, codes are compared one by one, which is faster than hashing.
const FEW: usize = 16;

pub(in crate::emit) fn emit(book: &Book) -> String {
    if (1..=FEW).contains(&book.errors.len()) { comparing(book) } else { hashing(book) }
}

fn comparing(book: &Book) -> String {
    let codes = book.errors.iter().map(|entry| &entry.code);
    let names = book.errors.iter().map(|entry| ident(&entry.name));
    let pieces = [
        quote! {
            use super::ErrorCode;
        },
        quote! {
            #[inline]
            pub(crate) fn find(code: &str) -> Option<ErrorCode> {
                Some(match code {
                    #(#codes => ErrorCode::#names,)*
                    _ => return None,
                })
            }
        },
    ];
    let about = "The lookup from a text to its code. A few codes are compared one by one.";
    file(&[about], pieces.map(Piece::Items))
}

fn hashing(book: &Book) -> String {
    let codes: Vec<&str> = book.errors.iter().map(|entry| &*entry.code).collect();
    let hash = PerfectHash::of(&codes);
    let seed = Literal::u64_unsuffixed(hash.seed);
    // Not a `List`: several numbers are formatted on one line.
    let pilots = hash.pilots.iter().map(|&pilot| Literal::u16_unsuffixed(pilot));
    let slots =
        List::values(&hash.slots, |slot| name(["ErrorCode", slot.map_or("__NotACode", |at| &book.errors[at].name)]));
    let pieces = [
        Piece::Items(quote! {
            use errbook::__private::Index;
            use super::ErrorCode;
            use super::code_info::CODE_INFO;
        }),
        Piece::Items(quote! {
            #[inline]
            pub(crate) fn find(code: &str) -> Option<ErrorCode> {
                INDEX.candidate(code).filter(|found| (*found as usize) < CODE_INFO.len() && CODE_INFO.row(*found as usize).code() == code)
            }
        }),
        Piece::Items(quote! {
            /// A perfect hash: each code has its own slot. The caller compares a text with the code in its slot.
            static INDEX: Index<ErrorCode> = Index::new(#seed, PILOTS, SLOTS);
        }),
        Piece::Items(quote! {
            static PILOTS: &[u16] = &[#(#pilots),*];
        }),
        Piece::list(slots, |slots| {
            quote! {
                static SLOTS: &[ErrorCode] = &[#slots];
            }
        }),
    ];
    file(
        &[
            "The lookup from a text to its code, by a perfect hash that the compiler computed. It is not meant to be read.",
        ],
        pieces,
    )
}
