//! A log span with the request's ID, which comes from the client and is escaped.

use core::fmt::{self, Write as _};
use std::string::String;

use http::{HeaderMap, HeaderName};
use tracing::Span;

use crate::text::Escaping;

/// The maximum number of characters of an ID.
const MAX_ID: usize = 128;

/// The span of a request; none if the request has no ID. Its level is `ERROR`, so that it applies to events of every level.
pub(super) fn span(headers: &HeaderMap, name: &HeaderName) -> Span {
    match headers.get(name) {
        Some(id) => tracing::error_span!(target: "errbook", "request", id = %Id(id.as_bytes())),
        None => Span::none(),
    }
}

/// An ID for logs: escaped and truncated.
struct Id<'a>(&'a [u8]);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A character has at most four bytes.
        let start = &self.0[..self.0.len().min(MAX_ID * 4)];
        let text = String::from_utf8_lossy(start);
        let shown = text.char_indices().nth(MAX_ID).map_or(&*text, |(end, _)| &text[..end]);
        Escaping(f).write_str(shown)?;
        if shown.len() < text.len() || start.len() < self.0.len() { f.write_char('…') } else { Ok(()) }
    }
}
