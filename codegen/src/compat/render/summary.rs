//! Shared by the forms for people: the outcome, and the number of changes.

use std::borrow::Cow;

use super::{Comparison, versions};
use crate::compat::change::Change;
use crate::compat::difference::Ends;
use crate::compat::excerpt::excerpts;
use crate::compat::impact::Verdict;
use crate::compat::report::{Assessment, Pass};
use crate::compat::value::Value;
use crate::compat::waiver::Waiver;
use crate::compat::wording::{self, Wording, wording};
use crate::text::{counted, visible};

/// The worst that changed since the base.
fn own(it: &Comparison<'_>) -> Option<Verdict> {
    it.report.changes.iter().map(|it| &it.change).filter(|it| !it.rule.is_policy()).map(Change::verdict).max()
}

/// The worst verdict in a few words, capitalized.
pub(super) fn verdict(it: &Comparison<'_>) -> &'static str {
    match own(it) {
        None if it.report.changes.is_empty() => "No changes",
        None => "No changes to the contract",
        Some(Verdict::Breaking | Verdict::Policy) => "Breaking",
        Some(Verdict::Dangerous) => "Dangerous",
        Some(Verdict::Note | Verdict::Safe) => "Safe",
    }
}

/// Whether it passes, and why, in one sentence.
pub(super) fn outcome(it: &Comparison<'_>) -> String {
    let failing: Vec<&Assessment> = it.report.failures(it.fail_on).collect();
    if !failing.is_empty() {
        let mut policies: Vec<&str> =
            failing.iter().map(|it| it.change.rule).filter(|it| it.is_policy()).map(|it| it.id).collect();
        policies.dedup();
        let mut counts = by_verdict(&failing);
        // What the verdict before this sentence does not have is from an earlier pull request.
        let failing = failing.iter().map(|it| &it.change).filter(|it| !it.rule.is_policy());
        if failing.map(Change::verdict).max() > own(it) {
            counts.push_str(" since the release");
        }
        let why = policies.into_iter().map(str::to_owned).chain(Some(counts).filter(|it| !it.is_empty()));
        return format!("Failed: {}.", why.collect::<Vec<_>>().join(", "));
    }
    // Only shown changes count: those of other pull requests do not affect this one.
    let released = it.report.since_release.iter().flatten().filter(|_| it.is_whole);
    let shown: Vec<&Assessment> = it.report.changes.iter().chain(released).collect();
    let breaking =
        || shown.iter().filter(|it| it.change.verdict() == Verdict::Breaking).filter_map(|it| it.pass.as_ref());
    let bumped = versions::bump(breaking());
    let is_waived = breaking().any(|it| matches!(it, Pass::Waiver(_)));
    match (bumped, is_waived) {
        (Some((bump, _)), true) => format!("Passed: {bump} and waivers cover the breaking changes."),
        (Some((bump, verb)), false) => format!("Passed: {bump} {verb} the breaking changes."),
        (None, true) => "Passed: waivers cover the breaking changes.".to_owned(),
        (None, false) => "Passed.".to_owned(),
    }
}

/// The number of changes of each verdict: `2 breaking, 1 dangerous, 1 note`. Policies do not count.
pub(super) fn by_verdict(all: &[&Assessment]) -> String {
    let counts = [Verdict::Breaking, Verdict::Dangerous, Verdict::Note, Verdict::Safe].map(|verdict| {
        let count = all.iter().filter(|it| it.change.verdict() == verdict).count();
        let plural = if count != 1 && verdict == Verdict::Note { "s" } else { "" };
        (count > 0).then(|| format!("{count} {}{plural}", verdict.as_str()))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `1 change`, `2 changes`.
pub(super) fn changes(count: usize) -> String {
    counted(count, "change")
}

/// The number of changes since the base, with a space before it and a full stop; empty where there are none.
pub(super) fn total(it: &Comparison<'_>) -> String {
    let all: Vec<&Assessment> = it.report.changes.iter().filter(|it| !it.change.rule.is_policy()).collect();
    if all.is_empty() { String::new() } else { format!(" {}: {}.", changes(all.len()), by_verdict(&all)) }
}

/// Why a change passes, in a few words; `None` if it would pass anyway.
pub(super) fn pass(it: &Assessment) -> Option<Wording> {
    let is_harmless = it.change.verdict() < Verdict::Dangerous;
    Some(match it.pass.as_ref()? {
        Pass::Version(_) | Pass::Unreleased if is_harmless => return None,
        Pass::Version(of) => wording!["covered by ", versions::noun(*of)],
        Pass::Unreleased => wording!["never released"],
        Pass::Waiver(it) => waived(it),
    })
}

fn waived(it: &Waiver) -> Wording {
    let mut out = wording!["waived"];
    if let Some(owner) = &it.owner {
        out = out.then(wording![" by ", wording::text(owner)]);
    }
    out = match &it.ends {
        None => out,
        Some(Ends::Expires(last)) => out.then(wording![" through ", wording::text(last)]),
        Some(Ends::Until(version)) => out.then(wording![" until ", wording::text(version)]),
    };
    out.then(wording![": ", wording::text(&it.reason)])
}

/// The code of a change, unless its message names it already.
pub(super) fn subject(it: &Change) -> Option<&str> {
    it.code().filter(|_| !it.path().is_code())
}

/// The path of a change in its entry, if it is nested below a key.
pub(super) fn deep(it: &Change) -> Option<String> {
    (it.code().is_some() && it.path().is_deep()).then(|| it.path().to_string())
}

/// The maximum length of a value that is shown whole, in characters.
const WHOLE: usize = 400;

/// The old and the new value, each whole if short, else an excerpt around the difference.
pub(super) fn values(it: &Change) -> (Option<Cow<'_, str>>, Option<Cow<'_, str>>) {
    let (from, to) = (it.from.as_ref().map(Value::as_text), it.to.as_ref().map(Value::as_text));
    match (from, to) {
        (Some(from), Some(to)) if from.len().max(to.len()) > WHOLE => {
            let (from, to) = excerpts(&from, &to);
            (Some(from.into()), Some(to.into()))
        }
        values => values,
    }
}

/// A text that is short enough, on one line, with everything in it visible.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}
