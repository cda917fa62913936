//! Tombstones: codes that were removed, and must not be used again.

use std::collections::BTreeMap;

use super::error::{REPLACEMENT_CHANGED, SINCE_CHANGED};
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::{Wording, code, text, wording};
use crate::model::{Book, Retired};
use crate::source::Span;
use crate::text::yaml;

rules! {
    CODE_REUSED = "code-reused" {
        summary: "A retired code is defined again.",
        rationale: "Existing clients apply the old meaning to the new error.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        message: |it| match &it.kind {
            Kind::CodeReused { retired } => wording![
                "the code ", it.new_value(), " was retired in ", text(retired), " and is defined again"
            ],
            _ => it.value_message(),
        },
        help: |_| Some(wording!["Give the new error a different code, and restore the tombstone."]),
        clients: Some(forget),
        servers: Some(|_, _| wording!["review every use of the code."]),
    }
    TOMBSTONE_REMOVED = "tombstone-removed" {
        summary: "A tombstone was removed.",
        rationale: "Nothing prevents reuse of the code for a different error, to which existing clients would apply the old meaning.",
        cases: &[case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)],
        message: |_| wording!["the tombstone was removed"],
        help: |it| match &it.kind {
            Kind::TombstoneRemoved { tombstone: gone } => {
                Some(wording!["Restore it under `retired`: ", code(&tombstone(gone)), "."])
            }
            _ => None,
        },
        clients: Some(forget),
        servers: Some(|_, _| wording!["review every use of the code."]),
    }
    TOMBSTONE_ADDED = "tombstone-added" {
        summary: "A tombstone was added for a code that the book did not have.",
        rationale: "The code can never be used. No caller depends on it.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
        message: |_| wording!["a tombstone was added for a code that was not in the book"],
    }
}

fn forget(_: &Difference) -> Wording {
    wording!["drop the former meaning of the code: a program that still has it misreads a new error of that code."]
}

pub(in crate::compat) fn compare(it: &mut Context<'_>) {
    let (old, new) = (it.old, it.new);
    let after: BTreeMap<&str, &Retired> = new.retired.iter().map(|it| (&*it.code, it)).collect();
    let before: BTreeMap<&str, &Retired> = old.retired.iter().map(|it| (&*it.code, it)).collect();
    let entries = |book: &'_ Book| -> BTreeMap<String, Span> {
        book.errors.iter().map(|it| (it.code.clone(), it.places.of("code"))).collect()
    };
    let (living, lived) = (entries(new), entries(old));
    for gone in &old.retired {
        let place = Some(gone.places.whole());
        let code = Some(&*gone.code);
        if let Some(now) = after.get(&*gone.code) {
            both(it, gone, now);
        } else if let Some(&now) = living.get(&gone.code) {
            let kind = Kind::CodeReused { retired: gone.since.clone() };
            let at = Location::new(code, "code", place, Some(now));
            it.push(at.change(&CODE_REUSED, "", kind, None, code.map(Value::plain)));
        } else {
            let now = after.values().next().map_or(new.api.places.whole(), |it| it.places.whole());
            let kind = Kind::TombstoneRemoved { tombstone: gone.clone() };
            let at = Location::new(code, "retired", place, Some(now));
            it.push(at.change(&TOMBSTONE_REMOVED, "", kind, code.map(Value::plain), None));
        }
    }
    for added in new.retired.iter().filter(|it| !before.contains_key(&*it.code) && !lived.contains_key(&it.code)) {
        let at = Location::new(Some(&added.code), "retired", None, Some(added.places.whole()));
        it.push(at.change(&TOMBSTONE_ADDED, "", Kind::TombstoneAdded, None, Some(Value::plain(&added.code))));
    }
}

/// A tombstone of both books.
fn both(it: &mut Context<'_>, old: &Retired, new: &Retired) {
    let at = Location::new(Some(&old.code), "retired", None, None);
    let key = |key| at.key(key, &old.places, &new.places);
    it.plain(&key("since"), &SINCE_CHANGED, "`since`", Some(&old.since), Some(&new.since));
    let (before, after) = (old.replacement.as_ref(), new.replacement.as_ref());
    it.plain(&key("use"), &REPLACEMENT_CHANGED, "the replacement", before, after);
    let (before, after) = (old.renamed_to.as_ref(), new.renamed_to.as_ref());
    it.plain(&key("renamed_to"), &REPLACEMENT_CHANGED, "the new name", before, after);
}

/// A tombstone as an item of `retired`.
pub(super) fn tombstone(it: &Retired) -> String {
    let mut out = format!("- {{code: {}, since: {}", yaml(&it.code), yaml(&it.since));
    for (key, value) in [("use", &it.replacement), ("renamed_to", &it.renamed_to)] {
        if let Some(value) = value {
            out.push_str(&format!(", {key}: {}", yaml(value)));
        }
    }
    out + "}"
}
