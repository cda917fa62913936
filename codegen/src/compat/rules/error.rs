//! An entry of both books: its name, its versions, and then each of its parts.

use super::fields::NAME_CHANGED;
use super::texts::{NOTE_CHANGED, texts};
use super::{envelope, examples, fields, headers, retry, status, texts as prose};
use crate::compat::context::Context;
use crate::compat::difference::Kind;
use crate::compat::impact::{Bump, Section, Verdict, case};
use crate::compat::location::Location;
use crate::compat::rule::rules;
use crate::compat::value::Value;
use crate::compat::wording::{text, wording};
use crate::model::{Deprecated, ErrorDef};

rules! {
    CODE_DEPRECATED = "code-deprecated" {
        summary: "A code was deprecated.",
        rationale: "It still works. Callers have time to migrate.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)],
        section: Section::Deprecated,
        message: |it| {
            wording!["the code is deprecated since ", text(&it.new_text())]
        },
    }
    CODE_UNDEPRECATED = "code-undeprecated" {
        summary: "A deprecated code is no longer deprecated.",
        rationale: "Callers need not migrate.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)],
        message: |_| wording!["the code is no longer deprecated"],
    }
    REPLACEMENT_CHANGED = "replacement-changed" {
        summary: "The replacement of a deprecated or retired code changed.",
        rationale: "Callers may have migrated to the previous one.",
        fix: "Name the new replacement in the changelog.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Minor, Bump::Minor)],
    }
    SINCE_CHANGED = "since-changed" {
        summary: "The version that added, deprecated or retired a code changed.",
        rationale: "It changes published history.",
        fix: "Restore the published version, unless it was wrong.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
}

/// An entry of both books. If its code changed, that was reported already, and covers its name in Rust.
pub(super) fn compare(it: &mut Context<'_>, old: &ErrorDef, new: &ErrorDef) {
    let at = Location::new(Some(&new.code), "", Some(old.places.whole()), Some(new.places.whole()));
    let key = |key| at.key(key, &old.places, &new.places);
    status::compare(it, &at, old, new);
    if old.code == new.code {
        it.plain(&key("name"), &NAME_CHANGED, "the Rust name", Some(&old.name), Some(&new.name));
    }
    prose::compare(it, &at, old, new);
    let is_first = !old.has_payload();
    fields::compare(it, &key("fields"), &old.fields, &new.fields, is_first);
    fields::moved(it);
    envelope::compare_entry(it, &at, old, new);
    headers::compare(it, &key("headers"), &old.headers, &new.headers, is_first);
    retry::compare(it, &at, old, new);
    it.plain(&key("since"), &SINCE_CHANGED, "`since`", old.since.as_ref(), new.since.as_ref());
    deprecated(it, &key("deprecated"), old.deprecated.as_ref(), new.deprecated.as_ref());
    examples::compare(it, &at, old, new);
}

fn deprecated(it: &mut Context<'_>, at: &Location, old: Option<&Deprecated>, new: Option<&Deprecated>) {
    let since = |it: &Deprecated| Some(Value::plain(&it.since));
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => it.push(at.change(&CODE_DEPRECATED, "", Kind::Deprecated, None, since(new))),
        (Some(old), None) => it.push(at.change(&CODE_UNDEPRECATED, "", Kind::Undeprecated, since(old), None)),
        (Some(old), Some(new)) => {
            let key = |key| at.key(key, &old.places, &new.places);
            it.plain(&key("since"), &SINCE_CHANGED, "`since`", Some(&old.since), Some(&new.since));
            let (before, after) = (old.replacement.as_ref(), new.replacement.as_ref());
            it.plain(&key("use"), &REPLACEMENT_CHANGED, "the replacement", before, after);
            let (before, after) = (old.note.as_deref(), new.note.as_deref());
            texts(it, &key("note"), &NOTE_CHANGED, "the note", before, after);
        }
    }
}
