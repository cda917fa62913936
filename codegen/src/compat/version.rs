//! The versions that the changes require of the contract and of the crate, and whether the declared ones are
//! sufficient.

use std::cmp::Ordering;

use super::change::Change;
use super::difference::{Difference, Kind};
use super::impact::{Bump, Impact, Verdict, VersionOf, case};
use super::location::{Location, Step};
use super::rule::rules;
use super::value::Value;
use super::wording::{Part, Wording, text, wording};
use crate::model::Api;

rules! {
    VERSION_NOT_RAISED = "version-not-raised" {
        summary: "Changes require a new version of the contract or the crate, but the version is unchanged.",
        rationale: "Two contracts or crates with the same version are indistinguishable.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
    VERSION_RAISED_TOO_LITTLE = "version-raised-too-little" {
        summary: "The version of the contract or the crate was raised by less than the changes require.",
        rationale: "Callers who update to a compatible version get changes that are not compatible.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
    VERSION_WENT_BACK = "version-went-back" {
        summary: "The version of the contract or the crate is lower than it was.",
        rationale: "Neither registries nor people treat a lower version as a newer one.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
}

fn message(it: &Difference) -> Wording {
    let (from, to) = (text(&it.old_text()), text(&it.new_text()));
    let Kind::Version { of, required, raised, .. } = &it.kind else { return it.value_message() };
    let required = required.as_str();
    match raised {
        None => wording![of.subject(), " went back from ", from, " to ", to],
        Some(Bump::None) => {
            wording![of.subject(), " is still ", to, ", and the changes require a ", required, " version"]
        }
        Some(raised) => {
            let (raised, owner) = (raised.as_str(), of.owner());
            wording![
                from,
                " to ",
                to,
                " is a ",
                raised,
                " version",
                owner,
                ", and the changes require a ",
                required,
                " one"
            ]
        }
    }
}

fn help(it: &Difference) -> Option<Wording> {
    let Kind::Version { of, required, raised, contract, crate_name } = &it.kind else { return None };
    let (from, to) = (it.old_text(), it.new_text());
    let next = next(&from, *required);
    let version = |version: &str| Part::Code(format!("version: {version}"));
    let own = |name: &str| Part::Code(format!("crate: {{name: {name}, version: {next}}}"));
    Some(match (of, crate_name) {
        (VersionOf::Crate, None) => wording!["Set ", version(&next), " under `api.crate`, or a later version."],
        (VersionOf::Crate, Some(name)) => wording![
            "Set ",
            version(&next),
            " under `api`, or a later version; or keep the crate's own version: ",
            own(name),
            "."
        ],
        (VersionOf::Book, Some(name)) if contract < required && raised.is_some() => wording![
            "Set ",
            version(&next),
            " under `api`, or a later version. Only the crate requires that. To give it its own version, set ",
            version(&least(&from, &to, *contract)),
            " and ",
            own(name),
            "."
        ],
        _ => wording!["Set ", version(&next), " under `api`, or a later version."],
    })
}

/// A version before and after, and the bump that the changes require.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// In the release, or in the base if there is no release; `None`: there is neither.
    pub from: Option<String>,
    /// In the head.
    pub to: String,
    /// The part that must be raised. Below 1.0.0 that is the minor version for a breaking change, and the patch version
    /// for any other.
    pub required: Bump,
    /// Whether it was raised, and the version was not lowered.
    pub sufficient: bool,
}

impl Raise {
    fn new(from: Option<&str>, to: &str, bump: Bump) -> Self {
        let required = from.map_or(Bump::None, |it| required(it, bump));
        let sufficient = from.is_none_or(|it| allows(it, to, required));
        Self { from: from.map(str::to_owned), to: to.to_owned(), required, sufficient }
    }

    /// Whether a change that requires this may be released with it.
    fn allows(&self, bump: Bump) -> bool {
        self.from.as_ref().is_none_or(|from| allows(from, &self.to, required(from, bump)))
    }

    /// The policy that fails if it is not sufficient.
    fn policy(&self, of: VersionOf, contract: Bump, crate_name: Option<&str>, at: &Location) -> Option<Change> {
        let from = self.from.as_ref().filter(|_| !self.sufficient)?;
        let raised = raised(from, &self.to);
        let rule = match raised {
            None => &VERSION_WENT_BACK,
            Some(Bump::None) => &VERSION_NOT_RAISED,
            Some(_) => &VERSION_RAISED_TOO_LITTLE,
        };
        let crate_name = crate_name.map(str::to_owned);
        let kind = Kind::Version { of, required: self.required, raised, contract, crate_name };
        Some(at.change(rule, "", kind, Some(Value::plain(from)), Some(Value::plain(&self.to))))
    }
}

/// The versions of the contract and of the crate, each with the required bump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// That of the contract.
    pub contract: Raise,
    /// That of the crate.
    pub of_crate: Raise,
    /// Whether they are the same: the crate has the contract's version, before and after.
    pub are_one: bool,
}

impl Versions {
    /// `from`: the head of the release or of the base.
    pub(super) fn new(from: Option<&Api>, to: &Api, contract: Bump, crate_bump: Bump) -> Self {
        let is_same = |it: &Api| it.version == it.crate_version();
        Self {
            contract: Raise::new(from.map(|it| &*it.version), &to.version, contract),
            of_crate: Raise::new(from.map(Api::crate_version), to.crate_version(), crate_bump),
            are_one: to.crate_version.is_none() && from.is_none_or(is_same),
        }
    }

    /// The same versions with different required bumps.
    pub(super) fn requiring(&self, contract: Bump, crate_bump: Bump) -> Self {
        let raise = |it: &Raise, bump| Raise::new(it.from.as_deref(), &it.to, bump);
        Self { contract: raise(&self.contract, contract), of_crate: raise(&self.of_crate, crate_bump), ..*self }
    }

    /// The larger of both bumps.
    pub fn required(&self) -> Bump {
        self.contract.required.max(self.of_crate.required)
    }

    /// Whether both are sufficient.
    pub fn sufficient(&self) -> bool {
        self.contract.sufficient && self.of_crate.sufficient
    }

    /// Whether they allow a change.
    pub(super) fn allow(&self, impact: Impact) -> bool {
        self.contract.allows(impact.contract) && self.of_crate.allows(impact.crate_bump)
    }

    /// Which of them announces a surprising change to those affected.
    pub(super) fn announcing(&self, impact: Impact) -> VersionOf {
        match [impact.client, impact.server].map(|it| it >= Verdict::Dangerous) {
            _ if self.are_one => VersionOf::Book,
            [true, false] => VersionOf::Contract,
            [false, true] => VersionOf::Crate,
            _ => VersionOf::Both,
        }
    }

    /// The policies that fail because a version is not sufficient. `old`: the base's head, if it is the reference.
    pub(super) fn policies(&self, old: Option<&Api>, new: &Api) -> Vec<Change> {
        let book = Location::new(None, "api", None, None).below(Step::Key("version"));
        let book = book.at(old.map(|it| it.places.of("version")), Some(new.places.of("version")));
        let contract = self.contract.required;
        let name = new.crate_version.is_none().then_some(&*new.crate_name);
        if self.are_one {
            let larger = if contract < self.of_crate.required { &self.of_crate } else { &self.contract };
            return larger.policy(VersionOf::Book, contract, name, &book).into_iter().collect();
        }
        let places = (old.map(Api::place_of_crate_version), Some(new.place_of_crate_version()));
        let own = Location::new(None, "api", None, None).below(Step::Key("crate")).below(Step::Key("version"));
        let own = if name.is_some() { book.clone() } else { own }.at(places.0, places.1);
        let of_contract = self.contract.policy(VersionOf::Contract, contract, None, &book);
        let of_crate = self.of_crate.policy(VersionOf::Crate, contract, name, &own);
        of_contract.into_iter().chain(of_crate).collect()
    }
}

/// The order of two versions, as far as both are versions.
pub(super) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (semver::Version::parse(a).ok()?, semver::Version::parse(b).ok()?);
    Some(a.cmp_precedence(&b))
}

/// The part of the version that must be raised for changes that require `bump`.
///
/// Below 1.0.0 Cargo's rules apply: a breaking change requires the next 0.x, and any other change the next 0.x.y.
pub(super) fn required(from: &str, bump: Bump) -> Bump {
    let is_early = semver::Version::parse(from).is_ok_and(|it| it.major == 0);
    match bump {
        Bump::Major if is_early => Bump::Minor,
        Bump::Minor if is_early => Bump::Patch,
        it => it,
    }
}

/// The part of the version that was raised; `None`: it was lowered.
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

/// Whether any higher version is enough.
pub(super) fn is_prerelease(version: &str) -> bool {
    semver::Version::parse(version).is_ok_and(|it| !it.pre.is_empty())
}

/// Whether a part was raised, or a larger one.
fn allows(from: &str, to: &str, part: Bump) -> bool {
    raised(from, to).is_some_and(|it| it >= part)
}

/// `to` if it raises a part of `from`, or else the lowest version that does.
fn least(from: &str, to: &str, part: Bump) -> String {
    if allows(from, to, part) { to.to_owned() } else { next(from, part) }
}

/// The contract version that releases such a change: that of `to` if it is high enough above `from`, or else the one
/// that must replace it.
pub(super) fn releasing(from: &Api, to: &Api, impact: Impact) -> String {
    let contract = least(&from.version, &to.version, required(&from.version, impact.contract));
    if to.crate_version.is_some() {
        return contract;
    }
    // The crate has the same version, which must be sufficient for it too.
    let from = from.crate_version();
    let of_crate = least(from, &to.version, required(from, impact.crate_bump));
    if compare(&of_crate, &contract) == Some(Ordering::Greater) { of_crate } else { contract }
}
