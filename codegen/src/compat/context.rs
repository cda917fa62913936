//! Two books side by side, and the changes found so far.

use super::change::Change;
use super::difference::Kind;
use super::impact::Case;
use super::location::{Location, Path};
use super::rule::Rule;
use super::value::Value;
use super::version;
use crate::model::{Api, Book};

/// Two books, and the changes found so far.
pub(super) struct Context<'a> {
    pub(super) old: &'a Book,
    pub(super) new: &'a Book,
    /// The head of the book whose versions precede the new book's.
    released: &'a Api,
    pub(super) found: Vec<Change>,
    /// Fields of this entry that were removed: the index of the change, name, and type.
    pub(super) lost: Vec<(usize, String, &'static str)>,
    /// Fields of this entry that were added: path, name, and type.
    pub(super) gained: Vec<(Path, String, &'static str)>,
}

impl<'a> Context<'a> {
    /// `released`: the head of the book whose versions precede the new book's.
    pub(super) fn new(old: &'a Book, new: &'a Book, released: &'a Api) -> Self {
        Self { old, new, released, found: Vec::new(), lost: Vec::new(), gained: Vec::new() }
    }

    /// The version of the contract that releases a change.
    pub(super) fn version_of(&self, rule: &'static Rule) -> String {
        // The first case is the common one.
        let impact = rule.cases.first().map_or_else(|| rule.case("").impact, |it| it.impact);
        version::releasing(self.released, &self.new.api, impact)
    }

    pub(super) fn push(&mut self, change: Change) {
        self.found.push(change);
    }

    /// Compares two values in the notation of reports. `what` names them: "the type".
    pub(super) fn value(
        &mut self,
        at: &Location,
        rule: &'static Rule,
        what: &'static str,
        old: Option<Value>,
        new: Option<Value>,
    ) {
        if old.as_ref().map(Value::as_text) != new.as_ref().map(Value::as_text) {
            let when = rule.cases.first().map_or("", |it: &Case| it.when);
            self.push(at.change(rule, when, Kind::Value(what), old, new));
        }
    }

    /// Compares two values by their notation.
    pub(super) fn plain(
        &mut self,
        at: &Location,
        rule: &'static Rule,
        what: &'static str,
        old: Option<impl ToString>,
        new: Option<impl ToString>,
    ) {
        self.value(at, rule, what, old.map(Value::plain), new.map(Value::plain));
    }
}
