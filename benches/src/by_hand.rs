//! The baseline: a book's errors written by hand, as an enum with the derives of strum, thiserror and serde, and a
//! `match` for each getter. It knows nothing of the generated crate.

use errbook_codegen::model::{Book, ErrorDef, Field, HeaderType, Part, Type, When};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The crate's manifest.
pub(crate) const MANIFEST: &str = r#"[package]
name = "by-hand"
version = "0.0.0"
edition = "2024"

[dependencies]
serde = { version = "1", features = ["derive"] }
serde_json = "1"
strum = { version = "0.28", features = ["derive"] }
thiserror = "2"
"#;

/// The crate's only file. It is not meant to be read, so it is not formatted.
pub(crate) fn library(book: &Book) -> String {
    let variants = book.errors.iter().map(variant);
    let statuses = matched(book, |entry| {
        let status = entry.status();
        quote!(#status)
    });
    let meanings = matched(book, |entry| {
        let text = &entry.meaning;
        quote!(#text)
    });
    let remediations = matched(book, |entry| {
        let text = &entry.remediation;
        quote!(#text)
    });
    let retries = matched(book, |entry| {
        let (any, idempotent) = (entry.retry.when == When::Always, entry.retry.when == When::Idempotent);
        quote!((#any, #idempotent))
    });
    let tokens = quote! {
        use serde::{Deserialize, Serialize};
        use strum::{EnumDiscriminants, EnumString, IntoStaticStr, VariantArray};

        #[derive(Debug, Clone, PartialEq, thiserror::Error, Serialize, Deserialize, EnumDiscriminants)]
        #[strum_discriminants(
            name(ErrorCode),
            derive(Hash, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray, strum::Display, Serialize, Deserialize),
            strum(serialize_all = "snake_case"),
            serde(rename_all = "snake_case")
        )]
        #[serde(tag = "code", rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Error { #(#variants,)* }

        impl ErrorCode {
            pub fn as_str(self) -> &'static str { self.into() }
            pub fn status(self) -> u16 { match self { #statuses } }
            pub fn meaning(self) -> &'static str { match self { #meanings } }
            pub fn remediation(self) -> &'static str { match self { #remediations } }
            pub fn retry(self) -> (bool, bool) { match self { #retries } }
        }

        #[derive(Debug, Serialize, Deserialize)]
        pub struct Envelope { pub error: Body }

        #[derive(Debug, Serialize, Deserialize)]
        pub struct Body {
            pub message: String,
            #[serde(flatten)]
            pub error: Error,
        }

        impl From<Error> for Envelope {
            fn from(error: Error) -> Self { Self { error: Body { message: error.to_string(), error } } }
        }
    };
    tokens.to_string()
}

/// A user: it decodes an error, decides on it, and encodes it again.
pub(crate) const USER: &str = r#"use by_hand::{Envelope, ErrorCode};

fn main() {
    let body = std::env::args().nth(1).unwrap_or_default();
    match serde_json::from_str::<Envelope>(&body) {
        Ok(it) => {
            let code = ErrorCode::from(&it.error.error);
            println!("{} {code} {} {:?} {}", code.status(), it.error.message, code.retry(), code.meaning());
            println!("{}", serde_json::to_string(&it).unwrap_or_default());
        }
        Err(error) => println!("{error}"),
    }
    println!("{:?}", body.parse::<ErrorCode>());
}
"#;

fn matched(book: &Book, value: impl Fn(&ErrorDef) -> TokenStream) -> TokenStream {
    let arms = book.errors.iter().map(|entry| {
        let (name, value) = (ident(&entry.name), value(entry));
        quote!(Self::#name => #value)
    });
    quote!(#(#arms,)*)
}

fn variant(entry: &ErrorDef) -> TokenStream {
    let (name, message) = (ident(&entry.name), message(entry));
    let fields = entry.fields.iter().map(|field| {
        let (name, ty) = (ident(&field.rust_name), rust_type(field));
        let skipped = field.optional.then(|| quote!(#[serde(default, skip_serializing_if = "Option::is_none")]));
        quote!(#skipped #name: #ty)
    });
    let headers = entry.payload_headers().map(|header| {
        let name = ident(&header.rust_name);
        let ty = if matches!(header.ty, HeaderType::Delay { .. }) { quote!(u64) } else { quote!(String) };
        quote!(#[serde(skip)] #name: Option<#ty>)
    });
    let members: Vec<_> = fields.chain(headers).collect();
    let payload = (!members.is_empty()).then(|| quote!({ #(#members),* }));
    quote!(#[error(#message)] #name #payload)
}

/// The message in the form that thiserror reads.
fn message(entry: &ErrorDef) -> String {
    let mut out = String::new();
    for part in &entry.message.parts {
        match part {
            Part::Text(text) => out.push_str(&text.replace('{', "{{").replace('}', "}}")),
            Part::Param(index) => {
                let Some(field) = entry.fields.get(*index) else { continue };
                let is_shown = !field.optional && !matches!(field.ty, Type::List { .. });
                out.push_str(&format!("{{{}{}}}", field.rust_name, if is_shown { "" } else { ":?" }));
            }
        }
    }
    out
}

fn rust_type(field: &Field) -> TokenStream {
    let ty = match &field.ty {
        Type::Integer { unsigned: true } => quote!(u64),
        Type::Integer { unsigned: false } => quote!(i64),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::List { .. } => quote!(Vec<String>),
        _ => quote!(String),
    };
    if field.optional { quote!(Option<#ty>) } else { ty }
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
