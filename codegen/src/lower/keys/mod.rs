//! The keys of the language, map by map: the rows that describe them, and their readers.

mod code_envelope;
pub(crate) mod envelope;
pub(crate) mod error;
mod fallback;
pub(crate) mod fields;
pub(crate) mod guides;
pub(crate) mod head;
pub(crate) mod headers;
pub(crate) mod package;
pub(crate) mod retry;
