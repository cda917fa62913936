//! The request's ID in the log: a span with it. What the client has sent is shown, and never obeyed.

use core::fmt::{self, Write as _};
use std::string::String;

use http::{HeaderMap, HeaderName};
use tracing::Span;

use crate::text::Escaping;

/// The most characters of an ID that are shown.
const LONGEST: usize = 128;

/// The span of a request; none where the request has no ID. It is there at every level at which an event may be.
pub(super) fn span(headers: &HeaderMap, name: &HeaderName) -> Span {
    match headers.get(name) {
        Some(id) => tracing::error_span!(target: "errbook", "request", id = %Id(id.as_bytes())),
        None => Span::none(),
    }
}

/// An ID as a log may show it: escaped, and cut where it is long.
struct Id<'a>(&'a [u8]);

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A character has at most four bytes.
        let start = &self.0[..self.0.len().min(LONGEST * 4)];
        let text = String::from_utf8_lossy(start);
        let shown = text.char_indices().nth(LONGEST).map_or(&*text, |(end, _)| &text[..end]);
        Escaping(f).write_str(shown)?;
        if shown.len() < text.len() || start.len() < self.0.len() { f.write_char('…') } else { Ok(()) }
    }
}
