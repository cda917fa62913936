//! `src/facts.rs`: what programs need of each code, by discriminant.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::file;
use crate::book::{Backoff, Book, Jitter, When};
use crate::output::Output;

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let mut uses_default = false;
    let facts: Vec<TokenStream> = book
        .errors
        .iter()
        .map(|entry| {
            let (code, statuses) =
                (&entry.code, entry.statuses.iter().map(|&it| proc_macro2::Literal::u16_unsuffixed(it)));
            let when = match entry.retry.when {
                When::Never => return quote!(Facts::new(#code, &[#(#statuses),*])),
                When::Idempotent => quote!(Idempotent),
                When::Always => quote!(Always),
            };
            let retries = proc_macro2::Literal::u32_unsuffixed(entry.retry.backoff.retries);
            let wait = if is_same_wait(&entry.retry.backoff, &book.retry) {
                uses_default = true;
                quote!(BACKOFF)
            } else {
                backoff(&entry.retry.backoff)
            };
            quote!(Facts::new(#code, &[#(#statuses),*]).retry(Retry::new(When::#when, #retries, #wait)))
        })
        .collect();
    let default = uses_default.then(|| {
        let value = backoff(&book.retry);
        quote! {
            /// How long to wait between tries where a code says nothing of its own.
            const BACKOFF: Backoff = #value;
        }
    });
    let table = quote! {
        /// By discriminant of `ErrorCode`.
        pub(crate) static FACTS: &[Facts] = &[#(#facts),*];
    };
    let about =
        ["What programs need of each code. Texts lie apart from it, so that a program that shows none carries none."];
    let uses = quote!(
        use {
            core::time::Duration,
            errbook::{Backoff, Facts, Jitter, Retry, When},
        };
    );
    file("src/facts.rs", &about, [super::imports(uses)].into_iter().chain(default).chain([table]).collect())
}

/// Whether two wait alike, however often.
#[allow(clippy::float_cmp, reason = "the same number as it was written")]
fn is_same_wait(a: &Backoff, b: &Backoff) -> bool {
    (a.initial_ms, a.max_ms, a.jitter) == (b.initial_ms, b.max_ms, b.jitter) && a.factor == b.factor
}

fn backoff(it: &Backoff) -> TokenStream {
    let (initial, max) = (duration(it.initial_ms), duration(it.max_ms));
    let factor = proc_macro2::Literal::f64_unsuffixed(it.factor);
    let jitter = format_ident!(
        "{}",
        match it.jitter {
            Jitter::None => "None",
            Jitter::Full => "Full",
        }
    );
    quote!(Backoff::new(#initial, #factor, #max, Jitter::#jitter))
}

fn duration(ms: u64) -> TokenStream {
    if ms.is_multiple_of(1000) {
        let seconds = proc_macro2::Literal::u64_unsuffixed(ms / 1000);
        quote!(Duration::from_secs(#seconds))
    } else {
        let ms = proc_macro2::Literal::u64_unsuffixed(ms);
        quote!(Duration::from_millis(#ms))
    }
}
