//! Two books to what has changed between them: for whom a change breaks, and which version it asks for.
//!
//! It knows books alone: no text of a spec, no disk, no clock and no git. A rule stands beside what it is about, so that
//! a new key of the language brings its own.

mod rule;

pub use rule::{Bump, Effect, Rule, Verdict};

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
