//! Texts for people: the prose of an entry.

use std::borrow::Cow;

use super::order::order;
use crate::compat::context::Context;
use crate::compat::difference::{Difference, Kind};
use crate::compat::impact::{Bump, Verdict, case};
use crate::compat::location::Location;
use crate::compat::prose::is_reworded;
use crate::compat::rule::{Rule, rules};
use crate::compat::value::Value;
use crate::compat::wording::{Wording, quoted, wording};
use crate::model::{ErrorDef, Part};

rules! {
    MESSAGE_CHANGED = "message-changed" {
        summary: "The message changed.",
        rationale: "It is for people, and programs must not parse it.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::Patch, Bump::Patch)],
        message: |it| match it.kind {
            Kind::MessageBraces => wording![
                "the braces of the message are placeholders on one side and text on the other, where the message is the meaning"
            ],
            _ => it.value_message(),
        },
    }
    MEANING_REWORDED = "meaning-reworded" {
        summary: "The meaning of a code changed only in letter case, punctuation, markup or the target of a link.",
        rationale: "The words are the same. Punctuation next to digits and the contents of code spans count as words.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    MEANING_CHANGED = "meaning-changed" {
        summary: "The meaning of a code changed.",
        rationale: "No tool can tell whether the code now means something else. A person must decide.",
        fix: "If the code still means the same, say so in the pull request. If it changed, give the new meaning its own code.",
        cases: &[case("", Verdict::Dangerous, Verdict::Dangerous, Bump::Patch, Bump::Patch)],
    }
    REMEDIATION_CHANGED = "remediation-changed" {
        summary: "The remediation changed.",
        rationale: "Callers who follow the old advice should know the new one.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    DETAILS_CHANGED = "details-changed" {
        summary: "The details of a code changed.",
        rationale: "Only documentation shows them.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    CAUSES_CHANGED = "causes-changed" {
        summary: "The causes of an error changed.",
        rationale: "Only documentation shows them.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    TAGS_CHANGED = "tags-changed" {
        summary: "The tags of a code changed.",
        rationale: "Only documentation shows them.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    NOTE_CHANGED = "note-changed" {
        summary: "The note on a deprecation changed.",
        rationale: "Callers who migrate read it.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::Patch, Bump::Patch)],
    }
    ALLOW_CHANGED = "allow-changed" {
        summary: "The allowed warnings of an entry changed.",
        rationale: "They concern the authors of the book and the compiler, and nothing is generated from them.",
        cases: &[case("", Verdict::Note, Verdict::Note, Bump::None, Bump::None)],
    }
    FORMATTING_ONLY = "formatting-only" {
        summary: "A text changed only in white space, or the name of a header only in letter case.",
        rationale: "The content is the same.",
        cases: &[case("", Verdict::Safe, Verdict::Safe, Bump::None, Bump::None)],
        message: reformatted,
    }
}

fn reformatted(it: &Difference) -> Wording {
    match it.kind {
        Kind::LetterCase => {
            wording!["the header is now spelled ", quoted(it.new_text()), ", and header names are case-insensitive"]
        }
        Kind::MessageWrittenOut => {
            wording![
                "the message is written out on one side and derived from the meaning on the other, with the same text"
            ]
        }
        Kind::WhiteSpace(what) => it.owned(what).then(wording![" differs only in white space"]),
        _ => it.value_message(),
    }
}

/// The texts of an entry.
pub(super) fn compare(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    let key = |key| at.key(key, &old.places, &new.places);
    let rule = if is_reworded(&old.meaning, &new.meaning) { &MEANING_REWORDED } else { &MEANING_CHANGED };
    texts(it, &key("meaning"), rule, "the meaning", Some(&old.meaning), Some(&new.meaning));
    let (before, after) = (Some(&*old.remediation), Some(&*new.remediation));
    texts(it, &key("remediation"), &REMEDIATION_CHANGED, "the remediation", before, after);
    message(it, &key("message"), old, new);
    let (before, after) = (old.details.as_deref(), new.details.as_deref());
    texts(it, &key("details"), &DETAILS_CHANGED, "the text of `details`", before, after);
    lists(it, &key("causes"), &CAUSES_CHANGED, "the list of causes", &old.causes, &new.causes);
    lists(it, &key("tags"), &TAGS_CHANGED, "the list of tags", &old.tags, &new.tags);
    lists(it, &key("allow"), &ALLOW_CHANGED, "the list of allowed warnings", &old.allow, &new.allow);
}

/// Two messages are the same if their parts are: without `message` it is the meaning, in which braces are text.
/// Placeholders are compared by name, regardless of the order of fields.
fn message(it: &mut Context<'_>, at: &Location, old: &ErrorDef, new: &ErrorDef) {
    // If neither has a `message`, the change of the meaning is reported instead.
    if !old.message.is_given && !new.message.is_given {
        return;
    }
    if parts(old) != parts(new) {
        let (before, after) = (Some(&*old.message.template), Some(&*new.message.template));
        if before == after {
            it.push(at.change(&MESSAGE_CHANGED, "", Kind::MessageBraces, flat(before), flat(after)));
        } else {
            texts(it, at, &MESSAGE_CHANGED, "the message", before, after);
        }
    } else if old.message.is_given != new.message.is_given {
        it.push(at.change(&FORMATTING_ONLY, "", Kind::MessageWrittenOut, None, None));
    }
}

/// The parts of a message, with the names of its placeholders. Header names are case-insensitive.
fn parts(entry: &ErrorDef) -> Vec<(bool, Cow<'_, str>)> {
    let fields = entry.fields.iter().map(|it| Cow::Borrowed(&*it.name));
    let headers = entry.payload_headers().map(|it| Cow::Owned(it.name.to_ascii_lowercase()));
    let names: Vec<Cow<'_, str>> = fields.chain(headers).collect();
    let part = |it| match it {
        &Part::Param(index) => (true, names.get(index).cloned().unwrap_or_default()),
        Part::Text(text) => (false, Cow::Borrowed(&**text)),
    };
    entry.message.parts.iter().map(part).collect()
}

/// Compares two texts. A difference that follows from a new URL of the docs is not reported again.
pub(super) fn texts(
    it: &mut Context<'_>,
    at: &Location,
    rule: &'static Rule,
    what: &'static str,
    old: Option<&str>,
    new: Option<&str>,
) {
    let moved = moved(it, old, new);
    let old = moved.as_deref().or(old);
    if old == new {
        return;
    }
    let (before, after) = (flat(old), flat(new));
    it.push(if before == after {
        at.change(&FORMATTING_ONLY, "", Kind::WhiteSpace(what), None, None)
    } else {
        at.change(rule, "", Kind::Value(what), before, after)
    });
}

/// A text on one line.
fn flat(text: Option<&str>) -> Option<Value> {
    text.map(|it| Value::Prose(it.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// Compares two lists of texts.
fn lists(it: &mut Context<'_>, at: &Location, rule: &'static Rule, what: &'static str, old: &[String], new: &[String]) {
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
        let joined = |texts: &[String]| (!texts.is_empty()).then(|| Value::Prose(texts.join("; ")));
        it.value(at, rule, what, joined(&old), joined(new));
    }
}

/// The old text with its links rebased to the new URL of the docs, if that makes it the new text.
fn moved(it: &Context<'_>, old: Option<&str>, new: Option<&str>) -> Option<String> {
    let (from, to) = (it.old.api.site()?, it.new.api.site()?);
    let moved = old?.replace(&format!("]({from}/"), &format!("]({to}/"));
    (from != to && Some(&*moved) == new).then_some(moved)
}
