//! Interprets a document: code, message, payload, and their issues.
//!
//! It works on a book's schema alone, so it is compiled once, not for each book. It never sees JSON text.

use core::mem;
use std::borrow::{Cow, ToOwned};
use std::boxed::Box;
use std::vec::Vec;

use super::check::{self, Path};
use super::document::{Document, Level, Member, TextOrValue};
use super::issues::DecodeIssues;
use super::received::Remarks;
use super::timing::Timing;
use super::{DecodeIssue, Head, Received, Unknown, UnknownReason, trimmed};
use crate::schema::{BookSchema, DelayUnit, Header, HeaderType, PayloadSchema};
use crate::value::{FieldValue as _, Values, rounded_up};
use crate::{HeaderText, Headers, HttpDate, RetryAfter, Value};

/// The meaning of a response.
pub(crate) struct Decoded {
    /// The index of the code and its payload, or an error that could not be typed.
    pub(crate) outcome: Result<(usize, Values), Unknown>,
    pub(crate) received: Received,
    /// What only responses in a book with a form have.
    pub(crate) more: Option<Box<DecodedMore>>,
}

/// What only responses in a book with a form have.
#[derive(Default)]
pub(crate) struct DecodedMore {
    /// The values of the response's members, by index.
    pub(crate) members: Vec<Option<Value>>,
    /// The status in the body, if it is that of the error.
    pub(crate) status: Option<u16>,
    /// The other errors.
    pub(crate) others: Vec<Decoded>,
    /// How many further errors were not kept.
    pub(crate) dropped: usize,
}

/// The body that a document was read from.
pub(crate) struct Body<'a> {
    /// The part that is text; empty for a document from another format.
    pub(crate) text: &'a str,
    /// The start of the body.
    pub(crate) excerpt: Box<str>,
    /// Whether the whole body was read.
    pub(crate) complete: bool,
    /// Whether it is in an encoding such as gzip, so that it is unreadable.
    pub(crate) is_encoded: bool,
}

impl Body<'_> {
    /// No text: a document from another format.
    pub(crate) fn none() -> Self {
        Self { text: "", excerpt: Box::default(), complete: true, is_encoded: false }
    }

    /// A body in an encoding that was not decoded.
    pub(super) fn encoded() -> Self {
        Self { complete: false, is_encoded: true, ..Self::none() }
    }
}

/// Takes the members out of a document, and interprets them.
pub(super) fn resolve(
    schema: &'static BookSchema,
    document: &mut Document<'_>,
    head: Option<Head<'_>>,
    body: Body<'_>,
    mut issues: DecodeIssues,
) -> Decoded {
    let envelope = document.envelope;
    if !document.members.is_empty() || document.repeated.is_some() {
        keep_last(document, &mut issues);
    }
    if body.complete && !document.found {
        issues.push(DecodeIssue::NotAnEnvelope);
    }
    if document.code_text().is_none() {
        not_a_string(document, Own::Code, body.complete, &mut issues);
    }
    if document.message_text().is_none() {
        not_a_string(document, Own::Message, body.complete, &mut issues);
    }

    let index = document.index.or_else(|| document.code_text().and_then(schema.find));
    let row = index.and_then(|index| Some((index, schema.row(index)?)));
    let mut timing = head.map(|head| Timing::of(head.headers)).unwrap_or_default();
    let mut payload = None;
    match row {
        Some((index, (facts, payload_schema))) => {
            if body.complete
                && let Some(mut values) = take_fields(document, payload_schema, &mut issues)
            {
                for header in payload_schema.headers {
                    let value = take_header(header, head, &mut issues);
                    let is_there = || head.is_some_and(|head| head.headers.get(header.name).is_some());
                    timing.is_unreadable |= value.is_none() && matches!(header.ty, HeaderType::Delay(_)) && is_there();
                    values.push(value);
                }
                payload = Some((index, Values::of(values)));
            } else {
                timing.is_unreadable |= payload_schema.has_own_delay();
            }
            if let Some(head) = head
                && !facts.statuses().contains(&head.status)
            {
                issues.push(DecodeIssue::Status { expected: facts.statuses() });
            }
        }
        None if document.code_text().is_some() => issues.push(DecodeIssue::CodeUnknown),
        None => {}
    }
    if payload.is_none() {
        document.spill();
    }

    // In a form with a single level, the unknown fields of a book with an object for its fields are there too.
    if envelope.level() != schema.envelope.level() {
        let beside = document.members.iter_mut().filter(|member| member.level == Level::Error);
        beside.for_each(|member| member.level = Level::Fields);
    }
    let mut remarks = Remarks::if_any(&mut document.members, issues);
    let outcome = match payload {
        Some(payload) => Ok(payload),
        None => Err(unknown(document.code_text(), row.is_some(), head, remarks.as_deref_mut(), &body)),
    };
    let message = document.message_text();
    Decoded { outcome, received: Received::new(message, body.text, body.excerpt, timing, remarks), more: None }
}

/// An error that the book cannot type. It gets the remaining members.
#[cold]
fn unknown(
    code: Option<&str>,
    is_known: bool,
    head: Option<Head<'_>>,
    remarks: Option<&mut Remarks>,
    body: &Body<'_>,
) -> Unknown {
    let reason = match code {
        None if body.is_encoded => UnknownReason::Encoded,
        None => UnknownReason::NoCode,
        Some(_) if is_known => UnknownReason::PayloadMismatch,
        Some(_) => UnknownReason::CodeUnknown,
    };
    let fields = remarks.map(|remarks| mem::take(&mut remarks.unknown_fields)).unwrap_or_default();
    let status = head.map(|head| head.status);
    Unknown::new(code.map(ToOwned::to_owned), status, reason, fields, body.excerpt.clone())
}

/// Whether a few members certainly have distinct names. Comparing each pair is fastest for a few, but quadratic for
/// many.
fn differ(members: &[Member<'_>]) -> bool {
    let same = |one: &Member<'_>, other: &Member<'_>| one.level == other.level && one.name == other.name;
    let is_first = |index: usize| members[..index].iter().all(|before| !same(before, &members[index]));
    members.len() <= 16 && (1..members.len()).all(is_first)
}

/// Keeps the last of duplicate members; each duplicate name becomes an issue.
fn keep_last(document: &mut Document<'_>, issues: &mut DecodeIssues) {
    document.spill();
    let mut names = Vec::new();
    if let Some(repeated) = document.repeated.take() {
        document.drop_forgotten(&repeated);
        names = repeated.names;
    }
    let replaced = document.drop_replaced().into_iter().filter(|name| !names.contains(name));
    for name in names.iter().copied().chain(replaced) {
        issues.push(DecodeIssue::Duplicate { member: name.to_owned() });
    }
    let members = &mut document.members;
    if differ(members) {
        return;
    }
    let id = |index: usize| (members[index].level, &members[index].name);
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&left, &right| id(left).cmp(&id(right)));
    let mut keep = Vec::new();
    keep.resize(members.len(), true);
    let mut last = None;
    for pair in order.windows(2) {
        let (level, name) = id(pair[0]);
        if (level, name) == id(pair[1]) {
            keep[pair[0]] = false;
            if last != Some((level, name)) {
                let parent = document.envelope.fields_under().filter(|_| level == Level::Fields);
                let member = parent.map_or_else(|| name.clone().into_owned(), |parent| std::format!("{parent}.{name}"));
                issues.push(DecodeIssue::Duplicate { member });
            }
            last = Some((level, name));
        }
    }
    let mut keep = keep.into_iter();
    members.retain(|_| keep.next().unwrap_or(true));
}

/// A member of the envelope that should be a string.
#[derive(Clone, Copy)]
enum Own {
    Code,
    Message,
}

/// Reports such a member that is not a string. A value of the wrong type is added to the other members, so that nothing
/// is lost.
#[cold]
fn not_a_string(document: &mut Document<'_>, own: Own, complete: bool, issues: &mut DecodeIssues) {
    let envelope = document.envelope;
    let (found, key, missing, other) = match own {
        Own::Code => (&mut document.code, envelope.code(), DecodeIssue::CodeMissing, DecodeIssue::CodeNotText),
        Own::Message => {
            (&mut document.message, envelope.message(), DecodeIssue::MessageMissing, DecodeIssue::MessageNotText)
        }
    };
    match found.take() {
        Some(TextOrValue::Other(value)) if *value != Value::Null => {
            document.members.push(Member { level: Level::Error, name: Cow::Borrowed(key), value: *value });
            issues.push(other);
        }
        None | Some(TextOrValue::Other(_)) => {
            // A member of a truncated body may have been cut off.
            if complete && document.found {
                issues.push(missing);
            }
        }
        // A string, or already stored as a member.
        kept => *found = kept,
    }
}

/// Takes a code's fields, in the order of the book; `None` if one of them does not fit. The capacity includes the headers.
fn take_fields(
    document: &mut Document<'_>,
    payload_schema: &'static PayloadSchema,
    issues: &mut DecodeIssues,
) -> Option<Vec<Option<Value>>> {
    if payload_schema.fields.is_empty() {
        return Some(Vec::with_capacity(payload_schema.headers.len()));
    }
    if document.slots.is_empty() {
        document.sort_in(payload_schema);
    }
    let path = document.envelope.fields_under().map(|key| Path::member(None, key));
    let mut fits = true;
    for (field, found) in document.slots.iter() {
        fits &= check::field(found, field, &Path::member(path.as_ref(), field.name), issues);
    }
    fits.then(|| mem::take(&mut document.slots).into_values())
}

pub(super) fn take_header(header: &Header, head: Option<Head<'_>>, issues: &mut DecodeIssues) -> Option<Value> {
    // An error read only from a body has no headers.
    match header_value(header, head?.headers) {
        Some(Some(value)) => return Some(value),
        Some(None) => issues.push(DecodeIssue::HeaderUnreadable { name: header.name }),
        None if header.optional => {}
        None => issues.push(DecodeIssue::HeaderMissing { name: header.name }),
    }
    None
}

/// The value of a header, if it is there, and in it if it is readable.
#[allow(clippy::option_option, reason = "a header that is missing is not one that is unreadable")]
pub(crate) fn header_value(header: &Header, headers: &dyn Headers) -> Option<Option<Value>> {
    let bytes = headers.get(header.name)?;
    Some(trimmed(bytes).and_then(|text| read_header(text, header.ty)))
}

fn read_header(text: &str, ty: HeaderType) -> Option<Value> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match ty {
        HeaderType::Delay(DelayUnit::Seconds) => {
            RetryAfter::try_from(text).ok().map(|value| value.value_ref().to_value())
        }
        HeaderType::Date | HeaderType::Delay(DelayUnit::Date) => {
            HttpDate::try_from(text).ok().map(|date| date.value_ref().to_value())
        }
        HeaderType::Delay(_) => rounded_up(text).map(Value::from),
        HeaderType::String => HeaderText::new(text).ok().map(|text| text.value_ref().to_value()),
        HeaderType::Unsigned if digits(text) => text.parse::<u64>().ok().map(Value::from),
        HeaderType::Integer if digits(text.strip_prefix('-').unwrap_or(text)) => {
            text.parse::<i64>().ok().map(Value::from)
        }
        HeaderType::Unsigned | HeaderType::Integer => None,
    }
}
