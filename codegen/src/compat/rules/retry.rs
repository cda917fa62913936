//! Whether and when to retry: the defaults of the book, and the advice of a code.

use crate::compat::context::Context;
use crate::compat::location::{Location, Step};
use crate::compat::rule::{Bump, Verdict, case, rules};
use crate::compat::value::Value;
use crate::compat::wording::wording;
use crate::model::{Backoff, ErrorDef, When};

rules! {
    RETRY_ADDED = "retry-added" {
        summary: "An error that was final may be retried.",
        rationale: "Clients send the request again, and its effects may happen twice.",
        fix: "Make sure that the request is safe to send twice.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)],
    }
    RETRY_REMOVED = "retry-removed" {
        summary: "An error that could be retried is final.",
        rationale: "New clients give up where a later attempt would succeed; existing clients retry in vain.",
        fix: "Tell clients to stop retrying, and why a later attempt fails too.",
        cases: &[case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Minor)],
        clients: Some(|_| wording!["do not retry after this error."]),
    }
    RETRY_CONDITION_CHANGED = "retry-condition-changed" {
        summary: "Other requests than before may be retried: all of them, or only the idempotent ones.",
        rationale: "A client that follows the old condition repeats what it must not, or gives up too early.",
        fix: "Tell clients which requests they may retry.",
        cases: &[case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Minor)],
        clients: Some(|it| match &it.to {
            Some(to) if to.as_text() == When::Always.as_str() => wording!["any request may be retried after this error."],
            _ => wording!["retry after this error only if the request is idempotent."],
        }),
    }
    BACKOFF_CHANGED = "backoff-changed" {
        summary: "The number of retries or the wait before them changed.",
        rationale: "It is advice. Clients that follow the old one retry earlier or later.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

/// The defaults of the book, for entries without advice of their own.
pub(in crate::compat) fn compare_books(it: &mut Context<'_>) {
    let at = Location::of_book(&["retry"], it.old.retry_place(), it.new.retry_place());
    for (before, after) in members(&it.old.retry).into_iter().zip(members(&it.new.retry)) {
        it.value(&before.location(&at), &BACKOFF_CHANGED, before.what, Some(before.value), Some(after.value));
    }
}

/// The advice of an entry.
pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("retry", &old.places, &new.places);
    let (before, after) = (old.retry.when, new.retry.when);
    let rule = match (before, after) {
        (When::Never, _) => &RETRY_ADDED,
        (_, When::Never) => &RETRY_REMOVED,
        _ => &RETRY_CONDITION_CHANGED,
    };
    it.plain(&at, rule, "the retry advice", Some(before.as_str()), Some(after.as_str()));
    if before == When::Never || after == When::Never {
        return; // The backoff has no effect.
    }
    let own = members(&old.retry.backoff).into_iter().zip(members(&new.retry.backoff));
    let of_books = members(&it.old.retry).into_iter().zip(members(&it.new.retry));
    for ((before, after), (book_before, book_after)) in own.zip(of_books) {
        // What changed with the book's defaults is reported there.
        if (&before.value, &after.value) != (&book_before.value, &book_after.value) {
            it.value(&before.location(&at), &BACKOFF_CHANGED, before.what, Some(before.value), Some(after.value));
        }
    }
}

/// A key below `retry`.
struct Member {
    path: &'static [&'static str],
    what: &'static str,
    value: Value,
}

impl Member {
    fn location(&self, retry: &Location) -> Location {
        self.path.iter().fold(retry.clone(), |at, key| at.below(Step::Key(key)))
    }
}

fn members(it: &Backoff) -> [Member; 5] {
    let Backoff { retries, initial_ms, factor, max_ms, jitter } = it;
    let member = |path, what, value| Member { path, what, value };
    [
        member(&["retries"], "the number of retries", Value::plain(retries)),
        member(&["backoff", "initial"], "the first wait", duration(*initial_ms)),
        member(&["backoff", "factor"], "the backoff factor", Value::plain(factor)),
        member(&["backoff", "max"], "the longest wait", duration(*max_ms)),
        member(&["backoff", "jitter"], "the jitter", Value::keyword(*jitter)),
    ]
}

/// As the spec has it.
fn duration(ms: u64) -> Value {
    Value::Plain(if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") })
}
