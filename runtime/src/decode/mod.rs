//! Decoding: turns a response into an error. It never fails, whatever the input, and works on a book's schema alone.
//!
//! `bytes` limits and cleans the body, `document` and `reader` collect its members, `resolve` interprets them, and
//! `check` compares types.

mod bytes;
mod check;
mod document;
mod form;
mod head;
mod issues;
mod probe;
#[cfg(feature = "problem")]
mod problem_details;
mod reader;
mod received;
mod resolve;
mod slots;
mod surrogate;
mod timing;
mod unknown;

use std::vec::Vec;

use serde_core::Deserializer;

pub(crate) use self::head::Head;
pub use self::head::{Headers, IntoStatus};
pub use self::issues::DecodeIssue;
pub use self::received::Received;
pub(crate) use self::received::UnknownFields;
pub(crate) use self::resolve::{Decoded, DecodedMore, header_value};
#[cfg(any(feature = "retry", feature = "__compiler"))]
pub(crate) use self::timing::Timing;
pub use self::unknown::{Unknown, UnknownReason};
use crate::schema::BookSchema;

/// The value of a header without surrounding spaces and tabs, which are not part of it (RFC 9110, section 5.5).
pub(crate) fn trimmed(bytes: &[u8]) -> Option<&str> {
    Some(core::str::from_utf8(bytes).ok()?.trim_matches([' ', '\t']))
}

/// Decodes a response.
pub(crate) fn response(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    #[cfg(feature = "problem")]
    if problem_details::is_labelled(head.headers) {
        return problem_details::decode_labelled(schema, head, body);
    }
    bytes::decode(schema, head, body)
}

/// Decodes a response as without the feature `problem`.
#[cfg(feature = "__compiler")]
pub(crate) fn plain(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    bytes::decode(schema, head, body)
}

/// Whether a status is that of an error: from 400 on, and those from 300 to 399 that the book lists.
pub(crate) fn is_error_status(schema: &'static BookSchema, status: u16) -> bool {
    status >= 400 || status >= 300 && schema.codes.rows().any(|info| info.statuses().contains(&status))
}

/// Whether a response is an error. One with a status from 200 to 299 is, if the book lists such a status, and the body
/// has the constants of its form.
pub(crate) fn is_error(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> bool {
    let may_be_success = (200..300).contains(&head.status);
    let is_success = |statuses: &[u16]| statuses.iter().any(|status| (200..300).contains(status));
    is_error_status(schema, head.status)
        || may_be_success
            && schema.codes.rows().any(|info| is_success(info.statuses()))
            && bytes::is_error(schema, head, body)
}

/// How a response differs from a book, by the book's schema alone. `None` if it is no error.
pub fn compare(schema: &'static BookSchema, status: u16, headers: &dyn Headers, body: &[u8]) -> Option<Comparison> {
    let head = Head { status, headers };
    is_error(schema, head, body).then(|| {
        let Decoded { outcome, received, .. } = response(schema, head, body);
        let issues = received.issues().to_vec();
        Comparison { outcome: outcome.map(|(index, _)| index), issues }
    })
}

/// An error response compared with a book.
#[derive(Debug)]
pub struct Comparison {
    /// The index of its code, or the error that the book cannot type.
    pub outcome: Result<usize, Unknown>,
    /// The differences.
    pub issues: Vec<DecodeIssue>,
}

/// Decodes a body, without a status and without headers. Errors are those of the deserializer.
pub(crate) fn body<'de, D: Deserializer<'de>>(
    schema: &'static BookSchema,
    deserializer: D,
) -> Result<Decoded, D::Error> {
    if let Some(form) = schema.form {
        let mut document = form::Document::new(schema, form, &form.body);
        document.read(deserializer)?;
        return Ok(form::resolve(&mut document, None, resolve::Body::none(), issues::DecodeIssues::default()));
    }
    let mut document = document::Document::new(&schema.envelope, Some(schema));
    document.read(deserializer)?;
    Ok(resolve::resolve(schema, &mut document, None, resolve::Body::none(), issues::DecodeIssues::default()))
}
