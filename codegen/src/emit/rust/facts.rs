//! `src/facts.rs`: what programs need of each code, by discriminant.

use proc_macro2::Literal;
use quote::quote;
use syn::Expr;

use super::file;
use super::pieces::{List, Piece};
use super::syntax::{call, method, name, number, slice, text};
use crate::emit::output::Output;
use crate::model::{Backoff, Book, ErrorDef, Jitter, When};

pub(in crate::emit) fn emit(book: &Book) -> Output {
    let facts = List::values(&book.errors, |entry| {
        let statuses = entry.statuses.iter().map(|&it| number(Literal::u16_unsuffixed(it)));
        let facts = call(name(["Facts", "new"]), [text(&entry.code), slice(statuses)]);
        let when = match entry.retry.when {
            When::Never => return facts,
            When::Idempotent => "Idempotent",
            When::Always => "Always",
        };
        let retries = number(Literal::u32_unsuffixed(entry.retry.backoff.retries));
        let wait = if has_default_wait(book, entry) { name(["BACKOFF"]) } else { backoff(&entry.retry.backoff) };
        let retry = call(name(["Retry", "new"]), [name(["When", when]), retries, wait]);
        method(facts, "retry", [retry])
    });
    let value = backoff(&book.retry);
    let default = Piece::Items(quote! {
        /// How long to wait between tries where a code says nothing of its own.
        #[cfg_attr(not(feature = "std"), allow(dead_code, reason = "a book may have no code to try again"))]
        pub(crate) const BACKOFF: Backoff = #value;
    });
    let table = Piece::list(facts, |facts| {
        quote! {
            /// By discriminant of `ErrorCode`.
            pub(crate) static FACTS: &[Facts] = &[#facts];
        }
    });
    let about =
        ["What programs need of each code. Texts lie apart from it, so that a program that shows none carries none."];
    let uses = quote!(
        use {
            core::time::Duration,
            errbook::{Backoff, Facts, Jitter, Retry, When},
        };
    );
    file("src/facts.rs", &about, [Piece::Items(super::imports(uses)), default, table])
}

/// Whether an entry waits as the book does, however often.
#[allow(clippy::float_cmp, reason = "the same number as it was written")]
fn has_default_wait(book: &Book, entry: &ErrorDef) -> bool {
    let (a, b) = (&entry.retry.backoff, &book.retry);
    (a.initial_ms, a.max_ms, a.jitter) == (b.initial_ms, b.max_ms, b.jitter) && a.factor == b.factor
}

fn backoff(it: &Backoff) -> Expr {
    let jitter = match it.jitter {
        Jitter::None => "None",
        Jitter::Full => "Full",
    };
    let factor = number(Literal::f64_unsuffixed(it.factor));
    let arguments = [duration(it.initial_ms), factor, duration(it.max_ms), name(["Jitter", jitter])];
    call(name(["Backoff", "new"]), arguments)
}

fn duration(ms: u64) -> Expr {
    let (unit, count) = if ms.is_multiple_of(1000) { ("from_secs", ms / 1000) } else { ("from_millis", ms) };
    call(name(["Duration", unit]), [number(Literal::u64_unsuffixed(count))])
}
