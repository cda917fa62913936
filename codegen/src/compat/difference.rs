//! One difference between two books, as data: what kind it is, where it is, and the value before and after.
//!
//! A rule makes sentences about it when a form needs one.

use std::borrow::Cow;

use jiff::civil::Date;

use super::excerpt::excerpts;
use super::impact::{Bump, Case, VersionOf};
use super::location::{Location, Path};
use super::matching::Anchor;
use super::renames::Evidence;
use super::value::{Value, article};
use super::wording::{Part, Wording, code, quoted, wording};
use crate::model::Retired;

/// What a rule saw.
#[derive(Debug, Clone)]
pub struct Difference {
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
        /// The version that could deprecate it instead.
        deprecating: String,
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
    /// A version is not what the changes require.
    Version {
        /// Which one.
        of: VersionOf,
        /// The part that must be raised.
        required: Bump,
        /// The part that was raised; `None`: it went back.
        raised: Option<Bump>,
        /// The part that the contract alone requires.
        contract: Bump,
        /// The crate's name, where the crate has no version of its own.
        crate_name: Option<String>,
    },
    /// The base has no book of the crate.
    NoBook {
        /// What it has instead.
        others: Vec<OtherBook>,
        /// The argument of `--base` that names the first of them.
        first: Option<String>,
    },
    /// A waiver is at fault.
    Waiver {
        /// The rule that it is for.
        rule: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What the base has instead of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherBook {
    /// Its folder, from the root of the repository; empty for the root.
    pub folder: String,
    /// The name of its crate; `None`: it is a submodule that cannot be read, which may contain any book.
    pub crate_name: Option<String>,
}

/// When a waiver ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ends {
    /// `expires`: after this day.
    Expires(Date),
    /// `until`: with this version of the book.
    Until(String),
}

/// What is wrong with a waiver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It matches no change.
    Unused,
    /// Another waiver covers the same change.
    Duplicate,
    /// It has ended.
    Expired(Option<Ends>),
}

/// What the sentences of the rules are made of.
impl Difference {
    /// What something that was removed was next to.
    pub(super) fn anchor(&self) -> Option<&Anchor> {
        match &self.kind {
            Kind::CodeRemoved { anchor, .. } | Kind::FieldRemoved { anchor, .. } | Kind::HeaderRemoved { anchor } => {
                anchor.as_ref()
            }
            _ => None,
        }
    }

    /// What happened to a value: the message of most rules.
    pub(super) fn value_message(&self) -> Wording {
        let what = match &self.kind {
            Kind::Value(what) => *what,
            Kind::Order(what) => return wording!["the order of "].then(self.owned(what)).then(wording![" changed"]),
            _ => "the value",
        };
        self.change_of(self.owned(what))
    }

    /// How a thing changed: from one value to another, or that it was added or removed.
    pub(super) fn change_of(&self, what: Wording) -> Wording {
        what.then(match (&self.from, &self.to) {
            (None, None) => wording![" changed"],
            (None, Some(to)) => wording![" was added: ", quoted(to.as_text())],
            (Some(from), None) => wording![" was removed: ", quoted(from.as_text())],
            (Some(from), Some(to)) => {
                let (from, to) = excerpts(&from.as_text(), &to.as_text());
                wording![" changed from ", code(&from), " to ", code(&to)]
            }
        })
    }

    /// A thing and the field or header that it belongs to: "the type of `balance`".
    pub(super) fn owned(&self, what: &'static str) -> Wording {
        match self.location.path.member() {
            Some(member) if self.location.path.is_inside() => wording![what, " of ", quoted(member)],
            _ => wording![what],
        }
    }

    /// The field or header that it is about.
    pub(super) fn member(&self) -> Part {
        Part::Code(self.location.path.member().unwrap_or_default())
    }

    /// The old value, as reports have it; empty where there was none.
    pub(super) fn old_text(&self) -> Cow<'_, str> {
        self.from.as_ref().map(Value::as_text).unwrap_or_default()
    }

    /// The new value, as reports have it; empty where there is none.
    pub(super) fn new_text(&self) -> Cow<'_, str> {
        self.to.as_ref().map(Value::as_text).unwrap_or_default()
    }

    /// The old value, whole.
    pub(super) fn old_value(&self) -> Part {
        code(&self.old_text())
    }

    /// The new value, whole.
    pub(super) fn new_value(&self) -> Part {
        code(&self.new_text())
    }

    /// The new type with its article: "a string".
    pub(super) fn new_type(&self) -> Part {
        match &self.to {
            Some(Value::Type(word)) => article(word).into(),
            Some(Value::Header(ty)) => article(ty.word()).into(),
            _ => self.new_value(),
        }
    }

    /// The function that builds the value that the change is about. `name`: the code's in Rust.
    pub(super) fn constructor(&self, name: &str) -> Part {
        // What is nested has a type of its own.
        Part::Code(if self.location.path.is_nested() { "new".to_owned() } else { format!("{name}::new") })
    }
}
