//! `src/kind.rs`: the errors themselves.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Pat;

use super::example::arguments;
use super::pieces::{List, Piece};
use super::syntax::{anything, arm, binding, call, carried, method, name, pattern, tuple_pattern, variant};
use super::{docs, example, file, ident, sample};
use crate::emit::output::Output;
use crate::markdown::{Place, plain};
use crate::model::{Book, ErrorDef};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let uses = quote! {
        use core::fmt;
        use errbook::{Kind, Payload, Shown, Table, Unknown, Values, kind};
        use crate::ErrorCode;
        use crate::shapes::TABLE;
    };
    let pieces =
        [Piece::Items(uses), Piece::Items(alias(book)), enumeration(book), behaviour(book), Piece::Items(formatting())];
    let copies = copies().into_iter().map(Piece::Items);
    file("src/kind.rs", &["The errors: what servers return and clients get."], pieces.into_iter().chain(copies))
}

fn alias(book: &Book) -> TokenStream {
    let name = plain(&book.api.name, Place::Paragraph);
    let doc = docs::doc(
        [
            format!("An error of the {name} API, on either side of the wire."),
            String::new(),
            "On a server it is made of an [`ErrorKind`] or of a payload, by `into()` or `?`; on any other `Result`,".to_owned(),
            "`.or_error(…)` turns what went wrong into the source, which is never sent. `with_message` says it better".to_owned(),
            "than the template does, and `with_status` takes another of the code's statuses. `encode` gives the response.".to_owned(),
            String::new(),
            "In a client `Error::decode` never fails. `code`, `message` and `kind` say what it is, `received` what else".to_owned(),
            "came. What was decoded is not sent on by accident: `forward` says that it may be.".to_owned(),
        ]
        .into_iter()
        .chain(round_trip(book)),
    );
    quote! {
        #doc
        pub type Error = errbook::Error<ErrorKind>;
    }
}

/// A server's error, and what a client makes of it: an example that runs.
fn round_trip(book: &Book) -> Vec<String> {
    let Some(entry) = sample(book) else { return unknown(book) };
    let krate = ident(&book.api.crate_name.replace('-', "_"));
    let name = ident(&entry.name);
    let (made, import) = made(book, entry);
    docs::example(example::statements(
        entry,
        &quote! {
            use #krate::{Error, ErrorCode #import};
            let sent = Error::from(#made).encode();
            let received = Error::decode(sent.status, &sent.headers, &sent.body);
            assert_eq!(received.code(), Some(ErrorCode::#name));
        },
    ))
}

/// All that there is to show in a book without codes.
fn unknown(book: &Book) -> Vec<String> {
    let krate = example::krate(book);
    docs::example(example::lines(&quote! {
        use #krate::{Error, ErrorKind};
        let received = Error::decode(404, &(), "");
        assert!(matches!(received.kind(), ErrorKind::Unknown(_)));
    }))
}

/// An expression for an entry's error, and what it needs besides `Error` and `ErrorCode`.
fn made(book: &Book, entry: &ErrorDef) -> (TokenStream, TokenStream) {
    let name = ident(&entry.name);
    if entry.has_payload() {
        let arguments = arguments(book, entry);
        (quote!(#name::new(#(#arguments),*)), quote!(, #name))
    } else {
        (quote!(ErrorKind::#name), quote!(, ErrorKind))
    }
}

fn enumeration(book: &Book) -> Piece<'_> {
    let variants = List::variants(&book.errors, |entry| {
        let payload = if entry.has_payload() { carried(["crate", &entry.name]) } else { syn::Fields::Unit };
        variant(docs::attributes(entry), &entry.name, payload)
    });
    let shown = sample(book).map(|entry| {
        let krate = ident(&book.api.crate_name.replace('-', "_"));
        let name = ident(&entry.name);
        let (made, import) = made(book, entry);
        let pattern = if entry.has_payload() { quote!(ErrorKind::#name(_)) } else { quote!(ErrorKind::#name) };
        let import = if entry.has_payload() { quote!(, ErrorKind #import) } else { import };
        docs::example(example::statements(
            entry,
            &quote! {
                use #krate::{Error #import};
                let error = Error::from(#made);
                assert!(matches!(error.kind(), #pattern));
            },
        ))
    });
    let doc = docs::doc(
        [format!("What an error of the {} API is, with what it carries.", plain(&book.api.name, Place::Paragraph))]
            .into_iter()
            .chain(shown.unwrap_or_else(|| unknown(book))),
    );
    Piece::list(variants, move |variants| {
        quote! {
            #doc
            #[non_exhaustive]
            pub enum ErrorKind {
                #variants
                /// What this book cannot type, kept with all that was sent: a code that it does not know, a payload that
                /// does not fit, or no readable code at all.
                Unknown(errbook::Unknown),
            }
        }
    })
}

fn behaviour(book: &Book) -> Piece<'_> {
    let codes = List::arms(&book.errors, |entry| {
        let code = call(name(["Ok"]), [name(["ErrorCode", &entry.name])]);
        Some(arm(of_kind(entry, anything()), code))
    });
    let shows = List::arms(&book.errors, |entry| {
        let show = method(name(["payload"]), "show", [name(["f"])]);
        entry.has_payload().then(|| arm(of_kind(entry, binding("payload")), show))
    });
    let builds = List::arms(&book.errors, |entry| {
        let kind = name(["Self", &entry.name]);
        let read = || call(name(["crate", &entry.name, "read"]), [name(["values"])]);
        let built = if entry.has_payload() { call(kind, [read()]) } else { kind };
        Some(arm(pattern(["ErrorCode", &entry.name]), built))
    });
    let has_payloads = book.errors.iter().any(ErrorDef::has_payload);
    let lists = [Some(codes), has_payloads.then_some(shows), Some(builds)].into_iter().flatten().collect();
    let frame = |rows: &[TokenStream]| match rows {
        [codes, shows, builds] => {
            implementation(codes, &quote!(values), builds, &quote!(match self { #shows _ => f(&[]) }))
        }
        [codes, builds] => implementation(codes, &quote!(_values), builds, &quote!(f(&[]);)),
        _ => unreachable!("there are as many as there are lists"),
    };
    Piece::Lists { frame: Box::new(frame), lists }
}

/// Which variant of `ErrorKind` an entry is; `payload` where it carries something.
fn of_kind(entry: &ErrorDef, payload: Pat) -> Pat {
    let path = ["Self", &entry.name];
    if entry.has_payload() { tuple_pattern(path, payload) } else { pattern(path) }
}

fn implementation(
    codes: &TokenStream,
    argument: &TokenStream,
    builds: &TokenStream,
    showing: &TokenStream,
) -> TokenStream {
    quote! {
        impl Kind for ErrorKind {
            type Code = ErrorCode;
            const TABLE: &'static Table = &TABLE;
            fn code(&self) -> Result<ErrorCode, &Unknown> {
                match self {
                    #codes
                    Self::Unknown(unknown) => Err(unknown),
                }
            }
            fn values(&self, f: &mut dyn FnMut(&[Shown<'_>])) {
                #showing
            }
            fn build(code: ErrorCode, #argument: Values) -> Self {
                match code {
                    #builds
                    ErrorCode::__NotACode => Self::Unknown(Unknown::default()),
                }
            }
            fn unknown(unknown: Unknown) -> Self {
                Self::Unknown(unknown)
            }
        }

        impl Payload for ErrorKind {
            type Kind = Self;
            fn into_kind(self) -> Self {
                self
            }
        }
    }
}

fn formatting() -> TokenStream {
    quote! {
        impl fmt::Display for ErrorKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                kind::display(self, f)
            }
        }

        impl fmt::Debug for ErrorKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                kind::debug(self, f)
            }
        }
    }
}

/// Copies and comparisons go through the tables: a derive would cost as much as the rest of the crate.
fn copies() -> Vec<TokenStream> {
    vec![
        quote! {
            impl Clone for ErrorKind {
                fn clone(&self) -> Self {
                    kind::clone(self)
                }
            }
        },
        quote! {
            impl PartialEq for ErrorKind {
                fn eq(&self, other: &Self) -> bool {
                    kind::eq(self, other)
                }
            }
        },
    ]
}
