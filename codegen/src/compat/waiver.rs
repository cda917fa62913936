//! Waivers: changes that an owner has accepted. `crate::waivers` reads them, and `report` judges them.

use std::cmp::Ordering;

use jiff::civil::Date;

use super::change::Change;
use super::difference::{Difference, Ends, Fault, Kind};
use super::impact::{Bump, Verdict, case};
use super::location::{Location, Path};
use super::rule::{Rule, rules};
use super::value::Value;
use super::version::compare;
use super::wording::{Wording, code, text, wording};
use crate::model::KeySpans;

rules! {
    WAIVER_UNUSED = "waiver-unused" {
        summary: "A waiver matches no change, or only one that another waiver covers.",
        rationale: "An unused waiver would hide a later change.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
    WAIVER_EXPIRED = "waiver-expired" {
        summary: "The last day or version of a waiver has passed.",
        rationale: "Its owner promised a solution by then.",
        cases: &[case("", Verdict::Policy, Verdict::Policy, Bump::None, Bump::None)],
        message: message,
        help: help,
    }
}

/// One entry of `waivers.yaml`: exactly one change, and why it may pass.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// The id that it names.
    pub rule: &'static str,
    /// The rules with that id. Several may share a former one.
    pub rules: Vec<&'static Rule>,
    /// The change's code; `None`: it is about the book as a whole.
    pub code: Option<String>,
    /// The change's path.
    pub path: String,
    /// The old value; `None`: there was none.
    pub from: Option<String>,
    /// The new value; `None`: there is none.
    pub to: Option<String>,
    /// Why it may pass.
    pub reason: String,
    /// Who is responsible for it.
    pub owner: Option<String>,
    /// When it ends; `None`: when the change is released.
    pub ends: Option<Ends>,
    /// Its place in the files of its own spec.
    pub places: KeySpans,
}

/// A day in the form `2026-01-31` only.
pub fn parse_date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    // Years before 0 and after 9999 have a sign.
    (date.year() >= 0 && date.to_string() == text).then_some(date)
}

impl Waiver {
    /// Whether it is for exactly this change.
    pub fn fits(&self, change: &Change) -> bool {
        let (_, code, path, from, to) = change.identity();
        self.rules.contains(&change.rule) && self.subject() == (code, &*path, from.as_deref(), to.as_deref())
    }

    /// Whether both are for the same change.
    pub fn is_same(&self, other: &Self) -> bool {
        self.subject() == other.subject() && self.rules.iter().any(|it| other.rules.contains(it))
    }

    /// Whether it has ended.
    pub fn has_ended(&self, today: Date, version: &str) -> bool {
        match &self.ends {
            None => false,
            Some(Ends::Expires(last)) => today > *last,
            Some(Ends::Until(until)) => compare(version, until) != Some(Ordering::Less),
        }
    }

    /// Code, path, old and new value.
    fn subject(&self) -> (Option<&str>, &str, Option<&str>, Option<&str>) {
        (self.code.as_deref(), &self.path, self.from.as_deref(), self.to.as_deref())
    }

    /// The policy that it fails.
    pub(super) fn policy(&self, fault: Fault) -> Change {
        let rule = if matches!(fault, Fault::Expired(_)) { &WAIVER_EXPIRED } else { &WAIVER_UNUSED };
        let at = Location::new(self.code.as_deref(), Path::verbatim(&self.path), None, Some(self.places.whole()));
        let value = |it: &Option<String>| it.clone().map(Value::Plain);
        at.change(rule, "", Kind::Waiver { rule: self.rule, fault }, value(&self.from), value(&self.to))
    }
}

fn message(it: &Difference) -> Wording {
    let Kind::Waiver { rule, fault } = &it.kind else { return it.value_message() };
    wording!["the waiver for ", code(rule)].then(match fault {
        Fault::Unused => wording![" matches no change"],
        Fault::Duplicate => wording![" duplicates another waiver"],
        Fault::Expired(Some(Ends::Expires(last))) => wording![" has expired: its last day was ", text(last)],
        Fault::Expired(Some(Ends::Until(until))) => wording![" has expired: it ended with version ", text(until)],
        Fault::Expired(None) => wording![" has expired"],
    })
}

fn help(it: &Difference) -> Option<Wording> {
    let Kind::Waiver { fault, .. } = &it.kind else { return None };
    Some(match fault {
        Fault::Unused => wording![
            "Remove it. If it was meant for a different change, copy the rule, code, path, from and to of that change."
        ],
        Fault::Duplicate => wording!["Remove one of them."],
        Fault::Expired(_) => wording!["Fix what it waives, or ask its owner to extend it."],
    })
}
