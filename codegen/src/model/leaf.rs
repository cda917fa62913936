//! The leaves of a template with the paths that lead to them. It knows neither YAML nor the wire.

use super::envelope::Envelope;
use super::template::{Entry, Node, Slot, TextPart, What, slots_of};
use crate::source::Span;

/// A part of a template that contains no other, and the path to it.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// The path from the body.
    pub path: Path<'a>,
    /// What is there.
    pub part: Part<'a>,
    /// The place of its name or, for an item of a list, of its list's name; `None` if it is not written in the spec.
    pub place: Option<Span>,
}

/// What is at the end of a path.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A constant, a placeholder, a text with placeholders, or an empty object or list.
    Node(&'a Node),
    /// The fields of the code, in the object that the path leads to.
    Fields,
}

/// A path from the body.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path<'a>(pub Vec<Step<'a>>);

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<'a> {
    /// The member of an object.
    Name(&'a str),
    /// The item of a list, by its index.
    Item(usize),
    /// The item of the list that has one for each error.
    Each,
}

impl<'a> Path<'a> {
    fn below(&self, step: Step<'a>) -> Self {
        Self([self.0.as_slice(), &[step]].concat())
    }

    /// The path of the object or list that contains what it leads to.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.split_last().map(|it| it.1.to_vec()).unwrap_or_default())
    }

    /// The name at its end.
    pub fn name(&self) -> Option<&'a str> {
        if let Some(Step::Name(name)) = self.0.last() { Some(name) } else { None }
    }

    /// Whether it leads through the list that has an item for each error.
    pub fn is_in_list(&self) -> bool {
        self.0.contains(&Step::Each)
    }
}

/// In the notation of docs: `error.details[0].reason`, `errors[].code`.
impl std::fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Name(name) => write!(f, "{}{name}", if at == 0 { "" } else { "." })?,
                Step::Item(index) => write!(f, "[{index}]")?,
                Step::Each => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

impl<'a> Leaf<'a> {
    /// The placeholder that is its whole value.
    pub fn slot(&self) -> Option<&'a Slot> {
        if let Part::Node(Node::Slot(slot)) = self.part { Some(slot) } else { None }
    }

    /// The text with placeholders that is its value.
    pub fn text(&self) -> Option<&'a [TextPart]> {
        if let Part::Node(Node::Text(parts)) = self.part { Some(parts) } else { None }
    }

    /// Whether its whole value is this placeholder.
    pub fn is(&self, what: &What) -> bool {
        self.slot().is_some_and(|it| it.what == *what)
    }

    /// Whether this placeholder is its value, or in it.
    pub fn has(&self, what: &What) -> bool {
        self.is(what) || self.text().is_some_and(|it| slots_of(it).any(|it| it.what == *what))
    }
}

impl Envelope {
    /// The leaves of the body, in its order.
    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut out = Vec::new();
        leaves(&self.body, &Path::default(), None, &mut out);
        out
    }

    /// Where a client finds a value in the body: on its own or else in a longer text. The first place counts.
    pub fn found_at(&self, what: &What) -> Option<Leaf<'_>> {
        let all = self.leaves();
        let own = all.iter().find(|it| it.is(what) || *what == What::Fields && matches!(it.part, Part::Fields));
        own.or_else(|| all.iter().find(|it| it.has(what))).cloned()
    }
}

fn leaves<'a>(node: &'a Node, path: &Path<'a>, place: Option<Span>, out: &mut Vec<Leaf<'a>>) {
    match node {
        Node::Object(entries) if !entries.is_empty() => {
            for entry in entries {
                match entry {
                    Entry::Member { name, node, place } => leaves(node, &path.below(Step::Name(name)), *place, out),
                    Entry::Fields { place } => out.push(Leaf { path: path.clone(), part: Part::Fields, place: *place }),
                }
            }
        }
        Node::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                leaves(item, &path.below(Step::Item(index)), place, out);
            }
        }
        Node::Each(item) => leaves(item, &path.below(Step::Each), place, out),
        node => out.push(Leaf { path: path.clone(), part: Part::Node(node), place }),
    }
}
