//! The types of fields and headers: in Rust, and in the runtime's tables.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::syntax::{call, ident, name, reference, text};
use crate::model::{Field, Header, HeaderType, Type};

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
        HeaderType::Delay => quote!(errbook::RetryAfter),
        HeaderType::Integer => quote!(i64),
        HeaderType::Unsigned => quote!(u64),
        HeaderType::Date => quote!(errbook::HttpDate),
        HeaderType::String | HeaderType::Constant(_) => quote!(errbook::HeaderText),
    }
}

/// Whether an argument of this type is `impl Into`.
pub(super) fn takes_into(ty: &TokenStream) -> bool {
    ["String", "Value", "RetryAfter", "HttpDate"].iter().any(|suffix| ty.to_string().ends_with(suffix))
        && !ty.to_string().starts_with("crate")
}

/// A field for the runtime's tables, if `Field` and `Type` are imported.
pub(super) fn field(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|variant| name(["Type", variant]));
    call(name(["Field", constructor(field.optional)]), [text(&field.name), ty])
}

/// A field for the runtime's tables, if nothing is imported.
pub(super) fn field_by_path(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|variant| name(["__private", "Type", variant]));
    call(name(["__private", "Field", constructor(field.optional)]), [text(&field.name), ty])
}

/// A header for the runtime's tables, if `Header` and `HeaderType` are imported.
pub(super) fn header(header: &Header) -> Expr {
    let ty = match &header.ty {
        HeaderType::Delay => "RetryAfter",
        HeaderType::Integer => "Integer",
        HeaderType::Unsigned => "Unsigned",
        HeaderType::Date => "Date",
        HeaderType::String | HeaderType::Constant(_) => "String",
    };
    call(name(["Header", constructor(header.optional)]), [text(&header.name), name(["HeaderType", ty])])
}

fn constructor(is_optional: bool) -> &'static str {
    if is_optional { "optional" } else { "required" }
}

fn table_type(ty: &Type, variant: &dyn Fn(&str) -> Expr) -> Expr {
    match ty {
        // An enumeration is open: any text is one of its values.
        Type::String | Type::Enum { .. } => variant("String"),
        Type::Integer { unsigned: true } => variant("Unsigned"),
        Type::Integer { unsigned: false } => variant("Integer"),
        Type::Number => variant("Number"),
        Type::Boolean => variant("Boolean"),
        Type::Timestamp => variant("Timestamp"),
        Type::Any => variant("Any"),
        Type::List { of } => call(variant("List"), [reference(table_type(of, variant))]),
        Type::Object { rust_name, .. } => call(variant("Object"), [name(["crate", rust_name, "FIELDS"])]),
    }
}
