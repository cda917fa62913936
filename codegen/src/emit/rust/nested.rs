//! The types in a payload: a struct for each object, an enum for each enumeration.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use super::example::krate;
use super::structs::{Member, structure};
use super::syntax::ident;
use super::types::field_by_path;
use super::{doc_comments, example};
use crate::emit::Publication;
use crate::markdown::code;
use crate::model::{EnumValue, Field, Type};

/// The types of fields, including nested ones.
pub(super) fn types(book: &Publication<'_>, fields: &[Field]) -> Vec<Item> {
    fields.iter().flat_map(|field| of_type(book, field, &field.ty)).collect()
}

fn of_type(book: &Publication<'_>, field: &Field, ty: &Type) -> Vec<Item> {
    match ty {
        Type::Enum { rust_name, values } => enumeration(book, field, rust_name, values),
        Type::Object { rust_name, fields } => {
            let mut items = object(book, field, rust_name, fields);
            items.extend(types(book, fields));
            items
        }
        Type::List { of } => of_type(book, field, of),
        _ => Vec::new(),
    }
}

fn about(field: &Field) -> String {
    let doc = field.doc.as_ref().map_or_else(|| ".".to_owned(), |doc| format!(": {}", doc_comments::paragraph(doc)));
    format!("The type of {}{doc}", code(&field.name))
}

fn object(book: &Publication<'_>, owner: &Field, rust_name: &str, fields: &[Field]) -> Vec<Item> {
    let name = ident(rust_name);
    let members: Vec<Member> = fields.iter().map(Member::of_field).collect();
    let shown = doc_comments::example(book, example::shown_object(book, rust_name, fields));
    let doc = doc_comments::comments([about(owner)].into_iter().chain(shown));
    let [declaration, implementation] =
        structure(book, rust_name, doc, &members, example::made_object(book, rust_name, fields), |at| {
            example::with_object(book, rust_name, fields, at)
        });
    let names: Vec<_> = fields.iter().map(|field| ident(&field.rust_name)).collect();
    let wire = fields.iter().map(|field| &field.name);
    let tables = fields.iter().map(field_by_path);
    vec![
        declaration,
        implementation,
        parse_quote! {
            impl #name {
                pub(crate) const FIELDS: &'static [__private::Field] = &[#(#tables),*];
            }
        },
        parse_quote! {
            impl __private::FieldValue for #name {
                fn from_value(value: errbook::Value) -> Self {
                    let mut values = __private::Values::of_object(value, Self::FIELDS);
                    Self { #(#names: values.take(),)* }
                }
                fn value_ref(&self) -> __private::ValueRef<'_> {
                    __private::ValueRef::Object(self)
                }
            }
        },
        parse_quote! {
            impl __private::Members for #name {
                fn each(&self, f: &mut dyn core::ops::FnMut(&'static str, __private::ValueRef<'_>)) {
                    #(f(#wire, __private::FieldValue::value_ref(&self.#names));)*
                }
            }
        },
    ]
}

fn enumeration(book: &Publication<'_>, owner: &Field, rust_name: &str, values: &[EnumValue]) -> Vec<Item> {
    let name = ident(rust_name);
    let krate = krate(book);
    let words: Vec<&String> = values.iter().map(|value| &value.value).collect();
    let variants: Vec<_> = values.iter().map(|value| ident(&value.rust_name)).collect();
    let declared = values.iter().map(|value| {
        let (doc, variant) = (doc_comments::doc([code(&value.value)]), ident(&value.rust_name));
        quote!(#doc #variant)
    });
    let example = |tokens: TokenStream| doc_comments::example(book, example::lines(&tokens));
    let on_wire = values.first().map(|value| {
        let (variant, word) = (ident(&value.rust_name), &value.value);
        example(quote!(assert_eq!(#krate::#name::#variant.as_str(), #word);))
    });
    let doc = doc_comments::doc(
        [about(owner), String::new(), "A value that is newer than this crate is `Other`.".to_owned()]
            .into_iter()
            .chain(on_wire.clone().unwrap_or_default()),
    );
    let as_str_doc =
        doc_comments::doc(["The value on the wire.".to_owned()].into_iter().chain(on_wire.unwrap_or_default()));
    vec![
        parse_quote! {
            #doc
            #[non_exhaustive]
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            pub enum #name {
                #(#declared,)*
                /// A value unknown to this crate.
                Other(std::string::String),
            }
        },
        parse_quote! {
            impl #name {
                #as_str_doc
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #words,)*
                        Self::Other(word) => word,
                    }
                }
            }
        },
        parse_quote! {
            impl core::convert::From<&str> for #name {
                fn from(word: &str) -> Self {
                    match word {
                        #(#words => Self::#variants,)*
                        _ => Self::Other(word.into()),
                    }
                }
            }
        },
        parse_quote! {
            impl core::fmt::Display for #name {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.pad(self.as_str())
                }
            }
        },
        parse_quote! {
            impl __private::FieldValue for #name {
                fn from_value(value: errbook::Value) -> Self {
                    Self::from(value.as_str().unwrap_or_default())
                }
                fn value_ref(&self) -> __private::ValueRef<'_> {
                    __private::ValueRef::Text(self.as_str())
                }
            }
        },
    ]
}
