//! Texts with values in them, read back.

use std::borrow::Cow;
use std::string::ToString as _;
use std::vec::Vec;

use super::document::Place;
use crate::Value;
use crate::schema::{Absent, Form, Node, ReadCode, Slot, TextPart};

impl Slot {
    /// Whether a client reads its value, or compares it.
    fn is_read(self) -> bool {
        matches!(self, Self::Code | Self::Message | Self::Member(_) | Self::CodeMember(_) | Self::Field(_))
    }
}

impl ReadCode {
    /// The part of a text that is the code: before the first `before` and, of that, after the last `after`.
    pub(super) fn apply(self, text: &str) -> &str {
        let text = self.before.and_then(|before| text.split(before).next()).unwrap_or(text);
        self.after.and_then(|after| text.rsplit(after).next()).unwrap_or(text)
    }

    fn is_set(self) -> bool {
        self.before.is_some() || self.after.is_some()
    }
}

/// Calls `f` with the values in a text, whose rest must match the template exactly: only then is the result true. A value
/// that a client reads has the rest of the text for itself: another one before it runs to the first occurrence of the text
/// after it, and one after it begins after the last occurrence of the text before it. Two values without a text between
/// them cannot be read.
fn each_capture<'t>(parts: &[TextPart<'static>], text: &'t str, f: &mut dyn FnMut(Slot, &'t str)) -> bool {
    let mut rest = text;
    let mut parts = parts;
    let mut take = |slot: Slot, absent: Absent<'_>, value: &'t str| {
        if absent != Absent::Text(value) {
            f(slot, value);
        }
    };
    loop {
        match parts {
            [] => return rest.is_empty(),
            [TextPart::Text(literal), after @ ..] => {
                let Some(stripped) = rest.strip_prefix(literal) else { return false };
                rest = stripped;
                parts = after;
            }
            [TextPart::Slot(slot, absent)] => {
                take(*slot, *absent, rest);
                return true;
            }
            [before @ .., TextPart::Text(literal)] => {
                let Some(stripped) = rest.strip_suffix(literal) else { return false };
                rest = stripped;
                parts = before;
            }
            [TextPart::Slot(slot, absent), after @ ..] if !slot.is_read() => {
                let [TextPart::Text(literal), ..] = after else { return false };
                let Some(end) = rest.find(literal) else { return false };
                take(*slot, *absent, &rest[..end]);
                rest = &rest[end..];
                parts = after;
            }
            [before @ .., TextPart::Slot(slot, absent)] => {
                let [.., TextPart::Text(literal)] = before else { return false };
                let Some(start) = rest.rfind(literal) else { return false };
                let start = start + literal.len();
                take(*slot, *absent, &rest[start..]);
                rest = &rest[..start];
                parts = before;
            }
        }
    }
}

/// The values in a text; `None` if it does not match the template.
pub(super) fn captures<'t>(parts: &[TextPart<'static>], text: &'t str) -> Option<Vec<(Slot, &'t str)>> {
    let mut found = Vec::new();
    each_capture(parts, text, &mut |slot, value| found.push((slot, value))).then_some(found)
}

/// Whether a template has a place for the code.
pub(super) fn has_code(parts: &[TextPart<'_>]) -> bool {
    parts.iter().any(|part| matches!(part, TextPart::Slot(Slot::Code, _)))
}

/// Whether a template has a place for the code, and for nothing else.
pub(super) fn has_only_code(parts: &[TextPart<'_>]) -> bool {
    has_code(parts) && parts.iter().all(|part| matches!(part, TextPart::Text(_) | TextPart::Slot(Slot::Code, _)))
}

/// The code in a text with other values; `None` if there is none.
pub(in crate::decode) fn code_in<'t>(
    form: &Form<'static>,
    parts: &[TextPart<'static>],
    text: &'t str,
) -> Option<&'t str> {
    if !has_code(parts) {
        return None;
    }
    let mut code = None;
    let is_match = each_capture(parts, text, &mut |slot, value| {
        if slot == Slot::Code && code.is_none() {
            code = Some(value);
        }
    });
    match code.filter(|_| is_match) {
        Some(code) => Some(form.read_code.apply(code)),
        None if is_match => None,
        None => form.read_code.is_set().then(|| form.read_code.apply(text)),
    }
}

/// The code in the value of a header.
pub(in crate::decode) fn code_in_header<'t>(
    form: &Form<'static>,
    node: &Node<'static>,
    text: &'t str,
) -> Option<&'t str> {
    match node {
        Node::Slot(Slot::Code, absent) => (*absent != Absent::Text(text)).then(|| form.read_code.apply(text)),
        Node::Template(parts) => code_in(form, parts, text),
        _ => None,
    }
}

/// The code at a place of its own. An integer that comes as a text is read too.
pub(in crate::decode) fn code_at<'t>(
    form: &Form<'static>,
    absent: Absent<'_>,
    place: &'t Place<'_>,
) -> Option<Cow<'t, str>> {
    match place {
        Place::Text(text) if absent == Absent::Text(text) => None,
        Place::Text(text) => {
            let code = form.read_code.apply(text);
            (!form.integer_codes || is_integer(code)).then_some(Cow::Borrowed(code))
        }
        Place::Value(value) if form.integer_codes => integer(value).map(Cow::Owned),
        _ => None,
    }
}

/// An integer as text, if it may be a code.
fn integer(value: &Value) -> Option<std::string::String> {
    value.as_i64().map(|code| code.to_string())
}

/// Whether a text is an integer as it is written in decimal.
fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|code| code.to_string() == text)
}
