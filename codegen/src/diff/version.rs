//! What the changes ask of `api.version`, and whether it does as they ask.

use std::cmp::Ordering;

use super::rule::{Bump, Verdict, case, rules};
use super::waiver::compare;
use super::{At, Change};

rules! {
    VERSION_NOT_RAISED = "version-not-raised":
        "Something has changed that asks for another version, and `api.version` is the same.",
        "Two contracts under one version cannot be told apart.",
        "",
        [case("", Verdict::Gate, Verdict::Gate, Bump::None, Bump::None)];
    VERSION_RAISED_TOO_LITTLE = "version-raised-too-little":
        "`api.version` was raised by less than the changes ask for.",
        "Whoever updates within a version's promise gets what that version does not promise.",
        "",
        [case("", Verdict::Gate, Verdict::Gate, Bump::None, Bump::None)];
    VERSION_WENT_BACK = "version-went-back":
        "`api.version` is lower than it was.",
        "No registry and no person takes a lower version for a newer one.",
        "",
        [case("", Verdict::Gate, Verdict::Gate, Bump::None, Bump::None)];
}

/// Which part of the version has to be raised for changes that ask for `bump`.
///
/// Below 1.0.0 Cargo's reading holds: a break asks for the next 0.x, and anything else for the next 0.x.y.
pub(super) fn required(from: &str, bump: Bump) -> Bump {
    let is_early = semver::Version::parse(from).is_ok_and(|it| it.major == 0);
    match bump {
        Bump::Major if is_early => Bump::Minor,
        Bump::Minor if is_early => Bump::Patch,
        it => it,
    }
}

/// Which part of the version was raised; `None`: it went back.
///
/// A pre-release promises nothing: whatever comes after it has room for every change.
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

/// The least version in which a part of `from` is raised.
pub(super) fn next(from: &str, part: Bump) -> String {
    let Ok(mut it) = semver::Version::parse(from) else { return from.to_owned() };
    // 1.4.0 follows 1.4.0-rc.1, and is far enough from it.
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

/// The version in which a break that stands under `to` comes to people: `to` where it is far enough from `from`, else the
/// one that has to be written in its place.
pub(super) fn of_a_break(from: &str, to: &str) -> String {
    let part = required(from, Bump::Major);
    if raised(from, to).is_some_and(|it| it >= part) { to.to_owned() } else { next(from, part) }
}

/// The gate that closes where the version does not do as the changes ask.
pub(super) fn gate(at: &At, from: &str, to: &str, required: Bump) -> Option<Change> {
    let see = |rule, message: String| at.see(rule, "", Some(from.to_owned()), Some(to.to_owned()), message);
    let raise = || format!("Write `version: {}` under `api`, or a later one.", next(from, required));
    let part = required.as_str();
    match raised(from, to) {
        None => {
            let found = see(&VERSION_WENT_BACK, format!("`api.version` went back from {from} to {to}"));
            Some(found.help(raise()))
        }
        Some(raised) if raised >= required => None,
        Some(Bump::None) => {
            let found = see(
                &VERSION_NOT_RAISED,
                format!("`api.version` is still {to}, and the changes ask for a {part} version"),
            );
            Some(found.help(raise()))
        }
        Some(raised) => {
            let message =
                format!("from {from} to {to} is a {} version, and the changes ask for a {part} one", raised.as_str());
            Some(see(&VERSION_RAISED_TOO_LITTLE, message).help(raise()))
        }
    }
}
