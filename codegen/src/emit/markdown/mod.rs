//! Markdown: the page of errors, and the spec's texts in whatever they are put into.

mod blocks;
mod edits;
pub(super) mod errors;
mod headings;
pub(super) mod inline;
mod links;
mod payload;
mod shape;

pub(crate) use blocks::fence;
pub(crate) use inline::{Place, cell_code, plain};

/// A status with what it is called: `402 Payment Required`.
pub(super) fn status_line(status: u16) -> String {
    let phrase = http::StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason());
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}
