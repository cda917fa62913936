//! Tombstones: codes that are gone, and must stay so.

use std::collections::BTreeMap;

use super::At;
use super::comparison::Comparison;
use super::entry::{REPLACEMENT_CHANGED, SINCE_CHANGED};
use super::rule::{Bump, Verdict, case, rules};
use crate::model::{Book, Retired};
use crate::text::quoted;
use crate::text::yaml;

rules! {
    CODE_REUSED = "code-reused":
        "A retired code is defined again.",
        "Old clients read the old meaning into the new error.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    TOMBSTONE_REMOVED = "tombstone-removed":
        "A retired code is no longer listed.",
        "Nothing stops it from being used again, and old clients read the old meaning into whatever that will be.",
        "",
        [case("", Verdict::Breaking, Verdict::Breaking, Bump::Major, Bump::Major)];
    TOMBSTONE_ADDED = "tombstone-added":
        "A code is listed as retired that was not there before.",
        "Its name is taken for good. Nobody depends on it.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

pub(super) fn compare(it: &mut Comparison<'_>) {
    let (old, new) = (it.old, it.new);
    let after: BTreeMap<&str, &Retired> = new.retired.iter().map(|it| (&*it.code, it)).collect();
    let before: BTreeMap<&str, &Retired> = old.retired.iter().map(|it| (&*it.code, it)).collect();
    let entries = |book: &'_ Book| -> BTreeMap<String, crate::source::Span> {
        book.errors.iter().map(|it| (it.code.clone(), it.places.of("code"))).collect()
    };
    let (living, lived) = (entries(new), entries(old));
    for gone in &old.retired {
        let place = Some(gone.places.whole());
        let code = Some(&*gone.code);
        if let Some(now) = after.get(&*gone.code) {
            both(it, gone, now);
        } else if let Some(&now) = living.get(&gone.code) {
            let message =
                format!("the code {} was retired with {}, and is defined again", quoted(&gone.code), gone.since);
            let change =
                At::new(code, "code", place, Some(now)).see(&CODE_REUSED, "", None, Some(gone.code.clone()), message);
            it.push(change.help("Give the new error another code, and put the tombstone back."));
        } else {
            let message = format!("the tombstone of {} is gone", quoted(&gone.code));
            let now = after.values().next().map_or(new.api.places.whole(), |it| it.places.whole());
            let at = At::new(code, "retired", place, Some(now));
            let change = at.see(&TOMBSTONE_REMOVED, "", Some(gone.code.clone()), None, message);
            it.push(change.help(format!("Put it back under `retired`: `{}`.", tombstone(gone))));
        }
    }
    for added in new.retired.iter().filter(|it| !before.contains_key(&*it.code) && !lived.contains_key(&it.code)) {
        let at = At::new(Some(&added.code), "retired", None, Some(added.places.whole()));
        let message = format!("the code {} is retired, and was not in the book", quoted(&added.code));
        it.push(at.see(&TOMBSTONE_ADDED, "", None, Some(added.code.clone()), message));
    }
}

/// A tombstone that has stayed.
fn both(it: &mut Comparison<'_>, old: &Retired, new: &Retired) {
    let at = At::new(Some(&old.code), "retired", None, None);
    let key = |key| at.key(key, &old.places, &new.places);
    it.value(&key("since"), &SINCE_CHANGED, "`since`", Some(&old.since), Some(&new.since));
    let (before, after) = (old.replacement.as_ref(), new.replacement.as_ref());
    it.value(&key("use"), &REPLACEMENT_CHANGED, "the replacement", before, after);
    let (before, after) = (old.renamed_to.as_ref(), new.renamed_to.as_ref());
    it.value(&key("renamed_to"), &REPLACEMENT_CHANGED, "the new name", before, after);
}

/// A tombstone as it stands under `retired`.
pub(super) fn tombstone(it: &Retired) -> String {
    let mut out = format!("- {{code: {}, since: {}", yaml(&it.code), yaml(&it.since));
    for (key, value) in [("use", &it.replacement), ("renamed_to", &it.renamed_to)] {
        if let Some(value) = value {
            out.push_str(&format!(", {key}: {}", yaml(value)));
        }
    }
    out + "}"
}
