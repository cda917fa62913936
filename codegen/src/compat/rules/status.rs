//! The statuses of a code.

use errbook::When;

use super::order::order;
use crate::compat::context::Context;
use crate::compat::difference::Difference;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::{Rule, rules};
use crate::compat::wording::{Wording, code, text, wording};
use crate::model::ErrorDef;

rules! {
    STATUS_CLASS_CHANGED = "status-class-changed" {
        summary: "The class of a code's default status changed, for example from 4xx to 5xx.",
        rationale: "It moves the fault from the client to the server or back, and alerts and retries with it.",
        fix: "Keep the old status, or give the new error its own code.",
        cases: &[case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)],
        clients: Some(clients),
        servers: Some(servers),
    }
    STATUS_RETRY_CHANGED = "status-retry-changed" {
        summary: "The default status of a code became, or is no longer, one that is retried even if the code is unknown, such as 429 or 503.",
        rationale: "Middleware that does not know the codes retries by status.",
        help: |it| Some(list_both(it)),
        cases: &[case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)],
        clients: Some(clients),
        servers: Some(servers),
    }
    STATUS_CHANGED = "status-changed" {
        summary: "The default status of a code changed within its class, to one that the code did not list.",
        rationale: "Clients branch on the status.",
        help: |it| Some(list_both(it)),
        cases: &[case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)],
        clients: Some(clients),
        servers: Some(servers),
    }
    STATUS_ADDED = "status-added" {
        summary: "A status was added to a code, but is not its default.",
        rationale: "A client that branches on the status may receive the code where it does not expect it.",
        fix: "Tell clients that branch on the status.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)],
        section: crate::compat::impact::Section::Added,
    }
    STATUS_REMOVED = "status-removed" {
        summary: "A status was removed from a code.",
        rationale: "A server can no longer select it.",
        fix: "Servers that select it must select a different one.",
        cases: &[case("", Verdict::Safe, Verdict::Breaking, Bump::Minor, Bump::Major)],
        section: crate::compat::impact::Section::Removed,
        servers: Some(|it, _| wording!["select a different status of the code instead of ", text(&it.old_text()), "."]),
    }
    STATUS_DEFAULT_CHANGED = "status-default-changed" {
        summary: "A different one of a code's statuses became its default, the first in the list.",
        rationale: "Servers that do not select a status send the new default.",
        fix: "Restore the order, or tell clients that branch on the status.",
        cases: &[case("", Verdict::Dangerous, Verdict::Dangerous, Bump::Minor, Bump::Minor)],
    }
}

fn list_both(it: &Difference) -> Wording {
    let both = format!("status: [{}, {}]", it.old_text(), it.new_text());
    wording!["Keep the old status, or list both until clients have migrated: ", code(&both), "."]
}

fn clients(it: &Difference) -> Wording {
    wording![
        "expect HTTP ",
        text(&it.new_text()),
        " instead of ",
        text(&it.old_text()),
        ". Anything that acts on the status, such as a proxy's retries, acts on the new one."
    ]
}

fn servers(it: &Difference, _: &str) -> Wording {
    wording![
        "the code is sent with HTTP ",
        text(&it.new_text()),
        " unless the server selects a different one of its statuses."
    ]
}

/// Whether generic clients retry a status.
fn is_retried(status: u16) -> bool {
    When::of_status(status) != When::Never
}

pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let at = at.key("status", &old.places, &new.places);
    let (before, after) = (old.status(), new.status());
    // Clients receive a first status that the old list did not have instead of the old one.
    let is_replaced = !old.statuses.contains(&after);
    if is_replaced {
        it.plain(&at, replaced(before, after), "the status", Some(before), Some(after));
    } else {
        it.plain(&at, &STATUS_DEFAULT_CHANGED, "the default status", Some(before), Some(after));
    }
    let lost = old.statuses.iter().filter(|it| !new.statuses.contains(it));
    for status in lost.filter(|it| !is_replaced || **it != before) {
        it.plain(&at, &STATUS_REMOVED, "a status", Some(status), None::<u16>);
    }
    let gained = new.statuses.iter().filter(|it| !old.statuses.contains(it));
    for status in gained.filter(|it| !is_replaced || **it != after) {
        it.plain(&at, &STATUS_ADDED, "a status", None::<u16>, Some(status));
    }
    if before == after {
        let texts = |statuses: &[u16]| statuses.iter().map(u16::to_string).collect::<Vec<_>>();
        order(it, &at, "the statuses", &texts(&old.statuses), &texts(&new.statuses));
    }
}

fn replaced(before: u16, after: u16) -> &'static Rule {
    if before / 100 != after / 100 {
        &STATUS_CLASS_CHANGED
    } else if is_retried(before) != is_retried(after) {
        &STATUS_RETRY_CHANGED
    } else {
        &STATUS_CHANGED
    }
}
