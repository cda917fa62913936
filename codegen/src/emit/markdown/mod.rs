//! Markdown: the page of errors, and the spec's texts in whatever they are put into.

pub(super) mod blocks;
pub(super) mod errors;
pub(super) mod inline;

/// A status with what it is called: `402 Payment Required`.
pub(super) fn status_line(status: u16) -> String {
    let phrase = http::StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason());
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}
