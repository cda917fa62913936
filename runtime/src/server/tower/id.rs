//! A log span with what identifies a request: its method, its route, and its ID. What a client sent is escaped.

use core::fmt::{self, Write as _};
use std::string::String;

use http::{HeaderName, Request};
use tracing::Span;
use tracing::field::display;

use crate::text::Escaping;

/// The maximum number of characters of an ID.
const MAX_ID: usize = 128;

/// The span of a request. Its level is `ERROR`, so that it applies to events of every level.
pub(super) fn span<A>(request: &Request<A>, name: &HeaderName) -> Span {
    let method = display(Id(request.method().as_str().as_bytes()));
    let id = request.headers().get(name).map(|id| display(Id(id.as_bytes())));
    tracing::error_span!(target: "errbook", "request", method, route = route(request), id)
}

/// The route that the request matched, as the application wrote it.
#[cfg(feature = "axum")]
fn route<A>(request: &Request<A>) -> Option<&str> {
    request.extensions().get().map(::axum::extract::MatchedPath::as_str)
}

#[cfg(not(feature = "axum"))]
fn route<A>(_: &Request<A>) -> Option<&str> {
    None
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
