//! The location of a change: the code, the path below it, and the places in both books.

use std::borrow::Cow;
use std::fmt;

use super::wording::Part;
use crate::model::KeySpans;
use crate::source::Span;

/// The subject of a change, and its places.
///
/// The spans refer to the files of their own book.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// The code; `None`: the book as a whole.
    pub code: Option<String>,
    /// The path to it, from the entry or from the book.
    pub path: Path,
    /// Its old place; `None`: nowhere.
    pub old: Option<Span>,
    /// Its new place, or the nearest remaining neighbour of a removed item; `None`: nowhere.
    pub new: Option<Span>,
}

impl Location {
    pub(super) fn new(code: Option<&str>, path: impl Into<Path>, old: Option<Span>, new: Option<Span>) -> Self {
        Self { code: code.map(str::to_owned), path: path.into(), old, new }
    }

    /// A part that occurs once in the book.
    pub(super) fn of_book(keys: &[&'static str], old: Span, new: Span) -> Self {
        keys.iter().fold(Self::new(None, "", Some(old), Some(new)), |at, key| at.below(Step::Key(key)))
    }

    /// A key of two maps at this location.
    pub(super) fn key(&self, key: &'static str, old: &KeySpans, new: &KeySpans) -> Self {
        Self { old: Some(old.of(key)), new: Some(new.of(key)), ..self.below(Step::Key(key)) }
    }

    /// A location below this one, with the same places.
    pub(super) fn below(&self, step: Step) -> Self {
        Self { path: self.path.below(step), ..self.clone() }
    }

    /// The same path with different places.
    pub(super) fn at(self, old: Option<Span>, new: Option<Span>) -> Self {
        Self { old, new, ..self }
    }
}

/// The keys and names that lead to a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path(Vec<Step>);

/// One part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of the language.
    Key(&'static str),
    /// The name of a field.
    Field(String),
    /// The name of a header.
    Header(String),
    /// The items of a list: its key `of`.
    Items,
    /// Another name: of a guide, of an example's value, of a status in `fallback`.
    Name(String),
    /// The position in a list, from 1.
    Nth(usize),
    /// A path in the notation of waivers.
    Verbatim(String),
}

impl From<&'static str> for Path {
    fn from(key: &'static str) -> Self {
        Self(if key.is_empty() { Vec::new() } else { vec![Step::Key(key)] })
    }
}

impl Path {
    /// The path of a waiver.
    pub(super) fn verbatim(path: &str) -> Self {
        Self(vec![Step::Verbatim(path.to_owned())])
    }

    pub(super) fn below(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// Whether it has more than one part.
    pub fn is_deep(&self) -> bool {
        self.0.len() > 1
    }

    /// Whether it is the whole entry.
    pub fn is_code(&self) -> bool {
        self.0 == [Step::Key("code")]
    }

    /// Whether it is a part of the envelope.
    pub(super) fn is_envelope(&self) -> bool {
        self.0.first() == Some(&Step::Key("envelope"))
    }

    /// The member of the body that it leads to, as the docs name it: `error.details[0].reason`.
    pub(super) fn in_body(&self) -> String {
        let mut out = String::new();
        for step in self.0.iter().skip_while(|it| **it != Step::Key("body")).skip(1) {
            match step {
                Step::Name(name) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    out.push_str(name);
                }
                Step::Nth(n) => out.push_str(&format!("[{}]", n - 1)),
                _ => {}
            }
        }
        out
    }

    /// The last name in it, as code.
    pub(super) fn last_code(&self) -> Part {
        let name = |it| if let &Step::Name(ref name) | &Step::Field(ref name) = it { Some(name) } else { None };
        let name = self.0.iter().rev().find_map(name);
        Part::Code(name.cloned().unwrap_or_default())
    }

    /// Whether it continues after its last field or header.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self.0.last(), Some(Step::Key(_)))
    }

    /// The field or header that it leads to or through, as the docs name it: `shipping.address`, `items[].price`.
    pub(super) fn member(&self) -> Option<String> {
        let mut out = String::new();
        for step in &self.0 {
            match step {
                Step::Field(name) | Step::Header(name) => {
                    out.push_str(if out.is_empty() { "" } else { "." });
                    out.push_str(name);
                }
                Step::Items => out.push_str("[]"),
                _ => {}
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// The name of the field or header at its end.
    pub(super) fn name(&self) -> Option<&str> {
        match self.0.last() {
            Some(Step::Field(name) | Step::Header(name)) => Some(name),
            _ => None,
        }
    }

    /// The name at its end that is neither a field nor a header.
    pub(super) fn last_name(&self) -> Option<&str> {
        match self.0.last() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether the field that it leads to is a member of an object.
    pub(super) fn is_nested(&self) -> bool {
        self.0.iter().filter(|it| matches!(it, Step::Field(_) | Step::Header(_) | Step::Items)).count() > 1
    }

    /// The notation of waivers and reports.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self.0.as_slice() {
            [] => Cow::Borrowed(""),
            [Step::Key(key)] => Cow::Borrowed(key),
            _ => Cow::Owned(self.to_string()),
        }
    }
}

/// With a dot between two parts. A name with a dot, a quote or white space is in quotes.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "." })?;
            match step {
                Step::Key(key) => f.write_str(key)?,
                Step::Items => f.write_str("of")?,
                Step::Nth(n) => write!(f, "{n}")?,
                Step::Verbatim(path) => f.write_str(path)?,
                Step::Field(name) | Step::Header(name) | Step::Name(name) => {
                    let is_special = |c: char| c == '.' || c == '"' || c.is_whitespace();
                    let is_plain = !name.is_empty() && !name.contains(is_special);
                    if is_plain { f.write_str(name)? } else { write!(f, "{name:?}")? }
                }
            }
        }
        Ok(())
    }
}
