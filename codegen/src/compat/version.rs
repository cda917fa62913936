//! What the changes require of `api.version`, and whether it is enough.

use std::cmp::Ordering;

use super::change::Change;
use super::difference::{Difference, Kind};
use super::impact::{Bump, Verdict, case};
use super::location::Location;
use super::rule::rules;
use super::value::Value;
use super::wording::{Part, Wording, text, wording};

rules! {
    VERSION_NOT_RAISED = "version-not-raised" {
        summary: "Changes require a new version, and `api.version` is unchanged.",
        rationale: "Two contracts with one version are indistinguishable.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
    VERSION_RAISED_TOO_LITTLE = "version-raised-too-little" {
        summary: "`api.version` was raised by less than the changes require.",
        rationale: "Callers who update within the promise of a version get changes that it rules out.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
    VERSION_WENT_BACK = "version-went-back" {
        summary: "`api.version` is lower than it was.",
        rationale: "Neither registries nor people take a lower version for a newer one.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
}

fn message(it: &Difference) -> Wording {
    let (from, to) = (text(&it.old_text()), text(&it.new_text()));
    let Kind::Version { required, raised } = &it.kind else { return it.value_message() };
    let required = required.as_str();
    match raised {
        None => wording!["`api.version` went back from ", from, " to ", to],
        Some(Bump::None) => {
            wording!["`api.version` is still ", to, ", and the changes require a ", required, " version"]
        }
        Some(raised) => {
            let raised = raised.as_str();
            wording![from, " to ", to, " is a ", raised, " version, and the changes require a ", required, " one"]
        }
    }
}

fn help(it: &Difference) -> Option<Wording> {
    let Kind::Version { required, .. } = &it.kind else { return None };
    let next = next(&it.old_text(), *required);
    Some(wording!["Set ", Part::Code(format!("version: {next}")), " under `api`, or a later version."])
}

/// The order of two versions, as far as both are versions.
pub(super) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (semver::Version::parse(a).ok()?, semver::Version::parse(b).ok()?);
    Some(a.cmp_precedence(&b))
}

/// The part of the version that must be raised for changes that require `bump`.
///
/// Below 1.0.0 Cargo's reading applies: a break requires the next 0.x, and anything else the next 0.x.y.
pub(super) fn required(from: &str, bump: Bump) -> Bump {
    let is_early = semver::Version::parse(from).is_ok_and(|it| it.major == 0);
    match bump {
        Bump::Major if is_early => Bump::Minor,
        Bump::Minor if is_early => Bump::Patch,
        it => it,
    }
}

/// The part of the version that was raised; `None`: it went back.
///
/// A pre-release promises nothing: any later version allows every change.
pub(super) fn raised(from: &str, to: &str) -> Option<Bump> {
    match compare(to, from)? {
        Ordering::Less => None,
        Ordering::Equal => Some(Bump::None),
        Ordering::Greater => {
            let (from, to) = (semver::Version::parse(from).ok()?, semver::Version::parse(to).ok()?);
            Some(if to.major > from.major || !from.pre.is_empty() {
                Bump::Major
            } else if to.minor > from.minor {
                Bump::Minor
            } else {
                Bump::Patch
            })
        }
    }
}

/// The lowest version in which a part of `from` is raised.
pub(super) fn next(from: &str, part: Bump) -> String {
    let Ok(mut it) = semver::Version::parse(from) else { return from.to_owned() };
    // 1.4.0 follows 1.4.0-rc.1, and is high enough.
    if it.pre.is_empty() {
        (it.major, it.minor, it.patch) = match part {
            Bump::Major => (it.major + 1, 0, 0),
            Bump::Minor => (it.major, it.minor + 1, 0),
            Bump::Patch => (it.major, it.minor, it.patch + 1),
            Bump::None => (it.major, it.minor, it.patch),
        };
    }
    semver::Version::new(it.major, it.minor, it.patch).to_string()
}

/// The version that releases a break declared under `to`: `to` where it is high enough above `from`, or else the one that
/// has to replace it.
pub(super) fn of_a_break(from: &str, to: &str) -> String {
    let part = required(from, Bump::Major);
    if raised(from, to).is_some_and(|it| it >= part) { to.to_owned() } else { next(from, part) }
}

/// The policy that fails where the version is not what the changes require.
pub(super) fn policy(at: &Location, from: &str, to: &str, required: Bump) -> Option<Change> {
    let raised = raised(from, to);
    let rule = match raised {
        None => &VERSION_WENT_BACK,
        Some(raised) if raised >= required => return None,
        Some(Bump::None) => &VERSION_NOT_RAISED,
        Some(_) => &VERSION_RAISED_TOO_LITTLE,
    };
    Some(at.change(rule, "", Kind::Version { required, raised }, Some(Value::plain(from)), Some(Value::plain(to))))
}
