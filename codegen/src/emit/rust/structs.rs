//! A struct with its constructor and setters: of a payload, or of an object in one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, ImplItem, Item, ItemImpl, ItemStruct, parse_quote};

use super::doc_comments;
use super::syntax::ident;
use super::types::{header_rust_type, rust_type, takes_into};
use crate::emit::Publication;
use crate::markdown::code;
use crate::model::{Field, Header};
use crate::names;

/// A member of a struct: a field of the body or a header.
pub(super) struct Member {
    pub(super) name: Ident,
    /// Without `Option`.
    ty: TokenStream,
    is_option: bool,
    is_argument: bool,
    doc: String,
}

impl Member {
    pub(super) fn of_field(field: &Field) -> Self {
        Self {
            name: ident(&field.rust_name),
            ty: rust_type(&field.ty),
            is_option: field.optional,
            is_argument: !field.optional,
            doc: field
                .doc
                .as_ref()
                .map_or_else(|| format!("The member {}.", code(&field.name)), |doc| doc_comments::paragraph(doc)),
        }
    }

    pub(super) fn of_header(header: &Header) -> Self {
        let about = header.doc.as_ref().map_or_else(String::new, |doc| format!(" {}", doc_comments::paragraph(doc)));
        Self {
            name: ident(&header.rust_name),
            ty: header_rust_type(&header.ty),
            is_option: true,
            is_argument: !header.optional,
            doc: format!(
                "The header {}.{about} `None` if it was not sent, or was dropped by a proxy.",
                code(&header.name)
            ),
        }
    }

    /// Its name in a text.
    fn code(&self) -> String {
        code(self.name.to_string().trim_end_matches('_'))
    }

    /// The declaration, without docs.
    fn declaration(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let ty = if self.is_option { quote!(core::option::Option<#ty>) } else { ty.clone() };
        quote!(pub #name: #ty)
    }

    fn parameter(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        if takes_into(ty) { quote!(#name: impl core::convert::Into<#ty>) } else { quote!(#name: #ty) }
    }

    /// The value of the parameter.
    fn value(&self) -> TokenStream {
        let name = &self.name;
        let value = if takes_into(&self.ty) { quote!(#name.into()) } else { quote!(#name) };
        if self.is_option { quote!(core::option::Option::Some(#value)) } else { value }
    }

    fn initializer(&self) -> TokenStream {
        let name = &self.name;
        let value = if self.is_argument { self.value() } else { quote!(core::option::Option::None) };
        if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
    }
}

/// A struct with `new` for required members and `with_…` for optional ones.
pub(super) fn structure(
    book: &Publication<'_>,
    name: &str,
    attributes: Vec<Attribute>,
    members: &[Member],
    new_example: Vec<String>,
    with_example: impl Fn(usize) -> Vec<String>,
) -> [Item; 2] {
    let name = ident(name);
    let declarations = members.iter().map(Member::declaration);
    let has_arguments = members.iter().any(|member| member.is_argument);
    let default = (!has_arguments).then(|| quote!(, Default));
    let mut declaration: ItemStruct = parse_quote! {
        #[non_exhaustive]
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #name {
            #(#declarations,)*
        }
    };
    declaration.attrs.splice(0..0, attributes);
    for (field, member) in declaration.fields.iter_mut().zip(members) {
        field.attrs = doc_comments::comments([&member.doc]);
    }
    let parameters = members.iter().filter(|member| member.is_argument).map(Member::parameter);
    let initializers = members.iter().map(Member::initializer);
    let setters: Vec<_> = members.iter().enumerate().filter(|(_, member)| !member.is_argument).collect();
    let withs = setters.iter().map(|(_, member)| {
        let (field, parameter, value) = (&member.name, member.parameter(), member.value());
        let method = ident(&names::setter(&field.to_string()));
        quote! {
            #[must_use]
            pub fn #method(mut self, #parameter) -> Self {
                self.#field = #value;
                self
            }
        }
    });
    let mut implementation: ItemImpl = parse_quote! {
        impl #name {
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#initializers,)* }
            }
            #(#withs)*
        }
    };
    let new_doc = (about_new(members), new_example);
    let with_docs = setters.iter().map(|(at, member)| (format!("Sets {}.", member.code()), with_example(*at)));
    for (method, (about, example)) in implementation.items.iter_mut().zip([new_doc].into_iter().chain(with_docs)) {
        if let ImplItem::Fn(method) = method {
            method
                .attrs
                .splice(0..0, doc_comments::comments([about].into_iter().chain(doc_comments::example(book, example))));
        }
    }
    [Item::Struct(declaration), Item::Impl(implementation)]
}

fn about_new(members: &[Member]) -> String {
    let required: Vec<String> = members.iter().filter(|member| member.is_argument).map(Member::code).collect();
    match required.as_slice() {
        [] => "Makes one with nothing set.".to_owned(),
        [one] => format!("Makes one with {one}, which is required."),
        [first @ .., last] => format!("Makes one with {} and {last}, which are required.", first.join(", ")),
    }
}
