//! `src/payload.rs`: a struct for the payload of each error.

use proc_macro2::Ident;
use quote::quote;
use syn::token::Semi;
use syn::{ImplItem, Item, ItemImpl, Stmt, parse_quote};

use super::example::krate;
use super::file::file;
use super::format::Piece;
use super::structs::{Member, structure};
use super::syntax::{self, call, ident, method, reference, slice};
use super::{doc_comments, example, format, nested};
use crate::emit::Publication;
use crate::emit::parallel;
use crate::model::{ErrorDef, Header};
use crate::wire::Response;

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
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
        &["The payloads of the errors: fields of the body, then headers."],
        imports.into_iter().map(Piece::Items).chain(texts.into_iter().map(Piece::Text)),
    )
}

/// The number of errors in a part of the work.
const PART: usize = 64;

/// The type of a payload, and its nested types.
fn types(book: &Publication<'_>, entry: &ErrorDef) -> impl Iterator<Item = Item> {
    payload(book, entry).into_iter().chain(nested::types(book, &entry.fields))
}

fn payload(book: &Publication<'_>, entry: &ErrorDef) -> [Item; 4] {
    let headers: Vec<&Header> = entry.payload_headers().collect();
    let members: Vec<Member> = entry
        .fields
        .iter()
        .map(Member::of_field)
        .chain(headers.iter().map(|header| Member::of_header(header)))
        .collect();
    let mut attributes = doc_comments::comments(
        doc_comments::entry(entry).into_iter().chain(doc_comments::example(book, on_wire(book, entry))),
    );
    attributes.extend(doc_comments::deprecated_attribute(entry));
    let [declaration, implementation] =
        structure(book, &entry.name, attributes, &members, example::made(book, entry), |at| {
            example::with(book, entry, at)
        });
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
    let kind = call(syntax::name(["super", "ErrorKind", name]), [syntax::name(["self"])]);
    fill(&mut out, name, [Stmt::Expr(kind, None)]);
    Item::Impl(out)
}

/// Fills in the type of an impl, and the bodies of its functions.
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

/// The impls that every payload has, without bodies. They are parsed once.
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
                type Kind = super::ErrorKind;
                fn into_kind(self) -> super::ErrorKind {}
            }
        },
    };
}

/// An example: the status and the message.
fn on_wire(book: &Publication<'_>, entry: &ErrorDef) -> Vec<String> {
    let Some(shown) = entry.examples.first() else { return Vec::new() };
    let response = Response::new(book, entry, shown);
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
