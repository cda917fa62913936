//! Decoding of problem details (RFC 9457).

use core::mem;
use std::borrow::{Cow, ToOwned};

use super::bytes::{self, Short};
use super::document::{Document, Level, Member, TextOrValue};
use super::issues::DecodeIssues;
use super::{DecodeIssue, Decoded, Head, Headers, Unknown, UnknownReason, trimmed};
use crate::Value;
use crate::schema::BookSchema;
use crate::schema::problem_details::{ENVELOPE, MEDIA_TYPE, STANDARD, unescaped};

/// Whether the `Content-Type` of a response identifies problem details.
pub(super) fn is_labelled(headers: &dyn Headers) -> bool {
    let value = headers.get("Content-Type").and_then(trimmed).unwrap_or_default();
    let media_type = value.split(';').next().unwrap_or_default();
    media_type.trim_end_matches([' ', '\t']).eq_ignore_ascii_case(MEDIA_TYPE)
}

/// Decodes a body that is labelled as problem details.
///
/// Some books use problem details as their own form: their envelope names its members. Such a body is decoded in the
/// form of the book if that fits better.
pub(super) fn decode_labelled(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    // The errors of the book are problem details themselves, by its own form.
    if schema.form.is_some_and(|form| form.content_type == MEDIA_TYPE) {
        return bytes::decode(schema, head, body);
    }
    // A known code outweighs any number of issues.
    let misfit = |decoded: &Decoded| {
        let rank = match decoded.outcome.as_ref().map_err(Unknown::reason) {
            Ok(_) => 0,
            Err(UnknownReason::PayloadMismatch) => 1,
            Err(UnknownReason::CodeUnknown) => 2,
            Err(UnknownReason::Encoded | UnknownReason::NoCode) => 3,
        };
        (rank, decoded.received.issues().len())
    };
    let details = decode(schema, head, body);
    if misfit(&details) == (0, 0) {
        return details;
    }
    let own = bytes::decode(schema, head, body);
    if misfit(&own) < misfit(&details) { own } else { details }
}

/// Decodes a body as problem details.
fn decode(schema: &'static BookSchema, head: Head<'_>, body: &[u8]) -> Decoded {
    let mut decoded = bytes::decode_as(Short { schema, envelope: &ENVELOPE, book: None, adapt }, head, body);
    decoded.received.is_problem = true;
    decoded
}

/// Adapts problem details to the form of a book: moves the standard members out of the error, and restores the names of
/// fields.
fn adapt(document: &mut Document<'_>, status: Option<u16>, issues: &mut DecodeIssues) {
    let members = mem::take(&mut document.members);
    for (name, text, issue) in [
        (ENVELOPE.code(), &mut document.code, DecodeIssue::CodeNotText),
        (ENVELOPE.message(), &mut document.message, DecodeIssue::MessageNotText),
    ] {
        // A member with the wrong type (RFC 9457, section 3.1: to be ignored) is not reported as missing too.
        if let Some(TextOrValue::Other(value)) = text
            && **value != Value::Null
        {
            let value = mem::take(&mut **value);
            document.members.push(Member { level: Level::Top, name: Cow::Borrowed(name), value });
            issues.push(issue);
            *text = Some(TextOrValue::Moved);
        }
    }
    for Member { level, name, value } in members {
        let member = if STANDARD.contains(&&*name) {
            Member { level: Level::Top, name, value }
        } else {
            Member { level, name: unescaped(name), value }
        };
        document.members.push(member);
    }
    for name in STANDARD {
        let last = document.members.iter().rev().find(|member| member.level == Level::Top && member.name == name);
        let Some(Member { value, .. }) = last.filter(|member| member.value != Value::Null) else { continue };
        if name != "status" {
            if value.as_str().is_none() {
                issues.push(DecodeIssue::WrongType { member: name.to_owned(), expected: "a string" });
            }
            continue;
        }
        match value.as_u64().and_then(|value| u16::try_from(value).ok()) {
            None => issues.push(DecodeIssue::WrongType { member: name.to_owned(), expected: "an HTTP status" }),
            Some(found) if status.is_some_and(|status| status != found) => {
                issues.push(DecodeIssue::StatusMember { found });
            }
            Some(_) => {}
        }
    }
}
