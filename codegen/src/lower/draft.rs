//! A draft of the book: what was read, before it is checked as a whole.

use crate::model::{Api, Backoff, CodeStyle, Envelope, ErrorDef, Field, Header, Retired};
use crate::source::Span;

/// A book in the order of the files, which may hold stand-ins for what has mistakes.
pub(crate) struct Draft {
    pub(super) api: Option<Api>,
    pub(super) envelope: Envelope,
    pub(super) retry: Backoff,
    pub(super) retry_place: Option<Span>,
    pub(super) errors: Vec<ErrorDef>,
    pub(super) retired: Vec<Retired>,
    /// Whether the envelope has no mistakes.
    pub(super) knows_envelope: bool,
    /// Whether every code was read, so that one that is not there is unknown.
    pub(super) knows_codes: bool,
}

impl Draft {
    /// The style of codes. If it could not be read, every code is accepted.
    pub(super) fn style(&self) -> CodeStyle {
        self.api.as_ref().map_or(CodeStyle::Any, |it| it.code_style)
    }
}

/// The members of an error's payload.
#[derive(Clone, Copy)]
pub(crate) struct Members<'a> {
    pub(super) fields: &'a [Field],
    pub(super) headers: &'a [Header],
    /// Whether these are all: only then is any other name unknown.
    pub(super) are_known: bool,
}
