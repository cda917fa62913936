//! Detects a framework's own responses, and builds the errors that replace them.

use std::string::String;
use std::vec::Vec;

use crate::{Error, Kind};

/// Adds the text of a framework's own error to the error that replaces it.
///
/// It becomes the source, for logs, and with `expose` the message of an error with a status from 400 to 499.
pub(super) fn with_text<K: Kind>(error: Error<K>, status: u16, text: String, expose: bool) -> Error<K> {
    if expose && (400..500).contains(&status) {
        error.with_message(text.clone()).with_source(text)
    } else {
        error.with_source(text)
    }
}

/// The maximum length of a framework's text. A longer one comes from the application.
pub(super) const MAX_TEXT: u64 = 4 << 10;

/// A response extension: the response is sent unchanged, although it looks like a framework's own.
///
#[cfg_attr(feature = "axum", doc = "```")]
#[cfg_attr(not(feature = "axum"), doc = "```ignore")]
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use axum::{Extension, Router, http::StatusCode, response::IntoResponse, routing::get};
/// use errbook::tower::{ErrorLayer, Verbatim};
///
/// async fn upstream() -> impl IntoResponse {
///     (StatusCode::NOT_FOUND, Extension(Verbatim), "as the other server sent it")
/// }
///
/// let app: Router = Router::new().route("/upstream", get(upstream)).layer(ErrorLayer::<ErrorKind>::new());
/// # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
/// # runtime.block_on(async {
/// #     use tower::ServiceExt as _;
/// #     let request = http::Request::get("/upstream").body(axum::body::Body::empty()).unwrap();
/// #     let response = app.oneshot(request).await.unwrap();
/// #     assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
/// # });
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verbatim;

/// Whether a response may be a framework's own: its body is empty, or a short plain text. `length` is that of the body, if
/// it is known.
pub(super) fn is_bare(length: Option<u64>, content_type: Option<&[u8]>) -> bool {
    match length {
        Some(0) => true,
        Some(1..=MAX_TEXT) => content_type.is_some_and(is_plain_text),
        _ => false,
    }
}

/// Whether a media type is that of plain text, with any parameters.
pub(super) fn is_plain_text(content_type: &[u8]) -> bool {
    let essence = content_type.split(|byte| *byte == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(b"text/plain")
}

/// The text of a framework's own body.
pub(super) fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

/// Whether a header describes the body, and so does not apply to the body that replaces it.
pub(super) fn describes_body(header: &str) -> bool {
    ["content-type", "content-length", "content-encoding", "content-language", "content-range", "etag", "last-modified"]
        .contains(&header)
}
