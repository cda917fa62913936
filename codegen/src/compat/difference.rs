//! One difference between two books, as data: its kind, its place, and the values before and after.
//!
//! A rule words it when a form needs a sentence.

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

/// A difference that a rule found.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The case of the rule that applies.
    pub case: &'static Case,
    /// Its subject, and the places of that.
    pub location: Location,
    /// The kind of difference.
    pub kind: Kind,
    /// The old value; `None`: there was none.
    pub from: Option<Value>,
    /// The new value; `None`: there is none.
    pub to: Option<Value>,
}

/// The kind of a difference, with the facts specific to it.
#[derive(Debug, Clone)]
pub enum Kind {
    /// A value was added, removed or changed: `from` and `to` say how. The text names it: "the type".
    Value(&'static str),
    /// The same items in a different order. The text names them: "the fields".
    Order(&'static str),
    /// A text differs only in white space. The text names it: "the meaning".
    WhiteSpace(&'static str),
    /// The name of a header differs only in letter case.
    LetterCase,
    /// A message that was derived from the meaning is now written out, or the reverse, with the same text.
    MessageWrittenOut,
    /// The text of a message is the same, but its braces are placeholders on one side only.
    MessageBraces,
    /// A code was added.
    CodeAdded {
        /// Its default status.
        status: u16,
    },
    /// A code was removed without a tombstone.
    CodeRemoved {
        /// Its former neighbour.
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
        /// The tombstone for the rename.
        tombstone: Retired,
        /// The similarities of the two codes.
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
        /// The value of its `was`, if that was not a field, and the field that was probably meant.
        unknown_was: Option<(String, Option<String>)>,
    },
    /// A field was removed.
    FieldRemoved {
        /// Its former neighbour.
        anchor: Option<Anchor>,
        /// The place of the only added field with the same name and type.
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
        /// Its former neighbour.
        anchor: Option<Anchor>,
    },
    /// A version is too low for the changes.
    Version {
        /// Which one.
        of: VersionOf,
        /// The part that must be raised.
        required: Bump,
        /// The part that was raised; `None`: it was lowered.
        raised: Option<Bump>,
        /// The part that only the contract requires.
        contract: Bump,
        /// The crate's name, where the crate has no version of its own.
        crate_name: Option<String>,
    },
    /// The base has no book of the crate.
    NoBook {
        /// The books that it has instead.
        others: Vec<OtherBook>,
        /// The argument of `--base` that names the first of them.
        first: Option<String>,
    },
    /// A waiver has a problem.
    Waiver {
        /// The rule that it is for.
        rule: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
}

/// A book that the base has instead.
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

/// The parts of the rules' sentences.
impl Difference {
    /// The former neighbour of a removed item.
    pub(super) fn anchor(&self) -> Option<&Anchor> {
        match &self.kind {
            Kind::CodeRemoved { anchor, .. } | Kind::FieldRemoved { anchor, .. } | Kind::HeaderRemoved { anchor } => {
                anchor.as_ref()
            }
            _ => None,
        }
    }

    /// The change of a value: the message of most rules.
    pub(super) fn value_message(&self) -> Wording {
        let what = match &self.kind {
            Kind::Value(what) => *what,
            Kind::Order(what) => return wording!["the order of "].then(self.owned(what)).then(wording![" changed"]),
            _ => "the value",
        };
        self.change_of(self.owned(what))
    }

    /// How an item changed: from one value to another, or added or removed.
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

    /// The old value in the notation of reports; empty if there was none.
    pub(super) fn old_text(&self) -> Cow<'_, str> {
        self.from.as_ref().map(Value::as_text).unwrap_or_default()
    }

    /// The new value in the notation of reports; empty if there is none.
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
        // A nested value has its own type.
        Part::Code(if self.location.path.is_nested() { "new".to_owned() } else { format!("{name}::new") })
    }
}
