//! Reads a response into a document: limits, encoding, excerpt. `resolve` interprets the document.

use std::boxed::Box;
use std::string::String;

use super::document::{Document, End};
use super::issues::DecodeIssues;
use super::resolve::{Body, Decoded, resolve};
use super::{DecodeIssue, Head, surrogate, trimmed};
use crate::schema::{BookSchema, Envelope};

/// The maximum length of a body that is decoded, in bytes.
const MAX_BODY: usize = 1 << 20;
/// The maximum length of the excerpt that is kept, in bytes.
const MAX_EXCERPT: usize = 1 << 10;

/// How an error is laid out in a body.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) envelope: &'static Envelope<'static>,
    /// The book, if the fields have their own names.
    pub(super) book: Option<&'static BookSchema>,
    /// Adapts the document to the form of the book. It receives the status to compare with if the whole body was read.
    pub(super) adapt: fn(&mut Document<'_>, Option<u16>, &mut DecodeIssues),
}

/// Decodes a response in the form of the book.
pub(super) fn decode(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    decode_as(schema, Form { envelope: &schema.envelope, book: Some(schema), adapt: |_, _, _| {} }, head, body)
}

/// Decodes a response in a different form.
pub(super) fn decode_as(schema: &'static BookSchema, form: Form, head: Head<'_>, body: &[u8]) -> Decoded {
    let mut issues = DecodeIssues::default();
    if let Some(encoding) = encoding(head, body) {
        issues.push(DecodeIssue::Encoded { encoding });
        return resolve(schema, &mut Document::new(form.envelope, form.book), Some(head), Body::encoded(), issues);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let (text, complete) = text(body, &mut issues);
    let mut document = Document::new(form.envelope, form.book);
    let mut end = document.read_text(text);
    // Unpaired surrogates are only searched for after a failure. Replacing them keeps all offsets: if the body can be
    // read further than before, they were the cause.
    let replaced;
    if end < End::WHOLE
        && let Some(json) = surrogate::replaced(text)
    {
        replaced = json;
        let mut again = Document::new(form.envelope, form.book);
        let later = again.read_text(&replaced);
        if later > end {
            issues.push(DecodeIssue::LoneSurrogate);
            (document, end) = (again, later);
        }
    }
    let read = end == End::WHOLE;
    if complete && !read {
        issues.push(DecodeIssue::NotJson);
    }
    let complete = complete && read;
    (form.adapt)(&mut document, complete.then_some(head.status), &mut issues);
    let body = Body { text, excerpt: excerpt(body, text), complete, is_encoded: false };
    resolve(schema, &mut document, Some(head), body, issues)
}

/// The encoding of a body that the client did not decode. If the body is text, the header is a leftover.
fn encoding(head: Head<'_>, body: &[u8]) -> Option<String> {
    let encoding = trimmed(head.headers.get("Content-Encoding")?)?;
    let is_control = |byte: u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    let start = body.get(..MAX_BODY).unwrap_or(body);
    // A character cut off at the end does not indicate an encoding.
    let is_invalid = core::str::from_utf8(start).is_err_and(|error| error.error_len().is_some());
    let is_binary = is_invalid || start.iter().any(|byte| is_control(*byte));
    (is_binary && !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then(|| encoding.into())
}

/// The part of a body that is text, and whether it is the whole body.
fn text<'a>(body: &'a [u8], issues: &mut DecodeIssues) -> (&'a str, bool) {
    let limited = body.get(..MAX_BODY).unwrap_or(body);
    let is_short = limited.len() == body.len();
    if !is_short {
        issues.push(DecodeIssue::TooLong);
    }
    match core::str::from_utf8(limited) {
        Ok(text) => (text, is_short),
        Err(error) => {
            // A character cut off by the limit does not make the body invalid.
            if is_short || error.error_len().is_some() {
                issues.push(DecodeIssue::NotUtf8);
            }
            let valid = limited.get(..error.valid_up_to()).unwrap_or_default();
            (core::str::from_utf8(valid).unwrap_or_default(), false)
        }
    }
}

/// The start of a body. `text` is the part that was read as text.
fn excerpt(body: &[u8], text: &str) -> Box<str> {
    if text.len() == body.len() || text.len() > MAX_EXCERPT {
        return text[..boundary(text)].into();
    }
    // A character cut off at the end would become a replacement character. It has at most four bytes.
    let start = body.get(..MAX_EXCERPT + 4).unwrap_or(body);
    let text = String::from_utf8_lossy(start);
    text[..boundary(&text)].into()
}

/// The end of the longest excerpt of `text` that does not cut a character.
fn boundary(text: &str) -> usize {
    let mut length = text.len().min(MAX_EXCERPT);
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    length
}
