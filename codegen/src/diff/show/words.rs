//! What the forms for people say alike: how it went, how many changes there are, and what they ask of the version.

use super::{Comparison, Seen};
use crate::diff::report::{Judged, Pass};
use crate::diff::rule::{Bump, Verdict};
use crate::diff::version::next;
use crate::diff::waiver::{Ends, Waiver};
use crate::text::visible;

/// How it went, in a few words, with a capital.
pub(super) fn verdict(it: &Comparison<'_>) -> &'static str {
    let worst =
        it.report.changes.iter().filter(|it| !it.change.rule.is_gate()).map(|it| it.change.effect.verdict()).max();
    match worst {
        None if it.report.changes.is_empty() => "Nothing has changed",
        None => "The contract has not changed",
        Some(Verdict::Breaking | Verdict::Gate) => "Breaking",
        Some(Verdict::Dangerous) => "Dangerous",
        Some(Verdict::Note | Verdict::Safe) => "Safe",
    }
}

/// Whether it passes, and why, in one sentence.
pub(super) fn judgement(it: &Comparison<'_>) -> String {
    let failing: Vec<&Judged> = it.report.failures(it.fail_on).collect();
    if !failing.is_empty() {
        let mut gates: Vec<&str> =
            failing.iter().map(|it| it.change.rule).filter(|it| it.is_gate()).map(|it| it.id).collect();
        gates.dedup();
        let counts = counted(&failing);
        let why = gates.into_iter().map(str::to_owned).chain(Some(counts).filter(|it| !it.is_empty()));
        return format!("This fails: {}.", why.collect::<Vec<_>>().join(", "));
    }
    // Of what is shown: what another pull request has brought is no reason for this one.
    let released = it.report.since_release.iter().flatten().filter(|_| it.is_whole);
    let shown: Vec<&Judged> = it.report.changes.iter().chain(released).collect();
    let passing = |of: fn(&Pass) -> bool| {
        shown.iter().any(|it| it.change.effect.verdict() == Verdict::Breaking && it.pass.as_ref().is_some_and(of))
    };
    match (passing(|it| matches!(it, Pass::Version)), passing(|it| matches!(it, Pass::Waiver(_)))) {
        (true, true) => "This passes: the version allows what breaks, or it is waived.".to_owned(),
        (true, false) => "This passes: the version allows what breaks.".to_owned(),
        (false, true) => "This passes: what breaks is waived.".to_owned(),
        (false, false) => "This passes.".to_owned(),
    }
}

/// How many changes there are of each verdict: `2 breaking, 1 dangerous, 1 note`. Gates are none.
pub(super) fn counted(all: &[&Judged]) -> String {
    let counts = [Verdict::Breaking, Verdict::Dangerous, Verdict::Note, Verdict::Safe].map(|verdict| {
        let count = all.iter().filter(|it| it.change.effect.verdict() == verdict).count();
        let plural = if count != 1 && verdict == Verdict::Note { "s" } else { "" };
        (count > 0).then(|| format!("{count} {}{plural}", verdict.as_str()))
    });
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `1 change`, `2 changes`.
pub(super) fn changes(count: usize) -> String {
    format!("{count} {}", if count == 1 { "change" } else { "changes" })
}

/// How many changes there are of the base, with a blank in front and a full stop; empty where there are none.
pub(super) fn summed_up(it: &Comparison<'_>) -> String {
    let all: Vec<&Judged> = it.report.changes.iter().filter(|it| !it.change.rule.is_gate()).collect();
    if all.is_empty() { String::new() } else { format!(" {}: {}.", changes(all.len()), counted(&all)) }
}

/// What the changes ask of `api.version`, and what it says.
pub(super) struct Versions {
    /// `2.0.0 or later (major)`, `no other`.
    pub(super) asked: String,
    /// `1.0.0 as before`, `1.0.0 to 2.0.0`, `1.0.0, the first`.
    pub(super) declared: String,
    /// Whether that will do.
    pub(super) judgement: &'static str,
}

pub(super) fn versions(it: &Comparison<'_>) -> Versions {
    let report = it.report;
    let (from, to) = (report.declared.from.as_deref(), &*report.declared.to);
    let asked = match (from, report.required) {
        (None, _) | (_, Bump::None) => "no other".to_owned(),
        (Some(from), part) => format!("{} or later ({})", next(from, part), part.as_str()),
    };
    let declared = match from {
        None => format!("{to}, the first"),
        Some(from) if from == to => format!("{to} as before"),
        Some(from) => format!("{from} to {to}"),
    };
    Versions { asked, declared, judgement: if report.sufficient { "enough" } else { "not enough" } }
}

/// What lets a change pass, in a few words. Nothing is said of what would pass anyway.
pub(super) fn pass(judged: &Judged) -> Option<String> {
    let is_harmless = judged.change.effect.verdict() < Verdict::Dangerous;
    Some(match judged.pass.as_ref()? {
        Pass::Version | Pass::Unreleased if is_harmless => return None,
        Pass::Version => "the version allows it".to_owned(),
        Pass::Unreleased => "never released".to_owned(),
        Pass::Waiver(it) => waived(it),
    })
}

fn waived(it: &Waiver) -> String {
    let owner = it.owner.iter().map(|owner| format!(" by {owner}"));
    let ends = it.ends.iter().map(|ends| match ends {
        Ends::Expires(last) => format!(", up to {last}"),
        Ends::Until(version) => format!(", until {version}"),
    });
    format!("waived{}: {}", owner.chain(ends).collect::<String>(), it.reason)
}

/// The code that a change is about, unless its message is about nothing else.
pub(super) fn subject<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let change = &seen.judged.change;
    change.code.as_deref().filter(|_| change.path != "code")
}

/// Where a change is in its entry, where that is deeper than a key of it.
pub(super) fn deep<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    let change = &seen.judged.change;
    (change.code.is_some() && change.path.contains('.')).then_some(&*change.path)
}

/// A text that is short enough, on one line, with everything in it to be seen.
pub(super) fn short(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => visible(&text[..end]) + "…",
        None => visible(text),
    }
}
