//! Which code is sent for a response that no handler made.

use std::collections::BTreeSet;

use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::{Location, Step};
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::{Wording, code, wording};
use crate::model::Book;
use crate::source::Span;

rules! {
    FALLBACK_CHANGED = "fallback-changed" {
        summary: "The code for responses that no handler made changed: for an unknown route, rejected input or a panic. `fallback` may have changed, or a code with the name of a status was added, removed or renamed.",
        rationale: "Clients that handle the old code receive the new one, perhaps with a different status.",
        fix: "Keep the old code with `fallback`, or tell clients.",
        cases: &[case("", Verdict::Dangerous, Verdict::Safe, Bump::Minor, Bump::Minor)],
        message: message,
    }
}

fn message(it: &Difference) -> Wording {
    it.change_of(wording!["the fallback for ", code(it.location.path.last_name().unwrap_or_default())])
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new) = (&it.old.fallback, &it.new.fallback);
    let classes = [("4xx", &old.client, &new.client), ("5xx", &old.server, &new.server)];
    let classes = classes.map(|(name, old, new)| (name.to_owned(), old.as_deref(), new.as_deref()));
    let statuses: BTreeSet<u16> = old.statuses.keys().chain(new.statuses.keys()).copied().collect();
    let statuses = statuses.iter().map(|status| (status.to_string(), old.code(*status), new.code(*status)));
    for (name, before, after) in classes.into_iter().chain(statuses).filter(|(_, before, after)| before != after) {
        let (old, new) = (place(it.old, before), place(it.new, after));
        let at = Location::of_book(&["fallback"], old, new).below(Step::Name(name));
        let value = |code: Option<&str>| code.map(Value::plain);
        it.push(at.change(&FALLBACK_CHANGED, "", Kind::Value("the fallback"), value(before), value(after)));
    }
}

/// The place of the key; if it was omitted, that of the code with the name of the status.
fn place(book: &Book, code: Option<&str>) -> Span {
    let by_name = || Some(book.error(code?)?.places.of("code"));
    book.fallback.place.or_else(by_name).unwrap_or(book.api.places.whole())
}
