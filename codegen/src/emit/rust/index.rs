//! `src/index.rs`: from a text to the one code that it can be.

use proc_macro2::Literal;
use quote::quote;

use super::{file, ident, perfect::Perfect};
use crate::book::Book;
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let codes: Vec<&str> = book.errors.iter().map(|it| &*it.code).collect();
    let perfect = Perfect::of(&codes);
    let seed = Literal::u64_unsuffixed(perfect.seed);
    let pilots = perfect.pilots.iter().map(|&it| Literal::u16_unsuffixed(it));
    let slots = perfect.slots.iter().map(|slot| match slot {
        Some(at) => ident(&book.errors[*at].name),
        None => ident("__NotACode"),
    });
    let items = vec![
        quote! {
            use errbook::Index;
            use crate::ErrorCode;
        },
        quote! {
            /// A perfect hash: no two codes have one slot. A text's slot says which code it can be; a comparison decides.
            pub(crate) static INDEX: Index<ErrorCode> = Index::new(#seed, PILOTS, SLOTS);
        },
        quote! {
            static PILOTS: &[u16] = &[#(#pilots),*];
        },
        quote! {
            static SLOTS: &[ErrorCode] = &[#(ErrorCode::#slots),*];
        },
    ];
    file(
        "src/index.rs",
        &["A lookup table that nobody needs to read: `errbook::hash::v1` of each code, and where it lies."],
        items,
    )
}
