//! The rules, by topic: each with its comparison, impact and wording.

pub(super) mod api;
pub(super) mod codes;
pub(super) mod envelope;
pub(super) mod error;
pub(super) mod examples;
pub(super) mod fallback;
pub(super) mod fields;
pub(super) mod guides;
pub(super) mod headers;
pub(super) mod order;
pub(super) mod retired;
pub(super) mod retry;
pub(super) mod status;
pub(super) mod texts;
pub(super) mod types;
