//! `src/members.rs`: the members of a response that the envelope declares, with their types.

use quote::quote;
use syn::{Item, parse_quote};

use super::file::file;
use super::format::{Piece, formatted, put};
use super::structs::{Member, structure};
use super::syntax::ident;
use super::{doc_comments, example, nested};
use crate::emit::Publication;
use crate::markdown::{Place, plain};
use crate::model::{Book, Field};

/// The name of the type.
pub(in crate::emit) const NAME: &str = "Members";

pub(in crate::emit) fn emit(book: &Publication<'_>) -> Option<String> {
    let fields = fields(book)?;
    let items = items(book, &fields).into_iter().chain(nested::types(book, &fields));
    let mut text = String::new();
    for item in items {
        put(&formatted(item), &mut text);
    }
    let imports = quote! {
        use errbook::__private;
    };
    Some(file(
        &["The members of a response that are neither its code, its message nor a field."],
        [Piece::Items(imports), Piece::Text(text)],
    ))
}

/// The members of responses; `None` if there are none.
fn fields(book: &Book) -> Option<Vec<Field>> {
    let fields: Vec<Field> = book.envelope.response_members().map(|it| it.field.clone()).collect();
    (!fields.is_empty()).then_some(fields)
}

fn items(book: &Publication<'_>, fields: &[Field]) -> Vec<Item> {
    let name = ident(NAME);
    let members: Vec<Member> = fields.iter().map(Member::of_field).collect();
    let about = [
        format!("The members of a response of the {}.", plain(&book.api.full_name(), Place::Paragraph)),
        String::new(),
        "A server sets them with `Error::with_members`, or for all responses with the layer of its framework. A client gets"
            .to_owned(),
        "those of a response with `Error::members`.".to_owned(),
    ];
    let shown = doc_comments::example(book, example::with_object(book, NAME, fields, 0));
    let doc = doc_comments::comments(about.into_iter().chain(shown));
    let made = example::made_object(book, NAME, fields);
    let [declaration, implementation] =
        structure(book, NAME, doc, &members, made, |at| example::with_object(book, NAME, fields, at));
    let names: Vec<_> = fields.iter().map(|it| ident(&it.rust_name)).collect();
    vec![
        declaration,
        implementation,
        parse_quote! {
            impl errbook::ResponseMembers for #name {
                fn from_values(mut values: __private::Values) -> Self {
                    Self { #(#names: values.take(),)* }
                }
                fn values(&self, f: &mut dyn core::ops::FnMut(&[__private::ValueRef<'_>])) {
                    f(&[#(__private::FieldValue::value_ref(&self.#names)),*]);
                }
            }
        },
        parse_quote! {
            impl errbook::HasMembers for super::ErrorKind {
                type Members = #name;
            }
        },
    ]
}
