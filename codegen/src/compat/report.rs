//! What a change to a spec comes to: each change with what lets it pass, the versions that the changes require, and the
//! policies that fail.
//!
//! It knows neither where the books came from nor how a report is rendered. The current day is an argument.

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

/// What a report compares.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is proposed.
    pub head: Side<'a>,
    /// What it is compared with; `None`: nothing exists yet, and everything is new.
    pub base: Option<Side<'a>>,
    /// The last release, if there is one.
    pub release: Option<&'a Book>,
    /// The current day.
    pub today: Date,
}

/// What a change to a spec comes to.
#[derive(Debug, Clone)]
pub struct Report {
    /// What the head changes of the base, with the policies that fail; the worst first.
    pub changes: Vec<Assessment>,
    /// What it changes of the last release, if there is one; the worst first.
    pub since_release: Option<Vec<Assessment>>,
    /// The part of the version that must be raised, since the release where there is one, else since the base: the larger
    /// of what the contract and the crate require.
    pub required: Bump,
    /// The value of `api.version`.
    pub declared: Declared,
    /// Whether both versions were raised by as much as is required, and neither went back.
    pub sufficient: bool,
    /// The versions of the contract and of the crate, each judged by itself.
    pub versions: Versions,
}

/// The value of `api.version`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// In the release where there is one, else in the base; `None`: there is neither.
    pub from: Option<String>,
    /// In the head.
    pub to: String,
}

/// A change, and what lets it pass.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The change.
    pub change: Change,
    /// What lets it pass; `None`: nothing does.
    pub pass: Option<Pass>,
}

/// What lets a change pass.
#[derive(Debug, Clone)]
pub enum Pass {
    /// This version was raised by as much as the change requires.
    Version(VersionOf),
    /// A waiver covers it.
    Waiver(Box<Waiver>),
    /// What it changes was never released.
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
    /// What breaks a party.
    #[default]
    Breaking,
    /// What may surprise a party.
    Dangerous,
    /// Any change.
    Any,
    /// No change.
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
    /// Compares, and assesses.
    ///
    /// A waiver counts for what the head changes of the base, unless the base has the waiver too: then it was for a change
    /// that is in the base already. Against the release it counts until the release has the change. Only a new waiver is
    /// reported as unused or expired.
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
            // No one depends on what was never released: such a change passes as what is left of it in the release does.
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

    /// The same, which fails because the base has no book of the head's crate, and has others. `first`: the argument of
    /// `--base` that names the first of these.
    #[must_use]
    pub fn without_base(mut self, head: &Book, others: &[OtherBook], first: Option<String>) -> Self {
        self.changes.insert(0, Assessment { change: base::policy(&head.api, others, first), pass: None });
        self
    }

    /// What decides whether the report fails: the policies, and what changed since the release where there is one, else
    /// since the base.
    pub fn decisive(&self) -> impl Iterator<Item = &Assessment> {
        let is_decisive = |it: &&Assessment| self.since_release.is_none() || it.change.rule.is_policy();
        self.changes.iter().filter(is_decisive).chain(self.since_release.iter().flatten())
    }

    /// What fails at a level: what is as bad as that, and has nothing that lets it pass. A policy is the worst.
    pub fn failures(&self, on: FailOn) -> impl Iterator<Item = &Assessment> {
        self.decisive().filter(move |it| it.pass.is_none() && on.is_reached(it.change.verdict()))
    }

    /// The policies on versions that fail even if every change that fails at a level is waived. `head`: of the head's book.
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

/// What changes require of the contract and of the crate.
fn required(all: impl Iterator<Item = Impact>) -> (Bump, Bump) {
    all.fold((Bump::None, Bump::None), |(a, b), it| (a.max(it.contract), b.max(it.crate_bump)))
}

/// What a change is about.
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
