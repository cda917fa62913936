//! From a response to a document: the limits, the encoding, the excerpt. `resolve` gives the document its meaning.
//!
//! It never fails, whatever it is given.

use std::boxed::Box;
use std::string::String;

use crate::document::{Document, End};
use crate::problems::Problems;
use crate::resolve::{Arrival, Body, Decoded, resolve};
use crate::{Envelope, Problem, Table, surrogate};

/// So much of a body is looked at.
const LONGEST_BODY: usize = 1 << 20;
/// So much of a body is kept.
const LONGEST_EXCERPT: usize = 1 << 10;

/// How an error lies in a body.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub(crate) envelope: &'static Envelope<'static>,
    /// The book, if it has fields under their own names.
    pub(crate) book: Option<&'static Table>,
    /// Makes what was read into what the book knows. It is given the status to compare with, if all was read.
    pub(crate) adapt: fn(&mut Document<'_>, Option<u16>, &mut Problems),
}

/// Decodes a response, whatever its body is.
pub(crate) fn decode(table: &'static Table, arrival: Arrival<'_>, body: &[u8]) -> Decoded {
    decode_as(table, Form { envelope: &table.envelope, book: Some(table), adapt: |_, _, _| {} }, arrival, body)
}

/// Decodes a response whose error lies in another way than the book says.
pub(crate) fn decode_as(table: &'static Table, form: Form, arrival: Arrival<'_>, body: &[u8]) -> Decoded {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut problems = Problems::default();
    let (text, complete) = text(body, &mut problems);
    let mut document = Document::new(form.envelope, form.book);
    let mut end = document.read_text(text);
    // Only a body that failed is looked through for half characters. Replacing them moves nothing in it: if it can be
    // read further than before, they were in the way.
    let replaced;
    if end < End::WHOLE
        && let Some(json) = surrogate::replaced(text)
    {
        replaced = json;
        let mut again = Document::new(form.envelope, form.book);
        let later = again.read_text(&replaced);
        if later > end {
            problems.push(Problem::LoneSurrogate);
            (document, end) = (again, later);
        }
    }
    let read = end == End::WHOLE;
    if complete && !read {
        problems.push(Problem::NotJson);
    }
    let complete = complete && read;
    (form.adapt)(&mut document, complete.then_some(arrival.status), &mut problems);
    let body = Body { text, excerpt: excerpt(body, text), complete };
    resolve(table, &mut document, Some(arrival), body, problems)
}

/// The part of a body that can be read as text, and whether that is all of it.
fn text<'a>(body: &'a [u8], problems: &mut Problems) -> (&'a str, bool) {
    let looked_at = body.get(..LONGEST_BODY).unwrap_or(body);
    let short = looked_at.len() == body.len();
    if !short {
        problems.push(Problem::TooLong);
    }
    match core::str::from_utf8(looked_at) {
        Ok(text) => (text, short),
        Err(error) => {
            // Where the cap cuts a character, the body is not to blame.
            if short || error.error_len().is_some() {
                problems.push(Problem::NotUtf8);
            }
            let valid = looked_at.get(..error.valid_up_to()).unwrap_or_default();
            (core::str::from_utf8(valid).unwrap_or_default(), false)
        }
    }
}

/// The beginning of a body, of which `text` is what was read as text.
fn excerpt(body: &[u8], text: &str) -> Box<str> {
    if text.len() == body.len() || text.len() > LONGEST_EXCERPT {
        return text[..boundary(text)].into();
    }
    // A cut character at the end would become a replacement character: it has four bytes at most.
    let start = body.get(..LONGEST_EXCERPT + 4).unwrap_or(body);
    let text = String::from_utf8_lossy(start);
    text[..boundary(&text)].into()
}

/// Where the longest excerpt of `text` ends: not in the middle of a character.
fn boundary(text: &str) -> usize {
    let mut length = text.len().min(LONGEST_EXCERPT);
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    length
}
