//! `src/payload.rs`: a struct for the payload of each error.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use quote::quote;
use syn::token::Semi;
use syn::{Attribute, ImplItem, Item, ItemImpl, ItemStruct, Stmt, parse_quote};

use super::format::Piece;
use super::syntax::{self, call, method, reference, slice};
use super::types::{header_rust_type, rust_type, takes_into};
use super::{deprecated_attribute, doc_comments, example, file, format, ident, krate, nested};
use crate::emit::output::Output;
use crate::emit::parallel;
use crate::markdown::code;
use crate::model::{Book, ErrorDef, Field, Header};
use crate::names;
use crate::wire::Response;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let entries: Vec<&ErrorDef> = book.errors.iter().filter(|entry| entry.has_payload()).collect();
    let parts: Vec<&[&ErrorDef]> = entries.chunks(PART).collect();
    let texts = parallel::each(&parts, |part| {
        let mut text = String::new();
        for item in part.iter().flat_map(|entry| types(book, entry)) {
            format::put(&format::formatted(item), &mut text);
        }
        text
    });
    let imports = (!entries.is_empty()).then(|| {
        quote! {
            use errbook::__private;
        }
    });
    file(
        "src/payload.rs",
        &["The payloads of the errors: fields of the body, then headers."],
        imports.into_iter().map(Piece::Items).chain(texts.into_iter().map(Piece::Text)),
    )
}

/// The number of errors in a part of the work.
const PART: usize = 64;

/// The type of a payload, and those in it.
fn types(book: &Book, entry: &ErrorDef) -> impl Iterator<Item = Item> {
    payload(book, entry).into_iter().chain(nested::types(book, &entry.fields))
}

/// A member of a struct: a field of the body or a header.
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
                .map_or_else(|| format!("The member {}.", code(&field.name)), |doc| doc_comments::paragraph(doc)),
        }
    }

    fn of_header(header: &Header) -> Self {
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
                .splice(0..0, doc_comments::comments([about].into_iter().chain(doc_comments::example(example))));
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

fn payload(book: &Book, entry: &ErrorDef) -> [Item; 4] {
    let headers: Vec<&Header> = entry.payload_headers().collect();
    let members: Vec<Member> = entry
        .fields
        .iter()
        .map(Member::of_field)
        .chain(headers.iter().map(|header| Member::of_header(header)))
        .collect();
    let mut attributes = doc_comments::comments(
        doc_comments::entry(entry).into_iter().chain(doc_comments::example(on_wire(book, entry))),
    );
    attributes.extend(deprecated_attribute(entry));
    let [declaration, implementation] =
        structure(&entry.name, attributes, &members, example::made(book, entry), |at| example::with(book, entry, at));
    let names: Vec<_> = members.iter().map(|name| &name.name).collect();
    [declaration, implementation, values(&entry.name, &names), into_kind(&entry.name)]
}

/// The conversions from and to values.
fn values(name: &str, members: &[&Ident]) -> Item {
    let mut out: ItemImpl = PARSED.with(|parsed| parsed.values.clone());
    let taken = members.iter().map(|name| (*name, method(syntax::name(["values"]), "take", [])));
    let made = syntax::structure("Self", taken);
    let borrowed = members.iter().map(|name| {
        let member = reference(syntax::member(syntax::name(["self"]), name));
        call(syntax::name(["__private", "FieldValue", "value_ref"]), [member])
    });
    let borrowed = call(syntax::name(["f"]), [slice(borrowed)]);
    fill(&mut out, name, [Stmt::Expr(made, None), Stmt::Expr(borrowed, Some(Semi::default()))]);
    Item::Impl(out)
}

fn into_kind(name: &str) -> Item {
    let mut out: ItemImpl = PARSED.with(|parsed| parsed.into_kind.clone());
    let kind = call(syntax::name(["crate", "ErrorKind", name]), [syntax::name(["self"])]);
    fill(&mut out, name, [Stmt::Expr(kind, None)]);
    Item::Impl(out)
}

/// Fills in the type of an implementation, and the bodies of its functions.
fn fill(item: &mut ItemImpl, name: &str, does: impl IntoIterator<Item = Stmt>) {
    *item.self_ty = syntax::type_name([name]);
    let functions = item.items.iter_mut().filter_map(|member| match member {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    for (function, does) in functions.zip(does) {
        function.block.stmts = vec![does];
    }
}

/// Implementations that every payload has, without bodies. They are parsed once.
struct Parsed {
    values: ItemImpl,
    into_kind: ItemImpl,
}

thread_local! {
    static PARSED: Parsed = Parsed {
        values: parse_quote! {
            impl Name {
                pub(crate) fn read(mut values: __private::Values) -> Self {}
                pub(crate) fn values(&self, f: &mut dyn core::ops::FnMut(&[__private::ValueRef<'_>])) {}
            }
        },
        into_kind: parse_quote! {
            impl errbook::Payload for Name {
                type Kind = crate::ErrorKind;
                fn into_kind(self) -> crate::ErrorKind {}
            }
        },
    };
}

/// An example: the status and the message.
fn on_wire(book: &Book, entry: &ErrorDef) -> Vec<String> {
    let Some(shown) = entry.examples.first() else { return Vec::new() };
    let response = Response::new(&book.envelope, entry, shown);
    let krate = krate(book);
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
