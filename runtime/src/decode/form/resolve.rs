//! Interprets a document: which error it is, its payload, and its issues.

use core::mem;
use std::borrow::Cow;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use super::consume::{Consumer, Taken};
use super::document::{Document, Extra, Name, Place};
use super::template::{code_at, code_in, code_in_header};
use crate::decode::check::{self, Path};
use crate::decode::issues::DecodeIssues;
use crate::decode::received::Remarks;
use crate::decode::resolve::{Body, Decoded, DecodedMore, take_header};
use crate::decode::timing::Timing;
use crate::decode::{DecodeIssue, Head, Received, Unknown, UnknownFields, UnknownReason, trimmed};
use crate::schema::{Absent, HeaderType, Node, PayloadSchema, Slot};
use crate::text::pointer::Escaped;
use crate::value::Values;
use crate::{Headers, Value};

/// Interprets the first error of a response, and the others.
pub(in crate::decode) fn resolve(
    document: &mut Document<'_>,
    head: Option<Head<'_>>,
    body: Body<'_>,
    issues: DecodeIssues,
) -> Decoded {
    let others = mem::take(&mut document.others);
    let list = if others.is_empty() { String::new() } else { document.list_pointer() };
    let dropped = document.dropped;
    let (complete, is_encoded) = (body.complete, body.is_encoded);
    let mut decoded = one(document, head, body, "", true, issues);
    if !others.is_empty() {
        let more = decoded.more.get_or_insert_default();
        more.dropped = dropped;
        for (index, mut other) in others.into_iter().enumerate() {
            let prefix = std::format!("{list}/{}", index + 1);
            let body = Body { complete, is_encoded, ..Body::none() };
            more.others.push(one(&mut other, head, body, &prefix, false, DecodeIssues::default()));
        }
    }
    decoded
}

/// Interprets one error, whose pointer is `prefix`. Only the first one has the headers of the response.
fn one(
    document: &mut Document<'_>,
    head: Option<Head<'_>>,
    body: Body<'_>,
    prefix: &str,
    is_first: bool,
    mut issues: DecodeIssues,
) -> Decoded {
    let headers = head.filter(|_| is_first).map(|head| head.headers);
    if !document.extras.is_empty() || !document.repeated.is_empty() {
        keep_last(document, prefix, &mut issues);
    }
    let (code, index) = document.code(headers).unzip();
    let response_status = head.map(|head| head.status);
    let has_values = document.code_in.or(document.code_in_text).is_some() || document.has_values();
    let identified = match code {
        None if body.complete && (has_values || document.is_begun()) => {
            document.status().or(response_status).and_then(|status| document.identify(status))
        }
        _ => None,
    };
    // A code in a header says nothing about the body. An error without a code may send only what says nothing.
    let is_form = has_values || identified.is_some();
    let index = index.flatten().or(identified);
    let complete = body.complete && is_form;
    if !is_form {
        document.take(0);
        if body.complete {
            issues.push(DecodeIssue::NotAnEnvelope);
        }
    }
    let row = index.and_then(|index| Some((index, document.schema.row(index)?)));
    let payload = row.map(|(_, (_, payload))| payload);
    match payload {
        Some(payload) if document.slots.is_empty() && !payload.fields.is_empty() => document.sort_in(payload),
        Some(_) => {}
        None => document.spill(),
    }
    let mut taken = Taken::default();
    let consumer = Consumer {
        document,
        code: code.as_deref(),
        payload,
        headers,
        expected_status: response_status.filter(|_| is_first),
        complete,
        prefix,
        issues: &mut issues,
        taken: &mut taken,
    };
    consumer.all();
    let own_status = taken.status.filter(|_| !is_first || head.is_none());
    let status = own_status.or(response_status);

    let mut timing = headers.map(Timing::of).unwrap_or_default();
    let mut values = None;
    match row {
        Some((index, (info, payload))) => {
            // Some servers send the code in a header, and nothing in the body: in a response to HEAD, for example.
            let has_no_body = is_first && body.text.is_empty() && !body.is_encoded;
            let is_read = body.complete || has_no_body;
            if is_read && let Some(mut fields) = take_fields(document, payload, &mut issues) {
                for header in payload.headers {
                    let head = head.filter(|_| is_first);
                    let value = take_header(header, head, &mut issues);
                    let is_there = || headers.is_some_and(|headers| headers.get(header.name).is_some());
                    timing.is_unreadable |= value.is_none() && matches!(header.ty, HeaderType::Delay(_)) && is_there();
                    fields.push(value);
                }
                values = Some((index, Values::of(fields)));
            } else {
                timing.is_unreadable |= payload.has_own_delay();
            }
            // Other errors of the response may have statuses of their own.
            let status = if is_first { response_status } else { own_status };
            if status.is_some_and(|status| !info.statuses().contains(&status)) {
                issues.push(DecodeIssue::Status { expected: info.statuses() });
            }
        }
        None if code.is_some() => issues.push(DecodeIssue::CodeUnknown),
        // No error without a code has this form.
        None if complete && issues.is_empty() => issues.push(DecodeIssue::NotAnEnvelope),
        None => {}
    }
    if values.is_none() {
        // The fields of a payload that does not fit are unknown.
        let fields = mem::take(&mut document.slots).into_members();
        taken.unknown_fields.extend(fields.map(|(name, value)| (name.into(), value)));
    }

    let Taken { message, members, unknown_fields, unknown_members, .. } = taken;
    let (outcome, unknown_fields) = if let Some(values) = values {
        (Ok(values), unknown_fields)
    } else {
        let code = code.or(row.map(|(_, (info, _))| Cow::Borrowed(info.code()))).map(Cow::into_owned);
        let reason = match code {
            None if body.is_encoded => UnknownReason::Encoded,
            None => UnknownReason::NoCode,
            Some(_) if row.is_some() => UnknownReason::PayloadMismatch,
            Some(_) => UnknownReason::CodeUnknown,
        };
        let fields = UnknownFields::new(Vec::new(), unknown_fields);
        (Err(Unknown::new(code, status, reason, fields, body.excerpt.clone())), Vec::new())
    };
    let has_remarks = !(unknown_fields.is_empty() && unknown_members.is_empty() && issues.is_empty());
    let remarks = has_remarks.then(|| {
        let unknown_fields = UnknownFields::new(Vec::new(), unknown_fields);
        Box::new(Remarks { unknown_fields, unknown_members, issues: issues.into_vec() })
    });
    let received = Received::new(message.as_deref(), body.text, body.excerpt, timing, remarks);
    let more = (!members.is_empty() || own_status.is_some())
        .then(|| Box::new(DecodedMore { members, status: own_status, ..DecodedMore::default() }));
    Decoded { outcome, received, more }
}

/// Takes a code's fields, in the order of the book; `None` if one of them does not fit. The capacity includes the headers.
fn take_fields(
    document: &mut Document<'_>,
    payload: &'static PayloadSchema,
    issues: &mut DecodeIssues,
) -> Option<Vec<Option<Value>>> {
    if payload.fields.is_empty() {
        return Some(Vec::with_capacity(payload.headers.len()));
    }
    let mut fits = true;
    for (field, found) in document.slots.iter() {
        fits &= check::field(found, field, &Path::member(None, field.name), issues);
    }
    fits.then(|| mem::take(&mut document.slots).into_values())
}

/// Keeps the last of duplicates; each duplicate name becomes an issue.
fn keep_last(document: &mut Document<'_>, prefix: &str, issues: &mut DecodeIssues) {
    document.spill();
    for number in mem::take(&mut document.repeated) {
        issues.push(DecodeIssue::Duplicate { member: document.pointer(prefix, number) });
    }
    if !document.restarts.is_empty() {
        let restarts = mem::take(&mut document.restarts);
        let mut positions = 0..;
        document.extras.retain(|extra| {
            let start = restarts.get(usize::from(extra.at)).copied();
            positions.next() >= start
        });
    }
    let extras = &document.extras;
    if differ(extras) {
        return;
    }
    let id = |index: usize| (extras[index].at, &extras[index].name);
    let mut order: Vec<usize> = (0..extras.len()).collect();
    order.sort_by(|&left, &right| id(left).cmp(&id(right)));
    let mut keep = Vec::new();
    keep.resize(extras.len(), true);
    let mut last = None;
    for pair in order.windows(2) {
        if id(pair[0]) == id(pair[1]) {
            keep[pair[0]] = false;
            if last != Some(id(pair[1])) && !issues.is_full() {
                issues.push(DecodeIssue::Duplicate { member: document.name_of(prefix, &extras[pair[0]]) });
            }
            last = Some(id(pair[1]));
        }
    }
    let mut keep = keep.into_iter();
    document.extras.retain(|_| keep.next().unwrap_or(true));
}

/// Whether a few extras certainly have distinct names. Comparing each pair is fastest for a few, but quadratic for many.
fn differ(extras: &[Extra<'_>]) -> bool {
    let same = |one: &Extra<'_>, other: &Extra<'_>| one.at == other.at && one.name == other.name;
    let is_first = |index: usize| extras[..index].iter().all(|before| !same(before, &extras[index]));
    extras.len() <= 16 && (1..extras.len()).all(is_first)
}

impl Name<'_> {
    /// The pointer to what has this name in the object or list that `parent` points to.
    pub(super) fn pointer(&self, parent: &str) -> String {
        match self {
            Self::Member(name) => std::format!("{parent}/{}", Escaped(name)),
            Self::Item(index) => std::format!("{parent}/{index}"),
        }
    }
}

impl Document<'_> {
    /// How an issue names an extra: a field by its name, anything else by its pointer.
    fn name_of(&self, prefix: &str, extra: &Extra<'_>) -> String {
        match &extra.name {
            Name::Member(name) if Some(extra.at) == self.fields_in => name.clone().into_owned(),
            name => name.pointer(&self.pointer(prefix, extra.at)),
        }
    }

    /// The code, and its index in the book. It is found on its own in the body, or else in a longer text, or else in a
    /// header.
    fn code(&self, headers: Option<&dyn Headers>) -> Option<(Cow<'static, str>, Option<usize>)> {
        let in_a_header = || {
            let headers = headers?;
            self.form.headers.iter().find_map(|(name, node)| {
                let text = headers.get(name).and_then(trimmed)?;
                code_in_header(self.form, node, text).map(Cow::Borrowed)
            })
        };
        let text = |index: usize| Some(self.schema.row(index)?.0.code());
        // The usual case: it was looked up when it was read.
        if let Some(index) = self.index
            && let Some(code) = text(index)
        {
            return Some((Cow::Borrowed(code), Some(index)));
        }
        let on_its_own = || match self.code_in {
            Some(number) => code_at(self.form, Absent::Required, self.place(number)),
            // Integers are not noted while they are read.
            None if self.form.integer_codes || self.lost_code => find(self.root, 0, &|node, number| match node {
                Node::Slot(Slot::Code, absent) => code_at(self.form, *absent, self.place(number)),
                _ => None,
            }),
            None => None,
        };
        let in_a_text = || {
            if self.code_in_text.is_none() && !self.lost_code {
                return None;
            }
            find(self.root, 0, &|node, at| match (node, self.place(at)) {
                (Node::Template(parts), Place::Text(text)) if self.code_in_text.is_none_or(|number| number == at) => {
                    code_in(self.form, parts, text)
                }
                _ => None,
            })
        };
        let code = on_its_own().or_else(|| in_a_text().map(Cow::Borrowed)).or_else(in_a_header)?;
        let index = (self.schema.find)(&code);
        let code = index.and_then(text).map_or_else(|| Cow::Owned(code.into_owned()), Cow::Borrowed);
        Some((code, index))
    }

    /// The status in the body.
    fn status(&self) -> Option<u16> {
        find(self.root, 0, &|node, number| match (node, self.place(number)) {
            (Node::Slot(Slot::Status, _), Place::Value(value)) => u16::try_from(value.as_u64()?).ok(),
            (Node::Slot(Slot::StatusText, _), Place::Text(text)) => text.parse().ok(),
            _ => None,
        })
    }

    /// Whether it is the object or the list that the form begins with.
    fn is_begun(&self) -> bool {
        matches!(self.place(0), Place::Present(_))
    }

    /// Whether any value of the form was found.
    fn has_values(&self) -> bool {
        let found = |node: &'static Node<'static>, number| {
            let is_found = match self.place(number) {
                Place::Absent => false,
                Place::Present(_) => number > 0 && !matches!(node, Node::Null),
                Place::Text(_) | Place::Value(_) => number > 0 || matches!(node, Node::Slot(..) | Node::Template(_)),
            };
            is_found.then_some(())
        };
        find(self.root, 0, &found).is_some()
    }
}

/// The first result of `f` for a node or one below it, with its number.
fn find<T>(
    node: &'static Node<'static>,
    number: u16,
    f: &impl Fn(&'static Node<'static>, u16) -> Option<T>,
) -> Option<T> {
    f(node, number).or_else(|| {
        let mut next = number + 1;
        let mut below = |node: &'static Node<'static>| {
            let number = next;
            next += node.nodes();
            find(node, number, f)
        };
        match node {
            Node::Object(object) => object.members.iter().find_map(|(_, node)| below(node)),
            Node::List(list) => list.items.iter().find_map(below),
            Node::Each(item) => below(item),
            _ => None,
        }
    })
}
