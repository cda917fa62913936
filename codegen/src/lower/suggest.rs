//! Suggestions for misspelt names.

use super::context::Context;
use super::key::Map;
use crate::text::nearest;

/// Words of other schema languages, with their equivalents here.
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

impl Context<'_> {
    /// The known name that was probably meant.
    pub(crate) fn meant<'a>(&mut self, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
        let count = known.clone().take(self.comparisons + 1).count();
        if count > self.comparisons {
            return None;
        }
        self.comparisons -= count;
        let synonym = SYNONYMS.iter().find(|(word, _)| name.eq_ignore_ascii_case(word)).map(|it| it.1);
        known.clone().find(|it| synonym == Some(it)).or_else(|| nearest(name, known))
    }

    /// The key that was probably meant.
    pub(crate) fn meant_key(&mut self, name: &str, map: &'static Map) -> Option<&'static str> {
        // `type:string` lacks the space after the colon.
        let name = name.split(':').next().unwrap_or_default();
        self.meant(name, map.keys.iter().map(|it| it.name))
    }
}
