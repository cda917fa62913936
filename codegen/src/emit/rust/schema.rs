//! `src/schema.rs`: the message and the payload of each error on the wire, by discriminant.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::Expr;

use super::file::{file, imports};
use super::format::{List, Piece};
use super::syntax::{call, ident, method, name, number, slice, text, tuple};
use super::types::{field, header};
use super::{doc_comments, form};
use crate::markdown::code;
use crate::model::{Book, ErrorDef, Header, Part};

pub(in crate::emit) fn emit(book: &Book) -> String {
    let payloads = List::values(&book.errors, |entry| form::of_code(book, entry, payload(entry)));
    let fallbacks = fallbacks(book);
    let retries = Literal::u32_unsuffixed(book.retry.retries);
    let (schema, [form_imports, form]) = if let Some(short) = book.short_envelope() {
        let envelope = form::short(short);
        (quote!(BookSchema::new(#envelope, &CODE_INFO, PAYLOADS, find)), Default::default())
    } else {
        let docs = form::has_docs(&book.envelope).then(|| quote!(.with_docs(&CODE_DOCS)));
        (quote!(BookSchema::of_form(&FORM, &CODE_INFO, PAYLOADS, find)#docs), form_items(book))
    };
    let imports = imports(quote!(
        use {
            errbook::__private::MessagePart::{Param, Text},
            errbook::__private::{
                BookSchema, DelayUnit, Envelope, Fallbacks, Field, Header, HeaderType, PayloadSchema, Type,
            },
            errbook::{Code, Retry, When},
        };
    ));
    let pieces = [
        Piece::Items(quote! {
            use super::ErrorCode;
            use super::code_info::{BACKOFF, CODE_INFO};
            #imports
            #form_imports
        }),
        Piece::Items(quote! {
            pub(crate) static SCHEMA: BookSchema = #schema
                .with_fallbacks(FALLBACKS)
                .with_retry(RETRY);
        }),
        Piece::Items(form),
        Piece::Items(quote! {
            /// The codes for responses that no handler made: for these statuses, for other 4xx, for other 5xx.
            const FALLBACKS: Fallbacks = #fallbacks;
        }),
        Piece::Items(quote! {
            /// For errors that the book does not know. Their status decides whether to retry.
            const RETRY: Retry = Retry::new(When::Idempotent, #retries, BACKOFF);
        }),
        Piece::Items(quote! {
            fn find(code: &str) -> Option<usize> {
                let found: Option<ErrorCode> = Code::find(code);
                found.map(Code::index)
            }
        }),
        Piece::list(payloads, |payloads| {
            quote! {
                /// By discriminant of `ErrorCode`: the message, then the payload.
                static PAYLOADS: &[PayloadSchema] = &[#payloads];
            }
        }),
    ];
    file(&["The message and the payload of each error on the wire."], pieces)
}

/// The imports that only a form needs, and the form.
fn form_items(book: &Book) -> [TokenStream; 2] {
    let docs = form::has_docs(&book.envelope).then(|| {
        quote!(
            use crate::code_docs::CODE_DOCS;
        )
    });
    let imports = imports(quote!(
        use errbook::__private::{Absent, Form, Node, ResponseMember, Slot, Source, TextPart};
    ));
    let form = form::form(book);
    let template = serde_json::to_string(&book.envelope.body.as_written()).unwrap_or_default();
    let doc = doc_comments::doc([format!("The responses: {}", code(&template))]);
    let form = quote! {
        #doc
        static FORM: Form<'static> = #form;
    };
    [quote!(#docs #imports), form]
}

fn payload(entry: &ErrorDef) -> Expr {
    let parts = entry.message.parts.iter().map(|part| match part {
        Part::Text(literal) => call(name(["Text"]), [text(literal)]),
        Part::Param(index) => call(name(["Param"]), [number(Literal::usize_unsuffixed(*index))]),
    });
    let mut out = call(name(["PayloadSchema", "new"]), [slice(parts)]);
    let pair = |(header, value): (&Header, &str)| tuple([text(&header.name), text(value)]);
    let tables: [(&str, Vec<Expr>); 3] = [
        ("with_fields", entry.fields.iter().map(field).collect()),
        ("with_headers", entry.payload_headers().map(header).collect()),
        ("with_constant_headers", entry.constant_headers().map(pair).collect()),
    ];
    for (setter, rows) in tables {
        if !rows.is_empty() {
            out = method(out, setter, [slice(rows)]);
        }
    }
    out
}

fn fallbacks(book: &Book) -> TokenStream {
    let code = |code: &Option<String>| {
        let variant = code.as_ref().and_then(|it| book.error(it)).map(|it| ident(&it.name));
        variant.map_or_else(|| quote!(None), |variant| quote!(Some(ErrorCode::#variant as usize)))
    };
    let statuses = book.fallback.statuses.iter().map(|(status, it)| {
        let (status, code) = (Literal::u16_unsuffixed(*status), code(it));
        quote!((#status, #code))
    });
    let (client, server) = (code(&book.fallback.client), code(&book.fallback.server));
    quote!(Fallbacks::new(&[#(#statuses),*], #client, #server))
}
