//! What a change to a spec comes to: each change with what lets it pass, the version that they ask for, and the gates.
//!
//! It knows neither where the books came from nor how a report is shown. Which day it is, it is told.

use std::collections::BTreeMap;

use super::rule::{Bump, Verdict};
use super::waiver::Waiver;
use super::{At, Change, Date, codes, diff_since, sorted, version};
use crate::model::{Api, Book};

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its book.
    pub book: &'a Book,
    /// Its waivers.
    pub waivers: &'a [Waiver],
}

/// What a report answers.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is proposed.
    pub head: Side<'a>,
    /// What is there; `None`: nothing yet, and everything is new.
    pub base: Option<Side<'a>>,
    /// What was released last, if anything was.
    pub release: Option<&'a Book>,
    /// Which day it is.
    pub today: &'a Date,
}

/// What a change to a spec comes to.
#[derive(Debug, Clone)]
pub struct Report {
    /// What the head changes of the base, with the gates; the worst first.
    pub changes: Vec<Judged>,
    /// What it changes of the last release, if there is one; the worst first.
    pub since_release: Option<Vec<Judged>>,
    /// The part of the version that has to be raised, since the release where there is one, else since the base. Below
    /// 1.0.0 that is the minor version for a break, and the patch version for all else.
    pub required: Bump,
    /// What `api.version` says.
    pub declared: Declared,
    /// Whether the version was raised by as much as is required, and did not go back.
    pub sufficient: bool,
}

/// What `api.version` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// In the release where there is one, else in the base; `None`: there is neither.
    pub from: Option<String>,
    /// In the head.
    pub to: String,
}

/// A change, and what lets it pass.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The change.
    pub change: Change,
    /// What lets it pass; `None`: nothing does.
    pub pass: Option<Pass>,
}

/// What lets a change pass.
#[derive(Debug, Clone)]
pub enum Pass {
    /// The version was raised by as much as the change asks for.
    Version,
    /// Somebody has answered for it.
    Waiver(Box<Waiver>),
    /// What it changes was never released.
    Unreleased,
}

impl Judged {
    /// The waiver that lets it pass.
    pub fn waiver(&self) -> Option<&Waiver> {
        if let Some(Pass::Waiver(it)) = &self.pass { Some(it) } else { None }
    }
}

/// From how bad a change on a report fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// From what breaks somebody.
    #[default]
    Breaking,
    /// From what may surprise somebody.
    Dangerous,
    /// Whatever it is.
    Any,
    /// Never.
    None,
}

impl FailOn {
    /// Whether a verdict is as bad as that.
    pub fn is_reached(self, verdict: Verdict) -> bool {
        match self {
            Self::Breaking => verdict >= Verdict::Breaking,
            Self::Dangerous => verdict >= Verdict::Dangerous,
            Self::Any => true,
            Self::None => false,
        }
    }
}

impl Report {
    /// Compares, and judges.
    ///
    /// A waiver counts for what the head changes of the base unless it stands in the base too: then it has served for a
    /// change that is in the base already. Against the release it counts until the release has the change too. Only one
    /// that is new is a finding when it fits nothing or has ended.
    pub fn new(question: &Question<'_>) -> Self {
        let Question { head, base, release, today } = question;
        let to = &head.book.api.version;
        let empty = Book::without_entries(head.book);
        let reference = release.or(base.map(|it| it.book)).map(|it| &it.api);
        let released = reference.map_or(to, |it| &it.version);
        let changes = diff_since(base.map_or(&empty, |it| it.book), head.book, released);
        let since_release = release.map(|it| diff_since(it, head.book, released));

        let is_fresh = |it: &&Waiver| !base.is_some_and(|base| base.waivers.iter().any(|old| old.is_same(it)));
        let has_ended = |it: &Waiver| it.has_ended(today, to);
        let counts = |it: &&Waiver| if is_fresh(it) { !has_ended(it) } else { release.is_some() };
        let waivers: Vec<&Waiver> = head.waivers.iter().filter(counts).collect();
        let waiver_of = |change: &Change| waivers.iter().find(|it| it.fits(change)).copied();

        let judged_changes = since_release.as_ref().unwrap_or(&changes);
        let unwaived = judged_changes.iter().filter(|it| waiver_of(it).is_none());
        let bump = unwaived.map(|it| it.effect.bump()).max().unwrap_or(Bump::None);
        let required = reference.map_or(Bump::None, |it| version::required(&it.version, bump));

        let old_place = if release.is_some() { None } else { reference.map(|it| it.places.of("version")) };
        let at = At::new(None, "api.version", old_place, Some(head.book.api.places.of("version")));
        let version_gate = reference.and_then(|it| version::gate(&at, &it.version, to, required));
        let sufficient = version_gate.is_none();

        let gates = gates(head.waivers.iter().filter(is_fresh), has_ended, |waiver| {
            changes.iter().chain(since_release.iter().flatten()).any(|it| waiver.fits(it))
        });
        let raised = reference.and_then(|it| version::raised(&it.version, to));
        let judge = |change: Change| {
            let asked = |from: &Api| version::required(&from.version, change.effect.bump());
            let is_allowed = *change.rule != codes::CODE_REMOVED
                && reference.is_none_or(|from| raised.is_some_and(|raised| raised >= asked(from)));
            let waived = waiver_of(&change).cloned().map(Box::new).map(Pass::Waiver);
            let pass = waived.or(is_allowed.then_some(Pass::Version));
            Judged { change, pass }
        };
        let since_release: Option<Vec<Judged>> = since_release.map(|it| it.into_iter().map(judge).collect());
        let released: Option<BTreeMap<_, &Judged>> =
            since_release.as_ref().map(|all| all.iter().rev().map(|it| (place(&it.change), it)).collect());
        let of_base = |change: Change| match &released {
            None => judge(change),
            // What the release does not have, nobody depends on: a change of it is judged by what is left of it there.
            Some(released) => {
                let pass = released.get(&place(&change)).map_or(Some(Pass::Unreleased), |it| it.pass.clone());
                Judged { change, pass }
            }
        };
        let mut changes: Vec<Judged> = changes.into_iter().map(of_base).collect();
        let gates = sorted(gates.into_iter().chain(version_gate).collect());
        changes.splice(0..0, gates.into_iter().map(|change| Judged { change, pass: None }));
        Self {
            changes,
            since_release,
            required,
            declared: Declared { from: reference.map(|it| it.version.clone()), to: to.clone() },
            sufficient,
        }
    }

    /// What decides whether the report fails: the gates, and what has changed since the release where there is one, else
    /// since the base.
    pub fn judged(&self) -> impl Iterator<Item = &Judged> {
        let is_judged = |it: &&Judged| self.since_release.is_none() || it.change.rule.is_gate();
        self.changes.iter().filter(is_judged).chain(self.since_release.iter().flatten())
    }

    /// What fails at a level: what is as bad as that, and has nothing that lets it pass. A gate is as bad as can be.
    pub fn failures(&self, on: FailOn) -> impl Iterator<Item = &Judged> {
        self.judged().filter(move |it| it.pass.is_none() && on.is_reached(it.change.effect.verdict()))
    }

    /// Whether it fails at a level.
    pub fn fails(&self, on: FailOn) -> bool {
        self.failures(on).next().is_some()
    }
}

/// What a change is about.
fn place(it: &Change) -> (Option<String>, String) {
    (it.code.clone(), it.path.clone())
}

/// The gates of waivers that are new.
fn gates<'a>(
    fresh: impl Iterator<Item = &'a Waiver>,
    has_ended: impl Fn(&Waiver) -> bool,
    is_used: impl Fn(&Waiver) -> bool,
) -> Vec<Change> {
    let mut seen: Vec<&Waiver> = Vec::new();
    let mut out = Vec::new();
    for waiver in fresh {
        if has_ended(waiver) {
            out.push(waiver.expired());
        } else if !is_used(waiver) {
            out.push(waiver.unused());
        } else if seen.iter().any(|it| it.is_same(waiver)) {
            // It has nothing left to waive.
            out.push(waiver.second());
        } else {
            seen.push(waiver);
        }
    }
    out
}
