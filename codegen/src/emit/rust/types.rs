//! Types: how a field's or header's type is written in Rust, and how the runtime's tables describe it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::ident;
use super::syntax::{call, method, name, reference, text};
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
pub(super) fn field(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|it| name(["Type", it]));
    optional(call(name(["Field", "new"]), [text(&field.name), ty]), field.optional)
}

/// A field for the runtime's tables, where nothing is imported.
pub(super) fn field_by_path(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|it| name(["errbook", "Type", it]));
    optional(call(name(["errbook", "Field", "new"]), [text(&field.name), ty]), field.optional)
}

/// A header for the runtime's tables, where `Header` and `HeaderType` are imported.
pub(super) fn header(header: &Header) -> Expr {
    let ty = match &header.ty {
        HeaderType::Delay => "Delay",
        HeaderType::Integer => "Integer",
        HeaderType::Unsigned => "Unsigned",
        HeaderType::Date => "Date",
        HeaderType::String | HeaderType::Constant(_) => "String",
    };
    optional(call(name(["Header", "new"]), [text(&header.name), name(["HeaderType", ty])]), header.optional)
}

fn optional(it: Expr, is_optional: bool) -> Expr {
    if is_optional { method(it, "optional", []) } else { it }
}

fn table_type(ty: &Type, variant: &dyn Fn(&str) -> Expr) -> Expr {
    match ty {
        // An enumeration is open: whatever text comes is one of its values.
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
