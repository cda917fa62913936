//! The verdict on a change to a spec: why each change passes or fails, the required versions, and the failing policies.
//!
//! It knows neither the origin of the books nor the forms of a report. The current day is an argument.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::Change;
use super::difference::{Fault, OtherBook};
use super::impact::{Bump, Impact, Verdict, VersionOf};
use super::version::Versions;
use super::waiver::Waiver;
use super::{base, diff_since, sorted};
use crate::model::{Api, Book};

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its book.
    pub book: &'a Book,
    /// Its waivers.
    pub waivers: &'a [Waiver],
}

/// The inputs of a report.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The head: the proposed book.
    pub head: Side<'a>,
    /// The base; `None`: there is none, and everything is new.
    pub base: Option<Side<'a>>,
    /// The latest release, if there is one.
    pub release: Option<&'a Book>,
    /// The current day.
    pub today: Date,
}

/// The verdict on a change to a spec.
#[derive(Debug, Clone)]
pub struct Report {
    /// The changes since the base, with the failing policies; the worst first.
    pub changes: Vec<Assessment>,
    /// The changes since the latest release, if there is one; the worst first.
    pub since_release: Option<Vec<Assessment>>,
    /// The part of the version that must be raised, compared with the release or, if there is none, with the base: the
    /// larger of what the contract and the crate require.
    pub required: Bump,
    /// The value of `api.version`.
    pub declared: Declared,
    /// Whether both versions were raised far enough, and neither was lowered.
    pub sufficient: bool,
    /// The versions of the contract and of the crate, judged separately.
    pub versions: Versions,
}

/// The value of `api.version`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// In the release, or in the base if there is no release; `None`: there is neither.
    pub from: Option<String>,
    /// In the head.
    pub to: String,
}

/// A change, and why it passes.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The change.
    pub change: Change,
    /// Why it passes; `None`: it does not.
    pub pass: Option<Pass>,
}

/// The reason why a change passes.
#[derive(Debug, Clone)]
pub enum Pass {
    /// This version was raised as far as the change requires.
    Version(VersionOf),
    /// A waiver covers it.
    Waiver(Box<Waiver>),
    /// It changes something that was never released.
    Unreleased,
}

impl Assessment {
    /// The waiver that lets it pass.
    pub fn waiver(&self) -> Option<&Waiver> {
        if let Some(Pass::Waiver(it)) = &self.pass { Some(it) } else { None }
    }
}

/// The lowest verdict that fails a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// Changes that break clients or servers.
    #[default]
    Breaking,
    /// Changes that may surprise clients or servers.
    Dangerous,
    /// Any change.
    Any,
    /// No change.
    None,
}

impl FailOn {
    /// Whether a verdict reaches this level.
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
    /// Compares the books and judges the changes.
    ///
    /// A waiver applies to changes since the base, unless the base has the waiver too: then its change is in the base
    /// already. Against the release it applies until a release contains the change. Only new waivers are reported as
    /// unused or expired.
    pub fn new(question: &Question<'_>) -> Self {
        let Question { head, base, release, today } = question;
        let api = &head.book.api;
        let empty = Book::without_entries(head.book);
        let reference = release.or(base.map(|it| it.book)).map(|it| &it.api);
        let released = reference.unwrap_or(api);
        let changes = diff_since(base.map_or(&empty, |it| it.book), head.book, released);
        let since_release = release.map(|it| diff_since(it, head.book, released));

        let is_fresh = |it: &&Waiver| !base.is_some_and(|base| base.waivers.iter().any(|old| old.is_same(it)));
        let has_ended = |it: &Waiver| it.has_ended(*today, &api.version);
        let counts = |it: &&Waiver| if is_fresh(it) { !has_ended(it) } else { release.is_some() };
        let waivers: Vec<&Waiver> = head.waivers.iter().filter(counts).collect();
        let waiver_of = |change: &Change| waivers.iter().find(|it| it.fits(change)).copied();

        let decisive = since_release.as_ref().unwrap_or(&changes);
        let unwaived = decisive.iter().filter(|it| waiver_of(it).is_none()).map(Change::impact);
        let (contract, crate_bump) = required(unwaived);
        let versions = Versions::new(reference, api, contract, crate_bump);
        let version_policies = versions.policies(reference.filter(|_| release.is_none()), api);

        let policies = waiver_policies(head.waivers.iter().filter(is_fresh), has_ended, |waiver| {
            changes.iter().chain(since_release.iter().flatten()).any(|it| waiver.fits(it))
        });
        let assess = |change: Change| {
            let impact = change.impact();
            let is_allowed = !change.rule.needs_waiver && versions.allow(impact);
            let waived = waiver_of(&change).cloned().map(Box::new).map(Pass::Waiver);
            let pass = waived.or_else(|| is_allowed.then(|| Pass::Version(versions.announcing(impact))));
            Assessment { change, pass }
        };
        let since_release: Option<Vec<Assessment>> = since_release.map(|it| it.into_iter().map(assess).collect());
        let released: Option<BTreeMap<_, &Assessment>> =
            since_release.as_ref().map(|all| all.iter().rev().map(|it| (place(&it.change), it)).collect());
        let of_base = |change: Change| match &released {
            None => assess(change),
            // Unreleased items have no users: such a change passes if its counterpart since the release does.
            Some(released) => {
                let pass = released.get(&place(&change)).map_or(Some(Pass::Unreleased), |it| it.pass.clone());
                Assessment { change, pass }
            }
        };
        let mut changes: Vec<Assessment> = changes.into_iter().map(of_base).collect();
        let policies = sorted(policies.into_iter().chain(version_policies).collect());
        changes.splice(0..0, policies.into_iter().map(|change| Assessment { change, pass: None }));
        Self {
            changes,
            since_release,
            required: versions.required(),
            declared: Declared { from: versions.contract.from.clone(), to: versions.contract.to.clone() },
            sufficient: versions.sufficient(),
            versions,
        }
    }

    /// The same for a base that has other books, but none of the head's crate: it fails. `first`: the argument of
    /// `--base` that names the first of these.
    #[must_use]
    pub fn without_base(mut self, head: &Book, others: &[OtherBook], first: Option<String>) -> Self {
        self.changes.insert(0, Assessment { change: base::policy(&head.api, others, first), pass: None });
        self
    }

    /// The changes that decide whether the report fails: the policies, and the changes since the release, or since the
    /// base if there is no release.
    pub fn decisive(&self) -> impl Iterator<Item = &Assessment> {
        let is_decisive = |it: &&Assessment| self.since_release.is_none() || it.change.rule.is_policy();
        self.changes.iter().filter(is_decisive).chain(self.since_release.iter().flatten())
    }

    /// The changes that fail at a level: those that reach it, and have no reason to pass. A policy is the worst.
    pub fn failures(&self, on: FailOn) -> impl Iterator<Item = &Assessment> {
        self.decisive().filter(move |it| it.pass.is_none() && on.is_reached(it.change.verdict()))
    }

    /// The version policies that fail even if every failing change at a level is waived. `head`: that of the head's
    /// book.
    pub(super) fn versions_left(&self, on: FailOn, head: &Api) -> Vec<Change> {
        let is_left = |it: &&Assessment| {
            let fails = it.pass.is_none() && on.is_reached(it.change.verdict());
            !it.change.rule.is_policy() && it.waiver().is_none() && !fails
        };
        let (contract, crate_bump) = required(self.decisive().filter(is_left).map(|it| it.change.impact()));
        self.versions.requiring(contract, crate_bump).policies(None, head)
    }

    /// Whether it fails at a level.
    pub fn fails(&self, on: FailOn) -> bool {
        self.failures(on).next().is_some()
    }
}

/// The bumps that changes require of the contract and of the crate.
fn required(all: impl Iterator<Item = Impact>) -> (Bump, Bump) {
    all.fold((Bump::None, Bump::None), |(a, b), it| (a.max(it.contract), b.max(it.crate_bump)))
}

/// The subject of a change.
fn place(it: &Change) -> (Option<String>, String) {
    (it.code().map(str::to_owned), it.path().to_string())
}

/// The policies that new waivers fail.
fn waiver_policies<'a>(
    fresh: impl Iterator<Item = &'a Waiver>,
    has_ended: impl Fn(&Waiver) -> bool,
    is_used: impl Fn(&Waiver) -> bool,
) -> Vec<Change> {
    let mut seen: Vec<&Waiver> = Vec::new();
    let mut out = Vec::new();
    for waiver in fresh {
        if has_ended(waiver) {
            out.push(waiver.policy(Fault::Expired(waiver.ends.clone())));
        } else if !is_used(waiver) {
            out.push(waiver.policy(Fault::Unused));
        } else if seen.iter().any(|it| it.is_same(waiver)) {
            out.push(waiver.policy(Fault::Duplicate));
        } else {
            seen.push(waiver);
        }
    }
    out
}
