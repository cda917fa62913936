//! `src/index.rs`: from a text to the one code that it can be.

use proc_macro2::Literal;
use quote::quote;

use super::perfect::Perfect;
use super::pieces::{List, Piece};
use super::syntax::name;
use super::{file, ident};
use crate::emit::output::Output;
use crate::model::Book;

/// So few codes are compared one after the other: that is quicker than to hash the text first.
const FEW: usize = 16;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    if (1..=FEW).contains(&book.errors.len()) { comparing(book) } else { hashing(book) }
}

fn comparing(book: &Book) -> Output {
    let codes = book.errors.iter().map(|it| &it.code);
    let names = book.errors.iter().map(|it| ident(&it.name));
    let pieces = [
        quote! {
            use crate::ErrorCode;
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
    let about = "From a text to its code. So few are compared one after the other.";
    file("src/index.rs", &[about], pieces.map(Piece::Items))
}

fn hashing(book: &Book) -> Output {
    let codes: Vec<&str> = book.errors.iter().map(|it| &*it.code).collect();
    let perfect = Perfect::of(&codes);
    let seed = Literal::u64_unsuffixed(perfect.seed);
    // Not by parts: numbers are laid out as many as there is room for on a line.
    let pilots = perfect.pilots.iter().map(|&it| Literal::u16_unsuffixed(it));
    let slots =
        List::values(&perfect.slots, |slot| name(["ErrorCode", slot.map_or("__NotACode", |at| &book.errors[at].name)]));
    let pieces = [
        Piece::Items(quote! {
            use errbook::Index;
            use crate::ErrorCode;
            use crate::facts::FACTS;
        }),
        Piece::Items(quote! {
            #[inline]
            pub(crate) fn find(code: &str) -> Option<ErrorCode> {
                INDEX.candidate(code).filter(|it| FACTS.get(*it as usize).is_some_and(|facts| facts.code() == code))
            }
        }),
        Piece::Items(quote! {
            /// A perfect hash: no two codes have one slot. A text's slot says which code it can be; a comparison decides.
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
        "src/index.rs",
        &["A lookup table that nobody needs to read: `errbook::hash::v1` of each code, and where it lies."],
        pieces,
    )
}
