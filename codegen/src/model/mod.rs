//! The model: the contents of a spec, checked, sorted and plain.
//!
//! A [`Book`] is the whole table of an API's errors and its settings. It knows nothing of YAML or of the outputs.
//! Everything in it is valid: an emitter checks nothing. Its serialized form is most of `errors.json`.

mod api;
mod envelope;
mod error;
mod fallback;
mod guide;
pub mod keywords;
pub mod leaf;
mod payload;
mod retry;
mod spans;
mod template;

pub(crate) use api::site;
pub use api::{Api, Package, Publish, Runtime};
pub use envelope::{
    CodeEnvelope, EntryPlaces, Envelope, EnvelopeHeader, EnvelopeMember, Per, ReadCode, ShortForm, Source,
};
pub use error::{Deprecated, ErrorDef, Message, Part, Retired};
pub use fallback::Fallback;
pub use guide::{Guide, Member, Piece};
pub use keywords::{CodeStyle, DelayUnit, HeaderTypeName, Jitter, TypeName, When};
pub use payload::{EnumValue, Example, Field, Header, HeaderType, Type};
pub use retry::{Backoff, Retry};
pub use spans::KeySpans;
pub use template::{Absent, Entry, Node, Slot, TextPart, What, text_as_written};
pub(crate) use template::{SlotIndex, slots_of};

use serde::Serialize;

use crate::source::Span;

/// A whole book of errors.
#[derive(Debug, Clone, Serialize)]
pub struct Book {
    /// Which API it is about, and how its crate is generated.
    pub api: Api,
    /// How an error is laid out in a response.
    pub envelope: Envelope,
    /// Which code is sent for a response that no handler made.
    pub fallback: Fallback,
    /// The retry advice for errors without their own.
    pub retry: Backoff,
    /// The errors, by status, then by code.
    pub errors: Vec<ErrorDef>,
    /// Retired codes, by code.
    pub retired: Vec<Retired>,
    /// Guides, by name.
    pub guides: Vec<Guide>,
    /// The place of its `retry`, if it was given.
    #[serde(skip)]
    pub retry_place: Option<Span>,
    /// Whether any error has a status of success, so that a client recognizes it by its body alone. Each page asks.
    #[serde(skip)]
    pub has_errors_of_success: bool,
}

impl Book {
    /// The error of a code.
    pub fn error(&self, code: &str) -> Option<&ErrorDef> {
        self.errors.iter().find(|it| it.code == code)
    }

    /// Whether an error sends its code.
    pub fn sends_code(&self, error: &ErrorDef) -> bool {
        self.envelope.has_code() && !error.envelope.omits_code
    }

    /// The short form of its envelope, if the runtime reads and writes it as such.
    pub fn short_envelope(&self) -> Option<&ShortForm> {
        self.envelope.short.as_ref()
    }

    /// The place of its `retry`; that of the API if it was omitted.
    pub fn retry_place(&self) -> Span {
        self.retry_place.unwrap_or(self.api.places.whole())
    }

    /// The same book without errors, retired codes and guides.
    #[must_use]
    pub fn without_entries(&self) -> Self {
        Self {
            errors: Vec::new(),
            retired: Vec::new(),
            guides: Vec::new(),
            has_errors_of_success: false,
            ..self.clone()
        }
    }
}
