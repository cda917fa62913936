//! Whether to try again, and after how long: of the book, and of an entry.

use super::At;
use super::comparison::{Comparison, word};
use super::rule::{Bump, Verdict, case, rules};
use crate::model::{Backoff, ErrorDef, When};

rules! {
    RETRY_ADDED = "retry-added":
        "An error that was final may now be retried.",
        "Clients send the request again, and effects may happen twice.",
        "Make sure that the request does no harm when it is sent twice.",
        [case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)];
    RETRY_REMOVED = "retry-removed":
        "An error that could be retried is final now.",
        "New clients give up where a later try would do; old ones go on in vain.",
        "Tell clients to stop, and why a later try does not do.",
        [case("", Verdict::Breaking, Verdict::Safe, Bump::Major, Bump::Minor)];
    RETRY_CONDITION_CHANGED = "retry-condition-changed":
        "Other requests may be sent again than before: all, or only those that do the same when they are sent twice.",
        "A client that goes by the old condition repeats what it must not, or gives up where it need not.",
        "Tell clients which requests they may send again now.",
        [case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Minor)];
    BACKOFF_CHANGED = "backoff-changed":
        "How often to try again, or how long to wait, is another.",
        "It is advice. Clients that keep to the old one are only earlier or later.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

/// The book's own advice, which entries take over where they give none.
pub(super) fn compare_books(it: &mut Comparison<'_>) {
    let at = At::new(None, "retry", Some(it.old.retry_place()), Some(it.new.retry_place()));
    for ((path, before), (_, after)) in members(&it.old.retry).into_iter().zip(members(&it.new.retry)) {
        it.value(&at.below(path), &BACKOFF_CHANGED, &format!("the book's `{path}`"), Some(before), Some(after));
    }
}

/// An entry's advice.
pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("retry", &old.places, &new.places);
    let (before, after) = (old.retry.when, new.retry.when);
    let rule = match (before, after) {
        (When::Never, _) => &RETRY_ADDED,
        (_, When::Never) => &RETRY_REMOVED,
        _ => &RETRY_CONDITION_CHANGED,
    };
    it.value(&at, rule, "the retry advice", Some(before.as_str()), Some(after.as_str()));
    if before == When::Never || after == When::Never {
        return; // How to do what is not done is of no account.
    }
    let own = members(&old.retry.backoff).into_iter().zip(members(&new.retry.backoff));
    let of_books = members(&it.old.retry).into_iter().zip(members(&it.new.retry));
    for (((path, before), (_, after)), book) in own.zip(of_books) {
        // What has changed with the book is said of the book.
        if (before.as_str(), after.as_str()) != (book.0.1.as_str(), book.1.1.as_str()) {
            it.value(&at.below(path), &BACKOFF_CHANGED, &format!("`{path}`"), Some(before), Some(after));
        }
    }
}

/// Each member below `retry`, with what it says.
fn members(it: &Backoff) -> [(&'static str, String); 5] {
    let Backoff { retries, initial_ms, factor, max_ms, jitter } = it;
    [
        ("retries", retries.to_string()),
        ("backoff.initial", duration(*initial_ms)),
        ("backoff.factor", factor.to_string()),
        ("backoff.max", duration(*max_ms)),
        ("backoff.jitter", word(*jitter)),
    ]
}

/// As the spec has it.
fn duration(ms: u64) -> String {
    if ms.is_multiple_of(1000) { format!("{}s", ms / 1000) } else { format!("{ms}ms") }
}
