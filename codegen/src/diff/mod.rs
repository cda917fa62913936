//! Two books to what has changed between them: for whom a change breaks, and which version it asks for.
//!
//! It knows books alone: no text of a spec, no disk, no clock and no git. A rule stands beside what it is about, so that
//! a new key of the language brings its own.

pub mod show;

mod api;
mod codes;
mod comparison;
mod date;
mod entry;
mod envelope;
mod example;
mod field;
mod guide;
mod header;
mod neighbour;
mod order;
mod path;
mod registry;
mod report;
mod retired;
mod retry;
mod rule;
mod status;
mod suggest;
mod text;
mod types;
mod version;
mod waiver;

use std::cmp::Reverse;

pub use date::Date;
pub use registry::{RULES, find};
pub use report::{Declared, FailOn, Judged, Pass, Question, Report, Side};
pub use rule::{Bump, Case, Effect, Rule, Verdict};
pub use suggest::suggest_waivers;
pub use waiver::{Ends, Waiver};

use crate::model::{Book, KeySpans};
use crate::source::Span;

/// One thing that has changed.
///
/// The spans lie in the files of their own book: [`Change::old`] in those of the old one, [`Change::new`] in those of
/// the new one.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The rule that saw it.
    pub rule: &'static Rule,
    /// The code that it is about; `None`: the book as a whole.
    pub code: Option<String>,
    /// What it is about, from the entry or from the book: `fields.balance.type`, `status`, `api.version`.
    pub path: String,
    /// What was there, in one line; `None`: nothing.
    pub from: Option<String>,
    /// What is there now, in one line; `None`: nothing.
    pub to: Option<String>,
    /// What it does to people, and what it asks of the version.
    pub effect: Effect,
    /// What has changed, in one sentence.
    pub message: String,
    /// How to mend it, or what to tell people.
    pub help: Option<String>,
    /// Where it stood; `None`: nowhere.
    pub old: Option<Span>,
    /// Where it stands, or the nearest neighbour of what is gone; `None`: nowhere.
    pub new: Option<Span>,
}

impl Change {
    /// Says how to mend it, or what to tell people.
    #[must_use]
    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// What has changed from one book to another, the worst first; of what is equally bad, by code, rule and path.
///
/// Where an entry stands in the files changes nothing. Gates are not among it: they are a [`Report`]'s.
pub fn diff(old: &Book, new: &Book) -> Vec<Change> {
    diff_since(old, new, &old.api.version)
}

/// The same, where the version that the new book's comes after is not the old book's.
fn diff_since(old: &Book, new: &Book, released: &str) -> Vec<Change> {
    sorted(comparison::Comparison::run(old, new, released))
}

/// The one order of changes.
fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    changes.sort_by(|a, b| key(a).cmp(&key(b)));
    changes
}

fn key(it: &Change) -> impl Ord {
    let what = (it.code.as_deref(), it.rule.id, &*it.path, it.from.as_deref(), it.to.as_deref(), &*it.message);
    (Reverse(it.effect.verdict()), what, it.old, it.new)
}

/// Where something is that may have changed: its code and path, and its place on both sides.
#[derive(Debug, Clone)]
struct At {
    code: Option<String>,
    path: String,
    old: Option<Span>,
    new: Option<Span>,
}

impl At {
    fn new(code: Option<&str>, path: impl Into<String>, old: Option<Span>, new: Option<Span>) -> Self {
        Self { code: code.map(str::to_owned), path: path.into(), old, new }
    }

    /// A key of two maps, as seen from here.
    fn key(&self, key: &'static str, old: &KeySpans, new: &KeySpans) -> Self {
        Self { old: Some(old.of(key)), new: Some(new.of(key)), ..self.below(key) }
    }

    /// Something below, at the same places.
    fn below(&self, part: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { path: format!("{}{dot}{part}", self.path), ..self.clone() }
    }

    /// A change here.
    fn see(
        &self,
        rule: &'static Rule,
        when: &str,
        from: Option<String>,
        to: Option<String>,
        message: impl Into<String>,
    ) -> Change {
        let Self { code, path, old, new } = self.clone();
        let effect = rule.effect(when);
        let help = (!rule.mend.is_empty() && effect.verdict() > Verdict::Safe).then(|| rule.mend.to_owned());
        Change { rule, code, path, from, to, effect, message: message.into(), help, old, new }
    }
}
