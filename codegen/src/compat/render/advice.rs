//! What to do about a report and about each of its changes, ready to paste: the version to write, the tombstone, the
//! waiver.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::summary::{changes, subject};
use super::waivers::waiver;
use super::{Comparison, Entry, place};
use crate::compat::change::Change;
use crate::compat::difference::Kind;
use crate::compat::impact::Verdict;
use crate::compat::report::Assessment;
use crate::compat::version::next;
use crate::compat::wording::{Wording, code, text, wording};
use crate::model::ErrorDef;
use crate::text::{counted, listed};

/// What to do about one change.
#[derive(Default)]
pub(super) struct Advice {
    /// How to avoid it, or what else to do.
    pub(super) help: Option<Wording>,
    /// The versions that would let it pass.
    pub(super) version: Option<Wording>,
    /// The waiver that would let it pass.
    pub(super) waiver: Option<String>,
    /// What clients or servers must do if it passes.
    pub(super) parties: Vec<(&'static str, Wording)>,
}

/// Gives advice on the changes of a report.
pub(super) struct Adviser<'a> {
    it: Comparison<'a>,
    /// The prefix of the path of a file to edit.
    prefix: &'a str,
    /// The versions that would let the failing changes pass.
    version: Option<Wording>,
    entries: HashMap<&'a str, &'a ErrorDef>,
}

impl<'a> Adviser<'a> {
    pub(super) fn new(it: &Comparison<'a>, prefix: &'a str) -> Self {
        let entries = it.head.book.errors.iter().map(|it| (&*it.code, it)).collect();
        // Policies come first among the changes.
        let policies = it.report.changes.iter().map(|it| &it.change).take_while(|it| it.rule.is_policy());
        Self { it: *it, prefix, version: set(it, policies, prefix), entries }
    }

    /// What to do about failing and breaking changes; for all others, only text to paste, if any.
    pub(super) fn advice(&self, entry: &Entry<'_>) -> Advice {
        let change = &entry.assessment.change;
        let breaks = entry.verdict() == Verdict::Breaking;
        let passes = entry.assessment.pass.is_some();
        if entry.fails || breaks && !passes {
            let is_waivable = !change.rule.is_policy();
            let version = self.version.clone().filter(|_| is_waivable && !change.rule.needs_waiver);
            let waiver = is_waivable.then(|| waiver(change));
            Advice { help: change.help(), version, waiver, parties: Vec::new() }
        } else if breaks {
            Advice { parties: self.parties(change), ..Advice::default() }
        } else {
            let help = change.help().filter(|_| matches!(change.kind, Kind::PossibleRename { .. }));
            Advice { help, ..Advice::default() }
        }
    }

    /// What clients and servers must do about a breaking change.
    fn parties(&self, change: &Change) -> Vec<(&'static str, Wording)> {
        let entry = change.code().and_then(|code| self.entries.get(code));
        let name = entry.map_or("its type", |it| &it.name);
        let notes = [("clients", change.clients()), ("servers", change.servers(name))];
        notes.into_iter().filter_map(|(party, note)| Some((party, note?))).collect()
    }

    /// The code that a change adds to the book.
    pub(super) fn added(&self, change: &Change) -> Option<&'a ErrorDef> {
        let is_added = matches!(change.kind, Kind::CodeAdded { .. } | Kind::CodeReused { .. });
        change.code().filter(|_| is_added).and_then(|code| self.entries.get(code)).copied()
    }

    /// The file of the waivers.
    pub(super) fn waivers(&self) -> String {
        format!("{}waivers.yaml", self.prefix)
    }
}

/// The instruction for versions that are too low: `set `version: 2.0.0` at spec/shop.yaml:2:28`.
fn set<'c>(it: &Comparison<'_>, policies: impl Iterator<Item = &'c Change>, prefix: &str) -> Option<Wording> {
    let mut out: Option<Wording> = None;
    for change in policies {
        let Kind::Version { required, .. } = &change.kind else { continue };
        let start = out.map_or_else(|| wording!["set "], |it| it.then(wording![" and "]));
        let mut next = start.then(wording![code(&format!("version: {}", next(&change.old_text(), *required)))]);
        if let Some(span) = change.location.new {
            next = next.then(wording![" at ", code(&place(it.head, prefix, span))]);
        }
        out = Some(next);
    }
    out
}

/// What no waiver covers, in a line each: the versions that must be written even if all that fails is waived, and what else
/// fails and is no change.
pub fn beside_waivers(it: &Comparison<'_>) -> Vec<String> {
    let left = it.report.versions_left(it.fail_on, &it.head.book.api);
    let (policies, waivable): (Vec<&Change>, Vec<&Change>) =
        it.report.failures(it.fail_on).map(|it| &it.change).partition(|it| it.rule.is_policy());
    let (versions, others): (Vec<&Change>, Vec<&Change>) =
        policies.into_iter().partition(|it| matches!(it.kind, Kind::Version { .. }));
    let ids: BTreeSet<&str> = versions.iter().map(|it| it.rule.id).collect();
    let version = set(it, left.iter(), it.head.prefix).filter(|_| !ids.is_empty() || !waivable.is_empty());
    let version = version.map(|set| match waivable.len() {
        0 => format!("no waiver covers {}: {set}, or a later version", listed(ids)),
        _ => format!("the waivers do not cover the version: {set} too, or a later version"),
    });
    let others = others.into_iter().map(|it| {
        let help = it.help().map(|it| format!(". {it}")).unwrap_or_default();
        format!("no waiver covers `{}`: {}{help}", it.rule.id, it.message())
    });
    version.into_iter().chain(others).collect()
}

/// The worst change: its subject, and what changed.
pub(super) fn worst(it: &Comparison<'_>) -> Option<Wording> {
    let sections = it.own().sections();
    let all = sections.iter().flat_map(|it| &it.changes);
    let changes = all.filter(|it| !it.assessment.change.rule.is_policy());
    // Changes that no version allows, and those that affect both clients and servers, are worse than others of the same
    // verdict.
    let worst = changes.min_by_key(|it| {
        let (rule, impact) = (it.assessment.change.rule, it.assessment.change.impact());
        Reverse((it.fails, it.verdict(), rule.needs_waiver, impact.client.min(impact.server)))
    })?;
    let change = &worst.assessment.change;
    let subject = subject(change).map(|it| wording![code(it), ": "]).unwrap_or_default();
    Some(subject.then(change.message()).then(wording![" (", change.rule.id, ", ", worst.verdict().as_str(), ")"]))
}

/// What to do to make the report pass, or what to review if it passes.
pub(super) fn to_do(adviser: &Adviser<'_>) -> Wording {
    let it = &adviser.it;
    let failing: Vec<&Assessment> = it.report.failures(it.fail_on).collect();
    let of = |is_in: &dyn Fn(&Assessment) -> bool| failing.iter().filter(|it| is_in(it)).count();
    let covered = of(&|it| !it.change.rule.is_policy() && !it.change.rule.needs_waiver);
    let uncovered = of(&|it| it.change.rule.needs_waiver);
    let waivers = of(&|it| matches!(it.change.kind, Kind::Waiver { .. }));
    let dangerous =
        it.report.changes.iter().filter(|it| it.change.verdict() == Verdict::Dangerous && it.waiver().is_none());
    let dangerous = dangerous.count();
    let is_low = failing.iter().any(|it| matches!(it.change.kind, Kind::Version { .. }));
    let mut parts: Vec<Wording> = Vec::new();
    if of(&|it| matches!(it.change.kind, Kind::NoBook { .. })) > 0 {
        parts.push(wording!["confirm that the book is new (", code("--new-book"), "), or name the old one"]);
    }
    if let Some(set) = adviser.version.clone().filter(|_| is_low) {
        parts.push(match covered {
            0 => set,
            _ => set.then(wording![", or undo or waive ", text(&changes(covered))]),
        });
    }
    if uncovered > 0 {
        parts.push(wording!["retire or waive ", text(&counted(uncovered, "removed code"))]);
    }
    if waivers > 0 {
        parts.push(wording!["correct ", text(&counted(waivers, "waiver"))]);
    }
    let breaks = it.report.changes.iter().any(|it| it.change.verdict() == Verdict::Breaking);
    if parts.is_empty() && breaks {
        parts.push(wording!["tell callers what to do (", code("--format changelog"), " writes it)"]);
    }
    if dangerous > 0 {
        parts.push(wording!["review ", text(&counted(dangerous, "dangerous change"))]);
    }
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| wording!["nothing"]);
    parts.fold(first, |out, it| out.then(wording!["; "]).then(it)).then(wording!["."])
}
