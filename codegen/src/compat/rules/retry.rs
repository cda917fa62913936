//! Whether and when to retry: the defaults of the book, and the advice of a code.

use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::{Location, Step};
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::wording;
use crate::model::{Backoff, ErrorDef, When};

/// Every request could be retried.
const FROM_ALWAYS: &str = "every request could be retried";
/// Idempotent requests could.
const FROM_IDEMPOTENT: &str = "idempotent requests could be retried";

rules! {
    RETRY_ADDED = "retry-added" {
        aliases: &["retry-condition-changed"],
        summary: "More requests may be retried: idempotent ones, or all of them.",
        rationale: "Existing clients do not retry any more requests than before.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::Minor, Bump::Minor)],
    }
    RETRY_REMOVED = "retry-removed" {
        aliases: &["retry-condition-changed"],
        summary: "Fewer requests may be retried: idempotent ones only, or none.",
        rationale: "Existing clients keep retrying: in vain, or, if every request was retried, with duplicate effects.",
        fix: "Tell clients which requests they may still retry.",
        cases: &[
            case(FROM_ALWAYS, Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Minor),
            case(FROM_IDEMPOTENT, Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor),
        ],
        clients: Some(|it| match &it.to {
            Some(to) if to.as_text() == When::Never.as_str() => wording!["do not retry after this error."],
            _ => wording!["retry after this error only if the request is idempotent."],
        }),
    }
    BACKOFF_CHANGED = "backoff-changed" {
        summary: "The number of retries or the wait before them changed.",
        rationale: "It is advice. Clients that follow the old one retry earlier or later.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

/// The defaults of the book, for entries without their own advice.
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
    if before != after {
        let (rule, when) = match (before, after) {
            (When::Never, _) | (_, When::Always) => (&RETRY_ADDED, ""),
            (When::Always, _) => (&RETRY_REMOVED, FROM_ALWAYS),
            (When::Idempotent, _) => (&RETRY_REMOVED, FROM_IDEMPOTENT),
        };
        let value = |it: When| Some(Value::plain(it.as_str()));
        it.push(at.change(rule, when, Kind::Value("the retry advice"), value(before), value(after)));
    }
    if before == When::Never || after == When::Never {
        return; // The backoff has no effect.
    }
    let own = members(&old.retry.backoff).into_iter().zip(members(&new.retry.backoff));
    let of_books = members(&it.old.retry).into_iter().zip(members(&it.new.retry));
    for ((before, after), (book_before, book_after)) in own.zip(of_books) {
        // Changes that follow from the book's defaults are reported there.
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

/// The notation of the spec.
fn duration(ms: u64) -> Value {
    Value::Plain(if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") })
}
