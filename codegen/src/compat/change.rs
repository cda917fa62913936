//! One change, as data: the rule that saw it, what it is about, where that is, and the value before and after.
//!
//! A sentence about it is made when a form needs one, by the rule's own functions.

use std::borrow::Cow;

use super::location::{Location, Path};
use super::matching::Anchor;
use super::renames::Evidence;
use super::rule::{Bump, Case, Impact, Rule, Verdict};
use super::value::Value;
use super::waiver::Fault;
use super::wording::{Wording, quoted, wording};
use crate::model::Retired;

/// One difference between two books.
#[derive(Debug, Clone)]
pub struct Change {
    /// The rule that saw it.
    pub rule: &'static Rule,
    /// The rule's case that judges it.
    pub case: &'static Case,
    /// What it is about, and where that is.
    pub location: Location,
    /// What kind of difference it is.
    pub kind: Kind,
    /// The old value; `None`: there was none.
    pub from: Option<Value>,
    /// The new value; `None`: there is none.
    pub to: Option<Value>,
}

/// What identifies a change: rule, code, path, old and new value. A waiver names the same.
pub type Identity<'a> = (&'static str, Option<&'a str>, Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>);

impl Change {
    /// What it does to both parties, and what it requires of the version.
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

    /// The path to what it is about, from the entry or from the book.
    pub fn path(&self) -> &Path {
        &self.location.path
    }

    /// What identifies it.
    pub fn identity(&self) -> Identity<'_> {
        let (from, to) = (self.from.as_ref().map(Value::as_text), self.to.as_ref().map(Value::as_text));
        (self.rule.id, self.code(), self.path().as_text(), from, to)
    }

    /// What changed: a sentence without a capital and a full stop.
    pub fn message(&self) -> Wording {
        (self.rule.message)(self)
    }

    /// The same, and next to what something that was removed was.
    pub fn message_with_anchor(&self) -> Wording {
        let message = self.message();
        match self.anchor() {
            Some(Anchor { side, name }) => message.then(wording!["; it was ", *side, " ", quoted(name)]),
            None => message,
        }
    }

    fn anchor(&self) -> Option<&Anchor> {
        match &self.kind {
            Kind::CodeRemoved { anchor, .. } | Kind::FieldRemoved { anchor, .. } | Kind::HeaderRemoved { anchor } => {
                anchor.as_ref()
            }
            _ => None,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<Wording> {
        (self.rule.help)(self)
    }

    /// What clients have to do, where it breaks them.
    pub fn clients(&self) -> Option<Wording> {
        self.rule.clients.filter(|_| self.impact().breaks_clients()).map(|note| note(self))
    }

    /// What servers have to do, where it breaks them. `name`: the code's in Rust.
    pub fn servers(&self, name: &str) -> Option<Wording> {
        self.rule.servers.filter(|_| self.impact().breaks_servers()).map(|note| note(self, name))
    }
}

/// What kind of difference a change is, with the facts that only that kind has.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A value was added, removed or changed: `from` and `to` say how. The text names it: "the type".
    Value(&'static str),
    /// The same things in another order. The text names them: "the fields".
    Order(&'static str),
    /// A text differs in white space alone. The text names it: "the meaning".
    WhiteSpace(&'static str),
    /// The name of a header differs in letter case alone.
    LetterCase,
    /// A message is written out that was the meaning, or the reverse, and reads the same.
    MessageWrittenOut,
    /// The text of a message is the same, and its braces are placeholders on one side alone.
    MessageBraces,
    /// A code was added.
    CodeAdded {
        /// Its default status.
        status: u16,
    },
    /// A code was removed without a tombstone.
    CodeRemoved {
        /// What it was next to.
        anchor: Option<Anchor>,
        /// The tombstone that it should have left.
        tombstone: Retired,
    },
    /// A code was removed and left a tombstone.
    CodeRetired {
        /// Since when it was deprecated.
        deprecated: Option<String>,
    },
    /// A code or field was renamed.
    Renamed,
    /// A code may have been renamed.
    PossibleRename {
        /// The tombstone that would say so.
        tombstone: Retired,
        /// What the two codes have in common.
        evidence: Evidence,
        /// The old status.
        status: u16,
    },
    /// A retired code is defined again.
    CodeReused {
        /// The version that retired it.
        retired: String,
    },
    /// A tombstone was added.
    TombstoneAdded,
    /// A tombstone was removed.
    TombstoneRemoved {
        /// The tombstone.
        tombstone: Retired,
    },
    /// A code was deprecated.
    Deprecated,
    /// A code is no longer deprecated.
    Undeprecated,
    /// A field was added.
    FieldAdded {
        /// What its `was` names, if that was no field, and the field that was probably meant.
        unknown_was: Option<(String, Option<String>)>,
    },
    /// A field was removed.
    FieldRemoved {
        /// What it was next to.
        anchor: Option<Anchor>,
        /// Where the only field of the same name and type was added.
        moved_to: Option<Path>,
    },
    /// A field or header became optional or required.
    Optional,
    /// A value was added to an enum, or removed from one.
    EnumValue,
    /// A header was added.
    HeaderAdded,
    /// A header was removed.
    HeaderRemoved {
        /// What it was next to.
        anchor: Option<Anchor>,
    },
    /// The version is not what the changes require.
    Version {
        /// The part that must be raised.
        required: Bump,
        /// The part that was raised; `None`: it went back.
        raised: Option<Bump>,
    },
    /// A waiver is at fault.
    Waiver {
        /// The rule that it is for.
        rule: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
}
