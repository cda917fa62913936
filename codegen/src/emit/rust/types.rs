//! Types: how a field's or header's type is written in Rust, and how the runtime's tables describe it.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::book::{Field, Header, HeaderType, Type};

/// A field's type in Rust.
pub(super) fn rust_type(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(std::string::String),
        Type::Integer { unsigned: true } => quote!(u64),
        Type::Integer { unsigned: false } => quote!(i64),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Timestamp => quote!(errbook::Timestamp),
        Type::Any => quote!(errbook::Value),
        Type::Enum { rust_name, .. } | Type::Object { rust_name, .. } => {
            let name = ident(rust_name);
            quote!(crate::#name)
        }
        Type::List { of } => {
            let of = rust_type(of);
            quote!(std::vec::Vec<#of>)
        }
    }
}

/// A header's type in Rust.
pub(super) fn header_rust_type(ty: &HeaderType) -> TokenStream {
    match ty {
        HeaderType::Delay => quote!(errbook::Delay),
        HeaderType::Integer => quote!(i64),
        HeaderType::Unsigned => quote!(u64),
        HeaderType::Date => quote!(errbook::HttpDate),
        HeaderType::String | HeaderType::Constant(_) => quote!(errbook::HeaderText),
    }
}

/// Whether an argument of this type takes whatever becomes it.
pub(super) fn takes_into(ty: &TokenStream) -> bool {
    ["String", "Value", "Delay", "HttpDate"].iter().any(|it| ty.to_string().ends_with(it))
        && !ty.to_string().starts_with("crate")
}

/// A field for the runtime's tables, where `Field` and `Type` are imported.
pub(super) fn field(field: &Field) -> TokenStream {
    let name = &field.name;
    let ty = table_type(&field.ty, &quote!(Type));
    let optional = field.optional.then(|| quote!(.optional()));
    quote!(Field::new(#name, #ty)#optional)
}

/// A field for the runtime's tables, where nothing is imported.
pub(super) fn field_by_path(field: &Field) -> TokenStream {
    let name = &field.name;
    let ty = table_type(&field.ty, &quote!(errbook::Type));
    let optional = field.optional.then(|| quote!(.optional()));
    quote!(errbook::Field::new(#name, #ty)#optional)
}

/// A header for the runtime's tables, where `Header` and `HeaderType` are imported.
pub(super) fn header(header: &Header) -> TokenStream {
    let name = &header.name;
    let ty = match &header.ty {
        HeaderType::Delay => quote!(Delay),
        HeaderType::Integer => quote!(Integer),
        HeaderType::Unsigned => quote!(Unsigned),
        HeaderType::Date => quote!(Date),
        HeaderType::String | HeaderType::Constant(_) => quote!(String),
    };
    let optional = header.optional.then(|| quote!(.optional()));
    quote!(Header::new(#name, HeaderType::#ty)#optional)
}

fn table_type(ty: &Type, path: &TokenStream) -> TokenStream {
    let name = match ty {
        // An enumeration is open: whatever text comes is one of its values.
        Type::String | Type::Enum { .. } => quote!(String),
        Type::Integer { unsigned: true } => quote!(Unsigned),
        Type::Integer { unsigned: false } => quote!(Integer),
        Type::Number => quote!(Number),
        Type::Boolean => quote!(Boolean),
        Type::Timestamp => quote!(Timestamp),
        Type::Any => quote!(Any),
        Type::List { of } => {
            let of = table_type(of, path);
            quote!(List(&#of))
        }
        Type::Object { rust_name, .. } => {
            let name = ident(rust_name);
            quote!(Object(crate::#name::FIELDS))
        }
    };
    quote!(#path::#name)
}
