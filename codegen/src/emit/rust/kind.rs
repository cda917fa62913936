//! `src/kind.rs`: `ErrorKind` and the alias `Error`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Pat;

use super::example::{arguments, krate, sample};
use super::file::file;
use super::format::{List, Piece};
use super::syntax::{
    anything, arm, binding, call, carried, ident, member, method, name, pattern, reference, slice, structure,
    tuple_pattern, variant,
};
use super::{doc_comments, example};
use crate::emit::Publication;
use crate::markdown::{Place, plain};
use crate::model::{Book, ErrorDef};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let uses = quote! {
        use core::any::Any;
        use core::fmt;
        use errbook::__private::{self, BookSchema, ErasedKind, FieldValue, Values};
        use errbook::{Code, Kind, Payload, Unknown};
        use super::ErrorCode;
        use super::schema::SCHEMA;
    };
    let pieces = [
        Piece::Items(uses),
        Piece::Items(alias(book)),
        enumeration(book),
        kind(book),
        erased(book),
        Piece::Items(formatting()),
    ];
    let copies = copies().into_iter().map(Piece::Items);
    file(&["The errors, with their payloads."], pieces.into_iter().chain(copies))
}

fn alias(book: &Publication<'_>) -> TokenStream {
    let name = plain(&book.api.full_name(), Place::Paragraph);
    let doc = doc_comments::doc(
        [
            format!("An error of the {name}, for servers and clients."),
            String::new(),
            "On a server, `into()` or `?` makes one from an [`ErrorKind`] or a payload. On any other `Result`, `.or_error(…)`".to_owned(),
            "keeps the failure as the source, which is never sent. `with_message` replaces the message, `with_status` sets".to_owned(),
            "another of the code's statuses, and `encode` gives the response.".to_owned(),
            String::new(),
            "In a client, `Error::decode` never fails. Use `kind`, `code` and `message`; `received` has everything else. A".to_owned(),
            "decoded error is only sent to a server's own clients after `forward`.".to_owned(),
        ]
        .into_iter()
        .chain(about_form(book))
        .chain(round_trip(book)),
    );
    quote! {
        #doc
        pub type Error = errbook::Error<ErrorKind>;
    }
}

/// What only errors of some envelopes have.
fn about_form(book: &Book) -> Vec<String> {
    let mut out = Vec::new();
    let mut paragraph = |lines: [&str; 2]| {
        out.push(String::new());
        out.extend(lines.map(str::to_owned));
    };
    if book.envelope.response_members().next().is_some() {
        paragraph([
            "A response has [`Members`](crate::Members) of its own: `with_members` sets them, or the layer of the framework for all",
            "responses, and `members` gives those that were received.",
        ]);
    }
    if book.envelope.has_list() {
        paragraph([
            "A response may have several errors: `and` adds one, and `others` gives the errors after the first. The first one",
            "decides the status.",
        ]);
    }
    if book.errors.iter().any(|entry| entry.statuses.iter().any(|status| (200..300).contains(status))) {
        paragraph([
            "A response with a status of success may be an error: `decode_if_error` returns `None` if it is a success, and reads no",
            "more of it than necessary.",
        ]);
    }
    out
}

/// An example: a server encodes an error, and a client decodes it.
fn round_trip(book: &Publication<'_>) -> Vec<String> {
    let Some(entry) = sample(book) else { return unknown(book) };
    let krate = krate(book);
    let name = ident(&entry.name);
    let (made, import) = made(book, entry);
    let members = example::response_members(book);
    let import_members = members.as_ref().map(|_| quote!(, Members));
    let with_members = members.map(|members| quote!(.with_members(#members)));
    doc_comments::example(
        book,
        example::statements(
            entry,
            &quote! {
                use #krate::{Error, ErrorCode #import #import_members};
                let sent = Error::from(#made)#with_members.encode();
                let received = Error::decode(sent.status, &sent.headers, &sent.body);
                assert_eq!(received.code(), Some(ErrorCode::#name));
            },
        ),
    )
}

/// An example for a book without codes.
fn unknown(book: &Publication<'_>) -> Vec<String> {
    let krate = example::krate(book);
    doc_comments::example(
        book,
        example::lines(&quote! {
            use #krate::{Error, ErrorKind};
            let received = Error::decode(404, &(), "");
            assert!(matches!(received.kind(), ErrorKind::Unknown(_)));
        }),
    )
}

/// An expression for an error, and its imports besides `Error` and `ErrorCode`.
fn made(book: &Publication<'_>, entry: &ErrorDef) -> (TokenStream, TokenStream) {
    let name = ident(&entry.name);
    if entry.has_payload() {
        let arguments = arguments(book, entry);
        (quote!(#name::new(#(#arguments),*)), quote!(, #name))
    } else {
        (quote!(ErrorKind::#name), quote!(, ErrorKind))
    }
}

fn enumeration<'a>(book: &'a Publication<'_>) -> Piece<'a> {
    let variants = List::variants(&book.errors, |entry| {
        let payload = if entry.has_payload() { carried(["super", &entry.name]) } else { syn::Fields::Unit };
        variant(doc_comments::attributes(entry), &entry.name, payload)
    });
    let shown = sample(book).map(|entry| {
        let krate = krate(book);
        let name = ident(&entry.name);
        let (made, import) = made(book, entry);
        let pattern = if entry.has_payload() { quote!(ErrorKind::#name(_)) } else { quote!(ErrorKind::#name) };
        let import = if entry.has_payload() { quote!(, ErrorKind #import) } else { import };
        doc_comments::example(
            book,
            example::statements(
                entry,
                &quote! {
                    use #krate::{Error #import};
                    let error = Error::from(#made);
                    assert!(matches!(error.kind(), #pattern));
                },
            ),
        )
    });
    let doc = doc_comments::doc(
        [format!("An error of the {}, with its payload.", plain(&book.api.full_name(), Place::Paragraph))]
            .into_iter()
            .chain(shown.unwrap_or_else(|| unknown(book))),
    );
    Piece::list(variants, move |variants| {
        quote! {
            #doc
            #[non_exhaustive]
            pub enum ErrorKind {
                #variants
                /// An error that cannot be typed, with everything that was received: it has an unknown code, a payload that
                /// does not fit, or no readable code.
                Unknown(errbook::Unknown),
            }
        }
    })
}

/// What generic code calls. All that refers to each payload is in functions that a program does not compile again.
fn kind<'a>(book: &'a Publication<'_>) -> Piece<'a> {
    let builds = List::arms(&book.errors, |entry| {
        let kind = name(["ErrorKind", &entry.name]);
        let taken = members(entry).map(|member| (member, method(name(["values"]), "take", [])));
        let payload = || structure(["super", &entry.name], taken);
        let built = if entry.has_payload() { call(kind, [payload()]) } else { kind };
        Some(arm(pattern(["ErrorCode", &entry.name]), built))
    });
    let has_payloads = book.errors.iter().any(ErrorDef::has_payload);
    let values = if has_payloads { quote!(mut values) } else { quote!(_) };
    Piece::list(builds, move |builds| {
        quote! {
            impl Kind for ErrorKind {
                type Code = ErrorCode;
                fn schema() -> &'static BookSchema {
                    &SCHEMA
                }
                #[inline(never)]
                fn erased(&self) -> &dyn ErasedKind {
                    self
                }
                #[inline(never)]
                fn build(index: usize, #values: Values) -> Self {
                    match ErrorCode::at(index).unwrap_or(ErrorCode::__NotACode) {
                        #builds
                        ErrorCode::__NotACode => ErrorKind::Unknown(Unknown::default()),
                    }
                }
                fn of_unknown(unknown: Unknown) -> Self {
                    ErrorKind::Unknown(unknown)
                }
                #[inline(never)]
                fn clear(&mut self) {
                    *self = ErrorKind::Unknown(Unknown::default());
                }
            }
        }
    })
}

/// What the runtime needs of a kind without its type.
fn erased<'a>(book: &'a Publication<'_>) -> Piece<'a> {
    let codes =
        List::arms(&book.errors, |entry| Some(arm(of_kind(entry, anything()), name(["ErrorCode", &entry.name]))));
    let values = List::arms(&book.errors, |entry| {
        let borrowed = members(entry).map(|field| reference(member(name(["payload"]), &field)));
        entry.has_payload().then(|| arm(of_kind(entry, binding("payload")), call(name(["f"]), [slice(borrowed)])))
    });
    let payloads = List::arms(&book.errors, |entry| {
        let payload = call(name(["Some"]), [name(["payload"])]);
        entry.has_payload().then(|| arm(of_kind(entry, binding("payload")), payload))
    });
    let mut lists = vec![codes];
    if book.errors.iter().any(ErrorDef::has_payload) {
        lists.extend([values, payloads]);
    }
    // A book without codes has no other variant.
    let others = if book.errors.is_empty() { quote!() } else { quote!(_ => None,) };
    let frame = move |rows: &[TokenStream]| match rows {
        [codes, values, payloads] => implementation(
            codes,
            &others,
            &quote!(match self { #values _ => f(&[]) }),
            &quote!(match self { #payloads _ => None }),
        ),
        [codes] => implementation(codes, &others, &quote!(f(&[]);), &quote!(None)),
        _ => unreachable!("one row for each list"),
    };
    Piece::Lists { frame: Box::new(frame), lists }
}

/// The pattern for an error's variant of `ErrorKind`, with `payload` if it has one.
fn of_kind(entry: &ErrorDef, payload: Pat) -> Pat {
    let path = ["ErrorKind", &entry.name];
    if entry.has_payload() { tuple_pattern(path, payload) } else { pattern(path) }
}

/// The names of a payload's members in Rust.
fn members(entry: &ErrorDef) -> impl Iterator<Item = Ident> {
    let fields = entry.fields.iter().map(|field| &field.rust_name);
    fields.chain(entry.payload_headers().map(|header| &header.rust_name)).map(|member| ident(member))
}

fn implementation(
    codes: &TokenStream,
    others: &TokenStream,
    calling_f: &TokenStream,
    payload: &TokenStream,
) -> TokenStream {
    quote! {
        impl ErasedKind for ErrorKind {
            fn index(&self) -> usize {
                let code = match self {
                    #codes
                    ErrorKind::Unknown(_) => ErrorCode::__NotACode,
                };
                code as usize
            }
            fn unknown(&self) -> Option<&Unknown> {
                match self {
                    ErrorKind::Unknown(unknown) => Some(unknown),
                    #others
                }
            }
            fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
                #calling_f
            }
            fn payload(&self) -> Option<&dyn Any> {
                #payload
            }
        }

        impl Payload for ErrorKind {
            type Kind = Self;
            fn into_kind(self) -> Self {
                self
            }
        }

        impl core::error::Error for ErrorKind {}
    }
}

fn formatting() -> TokenStream {
    quote! {
        impl fmt::Display for ErrorKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                __private::display(&SCHEMA, self, f)
            }
        }

        impl fmt::Debug for ErrorKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                __private::debug(&SCHEMA, self, f)
            }
        }
    }
}

/// Copies and comparisons use the tables: a derive would take as long to compile as the rest of the crate.
fn copies() -> Vec<TokenStream> {
    vec![
        quote! {
            impl Clone for ErrorKind {
                fn clone(&self) -> Self {
                    __private::clone(self)
                }
            }
        },
        quote! {
            impl PartialEq for ErrorKind {
                fn eq(&self, other: &Self) -> bool {
                    __private::eq(self, other)
                }
            }
        },
    ]
}
