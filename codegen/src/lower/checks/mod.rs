//! Checks beyond a single value: those of an error as a whole, and those that span several errors.

mod codes;
mod envelope;
pub(super) mod fallback;
mod indistinct;
mod invisible;
mod lints;
pub(crate) mod names;
mod references;
mod versions;

use super::context::Context;
use super::draft::Draft;

impl Context<'_> {
    /// Checks across the whole draft, as far as it was read.
    pub(crate) fn check(&mut self, draft: &Draft) {
        self.codes(draft);
        self.type_names(draft);
        self.times(draft);
        if draft.knows_envelope {
            self.envelopes(draft);
        }
        self.references(draft);
        self.fallbacks(draft);
    }
}
