//! How an error lies in JSON.

use super::At;
use super::comparison::Comparison;
use super::rule::{Bump, Verdict, case, rules};

rules! {
    ENVELOPE_CHANGED = "envelope-changed":
        "A member of the envelope is called otherwise, or lies elsewhere.",
        "No client that was built before can read the body of any error.",
        "Keep it as it was. A body of another form belongs to another version of the API, under another URL.",
        [case("", Verdict::Breaking, Verdict::Dangerous, Bump::Major, Bump::Major)];
}

pub(super) fn compare(it: &mut Comparison<'_>) {
    let (old, new) = (&it.old.envelope, &it.new.envelope);
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
        // Where it was left out, the head of the book stands for it.
        let place = |api: &crate::model::Api, it: &crate::model::Envelope| {
            Some(it.places.as_ref().map_or(api.places.whole(), |it| it.of(key)))
        };
        let (was, is) = (place(&it.old.api, old), place(&it.new.api, new));
        let at = At::new(None, format!("envelope.{key}"), was, is);
        it.value(&at, &ENVELOPE_CHANGED, what, before, after);
    }
}
