//! From a document to what it means: code, message, payload, and what is wrong with them.
//!
//! It works on a book's table alone: it is compiled once, and not for each book. It knows no JSON text.

use core::mem;
use std::borrow::{Cow, ToOwned};
use std::string::String;
use std::vec::Vec;

use crate::check::{self, Path};
use crate::document::{Document, Entry, Said};
use crate::problems::Problems;
use crate::received::Rest;
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

/// Gives a document's members their meaning. `complete` says that nothing of it was cut off.
pub(crate) fn resolve(
    table: &'static Table,
    document: Document<'_>,
    arrival: Option<Arrival<'_>>,
    complete: bool,
    excerpt: String,
    mut problems: Problems,
) -> Decoded {
    let envelope = document.envelope;
    let path = envelope.fields_key().map(|key| Path::member(None, key));
    let Document { found, code, message, members, fields, outside, repeated, .. } = document;
    for key in repeated {
        problems.push(Problem::Duplicate { member: key.to_owned() });
    }
    let mut members = last_of_each(members, None, &mut problems);
    let mut fields = last_of_each(fields, path.as_ref(), &mut problems);
    let outside = last_of_each(outside, None, &mut problems);

    if complete && !found {
        problems.push(Problem::NotAnEnvelope);
    }
    // What is not there may have been cut off, and is not called missing then.
    let expected = complete && found;
    let code = text_member(code, envelope.code_key(), &mut members, &mut problems, Problem::CodeNotText);
    if expected && matches!(code, Text::Missing) {
        problems.push(Problem::CodeMissing);
    }
    let message = text_member(message, envelope.message_key(), &mut members, &mut problems, Problem::MessageNotText);
    if expected && matches!(message, Text::Missing) {
        problems.push(Problem::MessageMissing);
    }
    let code = code.found();

    let index = code.as_deref().and_then(table.find);
    let entry = index.and_then(|index| Some((index, table.entry(index)?)));
    if code.is_some() && entry.is_none() {
        problems.push(Problem::CodeUnknown);
    }
    let payload = entry.filter(|_| complete).and_then(|(index, (_, shape))| {
        let source = if path.is_some() { &mut fields } else { &mut members };
        let mut values = take_fields(source, shape, path.as_ref(), &mut problems)?;
        for header in shape.headers {
            values.push(header_value(header, arrival, &mut problems));
        }
        Some((index, Values::new(values)))
    });
    if let (Some((_, (facts, _))), Some(arrival)) = (entry, arrival)
        && !facts.statuses().contains(&arrival.status)
    {
        problems.push(Problem::Status { expected: facts.statuses() });
    }

    // A form that has but one level has the fields there, and what a book with an object for them does not know as well.
    if path.is_none() && table.envelope.fields_key().is_some() {
        fields = mem::take(&mut members);
    }
    let mut extra = Rest::new(owned(members), owned(fields));
    let outcome = payload.ok_or_else(|| {
        let reason = match (&code, entry) {
            (None, _) => Reason::NoCode,
            (Some(_), None) => Reason::CodeUnknown,
            (Some(_), Some(_)) => Reason::PayloadMismatch,
        };
        let status = arrival.map(|arrival| arrival.status);
        Unknown::new(code.map(Cow::into_owned), status, reason, mem::take(&mut extra), excerpt.clone())
    });
    let received = Received {
        message: message.found().map(Cow::into_owned),
        extra,
        outside: owned(outside),
        problems: problems.into_vec(),
        retry_after: arrival.and_then(retry_after),
        excerpt,
        #[cfg(feature = "problem")]
        is_problem: false,
    };
    Decoded { outcome, received }
}

/// Of members with one name, the last; each name that was there more often becomes a problem.
fn last_of_each<'de>(
    mut members: Vec<Entry<'de>>,
    parent: Option<&Path<'_>>,
    problems: &mut Problems,
) -> Vec<Entry<'de>> {
    // Comparing each with each is quickest for a few, and a way to keep a client busy with many.
    if members.len() < 2 {
        return members;
    }
    let few = members.len() <= 16;
    if few
        && !members.iter().enumerate().any(|(index, (key, _))| members[..index].iter().any(|(other, _)| other == key))
    {
        return members;
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|&left, &right| members[left].0.cmp(&members[right].0));
    let mut keep = Vec::new();
    keep.resize(members.len(), true);
    let mut last = None;
    for pair in order.windows(2) {
        let key = &members[pair[0]].0;
        if *key == members[pair[1]].0 {
            keep[pair[0]] = false;
            if last != Some(key) {
                let member = parent.map_or_else(|| key.clone().into_owned(), |path| std::format!("{path}.{key}"));
                problems.push(Problem::Duplicate { member });
            }
            last = Some(key);
        }
    }
    let mut keep = keep.into_iter();
    members.retain(|_| keep.next().unwrap_or(true));
    members
}

/// A member that should be a text.
enum Text<'de> {
    Found(Cow<'de, str>),
    Missing,
    Other,
}

impl<'de> Text<'de> {
    fn found(self) -> Option<Cow<'de, str>> {
        match self {
            Self::Found(text) => Some(text),
            Self::Missing | Self::Other => None,
        }
    }
}

/// Takes a member that should be a text. What is something else joins the others, so that nothing is lost.
fn text_member<'de>(
    found: Option<Said<'de>>,
    key: &'static str,
    members: &mut Vec<Entry<'_>>,
    problems: &mut Problems,
    other: Problem,
) -> Text<'de> {
    match found {
        Some(Said::Text(text)) => Text::Found(text),
        None | Some(Said::Other(Value::Null)) => Text::Missing,
        Some(Said::Other(value)) => {
            members.push((Cow::Borrowed(key), value));
            problems.push(other);
            Text::Other
        }
    }
}

/// Takes a code's fields out of the members, in the order of the book; nothing if one of them does not fit. There is room
/// for the values of the headers.
fn take_fields(
    members: &mut Vec<Entry<'_>>,
    shape: &'static Shape,
    parent: Option<&Path<'_>>,
    problems: &mut Problems,
) -> Option<Vec<Value>> {
    let mut values = Vec::with_capacity(shape.fields.len() + shape.headers.len());
    let (mut fits, mut count) = (true, 0);
    for field in shape.fields {
        let found = members.iter_mut().find(|(name, _)| name == field.name).map(|(_, value)| value);
        fits &= check::field(found.as_deref(), field, &Path::member(parent, field.name), problems);
        count += usize::from(found.is_some());
        values.push(found.map(mem::take).unwrap_or_default());
    }
    if !fits {
        for (field, value) in shape.fields.iter().zip(values) {
            if let Some((_, place)) = members.iter_mut().find(|(name, _)| name == field.name) {
                *place = value;
            }
        }
        return None;
    }
    if count == members.len() {
        members.clear();
    } else {
        members.retain(|(name, _)| shape.fields.iter().all(|field| name != field.name));
    }
    Some(values)
}

fn header_value(header: &Header, arrival: Option<Arrival<'_>>, problems: &mut Problems) -> Value {
    // An error that is read from a body alone has no headers to be missed.
    let Some(arrival) = arrival else {
        return Value::Null;
    };
    let Some(bytes) = arrival.headers.get(header.name) else {
        if !header.optional {
            problems.push(Problem::HeaderMissing { name: header.name });
        }
        return Value::Null;
    };
    trimmed(bytes).and_then(|text| read_header(text, header.ty)).unwrap_or_else(|| {
        problems.push(Problem::HeaderUnreadable { name: header.name });
        Value::Null
    })
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

fn owned(members: Vec<Entry<'_>>) -> Vec<(String, Value)> {
    if members.is_empty() {
        // `collect` would keep what was reserved.
        return Vec::new();
    }
    members.into_iter().map(|(key, value)| (Cow::into_owned(key), value)).collect()
}
