//! `src/lib.rs`: the crate's docs, modules and exports.

use quote::quote;

use super::crate_docs::sections;
use super::file::file;
use super::format::Piece;
use crate::markdown::{Place, plain};
use crate::model::Book;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let without = format!("The codes of the {} API's errors.", plain(&book.api.name, Place::Paragraph));
    let sections = sections(book);
    let has_members = book.envelope.response_members().next().is_some();
    let members = has_members.then(|| {
        quote!(
            #[cfg(feature = "std")]
            mod members;
        )
    });
    let exported_members = has_members.then(|| {
        quote!(
            #[cfg(feature = "std")]
            pub use members::*;
        )
    });
    let modules = quote! {
        #![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
        #(#sections)*
        #![cfg_attr(not(feature = "std"), doc = #without)]
        #![cfg_attr(not(feature = "std"), no_std)]
        #![forbid(unsafe_code)]
        #![warn(missing_docs)]
        #![allow(clippy::all, clippy::pedantic, clippy::nursery, reason = "generated")]
        #![allow(
            deprecated,
            confusable_idents,
            mixed_script_confusables,
            uncommon_codepoints,
            reason = "codes may be deprecated, and names come from codes"
        )]

        #[cfg(feature = "std")]
        mod app_error;
        mod code;
        mod code_docs;
        mod code_info;
        mod index;
        #[cfg(feature = "std")]
        mod kind;
        #members
        #[cfg(feature = "docs")]
        mod pages;
        #[cfg(feature = "std")]
        mod payload;
        #[cfg(feature = "std")]
        mod schema;
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
        #exported_members
        #payload
    };
    file(&[], [modules, uses].map(Piece::Items))
}
