//! `src/code.rs`: the codes.

use proc_macro2::TokenStream;
use quote::quote;

use super::pieces::{List, Piece};
use super::{docs, example, file, ident, syntax};
use crate::emit::output::Output;
use crate::markdown::{Place, plain};
use crate::model::Book;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let pieces = [
        Piece::Items(quote! {
            use core::fmt;
            use core::str::FromStr;
            use errbook::__private::serde_core;
            use errbook::{Code, Deprecated, Facts, Retry, Texts, UnknownCode};
            use crate::facts::FACTS;
            use crate::texts::TEXTS;
        }),
        enumeration(book),
        accessors(book),
        Piece::Items(quote! { impl Code for ErrorCode {
            const ALL: &'static [Self] = Self::ALL;
            const FACTS: &'static [Facts] = FACTS;
            const TEXTS: &'static [Texts] = TEXTS;
            fn index(self) -> usize {
                self as usize
            }
            fn find(code: &str) -> Option<Self> {
                crate::index::find(code)
            }
        } }),
        Piece::Items(quote! { impl fmt::Display for ErrorCode {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        } }),
        Piece::Items(quote! { impl fmt::Debug for ErrorCode {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple("ErrorCode").field(&format_args!("{}", self.as_str())).finish()
            }
        } }),
        Piece::Items(quote! { impl FromStr for ErrorCode {
            type Err = UnknownCode;
            fn from_str(code: &str) -> Result<Self, UnknownCode> {
                Self::find(code).ok_or(UnknownCode)
            }
        } }),
        Piece::Items(quote! { impl serde_core::Serialize for ErrorCode {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                errbook::code::serialize(self, serializer)
            }
        } }),
        Piece::Items(quote! { impl<'de> serde_core::Deserialize<'de> for ErrorCode {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                errbook::code::deserialize(deserializer)
            }
        } }),
    ];
    file("src/code.rs", &["The codes: what programs decide on."], pieces)
}

fn enumeration(book: &Book) -> Piece<'_> {
    let variants =
        List::variants(&book.errors, |entry| syntax::variant(docs::attributes(entry), &entry.name, syn::Fields::Unit));
    let mut lines = vec![
        format!(
            "A code of the {} API's errors: stable, and what programs decide on.",
            plain(&book.api.name, Place::Paragraph)
        ),
        String::new(),
    ];
    if book.api.open {
        lines.push("The API may send codes that are newer than this crate: they are kept, as `Unknown`.".to_owned());
    } else {
        lines.push("The list is complete: a code that is not in it is a fault.".to_owned());
    }
    lines.extend(on_all_codes(book, &quote!(assert_eq!(code.to_string(), code.as_str());)));
    let doc = docs::doc(lines);
    Piece::list(variants, move |variants| {
        quote! {
            #doc
            #[non_exhaustive]
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum ErrorCode {
                #variants
                /// Never made. It keeps `as` away from discriminants outside, so that they are no part of the API.
                #[doc(hidden)]
                #[non_exhaustive]
                __NotACode,
            }
        }
    })
}

/// An example that goes over all codes: it stays the same whichever there are.
fn on_all_codes(book: &Book, lines: &TokenStream) -> Vec<String> {
    let krate = ident(&book.api.crate_name.replace('-', "_"));
    docs::example(example::lines(&quote! {
        use #krate::ErrorCode;
        for code in ErrorCode::ALL {
            #lines
        }
    }))
}

fn accessors(book: &Book) -> Piece<'_> {
    let krate = ident(&book.api.crate_name.replace('-', "_"));
    let names = List::values(&book.errors, |it| syntax::name(["Self", &it.name]));
    let doc =
        |about: &str, lines: &TokenStream| docs::doc([about.to_owned()].into_iter().chain(on_all_codes(book, lines)));
    let all = doc("Every code, by status, then by name.", &quote!(println!("{} {code}", code.status());));
    let as_str = doc("The code as it is on the wire.", &quote!(assert_eq!(code.as_str().parse(), Ok(*code));));
    let status = doc(
        "The HTTP status that it is sent with, if nothing else is said.",
        &quote!(assert_eq!(code.status(), code.statuses()[0]);),
    );
    let statuses = doc(
        "Every HTTP status that it may be sent with; the first is the default.",
        &quote!(assert!(!code.statuses().is_empty());),
    );
    let meaning =
        doc("What has happened: one paragraph of Markdown.", &quote!(println!("{code}: {}", code.meaning());));
    let remediation = doc(
        "What the caller does about it: one paragraph of Markdown.",
        &quote!(println!("{code}: {}", code.remediation());),
    );
    let retry = doc(
        "Whether a request that failed with it may be sent again.",
        &quote! {
            if code.retry().when() == #krate::errbook::When::Always {
                println!("{code}: {} times", code.retry().retries());
            }
        },
    );
    let docs_url = doc(
        "Where it is documented; `None` where the docs are not published.",
        &quote!(println!("{code}: {}", code.docs_url().unwrap_or("nowhere"));),
    );
    let deprecated = doc(
        "Since when it is on its way out, and what serves instead; `None` where it is not.",
        &quote! {
            if let Some(deprecated) = code.deprecated() {
                println!("{code}: since {}", deprecated.since());
            }
        },
    );
    let explain =
        doc("All that the docs say of it: its page, as Markdown.", &quote!(assert!(code.explain().starts_with("# "));));
    Piece::list(names, move |names| {
        quote! {
            impl ErrorCode {
                #all
                pub const ALL: &'static [Self] = &[#names];

                #as_str
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    FACTS[self as usize].code()
                }

                #status
                #[must_use]
                pub const fn status(self) -> u16 {
                    FACTS[self as usize].status()
                }

                #statuses
                #[must_use]
                pub const fn statuses(self) -> &'static [u16] {
                    FACTS[self as usize].statuses()
                }

                #meaning
                #[must_use]
                pub const fn meaning(self) -> &'static str {
                    TEXTS[self as usize].meaning()
                }

                #remediation
                #[must_use]
                pub const fn remediation(self) -> &'static str {
                    TEXTS[self as usize].remediation()
                }

                #retry
                #[must_use]
                pub const fn retry(self) -> Retry {
                    FACTS[self as usize].retry_advice()
                }

                #docs_url
                #[must_use]
                pub const fn docs_url(self) -> Option<&'static str> {
                    TEXTS[self as usize].docs()
                }

                #deprecated
                #[must_use]
                pub const fn deprecated(self) -> Option<Deprecated> {
                    TEXTS[self as usize].deprecation()
                }

                #explain
                #[cfg(feature = "docs")]
                #[must_use]
                pub const fn explain(self) -> &'static str {
                    crate::pages::PAGES[self as usize]
                }
            }
        }
    })
}
