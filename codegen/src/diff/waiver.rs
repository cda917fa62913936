//! Waivers: changes that somebody has answered for. They are read in `lower`, and judged in `report`.

use std::cmp::Ordering;

use super::date::Date;
use super::rule::{Bump, Rule, Verdict, case, rules};
use super::{At, Change};
use crate::model::KeySpans;
use crate::text::quoted;

rules! {
    WAIVER_UNUSED = "waiver-unused":
        "A waiver fits no change, or one that another waiver is for already.",
        "A waiver that waives nothing hides the next thing.",
        "",
        [case("", Verdict::Gate, Verdict::Gate, Bump::None, Bump::None)];
    WAIVER_EXPIRED = "waiver-expired":
        "A waiver's day or version has passed.",
        "Somebody has promised to be done by then.",
        "",
        [case("", Verdict::Gate, Verdict::Gate, Bump::None, Bump::None)];
}

/// One entry of `waivers.yaml`: exactly one change, and why it may pass.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The change's rule.
    pub rule: &'static Rule,
    /// The change's code; `None`: it is about the book as a whole.
    pub code: Option<String>,
    /// The change's path.
    pub path: String,
    /// What was there; `None`: nothing.
    pub from: Option<String>,
    /// What is there now; `None`: nothing.
    pub to: Option<String>,
    /// Why it may pass.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How long it counts; `None`: until it has served.
    pub ends: Option<Ends>,
    /// Where it stands, among the files of its own spec.
    pub places: KeySpans,
}

/// How long a waiver counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ends {
    /// `expires`: up to this day, and on it.
    Expires(Date),
    /// `until`: as long as the book's version is below this one.
    Until(String),
}

impl Waiver {
    /// Whether it is about this change, and no other.
    pub fn fits(&self, change: &Change) -> bool {
        self.about()
            == (change.rule, change.code.as_deref(), &change.path, change.from.as_deref(), change.to.as_deref())
    }

    /// Whether both are about the same change.
    pub fn is_same(&self, other: &Self) -> bool {
        self.about() == other.about()
    }

    /// Whether it counts no longer.
    pub fn has_ended(&self, today: &Date, version: &str) -> bool {
        match &self.ends {
            None => false,
            Some(Ends::Expires(last)) => today > last,
            Some(Ends::Until(until)) => compare(version, until) != Some(Ordering::Less),
        }
    }

    fn about(&self) -> (&'static Rule, Option<&str>, &str, Option<&str>, Option<&str>) {
        (self.rule, self.code.as_deref(), &self.path, self.from.as_deref(), self.to.as_deref())
    }

    /// A gate that says that it fits nothing.
    pub(super) fn unused(&self) -> Change {
        let help = "Remove it. If it was meant for another change, copy that one's rule, code, path, from and to.";
        self.gate(&WAIVER_UNUSED, "fits no change").help(help)
    }

    /// A gate that says that another one is about the same change.
    pub(super) fn second(&self) -> Change {
        self.gate(&WAIVER_UNUSED, "is the second for one change").help("Remove one of them.")
    }

    /// A gate that says that its time has passed.
    pub(super) fn expired(&self) -> Change {
        let end = match &self.ends {
            Some(Ends::Expires(last)) => format!("has expired: its last day was {last}"),
            Some(Ends::Until(until)) => format!("has expired: it counts until version {until}"),
            None => "has expired".to_owned(),
        };
        self.gate(&WAIVER_EXPIRED, &end).help("Mend what it waives, or let its owner give it more time.")
    }

    fn gate(&self, rule: &'static Rule, what: &str) -> Change {
        let at = At::new(self.code.as_deref(), self.path.clone(), None, Some(self.places.whole()));
        let message = format!("the waiver of {} {what}", quoted(self.rule.id));
        at.see(rule, "", self.from.clone(), self.to.clone(), message)
    }
}

/// Which of two versions comes first, as far as both are versions.
pub(super) fn compare(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (semver::Version::parse(a).ok()?, semver::Version::parse(b).ok()?);
    Some(a.cmp_precedence(&b))
}
