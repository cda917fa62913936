//! Texts with placeholders in braces, split into pieces. It knows neither messages nor envelopes.

use std::ops::Range;

/// A piece of a text with placeholders.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Literal text. A doubled brace is a piece of its own: one brace.
    Text(&'t str),
    /// The text between two braces, without them.
    Placeholder(&'t str),
    /// A brace without its partner.
    Unmatched(&'t str),
}

/// The pieces of a text, each with its place in it.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (Piece<'_>, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|it| !it.is_empty())?;
        let start = at;
        let brace = rest.find(['{', '}']).unwrap_or(rest.len());
        let (piece, length) = if brace > 0 {
            (Piece::Text(&rest[..brace]), brace)
        } else if rest.starts_with("{{") || rest.starts_with("}}") {
            (Piece::Text(&rest[..1]), 2)
        } else {
            let inner = rest[1..].find(['{', '}']).map(|end| &rest[1..=end]);
            match inner {
                Some(inner) if rest.starts_with('{') && rest[1 + inner.len()..].starts_with('}') => {
                    (Piece::Placeholder(inner), inner.len() + 2)
                }
                _ => (Piece::Unmatched(&rest[..1]), 1),
            }
        };
        at += length;
        Some((piece, start..at))
    })
}
