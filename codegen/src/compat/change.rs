//! A change: a difference, and the rule that found it.

use std::borrow::Cow;
use std::ops::Deref;

use super::difference::{Difference, Kind};
use super::impact::{Impact, Verdict};
use super::location::{Location, Path};
use super::matching::Anchor;
use super::rule::Rule;
use super::value::Value;
use super::wording::{Wording, quoted, wording};

/// A difference, and the rule that found it.
#[derive(Debug, Clone)]
pub struct Change {
    /// The rule.
    pub rule: &'static Rule,
    /// The difference.
    pub difference: Difference,
}

/// A change is a difference that has a rule.
impl Deref for Change {
    type Target = Difference;

    fn deref(&self) -> &Difference {
        &self.difference
    }
}

impl Location {
    /// A change here.
    pub(super) fn change(
        &self,
        rule: &'static Rule,
        when: &str,
        kind: Kind,
        from: Option<Value>,
        to: Option<Value>,
    ) -> Change {
        Change { rule, difference: Difference { case: rule.case(when), location: self.clone(), kind, from, to } }
    }
}

/// The identity of a change: rule, code, path, old and new value. A waiver names the same.
pub type Identity<'a> = (&'static str, Option<&'a str>, Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>);

impl Change {
    /// Its impact on clients and servers, and the version that it requires.
    pub fn impact(&self) -> Impact {
        self.case.impact
    }

    /// The worse of its two verdicts.
    pub fn verdict(&self) -> Verdict {
        self.impact().verdict()
    }

    /// The code that it is about; `None`: the book as a whole.
    pub fn code(&self) -> Option<&str> {
        self.location.code.as_deref()
    }

    /// The path of its subject, from the entry or from the book.
    pub fn path(&self) -> &Path {
        &self.location.path
    }

    /// Its identity.
    pub fn identity(&self) -> Identity<'_> {
        let (from, to) = (self.from.as_ref().map(Value::as_text), self.to.as_ref().map(Value::as_text));
        (self.rule.id, self.code(), self.path().as_text(), from, to)
    }

    /// What changed: a sentence without a capital and a full stop.
    pub fn message(&self) -> Wording {
        (self.rule.message)(self)
    }

    /// The same, with the neighbour of a removed item.
    pub fn message_with_anchor(&self) -> Wording {
        let message = self.message();
        match self.anchor() {
            Some(Anchor { side, name }) => message.then(wording!["; it was ", *side, " ", quoted(name)]),
            None => message,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<Wording> {
        let fix = Some(self.rule.fix).filter(|it| !it.is_empty() && self.verdict() > Verdict::Safe);
        (self.rule.help)(self).or_else(|| fix.map(|it| wording![it]))
    }

    /// The migration note for clients, if it breaks them.
    pub fn clients(&self) -> Option<Wording> {
        self.rule.clients.filter(|_| self.impact().breaks_clients()).map(|note| note(self))
    }

    /// The migration note for servers, if it breaks them. `name`: the code's in Rust.
    pub fn servers(&self, name: &str) -> Option<Wording> {
        self.rule.servers.filter(|_| self.impact().breaks_servers()).map(|note| note(self, name))
    }
}
