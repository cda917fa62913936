//! Reads a response into a document: limits, encoding, excerpt. `resolve` interprets the document.

use std::boxed::Box;
use std::string::String;

use super::document::{Document, End};
use super::issues::DecodeIssues;
use super::resolve::{Body, Decoded, resolve};
use super::{DecodeIssue, Head, form, probe, surrogate, trimmed};
use crate::schema::{BookSchema, Envelope, Form};

/// The maximum length of a body that is decoded, in bytes.
const MAX_BODY: usize = 1 << 20;
/// The maximum length of the excerpt that is kept, in bytes.
const MAX_EXCERPT: usize = 1 << 10;

/// How an error is laid out in a body: what it is read into, and what that means.
pub(super) trait Layout: Copy {
    type Document<'de>;

    fn document<'de>(self) -> Self::Document<'de>;
    /// Reads JSON text. If it is invalid, the members before the error are kept.
    fn read<'de>(document: &mut Self::Document<'de>, text: &'de str) -> End;
    fn resolve(
        self,
        document: &mut Self::Document<'_>,
        head: Head<'_>,
        body: Body<'_>,
        issues: DecodeIssues,
    ) -> Decoded;
}

/// The short envelope of a book, or problem details.
#[derive(Clone, Copy)]
pub(super) struct Short {
    pub(super) schema: &'static BookSchema,
    pub(super) envelope: &'static Envelope<'static>,
    /// The book, if the fields have their own names.
    pub(super) book: Option<&'static BookSchema>,
    /// Adapts the document to the layout of the book. It receives the status to compare with if the whole body was read.
    pub(super) adapt: fn(&mut Document<'_>, Option<u16>, &mut DecodeIssues),
}

impl Layout for Short {
    type Document<'de> = Document<'de>;

    fn document<'de>(self) -> Document<'de> {
        Document::new(self.envelope, self.book)
    }

    fn read<'de>(document: &mut Document<'de>, text: &'de str) -> End {
        document.read_text(text)
    }

    fn resolve(self, document: &mut Document<'_>, head: Head<'_>, body: Body<'_>, mut issues: DecodeIssues) -> Decoded {
        (self.adapt)(document, body.complete.then_some(head.status), &mut issues);
        resolve(self.schema, document, Some(head), body, issues)
    }
}

/// The form of a book.
#[derive(Clone, Copy)]
struct Formed {
    schema: &'static BookSchema,
    form: &'static Form<'static>,
}

impl Layout for Formed {
    type Document<'de> = form::Document<'de>;

    fn document<'de>(self) -> form::Document<'de> {
        form::Document::new(self.schema, self.form, &self.form.body)
    }

    fn read<'de>(document: &mut form::Document<'de>, text: &'de str) -> End {
        let mut json = serde_json::Deserializer::from_str(text);
        End::of(document.read(&mut json).and_then(|()| json.end()))
    }

    fn resolve(
        self,
        document: &mut form::Document<'_>,
        head: Head<'_>,
        body: Body<'_>,
        issues: DecodeIssues,
    ) -> Decoded {
        form::resolve(document, Some(head), body, issues)
    }
}

/// Decodes a response in the layout of the book.
pub(super) fn decode(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    if let Some(form) = schema.form {
        return decode_formed(schema, form, head, body);
    }
    decode_as(Short { schema, envelope: &schema.envelope, book: Some(schema), adapt: |_, _, _| {} }, head, body)
}

/// Decodes a response in the form of the book. Apart, so that the short envelope is compiled as if there were no forms.
#[inline(never)]
fn decode_formed(schema: &'static BookSchema, form: &'static Form<'static>, head: Head<'_>, body: &[u8]) -> Decoded {
    decode_as(Formed { schema, form }, head, body)
}

/// Decodes a response in a layout.
pub(super) fn decode_as<L: Layout>(layout: L, head: Head<'_>, body: &[u8]) -> Decoded {
    let mut issues = DecodeIssues::default();
    if let Some(encoding) = encoding(head, body) {
        issues.push(DecodeIssue::Encoded { encoding });
        return layout.resolve(&mut layout.document(), head, Body::encoded(), issues);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let (text, complete) = text(body, &mut issues);
    let replaced;
    let mut document = layout.document();
    let mut end = L::read(&mut document, text);
    // Unpaired surrogates are only searched for after a failure. Replacing them keeps all offsets: if the body can be
    // read further than before, they were the cause.
    if end < End::WHOLE
        && let Some(json) = surrogate::replaced(text)
    {
        replaced = json;
        let mut again = layout.document();
        let later = L::read(&mut again, &replaced);
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
    let body = Body { text, excerpt: excerpt(body, text), complete, is_encoded: false };
    layout.resolve(&mut document, head, body, issues)
}

/// Whether a response that may be a success is an error. The whole body is read, whatever its length.
pub(super) fn is_error(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> bool {
    if encoding(head, body).is_some() {
        return false;
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let valid = core::str::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len);
    let text = body.get(..valid).and_then(|valid| core::str::from_utf8(valid).ok());
    probe::is_error(schema, head, text.unwrap_or_default())
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
