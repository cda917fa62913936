//! Sentences as typed parts, so that each form writes names and values in its own way.

use std::borrow::Cow;
use std::fmt;

use super::change::{Change, Kind};
use super::prose::excerpts;
use super::rule::Verdict;
use super::value::{Value, article};
use crate::text::visible;
pub(super) use crate::text::yaml;

/// A sentence, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording(pub(super) Vec<Part>);

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Our own words: Markdown that is safe in every form.
    Ours(&'static str),
    /// Another author's words, which are no markup.
    Text(String),
    /// A name or a value in its own notation.
    Code(String),
}

impl From<&'static str> for Part {
    fn from(ours: &'static str) -> Self {
        Self::Ours(ours)
    }
}

/// Another author's words.
pub(super) fn text(it: &(impl ToString + ?Sized)) -> Part {
    Part::Text(it.to_string())
}

/// A name or a value, whole.
pub(super) fn code(it: &(impl ToString + ?Sized)) -> Part {
    Part::Code(it.to_string())
}

/// A name or a value, shortened.
pub(super) fn quoted(it: impl AsRef<str>) -> Part {
    Part::Code(cut(it.as_ref(), QUOTED))
}

/// How many characters of a value a sentence quotes.
const QUOTED: usize = 60;

/// At most so many characters of a text, with a mark where some are left out.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A [`Wording`] from its parts, each either our own words or a [`Part`].
macro_rules! wording {
    ($($part:expr),* $(,)?) => {
        $crate::compat::wording::Wording(vec![$($crate::compat::wording::Part::from($part)),*])
    };
}
pub(super) use wording;

impl Wording {
    /// This, then more.
    #[must_use]
    pub(super) fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

/// What the sentences of the rules are made of.
impl Change {
    /// What the rule says of every change that is not safe.
    pub(super) fn rule_help(&self) -> Option<Wording> {
        (!self.rule.fix.is_empty() && self.verdict() > Verdict::Safe).then(|| wording![self.rule.fix])
    }

    /// What happened to a value: the message of most rules.
    pub(super) fn value_message(&self) -> Wording {
        let what = match &self.kind {
            Kind::Value(what) => *what,
            Kind::Order(what) => return wording!["the order of "].then(self.owned(what)).then(wording![" changed"]),
            _ => "the value",
        };
        let what = self.owned(what);
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
        match self.path().member() {
            Some(member) if self.path().is_inside() => wording![what, " of ", quoted(member)],
            _ => wording![what],
        }
    }

    /// The field or header that it is about.
    pub(super) fn member(&self) -> Part {
        Part::Code(self.path().member().unwrap_or_default())
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
        Part::Code(if self.path().is_nested() { "new".to_owned() } else { format!("{name}::new") })
    }
}

/// Without markup, on one line, with everything visible.
impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Ours(ours) => f.write_str(ours),
            Part::Text(text) => f.write_str(&visible(text)),
            Part::Code(code) => write!(f, "`{}`", visible(code)),
        })
    }
}
