//! What was probably meant by a name that there is not.

use super::shape::{Key, Report};
use crate::text::nearest;

/// Words that other languages have for ours.
static SYNONYMS: &[(&str, &str)] = &[
    ("array", "list"),
    ("bool", "boolean"),
    ("cause", "causes"),
    ("date", "timestamp"),
    ("date-time", "timestamp"),
    ("datetime", "timestamp"),
    ("decimal", "number"),
    ("description", "doc"),
    ("dict", "object"),
    ("double", "number"),
    ("float", "number"),
    ("http", "status"),
    ("id", "code"),
    ("int", "integer"),
    ("items", "of"),
    ("map", "object"),
    ("min", "minimum"),
    ("nullable", "optional"),
    ("payload", "fields"),
    ("properties", "fields"),
    ("required", "optional"),
    ("str", "string"),
    ("text", "string"),
    ("time", "timestamp"),
    ("uuid", "string"),
];

/// How many names are compared in one run, at the most. A spec with thousands of mistakes is mended without suggestions.
pub(super) const COMPARISONS: usize = 100_000;

impl Report<'_> {
    /// The known name that was probably meant.
    pub(super) fn meant<'a>(&mut self, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
        let count = known.clone().take(self.comparisons + 1).count();
        if count > self.comparisons {
            return None;
        }
        self.comparisons -= count;
        let synonym = SYNONYMS.iter().find(|(word, _)| name.eq_ignore_ascii_case(word)).map(|it| it.1);
        known.clone().find(|it| synonym == Some(it)).or_else(|| nearest(name, known))
    }

    /// The key that was probably meant.
    pub(super) fn meant_key(&mut self, name: &str, known: &'static [Key]) -> Option<&'static str> {
        // `type:string` has lost the blank behind the colon.
        let name = name.split(':').next().unwrap_or_default();
        self.meant(name, known.iter().map(|it| it.name))
    }
}
