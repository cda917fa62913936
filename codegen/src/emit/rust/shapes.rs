//! `src/shapes.rs`: how each error lies on the wire, by discriminant.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Expr;

use super::file;
use super::pieces::{List, Piece};
use super::syntax::{call, method, name, number, slice, text, tuple};
use super::types::{field, header};
use crate::emit::output::Output;
use crate::model::{Book, Envelope, ErrorDef, Header, Part};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let shapes = List::values(&book.errors, shape);
    let envelope = envelope(&book.envelope);
    let retries = Literal::u32_unsuffixed(book.retry.retries);
    let imports = super::imports(quote!(
        use errbook::{
            Code, Envelope, Field, Header, HeaderType,
            Part::{Param, Text},
            Retry, Shape, Table, Type, When,
        };
    ));
    let pieces = [
        Piece::Items(quote! {
            use crate::ErrorCode;
            use crate::facts::{BACKOFF, FACTS};
            #imports
        }),
        Piece::Items(quote! {
            pub(crate) static TABLE: Table = Table::new(#envelope, FACTS, SHAPES, find).retry(RETRY);
        }),
        Piece::Items(quote! {
            /// For what the book does not know. Which requests may be sent again is then the status's to say.
            const RETRY: Retry = Retry::new(When::Idempotent, #retries, BACKOFF);
        }),
        Piece::Items(quote! {
            fn find(code: &str) -> Option<usize> {
                let found: Option<ErrorCode> = Code::find(code);
                found.map(Code::index)
            }
        }),
        Piece::list(shapes, |shapes| {
            quote! {
                /// By discriminant of `ErrorCode`: the message, then what is carried.
                static SHAPES: &[Shape] = &[#shapes];
            }
        }),
    ];
    file("src/shapes.rs", &["How errors lie on the wire."], pieces)
}

fn shape(entry: &ErrorDef) -> Expr {
    // The message, split.
    let parts = entry.message.parts.iter().map(|part| match part {
        Part::Text(it) => call(name(["Text"]), [text(it)]),
        Part::Param(index) => call(name(["Param"]), [number(Literal::usize_unsuffixed(*index))]),
    });
    let mut out = call(name(["Shape", "new"]), [slice(parts)]);
    let pair = |(header, value): (&Header, &str)| tuple([text(&header.name), text(value)]);
    let tables: [(&str, Vec<Expr>); 3] = [
        ("fields", entry.fields.iter().map(field).collect()),
        ("headers", entry.payload_headers().map(header).collect()),
        // Those that are always the same.
        ("constant_headers", entry.constant_headers().map(pair).collect()),
    ];
    for (setter, rows) in tables {
        if !rows.is_empty() {
            out = method(out, setter, [slice(rows)]);
        }
    }
    out
}

fn envelope(it: &Envelope) -> TokenStream {
    let (code, message) = (&it.code, &it.message);
    let within = it.within.as_ref().map(|key| quote!(.within(#key)));
    let under = it.fields_under.as_ref().map(|key| quote!(.fields_under(#key)));
    quote!(Envelope::new(#code, #message)#within #under)
}
