//! `src/payload.rs`: a struct for the payload of each error.

use quote::quote;
use syn::{ImplItem, Item, ItemImpl, Stmt, parse_quote};

use super::example::krate;
use super::file::{file, imports};
use super::format::Piece;
use super::structs::{Member, structure};
use super::syntax::{self, call, ident};
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
        imports(quote!(
            use errbook::__private;
        ))
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

fn payload(book: &Publication<'_>, entry: &ErrorDef) -> [Item; 3] {
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
    [declaration, implementation, into_kind(&entry.name)]
}

fn into_kind(name: &str) -> Item {
    let mut out: ItemImpl = INTO_KIND.with(Clone::clone);
    *out.self_ty = syntax::type_name([name]);
    let kind = call(syntax::name(["super", "ErrorKind", name]), [syntax::name(["self"])]);
    for member in &mut out.items {
        if let ImplItem::Fn(function) = member {
            function.block.stmts = vec![Stmt::Expr(kind.clone(), None)];
        }
    }
    Item::Impl(out)
}

thread_local! {
    /// The impl that every payload has, without a body. It is parsed once.
    static INTO_KIND: ItemImpl = parse_quote! {
        impl errbook::Payload for Name {
            type Kind = super::ErrorKind;
            fn into_kind(self) -> super::ErrorKind {}
        }
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
