//! `src/lib.rs`: the crate's front.

use quote::quote;

use super::front::front;
use super::pieces::Piece;
use super::{file, ident};
use crate::emit::output::Output;
use crate::markdown::{Place, plain};
use crate::model::Book;

/// Lints that generated code does not keep, each with the reason.
static ALLOWED: &[(&str, &str)] = &[
    ("deprecated", "they are still listed"),
    ("confusable_idents", "names come from codes"),
    ("mixed_script_confusables", "names come from codes"),
    ("uncommon_codepoints", "names come from codes"),
    ("clippy::approx_constant", "numbers are the spec's"),
    ("clippy::doc_markdown", "texts are the spec's"),
    ("clippy::enum_variant_names", "names come from codes"),
    ("clippy::fn_params_excessive_bools", "one for each field"),
    ("clippy::large_enum_variant", "an error is boxed"),
    ("clippy::many_single_char_names", "fields are the wire's"),
    ("clippy::match_same_arms", "one arm a code"),
    ("clippy::module_name_repetitions", "names come from codes"),
    ("clippy::semicolon_if_nothing_returned", "a long name gets braces"),
    ("clippy::similar_names", "fields are the wire's"),
    ("clippy::struct_excessive_bools", "fields are the wire's"),
    ("clippy::struct_field_names", "fields are the wire's"),
    ("clippy::too_many_arguments", "one for each field"),
    ("clippy::too_many_lines", "one line a code"),
    ("clippy::type_complexity", "types are the spec's"),
    ("clippy::unreadable_literal", "numbers are the spec's"),
    ("clippy::upper_case_acronyms", "names come from codes"),
];

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let allowed = ALLOWED.iter().map(|(lint, reason)| {
        let lint: syn::Path = syn::parse_str(lint).unwrap_or_else(|_| ident("warnings").into());
        quote!(#![allow(#lint, reason = #reason)])
    });
    let without = format!("The codes of the {} API's errors.", plain(&book.api.name, Place::Paragraph));
    let front = front(book);
    let front = quote! {
        #![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
        #(#front)*
        #![cfg_attr(not(feature = "std"), doc = #without)]
        #![cfg_attr(not(feature = "std"), no_std)]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #(#allowed)*

        mod code;
        mod facts;
        mod index;
        #[cfg(feature = "std")]
        mod kind;
        #[cfg(feature = "docs")]
        mod pages;
        #[cfg(feature = "std")]
        mod payload;
        #[cfg(feature = "std")]
        mod shapes;
        mod texts;
    };
    let has_types = book.errors.iter().any(crate::model::ErrorDef::has_payload);
    let payload = has_types.then(|| {
        quote!(
            #[cfg(feature = "std")]
            pub use payload::*;
        )
    });
    let uses = quote! {
        pub use code::ErrorCode;
        pub use errbook;
        #[cfg(feature = "std")]
        pub use errbook::OrError;
        #[cfg(feature = "std")]
        pub use kind::{Error, ErrorKind};
        #payload
    };
    file("src/lib.rs", &[], [front, uses].map(Piece::Items))
}
