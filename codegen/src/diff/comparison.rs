//! Two books side by side, while what differs is collected.

use serde::Serialize;

use super::rule::{Case, Rule};
use super::{At, Change, api, codes, envelope, guide, retired, retry, version};
use crate::model::Book;
use crate::text::quoted;

/// Two books, and what was found so far.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a Book,
    pub(super) new: &'a Book,
    /// The version that takes away what the new book lacks.
    pub(super) since: String,
    pub(super) found: Vec<Change>,
    /// Fields of this entry that are gone: the change that says so, name, and type.
    pub(super) lost: Vec<(usize, String, &'static str)>,
    /// Fields of this entry that are new: path, name, and type.
    pub(super) gained: Vec<(String, String, &'static str)>,
}

impl<'a> Comparison<'a> {
    /// All that differs. `released`: the version that the new book's comes after.
    pub(super) fn run(old: &'a Book, new: &'a Book, released: &str) -> Vec<Change> {
        let since = version::of_a_break(released, &new.api.version);
        let mut out = Self { old, new, since, found: Vec::new(), lost: Vec::new(), gained: Vec::new() };
        api::compare(&mut out);
        envelope::compare(&mut out);
        retry::compare_books(&mut out);
        retired::compare(&mut out);
        codes::compare(&mut out);
        guide::compare(&mut out);
        out.found
    }

    pub(super) fn push(&mut self, change: Change) {
        self.found.push(change);
    }

    /// A value that is another now: found, unless it is the same. `what` is what it is a value of.
    pub(super) fn value(
        &mut self,
        at: &At,
        rule: &'static Rule,
        what: &str,
        old: Option<impl ToString>,
        new: Option<impl ToString>,
    ) {
        let (old, new) = (old.map(|it| it.to_string()), new.map(|it| it.to_string()));
        if old != new {
            let when = rule.cases.first().map_or("", |it: &Case| it.when);
            let message = turned(what, old.as_deref(), new.as_deref());
            self.push(at.see(rule, when, old, new, message));
        }
    }
}

/// The word that the spec has for something, and `errors.json` too.
pub(super) fn word(it: impl Serialize) -> String {
    match serde_json::to_value(it) {
        Ok(serde_json::Value::String(word)) => word,
        other => panic!("a word is serialized as itself, and not as {other:?}"),
    }
}

/// What has become of something, in one sentence.
pub(super) fn turned(what: &str, old: Option<&str>, new: Option<&str>) -> String {
    match (old, new) {
        (None, None) => format!("{what} has changed"),
        (None, Some(new)) => format!("{what} is new: {}", quoted(new)),
        (Some(old), None) => format!("{what} is gone: it was {}", quoted(old)),
        (Some(old), Some(new)) => format!("{what} is {} now, and was {}", quoted(new), quoted(old)),
    }
}
