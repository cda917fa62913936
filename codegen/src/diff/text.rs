//! Texts for people: what an entry says of itself.

use super::comparison::{Comparison, turned};
use super::order::order;
use super::rule::{Bump, Rule, Verdict, case, rules};
use super::{At, Change};
use crate::model::{ErrorDef, Part};

rules! {
    MESSAGE_CHANGED = "message-changed":
        "The message says something else, or is made of other values.",
        "It is for people, and nobody may parse it.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::Patch, Bump::Patch)];
    MEANING_CHANGED = "meaning-changed":
        "The meaning of a code says something else.",
        "The same code in another sense is the change that no tool sees. A person must look.",
        "If the sense is the same, say so in the pull request. If it is another, give it a code of its own.",
        [case("", Verdict::Dangerous, Verdict::Dangerous, Bump::Minor, Bump::Patch)];
    REMEDIATION_CHANGED = "remediation-changed":
        "What the caller is to do is said otherwise.",
        "Whoever follows the old advice should know of the new one.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    DETAILS_CHANGED = "details-changed":
        "The details of a code have changed.",
        "They stand in documentation alone.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    CAUSES_CHANGED = "causes-changed":
        "What brings an error about is said otherwise.",
        "It stands in documentation alone.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    TAGS_CHANGED = "tags-changed":
        "A code belongs to something else.",
        "Tags stand in documentation alone.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    NOTE_CHANGED = "note-changed":
        "Why a code is deprecated is said otherwise.",
        "Whoever moves away from the code reads it.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)];
    ALLOW_CHANGED = "allow-changed":
        "Other warnings than before do not count for an entry.",
        "It is between whoever writes the book and the compiler. Nothing is made of it.",
        "",
        [case("", Verdict::Note, Verdict::Note, Bump::None, Bump::None)];
    FORMATTING_ONLY = "formatting-only":
        "A text differs in white space alone, or a header's name in capitals alone.",
        "It says the same.",
        "",
        [case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)];
}

/// An entry's texts.
pub(super) fn compare(it: &mut Comparison<'_>, at: &At, old: &ErrorDef, new: &ErrorDef) {
    let key = |key| at.key(key, &old.places, &new.places);
    texts(it, &key("meaning"), &MEANING_CHANGED, "the meaning", Some(&old.meaning), Some(&new.meaning));
    let (before, after) = (Some(&*old.remediation), Some(&*new.remediation));
    texts(it, &key("remediation"), &REMEDIATION_CHANGED, "the remediation", before, after);
    message(it, &key("message"), old, new);
    let (before, after) = (old.details.as_deref(), new.details.as_deref());
    texts(it, &key("details"), &DETAILS_CHANGED, "the text of `details`", before, after);
    lists(it, &key("causes"), &CAUSES_CHANGED, "the list of causes", &old.causes, &new.causes);
    lists(it, &key("tags"), &TAGS_CHANGED, "the list of tags", &old.tags, &new.tags);
    lists(it, &key("allow"), &ALLOW_CHANGED, "the list of allowed warnings", &old.allow, &new.allow);
}

/// A message says the same where its parts are the same: without one it is the meaning, and braces are then no more than
/// that. Values count by their names, wherever the fields stand.
fn message(it: &mut Comparison<'_>, at: &At, old: &ErrorDef, new: &ErrorDef) {
    // Without a message of its own it changes as the meaning does, and that is said there.
    if !old.message.is_given && !new.message.is_given {
        return;
    }
    if parts(old) != parts(new) {
        let (before, after) = (Some(&*old.message.template), Some(&*new.message.template));
        if before == after {
            let message =
                "the message's braces are text now, or were: it was left out on one side, and is the meaning there";
            it.push(at.see(&MESSAGE_CHANGED, "", flat(before), flat(after), message));
        } else {
            texts(it, at, &MESSAGE_CHANGED, "the message", before, after);
        }
    } else if old.message.is_given != new.message.is_given {
        let message = "the message is written out on one side, and is the meaning on the other: it says the same";
        it.push(at.see(&FORMATTING_ONLY, "", None, None, message));
    }
}

/// A message's parts, with the names of what stands in them.
fn parts(entry: &ErrorDef) -> Vec<(bool, &str)> {
    let names: Vec<&str> =
        entry.fields.iter().map(|it| &*it.name).chain(entry.payload_headers().map(|it| &*it.name)).collect();
    let part = |it| match it {
        &Part::Param(index) => (true, names.get(index).copied().unwrap_or_default()),
        Part::Text(text) => (false, text.as_str()),
    };
    entry.message.parts.iter().map(part).collect()
}

/// A text that may be another now. What differs only as the address of the docs' site does is said of that.
pub(super) fn texts(
    it: &mut Comparison<'_>,
    at: &At,
    rule: &'static Rule,
    what: &str,
    old: Option<&str>,
    new: Option<&str>,
) {
    it.found.extend(text(at, rule, what, moved(it, old, new).as_deref().or(old), new));
}

fn text(at: &At, rule: &'static Rule, what: &str, old: Option<&str>, new: Option<&str>) -> Option<Change> {
    if old == new {
        return None;
    }
    let (before, after) = (flat(old), flat(new));
    Some(if before == after {
        at.see(&FORMATTING_ONLY, "", None, None, format!("{what} differs in white space alone"))
    } else {
        let message = turned(what, before.as_deref(), after.as_deref());
        at.see(rule, "", before, after, message)
    })
}

/// A text in one line.
pub(super) fn flat(text: Option<&str>) -> Option<String> {
    text.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Texts that may be others now.
pub(super) fn lists(it: &mut Comparison<'_>, at: &At, rule: &'static Rule, what: &str, old: &[String], new: &[String]) {
    let old: Vec<String> = old
        .iter()
        .enumerate()
        .map(|(n, text)| moved(it, Some(text), new.get(n).map(|it| &**it)).unwrap_or_else(|| text.clone()))
        .collect();
    let sorted = |texts: &[String]| {
        let mut texts = texts.to_vec();
        texts.sort_unstable();
        texts
    };
    if sorted(&old) == sorted(new) {
        order(it, at, what, &old, new);
    } else {
        let joined = |texts: &[String]| (!texts.is_empty()).then(|| texts.join("; "));
        it.value(at, rule, what, joined(&old), joined(new));
    }
}

/// The old text with its links to the docs' site as the new site has them, if that makes it the new text.
fn moved(it: &Comparison<'_>, old: Option<&str>, new: Option<&str>) -> Option<String> {
    let (from, to) = (it.old.api.site()?, it.new.api.site()?);
    let moved = old?.replace(&format!("]({from}/"), &format!("]({to}/"));
    (from != to && Some(&*moved) == new).then_some(moved)
}
