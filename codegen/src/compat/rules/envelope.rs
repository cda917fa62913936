//! The place of an error in JSON.

use crate::compat::context::Context;
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::rules;
use crate::compat::wording::wording;
use crate::model::{Api, KeySpans};

rules! {
    ENVELOPE_CHANGED = "envelope-changed" {
        summary: "A member of the envelope was renamed or moved.",
        rationale: "Existing clients cannot read the body of any error.",
        fix: "Keep the envelope. A different body format needs a new version of the API, under a new URL.",
        cases: &[case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)],
        clients: Some(|_| wording!["read errors in the new envelope. A program built with the old crate finds neither code nor message in it."]),
        servers: Some(|_, _| wording!["nothing needs to be rewritten. Update what parses bodies, such as tests."]),
    }
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old_places, new_places) = (&it.old.envelope.places, &it.new.envelope.places);
    let (old, new) = (it.old.envelope.short_or_default(), it.new.envelope.short_or_default());
    let members = [
        ("within", "the member that holds the error", old.within.as_deref(), new.within.as_deref()),
        ("code", "the member that holds the code", Some(&*old.code), Some(&*new.code)),
        ("message", "the member that holds the message", Some(&*old.message), Some(&*new.message)),
        (
            "fields",
            "the member that holds the fields",
            Some(old.fields_under.as_deref().unwrap_or("beside")),
            Some(new.fields_under.as_deref().unwrap_or("beside")),
        ),
    ];
    for (key, what, before, after) in members {
        // If the envelope was omitted, its place is that of the book's head.
        let place = |api: &Api, it: &Option<KeySpans>| it.as_ref().map_or(api.places.whole(), |it| it.of(key));
        let at = Location::of_book(&["envelope", key], place(&it.old.api, old_places), place(&it.new.api, new_places));
        it.plain(&at, &ENVELOPE_CHANGED, what, before, after);
    }
}
