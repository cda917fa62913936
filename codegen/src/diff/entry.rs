//! An entry that has stayed, as a whole: its name, its times, and then each of its parts.

use super::comparison::Comparison;
use super::field::{self, NAME_CHANGED};
use super::rule::{Bump, Verdict, case, rules};
use super::text::{NOTE_CHANGED, texts};
use super::{At, example, header, retry, status, text};
use crate::model::{Deprecated, ErrorDef};

rules! {
    CODE_DEPRECATED = "code-deprecated":
        "A code is on its way out.",
        "It still works. Whoever uses it has time to move away.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)];
    CODE_UNDEPRECATED = "code-undeprecated":
        "A code that was on its way out stays.",
        "Whoever has moved away need not have.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)];
    REPLACEMENT_CHANGED = "replacement-changed":
        "What is to be used instead of a code is another.",
        "Whoever has moved has moved elsewhere.",
        "Say in the changelog where those who have moved already go now.",
        [case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)];
    SINCE_CHANGED = "since-changed":
        "The version that brought, deprecated or retired a code is another.",
        "It rewrites history.",
        "Put the version back that was published, unless it was wrong.",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
}

/// An entry on both sides. Where its code has changed, that has been said, and its name in Rust has gone with it.
pub(super) fn compare(it: &mut Comparison<'_>, old: &ErrorDef, new: &ErrorDef) {
    let at = At::new(Some(&new.code), "", Some(old.places.whole()), Some(new.places.whole()));
    let key = |key| at.key(key, &old.places, &new.places);
    status::compare(it, &at, old, new);
    if old.code == new.code {
        it.value(&key("name"), &NAME_CHANGED, "the name in Rust", Some(&old.name), Some(&new.name));
    }
    text::compare(it, &at, old, new);
    let is_first = !old.has_payload();
    field::compare(it, &key("fields"), &old.fields, &new.fields, is_first);
    field::moved(it);
    header::compare(it, &key("headers"), &old.headers, &new.headers, is_first);
    retry::compare(it, &at, old, new);
    it.value(&key("since"), &SINCE_CHANGED, "`since`", old.since.as_ref(), new.since.as_ref());
    deprecated(it, &key("deprecated"), old.deprecated.as_ref(), new.deprecated.as_ref());
    example::compare(it, &at, old, new);
}

fn deprecated(it: &mut Comparison<'_>, at: &At, old: Option<&Deprecated>, new: Option<&Deprecated>) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let message = format!("the code is deprecated since {}", new.since);
            it.push(at.see(&CODE_DEPRECATED, "", None, Some(new.since.clone()), message));
        }
        (Some(old), None) => {
            let message = "the code is deprecated no longer";
            it.push(at.see(&CODE_UNDEPRECATED, "", Some(old.since.clone()), None, message));
        }
        (Some(old), Some(new)) => {
            let key = |key| at.key(key, &old.places, &new.places);
            it.value(&key("since"), &SINCE_CHANGED, "`since`", Some(&old.since), Some(&new.since));
            let (before, after) = (old.replacement.as_ref(), new.replacement.as_ref());
            it.value(&key("use"), &REPLACEMENT_CHANGED, "the replacement", before, after);
            let (before, after) = (old.note.as_deref(), new.note.as_deref());
            texts(it, &key("note"), &NOTE_CHANGED, "the note", before, after);
        }
    }
}
