//! The types of fields and headers: in Rust, and in the runtime's tables.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Expr;

use super::syntax::{call, ident, name, reference, text};
use crate::model::{DelayUnit, Field, Header, HeaderType, Type};

/// A field's type in Rust.
pub(super) fn rust_type(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote!(std::string::String),
        Type::Integer { unsigned: true } => quote!(u64),
        Type::Integer { unsigned: false } => quote!(i64),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => quote!(errbook::Timestamp),
        Type::Delay { unit } => delay_type(*unit),
        Type::Any => quote!(errbook::Value),
        Type::Enum { rust_name, .. } | Type::Object { rust_name, .. } => {
            let name = ident(rust_name);
            quote!(super::#name)
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
        HeaderType::Delay { unit: DelayUnit::Seconds } => quote!(errbook::RetryAfter),
        HeaderType::Date | HeaderType::Delay { unit: DelayUnit::Date } => quote!(errbook::HttpDate),
        HeaderType::Delay { unit } => delay_type(*unit),
        HeaderType::Integer => quote!(i64),
        HeaderType::Unsigned => quote!(u64),
        HeaderType::String | HeaderType::Constant { .. } => quote!(errbook::HeaderText),
    }
}

/// The type of a delay that is a number.
fn delay_type(unit: DelayUnit) -> TokenStream {
    let name = ident(unit_name(unit));
    quote!(errbook::#name)
}

/// The runtime's name for a unit, which is also the name of the number type for it.
pub(super) fn unit_name(unit: DelayUnit) -> &'static str {
    match unit {
        DelayUnit::Seconds => "Seconds",
        DelayUnit::Millis => "Millis",
        DelayUnit::Minutes => "Minutes",
        DelayUnit::EpochSeconds => "EpochSeconds",
        DelayUnit::EpochMillis => "EpochMillis",
        DelayUnit::Date => "Date",
    }
}

/// Whether an argument of this type is `impl Into`.
pub(super) fn takes_into(ty: &TokenStream) -> bool {
    ["String", "Value", "RetryAfter", "HttpDate", "Seconds", "Millis", "Minutes"]
        .iter()
        .any(|suffix| ty.to_string().ends_with(suffix))
        && !ty.to_string().starts_with("super")
}

/// A field for the runtime's tables, if `Field`, `Type` and `DelayUnit` are imported.
pub(super) fn field(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|of, variant| name([of, variant]));
    call(name(["Field", constructor(field.optional)]), [text(&field.name), ty])
}

/// A field for the runtime's tables, if nothing is imported.
pub(super) fn field_by_path(field: &Field) -> Expr {
    let ty = table_type(&field.ty, &|of, variant| name(["__private", of, variant]));
    call(name(["__private", "Field", constructor(field.optional)]), [text(&field.name), ty])
}

/// A header for the runtime's tables, if `Header`, `HeaderType` and `DelayUnit` are imported.
pub(super) fn header(header: &Header) -> Expr {
    let variant = |variant| name(["HeaderType", variant]);
    let ty = match &header.ty {
        HeaderType::Delay { unit } => call(variant("Delay"), [name(["DelayUnit", unit_name(*unit)])]),
        HeaderType::Integer => variant("Integer"),
        HeaderType::Unsigned => variant("Unsigned"),
        HeaderType::Date => variant("Date"),
        HeaderType::String | HeaderType::Constant { .. } => variant("String"),
    };
    call(name(["Header", constructor(header.optional)]), [text(&header.name), ty])
}

/// A type for the runtime's tables, if `Type` and `DelayUnit` are imported.
pub(super) fn table_of(ty: &Type) -> Expr {
    table_type(ty, &|of, variant| name([of, variant]))
}

fn constructor(is_optional: bool) -> &'static str {
    if is_optional { "optional" } else { "required" }
}

/// `path` makes a path of an enum and its variant.
fn table_type(ty: &Type, path: &dyn Fn(&str, &str) -> Expr) -> Expr {
    let variant = |variant| path("Type", variant);
    match ty {
        // Enums are open: any text is a valid value.
        Type::String | Type::Enum { .. } => variant("String"),
        Type::Integer { unsigned: true } => variant("Unsigned"),
        Type::Integer { unsigned: false } => variant("Integer"),
        Type::Number => variant("Number"),
        Type::Boolean => variant("Boolean"),
        Type::Timestamp => variant("Timestamp"),
        Type::Delay { unit } => call(variant("Delay"), [path("DelayUnit", unit_name(*unit))]),
        Type::Any => variant("Any"),
        Type::List { of } => call(variant("List"), [reference(table_type(of, path))]),
        Type::Object { rust_name, .. } => call(variant("Object"), [name(["super", rust_name, "FIELDS"])]),
    }
}
