//! `src/code.rs`: the codes.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::krate;
use super::file::file;
use super::format::{List, Piece};
use super::{doc_comments, example, syntax};
use crate::emit::Publication;
use crate::markdown::{Place, plain};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let pieces = [
        Piece::Items(quote! {
            use core::fmt;
            use core::str::FromStr;
            use errbook::__private::{CodeTable, DocTable, serde_core};
            use errbook::{Code, Deprecated, Retry, UnknownCode};
            use super::code_docs::CODE_DOCS;
            use super::code_info::CODE_INFO;
        }),
        enumeration(book),
        accessors(book),
        Piece::Items(quote! { impl Code for ErrorCode {
            const ALL: &'static [Self] = Self::ALL;
            fn info() -> &'static CodeTable {
                &CODE_INFO
            }
            fn docs() -> &'static DocTable {
                &CODE_DOCS
            }
            fn index(self) -> usize {
                self as usize
            }
            #[inline(never)]
            fn at(index: usize) -> Option<Self> {
                Self::ALL.get(index).copied()
            }
            fn find(code: &str) -> Option<Self> {
                super::index::find(code)
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
                errbook::__private::serialize(self, serializer)
            }
        } }),
        Piece::Items(quote! { impl<'de> serde_core::Deserialize<'de> for ErrorCode {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                errbook::__private::deserialize(deserializer)
            }
        } }),
    ];
    file(&["The codes of the API's errors."], pieces)
}

fn enumeration<'a>(book: &'a Publication<'_>) -> Piece<'a> {
    let variants = List::variants(&book.errors, |entry| {
        syntax::variant(doc_comments::attributes(entry), &entry.name, syn::Fields::Unit)
    });
    let mut lines = vec![
        format!(
            "An error code of the {}. Codes are stable: programs can rely on them.",
            plain(&book.api.full_name(), Place::Paragraph)
        ),
        String::new(),
    ];
    if book.api.open {
        lines.push("The API may send codes that are newer than this crate. They are decoded as `Unknown`.".to_owned());
    } else {
        lines.push("The list is complete: any other code is a bug.".to_owned());
    }
    if !book.envelope.has_code() && !book.errors.is_empty() {
        lines.push(String::new());
        lines.push(
            "Responses do not contain the code: clients identify an error by its status and its form.".to_owned(),
        );
    }
    lines.extend(on_all_codes(book, &quote!(assert_eq!(code.to_string(), code.as_str());)));
    let doc = doc_comments::doc(lines);
    Piece::list(variants, move |variants| {
        quote! {
            #doc
            #[non_exhaustive]
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum ErrorCode {
                #variants
                /// Never constructed. It prevents `as` casts in other crates, so that discriminants are not public.
                #[doc(hidden)]
                #[non_exhaustive]
                __NotACode,
            }
        }
    })
}

/// An example that iterates over all codes, so it is independent of them.
fn on_all_codes(book: &Publication<'_>, lines: &TokenStream) -> Vec<String> {
    let krate = krate(book);
    doc_comments::example(
        book,
        example::lines(&quote! {
            use #krate::ErrorCode;
            for code in ErrorCode::ALL {
                #lines
            }
        }),
    )
}

fn accessors<'a>(book: &'a Publication<'_>) -> Piece<'a> {
    let krate = krate(book);
    let names = List::values(&book.errors, |entry| syntax::name(["ErrorCode", &entry.name]));
    let doc = |about: &str, lines: &TokenStream| {
        doc_comments::doc([about.to_owned()].into_iter().chain(on_all_codes(book, lines)))
    };
    let all = doc("Every code, sorted by status, then by name.", &quote!(println!("{} {code}", code.status());));
    let is_sent = book.errors.iter().all(|entry| book.sends_code(entry));
    let about = if is_sent {
        "The code on the wire."
    } else {
        "The code: on the wire, or for an error that does not send it, its name."
    };
    let as_str = doc(about, &quote!(assert_eq!(code.as_str().parse(), Ok(*code));));
    let status = doc("The default HTTP status.", &quote!(assert_eq!(code.status(), code.statuses()[0]);));
    let statuses = doc(
        "Every HTTP status that the code may have, the default first.",
        &quote!(assert!(!code.statuses().is_empty());),
    );
    let meaning = doc("What happened: one paragraph of Markdown.", &quote!(println!("{code}: {}", code.meaning());));
    let remediation = doc(
        "What the caller should do about it: one paragraph of Markdown.",
        &quote!(println!("{code}: {}", code.remediation());),
    );
    let retry = doc(
        "Whether and how to retry a request that failed with this code.",
        &quote! {
            if code.retry().when() == #krate::errbook::When::Always {
                println!("{code}: up to {} retries", code.retry().retries());
            }
        },
    );
    let docs_url = doc(
        "The URL of the code's page; `None` if the docs are not published.",
        &quote!(println!("{code}: {}", code.docs_url().unwrap_or("not published"));),
    );
    let deprecated = doc(
        "The deprecation of the code: since which version, and what replaces it.",
        &quote! {
            if let Some(deprecated) = code.deprecated() {
                println!("{code}: deprecated since {}", deprecated.since());
            }
        },
    );
    let explain = explain(book);
    Piece::list(names, move |names| {
        quote! {
            impl ErrorCode {
                #all
                pub const ALL: &'static [Self] = &[#names];

                #as_str
                #[must_use]
                pub const fn as_str(self) -> &'static str {
                    CODE_INFO.row(self as usize).code()
                }

                #status
                #[must_use]
                pub const fn status(self) -> u16 {
                    CODE_INFO.row(self as usize).status()
                }

                #statuses
                #[must_use]
                pub const fn statuses(self) -> &'static [u16] {
                    CODE_INFO.row(self as usize).statuses()
                }

                #meaning
                #[must_use]
                pub const fn meaning(self) -> &'static str {
                    CODE_DOCS.row(self as usize).meaning()
                }

                #remediation
                #[must_use]
                pub const fn remediation(self) -> &'static str {
                    CODE_DOCS.row(self as usize).remediation()
                }

                #retry
                #[must_use]
                pub const fn retry(self) -> Retry {
                    CODE_INFO.row(self as usize).retry()
                }

                #docs_url
                #[must_use]
                pub const fn docs_url(self) -> Option<&'static str> {
                    CODE_DOCS.row(self as usize).docs_url()
                }

                #deprecated
                #[must_use]
                pub const fn deprecated(self) -> Option<Deprecated> {
                    CODE_DOCS.row(self as usize).deprecated()
                }

                #explain
            }
        }
    })
}

/// The method that gives the page of a code, if the Rust includes the pages.
fn explain(book: &Publication<'_>) -> Option<TokenStream> {
    let is_included = book.options.has_pages();
    let example = is_included.then(|| on_all_codes(book, &quote!(assert!(code.explain().starts_with("# "));)))?;
    let about = "The code's page in the docs, as Markdown.".to_owned();
    let doc = doc_comments::doc([about].into_iter().chain(example));
    let cfg = (!book.options.is_module()).then(|| quote!(#[cfg(feature = "docs")]));
    Some(quote! {
        #doc
        #cfg
        #[must_use]
        pub const fn explain(self) -> &'static str {
            super::pages::PAGES[self as usize]
        }
    })
}
