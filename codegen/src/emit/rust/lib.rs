//! `src/lib.rs`: the crate's docs, modules and exports; in the layout `module`, `mod.rs`.

use quote::quote;

use super::crate_docs::sections;
use super::file::file;
use super::format::Piece;
use crate::emit::Publication;
use crate::markdown::{Place, plain};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    if book.options.is_module() { module(book) } else { krate(book) }
}

fn krate(book: &Publication<'_>) -> String {
    let without = format!("The codes of the errors of the {}.", plain(&book.api.full_name(), Place::Paragraph));
    let sections = sections(book);
    let pages = book.options.has_pages().then(|| {
        quote!(
            #[cfg(feature = "docs")]
            mod pages;
        )
    });
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
    let openapi = book.options.has_utoipa().then(|| {
        quote!(
            #[cfg(feature = "utoipa")]
            pub mod openapi;
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
        #openapi
        #pages
        #[cfg(feature = "std")]
        mod payload;
        #[cfg(feature = "std")]
        mod schema;
    };
    let payload = has_types(book).then(|| {
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

/// The root of a module: the same items, without `cfg`, and with the lints of the user's crate off.
fn module(book: &Publication<'_>) -> String {
    let pages = book.options.has_pages().then(|| {
        quote!(
            mod pages;
        )
    });
    let has_members = book.envelope.response_members().next().is_some();
    let members = has_members.then(|| {
        quote!(
            mod members;
        )
    });
    let exported_members = has_members.then(|| {
        quote!(
            pub use members::*;
        )
    });
    let openapi = book.options.has_utoipa().then(|| {
        quote!(
            pub mod openapi;
        )
    });
    let exported_responses = book.options.has_utoipa().then(|| {
        quote!(
            pub(crate) use openapi::responses;
        )
    });
    let modules = quote! {
        #![allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, reason = "generated")]
        #![allow(warnings, unused, unreachable_pub, unused_qualifications, reason = "no crate uses all of it")]
        #![allow(deprecated, reason = "codes may be deprecated")]

        mod app_error;
        mod code;
        mod code_docs;
        mod code_info;
        mod index;
        mod kind;
        #members
        #openapi
        #pages
        mod payload;
        mod schema;
    };
    let payload = has_types(book).then(|| {
        quote!(
            pub use payload::*;
        )
    });
    let uses = quote! {
        pub(crate) use app_error::app_error;
        pub use code::ErrorCode;
        pub use errbook;
        pub use errbook::OrError;
        pub use kind::{Error, ErrorKind};
        #exported_members
        #exported_responses
        #payload
    };
    let about = format!("The errors of the {}.", plain(&book.api.full_name(), Place::Paragraph));
    file(&[&about], [modules, uses].map(Piece::Items))
}

fn has_types(book: &Publication<'_>) -> bool {
    book.errors.iter().any(crate::model::ErrorDef::has_payload)
}
