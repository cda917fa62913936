//! `src/payload.rs`: what errors carry, a struct for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{header_rust_type, rust_type, takes_into};
use super::{deprecated_attribute, docs, example, file, ident, nested};
use crate::book::{Book, Entry, Field, Header};
use crate::emit::markdown::inline::code;
use crate::emit::response::Response;
use crate::names;
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let mut items = Vec::new();
    for entry in book.errors.iter().filter(|it| it.has_payload()) {
        items.extend(payload(book, entry));
        items.extend(nested::types(book, &entry.fields));
    }
    file("src/payload.rs", &["What errors carry: fields of the body, then headers."], items)
}

/// A struct's member, be it of the body or of the headers.
pub(super) struct Member {
    name: proc_macro2::Ident,
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
                .map_or_else(|| format!("The member {}.", code(&field.name)), |it| docs::paragraph(it)),
        }
    }

    fn of_header(header: &Header) -> Self {
        let about = header.doc.as_ref().map_or_else(String::new, |it| format!(" {}", docs::paragraph(it)));
        Self {
            name: ident(&header.rust_name),
            ty: header_rust_type(&header.ty),
            is_option: true,
            is_argument: !header.optional,
            doc: format!("The header {}.{about} `None` where it was lost on the way, or not sent.", code(&header.name)),
        }
    }

    fn declaration(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        let doc = docs::doc([&self.doc]);
        let ty = if self.is_option { quote!(core::option::Option<#ty>) } else { ty.clone() };
        quote!(#doc pub #name: #ty)
    }

    fn parameter(&self) -> TokenStream {
        let Self { name, ty, .. } = self;
        if takes_into(ty) { quote!(#name: impl core::convert::Into<#ty>) } else { quote!(#name: #ty) }
    }

    /// The value that the parameter gives.
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

/// A struct with `new` for what is required and `with_…` for what is not. `made` are lines that make one for an example.
pub(super) fn structure(
    name: &str,
    attributes: &TokenStream,
    members: &[Member],
    new_example: &[String],
    with_example: impl Fn(usize) -> Vec<String>,
) -> [TokenStream; 2] {
    let name = ident(name);
    let declarations = members.iter().map(Member::declaration);
    let has_arguments = members.iter().any(|it| it.is_argument);
    let default = (!has_arguments).then(|| quote!(, Default));
    let parameters = members.iter().filter(|it| it.is_argument).map(Member::parameter);
    let initializers = members.iter().map(Member::initializer);
    let required: Vec<String> =
        members.iter().filter(|it| it.is_argument).map(|it| code(it.name.to_string().trim_end_matches('_'))).collect();
    let about = match required.as_slice() {
        [] => "With nothing set.".to_owned(),
        [one] => format!("With {one}, which is required."),
        [first @ .., last] => format!("With {} and {last}, which are required.", first.join(", ")),
    };
    let new_doc = docs::doc([about].into_iter().chain(docs::example(new_example.iter().cloned())));
    let withs = members.iter().enumerate().filter(|(_, it)| !it.is_argument).map(|(at, member)| {
        let (field, parameter, value) = (&member.name, member.parameter(), member.value());
        let method = ident(&names::setter(&field.to_string()));
        let about = format!("Sets {}.", code(field.to_string().trim_end_matches('_')));
        let doc = docs::doc([about].into_iter().chain(docs::example(with_example(at))));
        quote! {
            #doc
            #[must_use]
            pub fn #method(mut self, #parameter) -> Self {
                self.#field = #value;
                self
            }
        }
    });
    [
        quote! {
            #attributes
            #[non_exhaustive]
            #[derive(Debug, Clone, PartialEq #default)]
            pub struct #name {
                #(#declarations,)*
            }
        },
        quote! {
            impl #name {
                #new_doc
                #[must_use]
                pub fn new(#(#parameters),*) -> Self {
                    Self { #(#initializers,)* }
                }
                #(#withs)*
            }
        },
    ]
}

fn payload(book: &Book, entry: &Entry) -> Vec<TokenStream> {
    let headers: Vec<&Header> = entry.payload_headers().collect();
    let members: Vec<Member> =
        entry.fields.iter().map(Member::of_field).chain(headers.iter().map(|it| Member::of_header(it))).collect();
    let name = ident(&entry.name);
    let deprecated = deprecated_attribute(entry);
    let doc = docs::doc(docs::entry(entry).into_iter().chain(docs::example(on_wire(book, entry))));
    let attributes = quote!(#doc #deprecated);
    let [declaration, implementation] =
        structure(&entry.name, &attributes, &members, &example::made(book, entry), |at| example::with(book, entry, at));
    let names: Vec<_> = members.iter().map(|it| &it.name).collect();
    vec![
        declaration,
        implementation,
        quote! {
            impl #name {
                pub(crate) fn read(mut values: errbook::Values) -> Self {
                    Self { #(#names: values.take(),)* }
                }

                pub(crate) fn show(&self, f: &mut dyn core::ops::FnMut(&[errbook::Shown<'_>])) {
                    f(&[#(errbook::Member::show(&self.#names)),*]);
                }
            }
        },
        quote! {
            impl errbook::Payload for #name {
                type Kind = crate::ErrorKind;
                fn into_kind(self) -> crate::ErrorKind {
                    crate::ErrorKind::#name(self)
                }
            }
        },
    ]
}

/// What it is on the wire: an example that runs.
fn on_wire(book: &Book, entry: &Entry) -> Vec<String> {
    let Some(shown) = entry.examples.first() else { return Vec::new() };
    let response = Response::new(&book.envelope, entry, shown);
    let krate = ident(&book.api.crate_name.replace('-', "_"));
    let name = ident(&entry.name);
    let made = example::expression(book, entry);
    let (status, message) = (proc_macro2::Literal::u16_unsuffixed(response.status), response.message);
    example::statements(
        entry,
        &quote! {
            use #krate::{Error, #name};
            let error = Error::from(#made);
            assert_eq!(error.status(), #status);
            assert_eq!(error.to_string(), #message);
        },
    )
}
