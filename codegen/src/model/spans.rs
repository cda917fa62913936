//! Where the keys of the spec are: for diagnostics about a book, and for the diff of two.

use crate::source::Span;

/// The places of a map's keys.
#[derive(Debug, Clone)]
pub struct KeySpans {
    whole: Span,
    keys: Vec<(&'static str, Span)>,
}

impl KeySpans {
    /// Builds it from the places of a map and its values.
    pub fn new(whole: Span, keys: Vec<(&'static str, Span)>) -> Self {
        Self { whole, keys }
    }

    /// The same for a map with a name, whose place is that of the name.
    #[must_use]
    pub fn named(self, name: Span) -> Self {
        Self { whole: name, ..self }
    }

    /// The place of the map, or of its name if it has one.
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// The same without a key whose value could not be read.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.keys.retain(|(name, _)| *name != key);
        self
    }

    /// Whether a key was given.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(name, _)| *name == key)
    }

    /// The place of a key's value; that of the map if the key was omitted.
    pub fn of(&self, key: &str) -> Span {
        self.keys.iter().find(|(name, _)| *name == key).map_or(self.whole, |&(_, span)| span)
    }
}
