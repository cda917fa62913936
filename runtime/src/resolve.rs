//! From a document to what it means: code, message, payload, and what is wrong with them.
//!
//! It works on a book's table alone: it is compiled once, and not for each book. It knows no JSON text.

use core::mem;
use std::borrow::{Cow, ToOwned};
use std::boxed::Box;
use std::vec::Vec;

use crate::check::{self, Path};
use crate::document::{Document, Entry, Level, Said};
use crate::problems::Problems;
use crate::received::Remarks;
use crate::{
    Delay, Header, HeaderText, HeaderType, Headers, HttpDate, Member, Problem, Reason, Received, Shape, Table, Unknown,
    Value, Values,
};

/// What a response means.
pub(crate) struct Decoded {
    /// The code's place in the table and its payload, or what is known in place of them.
    pub(crate) outcome: Result<(usize, Values), Unknown>,
    pub(crate) received: Received,
}

/// What came beside the body.
#[derive(Clone, Copy)]
pub(crate) struct Arrival<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a dyn Headers,
}

/// What a document was read from.
pub(crate) struct Body<'a> {
    /// What could be read as text; empty where there was none.
    pub(crate) text: &'a str,
    /// The beginning of the body.
    pub(crate) excerpt: Box<str>,
    /// Whether nothing of it was cut off.
    pub(crate) complete: bool,
}

impl Body<'_> {
    /// No text at all: a document that came from another format.
    pub(crate) fn none() -> Self {
        Self { text: "", excerpt: Box::default(), complete: true }
    }
}

/// Gives a document's members their meaning, and takes them out of it.
pub(crate) fn resolve(
    table: &'static Table,
    document: &mut Document<'_>,
    arrival: Option<Arrival<'_>>,
    body: Body<'_>,
    mut problems: Problems,
) -> Decoded {
    let envelope = document.envelope;
    if !document.entries.is_empty() || document.repeated.is_some() {
        keep_last(document, &mut problems);
    }
    if body.complete && !document.found {
        problems.push(Problem::NotAnEnvelope);
    }
    if document.code_text().is_none() {
        no_text(document, Own::Code, body.complete, &mut problems);
    }
    if document.message_text().is_none() {
        no_text(document, Own::Message, body.complete, &mut problems);
    }

    let index = document.index.or_else(|| document.code_text().and_then(table.find));
    let entry = index.and_then(|index| Some((index, table.entry(index)?)));
    let mut payload = None;
    match entry {
        Some((index, (facts, shape))) => {
            if body.complete
                && let Some(mut values) = take_fields(document, shape, &mut problems)
            {
                for header in shape.headers {
                    values.push(header_value(header, arrival, &mut problems));
                }
                payload = Some((index, Values::of(values)));
            }
            if let Some(arrival) = arrival
                && !facts.statuses().contains(&arrival.status)
            {
                problems.push(Problem::Status { expected: facts.statuses() });
            }
        }
        None if document.code_text().is_some() => problems.push(Problem::CodeUnknown),
        None => {}
    }
    if payload.is_none() {
        document.spill();
    }

    // A form that has but one level has the fields there, and what a book with an object for them does not know as well.
    if envelope.level() != table.envelope.level() {
        let beside = document.entries.iter_mut().filter(|entry| entry.level == Level::Error);
        beside.for_each(|entry| entry.level = Level::Fields);
    }
    let mut remarks = Remarks::if_any(&mut document.entries, problems);
    let outcome = match payload {
        Some(payload) => Ok(payload),
        None => Err(unknown(document.code_text(), entry.is_some(), arrival, remarks.as_deref_mut(), &body)),
    };
    let retry_after = arrival.and_then(retry_after);
    let message = document.message_text();
    Decoded { outcome, received: Received::new(message, body.text, body.excerpt, retry_after, remarks) }
}

/// An error that the book cannot type. It has the members that are left.
#[cold]
fn unknown(
    code: Option<&str>,
    is_known: bool,
    arrival: Option<Arrival<'_>>,
    remarks: Option<&mut Remarks>,
    body: &Body<'_>,
) -> Unknown {
    let reason = match code {
        None => Reason::NoCode,
        Some(_) if is_known => Reason::PayloadMismatch,
        Some(_) => Reason::CodeUnknown,
    };
    let fields = remarks.map(|remarks| mem::take(&mut remarks.extra)).unwrap_or_default();
    let status = arrival.map(|arrival| arrival.status);
    Unknown::new(code.map(ToOwned::to_owned), status, reason, fields, body.excerpt.clone())
}

/// Whether few members surely have names of their own. Comparing each with each is quickest for a few, and a way to keep a
/// client busy with many.
fn differ(entries: &[Entry<'_>]) -> bool {
    let same = |one: &Entry<'_>, other: &Entry<'_>| one.level == other.level && one.name == other.name;
    let is_first = |index: usize| entries[..index].iter().all(|before| !same(before, &entries[index]));
    entries.len() <= 16 && (1..entries.len()).all(is_first)
}

/// Keeps, of members with one name, the last; each name that was there more often becomes a problem.
fn keep_last(document: &mut Document<'_>, problems: &mut Problems) {
    document.spill();
    let mut names = Vec::new();
    if let Some(repeated) = document.repeated.take() {
        document.drop_forgotten(&repeated);
        names = repeated.names;
    }
    let replaced = document.drop_replaced().into_iter().filter(|name| !names.contains(name));
    for name in names.iter().copied().chain(replaced) {
        problems.push(Problem::Duplicate { member: name.to_owned() });
    }
    let entries = &mut document.entries;
    if differ(entries) {
        return;
    }
    let id = |index: usize| (entries[index].level, &entries[index].name);
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&left, &right| id(left).cmp(&id(right)));
    let mut keep = Vec::new();
    keep.resize(entries.len(), true);
    let mut last = None;
    for pair in order.windows(2) {
        let (level, name) = id(pair[0]);
        if (level, name) == id(pair[1]) {
            keep[pair[0]] = false;
            if last != Some((level, name)) {
                let parent = document.envelope.fields_key().filter(|_| level == Level::Fields);
                let member = parent.map_or_else(|| name.clone().into_owned(), |parent| std::format!("{parent}.{name}"));
                problems.push(Problem::Duplicate { member });
            }
            last = Some((level, name));
        }
    }
    let mut keep = keep.into_iter();
    entries.retain(|_| keep.next().unwrap_or(true));
}

/// A member that the envelope has, and that should be a text.
#[derive(Clone, Copy)]
enum Own {
    Code,
    Message,
}

/// What is said of such a member that is no text. One that is something else joins the others, so that nothing is lost.
#[cold]
fn no_text(document: &mut Document<'_>, own: Own, complete: bool, problems: &mut Problems) {
    let envelope = document.envelope;
    let (found, key, missing, other) = match own {
        Own::Code => (&mut document.code, envelope.code_key(), Problem::CodeMissing, Problem::CodeNotText),
        Own::Message => {
            (&mut document.message, envelope.message_key(), Problem::MessageMissing, Problem::MessageNotText)
        }
    };
    match found.take() {
        Some(Said::Other(value)) if *value != Value::Null => {
            document.entries.push(Entry { level: Level::Error, name: Cow::Borrowed(key), value: *value });
            problems.push(other);
        }
        None | Some(Said::Other(_)) => {
            // What is not there may have been cut off, and is not called missing then.
            if complete && document.found {
                problems.push(missing);
            }
        }
        // A text, or what is kept elsewhere already.
        kept => *found = kept,
    }
}

/// Takes a code's fields, in the order of the book; nothing if one of them does not fit. There is room for the values of the
/// headers.
fn take_fields(
    document: &mut Document<'_>,
    shape: &'static Shape,
    problems: &mut Problems,
) -> Option<Vec<Option<Value>>> {
    if shape.fields.is_empty() {
        return Some(Vec::with_capacity(shape.headers.len()));
    }
    if document.slots.is_empty() {
        document.sort_in(shape);
    }
    let path = document.envelope.fields_key().map(|key| Path::member(None, key));
    let mut fits = true;
    for (field, found) in document.slots.iter() {
        fits &= check::field(found, field, &Path::member(path.as_ref(), field.name), problems);
    }
    fits.then(|| mem::take(&mut document.slots).into_values())
}

fn header_value(header: &Header, arrival: Option<Arrival<'_>>, problems: &mut Problems) -> Option<Value> {
    // An error that is read from a body alone has no headers to be missed.
    let Some(bytes) = arrival?.headers.get(header.name) else {
        if !header.optional {
            problems.push(Problem::HeaderMissing { name: header.name });
        }
        return None;
    };
    let value = trimmed(bytes).and_then(|text| read_header(text, header.ty));
    if value.is_none() {
        problems.push(Problem::HeaderUnreadable { name: header.name });
    }
    value
}

fn read_header(text: &str, ty: HeaderType) -> Option<Value> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match ty {
        HeaderType::Delay => Delay::try_from(text).ok().map(|delay| delay.show().to_value()),
        HeaderType::Date => HttpDate::try_from(text).ok().map(|date| date.show().to_value()),
        HeaderType::String => HeaderText::new(text).ok().map(|text| text.show().to_value()),
        HeaderType::Unsigned if digits(text) => text.parse::<u64>().ok().map(Value::from),
        HeaderType::Integer if digits(text.strip_prefix('-').unwrap_or(text)) => {
            text.parse::<i64>().ok().map(Value::from)
        }
        HeaderType::Unsigned | HeaderType::Integer => None,
    }
}

/// Whatever the book has for the code: a client that does not know the code waits as well.
fn retry_after(arrival: Arrival<'_>) -> Option<Delay> {
    Delay::try_from(trimmed(arrival.headers.get("Retry-After")?)?).ok()
}

/// A header's value without the blanks around it, which are not part of it (RFC 9110, section 5.5).
fn trimmed(bytes: &[u8]) -> Option<&str> {
    Some(core::str::from_utf8(bytes).ok()?.trim_matches([' ', '\t']))
}
