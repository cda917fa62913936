//! `src/shapes.rs`: how each error lies on the wire, by discriminant.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file;
use super::types::{field, header};
use crate::book::{Book, Entry, Envelope, Part};
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let shapes = book.errors.iter().map(|entry| {
        let (parts, constants) = (parts(entry), constants(entry));
        let fields = table("fields", entry.fields.iter().map(field));
        let headers = table("headers", entry.payload_headers().map(header));
        quote!(Shape::new(#parts)#fields #headers #constants)
    });
    let envelope = envelope(&book.envelope);
    let imports = super::imports(quote!(
        use errbook::{
            Code, Envelope, Field, Header, HeaderType,
            Part::{Param, Text},
            Shape, Table, Type,
        };
    ));
    let items = vec![
        quote! {
            use crate::ErrorCode;
            use crate::facts::FACTS;
            #imports
        },
        quote! {
            pub(crate) static TABLE: Table = Table::new(#envelope, FACTS, SHAPES, find);
        },
        quote! {
            fn find(code: &str) -> Option<usize> {
                let found: Option<ErrorCode> = Code::find(code);
                found.map(Code::index)
            }
        },
        quote! {
            /// By discriminant of `ErrorCode`: the message, then what is carried.
            static SHAPES: &[Shape] = &[#(#shapes),*];
        },
    ];
    file("src/shapes.rs", &["How errors lie on the wire."], items)
}

/// An entry's message, split.
fn parts(entry: &Entry) -> TokenStream {
    let parts = entry.message.parts.iter().map(|part| match part {
        Part::Text(text) => quote!(Text(#text)),
        Part::Param(index) => {
            let index = Literal::usize_unsuffixed(*index);
            quote!(Param(#index))
        }
    });
    quote!(&[#(#parts),*])
}

/// A table of an entry's, if anything is in it.
fn table(name: &str, rows: impl Iterator<Item = TokenStream>) -> Option<TokenStream> {
    let (name, rows) = (quote::format_ident!("{name}"), rows.collect::<Vec<_>>());
    (!rows.is_empty()).then(|| quote!(.#name(&[#(#rows),*])))
}

/// The headers of an entry that are always the same.
fn constants(entry: &Entry) -> Option<TokenStream> {
    let rows = entry.constant_headers().map(|(header, value)| {
        let name = &header.name;
        quote!((#name, #value))
    });
    table("constant_headers", rows)
}

fn envelope(it: &Envelope) -> TokenStream {
    let (code, message) = (&it.code, &it.message);
    let within = it.within.as_ref().map(|key| quote!(.within(#key)));
    let under = it.fields_under.as_ref().map(|key| quote!(.fields_under(#key)));
    quote!(Envelope::new(#code, #message)#within #under)
}
