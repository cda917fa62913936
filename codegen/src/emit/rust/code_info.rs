//! `src/code_info.rs`: what programs need to know about each code, by discriminant.

use proc_macro2::Literal;
use quote::quote;
use syn::Expr;

use super::file::{file, imports};
use super::format::{List, Piece};
use super::syntax::{array, call, name, number, text, tuple};
use crate::emit::Publication;
use crate::model::{Backoff, Book, ErrorDef, Jitter, When};

pub(in crate::emit) fn emit(book: &Publication<'_>) -> String {
    let rows = List::values_in_macro(&book.errors, |entry| {
        let statuses = entry.statuses.iter().map(|&status| number(Literal::u16_unsuffixed(status)));
        let (code, statuses) = (text(&entry.code), array(statuses));
        let when = match entry.retry.when {
            When::Never => return tuple([code, statuses]),
            When::Idempotent => "Idempotent",
            When::Always => "Always",
        };
        let retries = number(Literal::u32_unsuffixed(entry.retry.backoff.retries));
        let wait = if has_default_wait(book, entry) { name(["BACKOFF"]) } else { backoff(&entry.retry.backoff) };
        let retry = call(name(["Retry", "new"]), [name(["When", when]), retries, wait]);
        tuple([code, statuses, retry])
    });
    let value = backoff(&book.retry);
    let unused = (!book.options.is_module()).then(
        || quote!(#[cfg_attr(not(feature = "std"), allow(dead_code, reason = "not every book has codes to retry"))]),
    );
    let default = Piece::Items(quote! {
        /// The default backoff of the book.
        #unused
        pub(crate) const BACKOFF: Backoff = #value;
    });
    let table = Piece::list(rows, |rows| {
        quote! {
            /// By discriminant of `ErrorCode`: the code, its statuses, and whether and how to retry.
            pub(crate) static CODE_INFO: CodeTable = errbook::code_table! { #rows };
        }
    });
    let about = [
        "What programs need to know about each code. Texts are in a separate table, so a program that shows none does not contain them.",
    ];
    let uses = quote!(
        use {
            core::time::Duration,
            errbook::__private::CodeTable,
            errbook::{Backoff, Jitter, Retry, When},
        };
    );
    file(&about, [Piece::Items(imports(uses)), default, table])
}

/// Whether an error uses the book's default backoff.
#[allow(clippy::float_cmp, reason = "both come from the same text")]
fn has_default_wait(book: &Book, entry: &ErrorDef) -> bool {
    let (a, b) = (&entry.retry.backoff, &book.retry);
    (a.initial_ms, a.max_ms, a.jitter) == (b.initial_ms, b.max_ms, b.jitter) && a.factor == b.factor
}

fn backoff(backoff: &Backoff) -> Expr {
    let jitter = match backoff.jitter {
        Jitter::None => "None",
        Jitter::Full => "Full",
    };
    let factor = number(Literal::f64_unsuffixed(backoff.factor));
    let arguments = [duration(backoff.initial_ms), factor, duration(backoff.max_ms), name(["Jitter", jitter])];
    call(name(["Backoff", "new"]), arguments)
}

fn duration(ms: u64) -> Expr {
    let (unit, count) = if ms.is_multiple_of(1000) { ("from_secs", ms / 1000) } else { ("from_millis", ms) };
    call(name(["Duration", unit]), [number(Literal::u64_unsuffixed(count))])
}
