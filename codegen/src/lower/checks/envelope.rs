//! Members of the body that would collide with the envelope's.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::Envelope;
use crate::text::quoted;

impl Context<'_> {
    /// Reports fields with the name of the code's or the message's member, if they are siblings of these.
    pub(super) fn envelope_collisions(&mut self, draft: &Draft) {
        let Envelope { code, message, fields_under: None, .. } = &draft.envelope else { return };
        for entry in &draft.errors {
            for field in entry.fields.iter().filter(|it| it.name == *code || it.name == *message) {
                let found = Diagnostic::new(
                    &diagnostics::ENVELOPE_COLLISION,
                    format!("the field {} has the name of a member of the envelope", quoted(&field.name)),
                );
                self.push(found.at(field.places.whole(), "").help(
                    "Rename the field, or nest all fields under a separate member: `envelope: {fields: details}`.",
                ));
            }
        }
    }
}
