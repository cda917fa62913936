//! The statuses of a code.

use super::comparison::Comparison;
use super::order::order;
use super::rule::{Bump, Verdict, case, rules};
use super::{At, Rule};
use crate::model::ErrorDef;

rules! {
    STATUS_CLASS_CHANGED = "status-class-changed":
        "A code's status is of another class: 4xx became 5xx, say.",
        "Whose fault it is has flipped, and with it who is woken up, and what is retried.",
        "Keep the old status, or give the other error a code of its own.",
        [case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)];
    STATUS_RETRY_CHANGED = "status-retry-changed":
        "A code's status became, or is no longer, one of 408, 425, 429, 500, 502, 503 and 504.",
        "Middleware that knows nothing of codes retries by status.",
        "Keep the old status, or let the code have both until clients have moved: `status: [old, new]`.",
        [case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)];
    STATUS_CHANGED = "status-changed":
        "A code has another status of the same class.",
        "Clients branch on the status.",
        "Keep the old status, or let the code have both until clients have moved: `status: [old, new]`.",
        [case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)];
    STATUS_ADDED = "status-added":
        "A code may come with one more status.",
        "A client that branches on the status meets the code where it does not look for it.",
        "Tell clients that branch on the status.",
        [case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)];
    STATUS_REMOVED = "status-removed":
        "A code comes with one status less.",
        "A server that names the status can no longer do so.",
        "Servers that name the status name another.",
        [case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)];
    STATUS_DEFAULT_CHANGED = "status-default-changed":
        "Of a code's statuses another is the first, and so the one that is sent by default.",
        "Servers that name none send another status from now on.",
        "Put the old one first again, or tell clients that branch on the status.",
        [case("", Verdict::Dangerous, Verdict::Dangerous, Bump::Minor, Bump::Minor)];
}

/// What middleware retries.
static RETRIED: &[u16] = &[408, 425, 429, 500, 502, 503, 504];

pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("status", &old.places, &new.places);
    let (before, after) = (old.status(), new.status());
    // Where neither default has stayed, one took the other's place.
    let is_replaced = !new.statuses.contains(&before) && !old.statuses.contains(&after);
    if is_replaced {
        it.value(&at, replaced(before, after), "the status", Some(before), Some(after));
    } else {
        it.value(&at, &STATUS_DEFAULT_CHANGED, "the default status", Some(before), Some(after));
    }
    let lost = old.statuses.iter().filter(|it| !new.statuses.contains(it));
    for status in lost.filter(|it| !is_replaced || **it != before) {
        it.value(&at, &STATUS_REMOVED, "a status", Some(status), None::<u16>);
    }
    let gained = new.statuses.iter().filter(|it| !old.statuses.contains(it));
    for status in gained.filter(|it| !is_replaced || **it != after) {
        it.value(&at, &STATUS_ADDED, "a status", None::<u16>, Some(status));
    }
    if before == after {
        let texts = |statuses: &[u16]| statuses.iter().map(u16::to_string).collect::<Vec<_>>();
        order(it, &at, "the statuses", &texts(&old.statuses), &texts(&new.statuses));
    }
}

fn replaced(before: u16, after: u16) -> &'static Rule {
    if before / 100 != after / 100 {
        &STATUS_CLASS_CHANGED
    } else if RETRIED.contains(&before) != RETRIED.contains(&after) {
        &STATUS_RETRY_CHANGED
    } else {
        &STATUS_CHANGED
    }
}
