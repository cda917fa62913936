//! The required versions, in sentences. If the crate has its own version, each sentence names the one it is about.

use crate::compat::impact::{Bump, VersionOf};
use crate::compat::report::{Pass, Report};
use crate::compat::version::{Raise, is_prerelease, next};

/// The required and the declared version: one sentence for the only version, or one for each of the two. `strong` marks
/// the values.
pub(super) fn verdicts(it: &Report, strong: fn(&str) -> String) -> Vec<String> {
    let versions = &it.versions;
    let (contract, of_crate) = (&versions.contract, &versions.of_crate);
    if !versions.are_one {
        let verdict = |name, it: &Raise| verdict(name, it, it.required.as_str(), strong);
        return vec![verdict("Contract version", contract), verdict("Crate version", of_crate)];
    }
    let [a, b] = [contract, of_crate].map(|it| it.required.as_str());
    let (larger, part) = match contract.required.cmp(&of_crate.required) {
        std::cmp::Ordering::Equal => (contract, a.to_owned()),
        std::cmp::Ordering::Greater => (contract, format!("{a} for the contract, {b} for the crate")),
        std::cmp::Ordering::Less => (of_crate, format!("{b} for the crate, {a} for the contract")),
    };
    vec![verdict("Version", larger, &part, strong)]
}

/// `Version required: 2.0.0 or later (major). Declared: 1.0.0 (unchanged). Not sufficient.`
fn verdict(name: &str, it: &Raise, part: &str, strong: fn(&str) -> String) -> String {
    let to = &it.to;
    let required = match (&it.from, it.required) {
        (None, _) | (_, Bump::None) => "no change".to_owned(),
        (Some(from), _) if is_prerelease(from) => format!("any version after {from} ({part})"),
        (Some(from), bump) => format!("{} or later ({part})", next(from, bump)),
    };
    let declared = match &it.from {
        None => format!("{to} (new)"),
        Some(from) if from == to => format!("{to} (unchanged)"),
        Some(from) => format!("{from} to {to}"),
    };
    let judgement = if it.sufficient { "Sufficient" } else { "Not sufficient" };
    format!("{name} required: {}. Declared: {}. {judgement}.", strong(&required), strong(&declared))
}

/// The version that covers a change: "the crate version".
pub(super) fn noun(of: VersionOf) -> &'static str {
    match of {
        VersionOf::Book => "the version",
        VersionOf::Contract => "the contract version",
        VersionOf::Crate => "the crate version",
        VersionOf::Both => "both versions",
    }
}

/// The versions that cover changes, with the verb: "the version bump" "covers"; `None`: no version covers any of them.
pub(super) fn bump<'a>(passes: impl Iterator<Item = &'a Pass>) -> Option<(&'static str, &'static str)> {
    let versions = passes.filter_map(|it| if let Pass::Version(of) = it { Some(*of) } else { None });
    let of = versions.reduce(|a, b| if a == b { a } else { VersionOf::Both })?;
    Some(match of {
        VersionOf::Book => ("the version bump", "covers"),
        VersionOf::Contract => ("the contract version bump", "covers"),
        VersionOf::Crate => ("the crate version bump", "covers"),
        VersionOf::Both => ("the version bumps", "cover"),
    })
}
