//! A draft of the book: the values read, before the checks across entries.

use crate::model::{Api, Backoff, CodeStyle, Envelope, ErrorDef, Field, Header, Retired, What};
use crate::source::Span;

/// A book in the order of the files, with placeholders for invalid values.
pub(crate) struct Draft {
    pub(super) api: Option<Api>,
    pub(super) envelope: Envelope,
    /// The entries of `fallback`, in the order of the file.
    pub(super) fallback: Vec<Fallback>,
    /// The place of the key.
    pub(super) fallback_place: Option<Span>,
    /// The place of the head's `api`.
    pub(super) head_place: Option<Span>,
    pub(super) retry: Backoff,
    pub(super) retry_place: Option<Span>,
    pub(super) errors: Vec<ErrorDef>,
    pub(super) retired: Vec<Retired>,
    /// Whether the envelope has no mistakes.
    pub(super) knows_envelope: bool,
    /// Whether every code was read, so that any other code is unknown.
    pub(super) knows_codes: bool,
}

impl Draft {
    /// The envelope without the placeholders of a preset that no entry has fields for.
    pub(super) fn pruned_envelope(&mut self) -> Envelope {
        let envelope = std::mem::take(&mut self.envelope);
        let has_field = |name: &str| self.errors.iter().flat_map(|it| &it.fields).any(|it| it.name == name);
        envelope.pruned(&|slot| matches!(&slot.what, What::Field(name) if !has_field(name)))
    }

    /// Whether every error sends its code as a text, and its message.
    pub(super) fn has_short_form(&self) -> bool {
        self.style() != CodeStyle::Integer && self.errors.iter().all(|it| it.envelope.is_empty())
    }

    /// The style of codes. If it could not be read, every code is accepted.
    pub(super) fn style(&self) -> CodeStyle {
        self.api.as_ref().map_or(CodeStyle::Any, |it| it.code_style)
    }
}

/// What the head says about all entries.
pub(crate) struct Head {
    pub(super) envelope: Envelope,
    /// Whether the envelope has no mistakes.
    pub(super) knows_envelope: bool,
    pub(super) retry: Backoff,
}

/// One key of `fallback`.
pub(crate) struct Fallback {
    pub(super) scope: Scope,
    /// The code; `None`: the framework's own response is sent.
    pub(super) code: Option<String>,
    /// The place of the code.
    pub(super) place: Span,
}

/// The statuses to which a key of `fallback` applies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Status(u16),
    /// 400 to 499.
    Client,
    /// 500 to 599.
    Server,
}

/// The members of an error's payload.
#[derive(Clone, Copy)]
pub(crate) struct Members<'a> {
    pub(super) fields: &'a [Field],
    pub(super) headers: &'a [Header],
    /// Whether the list is complete: only then is any other name unknown.
    pub(super) are_known: bool,
}
