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

use serde_core::Deserializer;

pub(crate) use self::head::Head;
pub use self::head::{Headers, IntoStatus};
pub use self::issues::DecodeIssue;
pub use self::received::Received;
pub(crate) use self::received::UnknownFields;
pub(crate) use self::resolve::{Decoded, DecodedMore, header_value};
pub use self::unknown::{Unknown, UnknownReason};
use crate::schema::BookSchema;

/// The value of a header without surrounding spaces and tabs, which are not part of it (RFC 9110, section 5.5).
fn trimmed(bytes: &[u8]) -> Option<&str> {
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

/// Whether a response that may be a success is an error.
pub(crate) fn is_error(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> bool {
    bytes::is_error(schema, head, body)
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
