//! Templates of bodies and headers: YAML values with placeholders in their texts.
//!
//! A placeholder that is neither built in nor a member is taken for a field: which fields there are is known only after
//! all entries were read.

use errbook::Value as Data;

use super::braces::{Piece, pieces};
use super::context::Context;
use super::prose::MOST_MISTAKES;
use crate::diagnostics::{self, Diagnostic};
use crate::model::{Absent, Entry, EnvelopeMember, Node, Slot, TextPart, Type, What};
use crate::source::Span;
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::{listed, quoted, yaml};

/// The limits of a template, which bound the memory that a client needs to read a body.
const MOST_OBJECTS: usize = 64;
const MOST_PLACES: usize = 200;

/// The placeholders that every envelope has.
static BUILT_IN: &[(&str, What)] = &[
    ("code", What::Code),
    ("message", What::Message),
    ("fields", What::Fields),
    ("status", What::Status),
    ("meaning", What::Meaning),
    ("remediation", What::Remediation),
    ("docs_url", What::DocsUrl),
];

/// Whether a name is that of a built-in placeholder.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN.iter().any(|it| it.0 == name)
}

/// What is known while a template is read.
pub(super) struct Reading<'m> {
    members: &'m [EnvelopeMember],
    /// The place of the `{fields}` that was found.
    fields: Option<Span>,
    /// The place of the `...` that was found.
    dots: Option<Span>,
    objects: usize,
    places: usize,
}

impl<'m> Reading<'m> {
    pub(super) fn new(members: &'m [EnvelopeMember]) -> Self {
        Self { members, fields: None, dots: None, objects: 0, places: 0 }
    }
}

impl Context<'_> {
    /// The template of a body. `None` if it cannot be read, which was reported.
    pub(super) fn body(&mut self, value: Value<'_>, reading: &mut Reading<'_>) -> Option<Node> {
        if let Some(quotes) = unquoted(value) {
            self.unquoted_placeholder(value, quotes);
            return None;
        }
        let is_whole = match value.kind() {
            Kind::Map | Kind::List => true,
            Kind::Reported => false,
            Kind::Scalar(_) => {
                let help = "Paste a response of the API as YAML or JSON, and replace what varies with placeholders.";
                self.wrong_type(value, "`body` must be a map, a list, or the name of a preset", help);
                false
            }
        };
        let out = if is_whole { self.node(value, reading)? } else { return None };
        for (count, most, what) in
            [(reading.objects, MOST_OBJECTS, "objects"), (reading.places, MOST_PLACES, "values and placeholders")]
        {
            if count > most {
                let message = format!("the template has {count} {what}");
                let found = Diagnostic::new(&diagnostics::BAD_ENVELOPE, message);
                let found = found.at(value.span(), format!("the limit is {most}"));
                self.push(found.help("Shorten it: parts that the code determines can be fields of type `any`."));
                return None;
            }
        }
        Some(out)
    }

    fn node(&mut self, value: Value<'_>, reading: &mut Reading<'_>) -> Option<Node> {
        match value.kind() {
            Kind::Reported => None,
            Kind::Map => {
                reading.objects += 1;
                if let Some(quotes) = unquoted(value) {
                    self.unquoted_placeholder(value, quotes);
                    return None;
                }
                let entries: Vec<_> = value.pairs().map(|it| self.template_entry(&it, reading)).collect();
                entries.into_iter().collect::<Option<_>>().map(Node::Object).filter(|_| value.is_whole())
            }
            Kind::List => self.template_list(value, reading),
            Kind::Scalar(scalar) => {
                reading.places += 1;
                match scalar {
                    Scalar::Text(_) => self.template_text(value, reading),
                    Scalar::Nothing | Scalar::Null => Some(Node::Constant(Data::Null)),
                    Scalar::Boolean(it) => Some(Node::Constant(Data::from(*it))),
                    Scalar::Integer(_) | Scalar::Float(_) => self.template_number(value, scalar),
                }
            }
        }
    }

    fn template_number(&mut self, value: Value<'_>, scalar: &Scalar<'_>) -> Option<Node> {
        let data = match (scalar.as_integer(), scalar.as_number()) {
            (Some(it), _) if i64::try_from(it).is_ok() => Data::Integer(it),
            (None, Some(it)) if it.is_finite() => Data::Number(it),
            _ => {
                let message = format!("{} is out of the range of JSON numbers", quoted(scalar.as_written()));
                let found = Diagnostic::new(&diagnostics::BAD_ENVELOPE, message).at(value.span(), "");
                self.push(found.help(
                    "Write a whole number of 64 bits, a number of 64 bits with a fraction, or a text in quotes.",
                ));
                return None;
            }
        };
        Some(Node::Constant(data))
    }

    fn template_entry(&mut self, pair: &Pair<'_>, reading: &mut Reading<'_>) -> Option<Entry> {
        let place = Some(pair.key_span);
        if pair.key == "{fields}" {
            reading.places += 1;
            self.fields_once(pair.key_span, reading);
            if pair.value.is_null() {
                return Some(Entry::Fields { place });
            }
            let message = "`{fields}` as a key has no value: it is replaced with the fields";
            let found = Diagnostic::new(&diagnostics::BAD_ENVELOPE, message).at(pair.value.span(), "");
            self.push(
                found.help("Remove the value. For an object that contains the fields, write `name: \"{fields}\"`."),
            );
            return None;
        }
        let mut name = String::new();
        for (piece, _) in pieces(pair.key) {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Placeholder(inner) => {
                    let message = format!("a key of a template cannot contain the placeholder {}", quoted(inner));
                    let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, message).at(pair.key_span, "");
                    self.push(found.help(
                        "Only `\"{fields}\":` is a placeholder as a key. Write literal braces as `{{` and `}}`.",
                    ));
                    return None;
                }
                Piece::Unmatched(brace) => {
                    self.unmatched_brace(brace, pair.key_span);
                    return None;
                }
            }
        }
        let node = self.node(pair.value, reading)?;
        Some(Entry::Member { name, node, place })
    }

    /// A list: `[item, ...]`, or exactly its items.
    fn template_list(&mut self, value: Value<'_>, reading: &mut Reading<'_>) -> Option<Node> {
        let is_dots = |it: &Value<'_>| matches!(it.kind(), Kind::Scalar(Scalar::Text(text)) if text == "...");
        let items: Vec<Value<'_>> = value.items().collect();
        let dots: Vec<Value<'_>> = items.iter().copied().filter(is_dots).collect();
        let mut nodes = Vec::with_capacity(items.len());
        for item in items.iter().filter(|it| !is_dots(it)) {
            nodes.push(self.node(*item, reading));
        }
        let nodes: Option<Vec<Node>> = nodes.into_iter().collect();
        let Some(first) = dots.first() else { return nodes.map(Node::List) };
        let found = |message: &str| Diagnostic::new(&diagnostics::BAD_ENVELOPE, message).at(first.span(), "");
        if let Some(earlier) = reading.dots {
            let found = found("a second list with an item for each error").at(earlier, "the first list");
            self.push(found.help("Remove one `...`: a template has at most one such list."));
            return None;
        }
        reading.dots = Some(first.span());
        if items.len() != 2 || !is_dots(&items[1]) {
            let found = found("`...` must follow the only item of its list");
            self.push(found.help("Write the form of one error and `...` after it: `[{code: \"{code}\"}, ...]`."));
            return None;
        }
        let item = nodes?.pop()?;
        if !item.slots().iter().any(|it| matches!(it.what, What::Code | What::Message)) {
            let found = found("the item of this list has neither the code nor the message of an error");
            self.push(
                found.help(
                    "Put `{code}` or `{message}` into the item, or remove `...` for a list of exactly these items.",
                ),
            );
            return None;
        }
        Some(Node::Each(Box::new(item)))
    }

    /// A text: constant, a placeholder, or with placeholders in it.
    fn template_text(&mut self, value: Value<'_>, reading: &mut Reading<'_>) -> Option<Node> {
        let text = self.any_text(value, "a text of the template")?;
        self.comment_in_text(value, &text, "a text of the template");
        let mut parts = self.text_parts(value, &text, reading)?;
        match parts.as_slice() {
            [] => Some(Node::Constant(Data::from(""))),
            [TextPart::Text(text)] => Some(Node::Constant(Data::from(&**text))),
            [TextPart::Slot(_)] => parts.pop().and_then(|it| match it {
                TextPart::Slot(slot) => Some(Node::Slot(slot)),
                TextPart::Text(_) => None,
            }),
            _ => self.has_one_form(value, &parts).then_some(Node::Text(parts)),
        }
    }

    /// The parts of a text. No two texts are adjacent.
    pub(super) fn text_parts(
        &mut self,
        value: Value<'_>,
        text: &str,
        reading: &mut Reading<'_>,
    ) -> Option<Vec<TextPart>> {
        let before = self.diagnostics.len();
        let is_alone = matches!(pieces(text).next(), Some((Piece::Placeholder(_), range)) if range.end == text.len());
        let mut parts: Vec<TextPart> = Vec::new();
        let mut is_read = true;
        for (piece, range) in pieces(text) {
            if self.diagnostics.len() >= before + MOST_MISTAKES {
                break;
            }
            match (piece, parts.last_mut()) {
                (Piece::Text(text), Some(TextPart::Text(last))) => last.push_str(text),
                (Piece::Text(text), _) => parts.push(TextPart::Text(text.to_owned())),
                (Piece::Placeholder(inner), _) => {
                    let place = self.within(value, text, range);
                    match self.slot(inner, place, is_alone, reading) {
                        Some(slot) => parts.push(TextPart::Slot(slot)),
                        None => is_read = false,
                    }
                }
                (Piece::Unmatched(brace), _) => {
                    let place = self.within(value, text, range);
                    self.unmatched_brace(brace, place);
                    is_read = false;
                }
            }
        }
        is_read.then_some(parts)
    }

    /// A placeholder, from the text between its braces.
    fn slot(&mut self, inner: &str, place: Span, is_alone: bool, reading: &mut Reading<'_>) -> Option<Slot> {
        let (name, absent) = match inner.split_once('|') {
            Some((name, "null")) => (name, Absent::Null),
            Some((name, text)) => (name, Absent::Text(text.to_owned())),
            None => inner.strip_suffix('?').map_or((inner, Absent::Required), |name| (name, Absent::Omit)),
        };
        let refuse =
            |message: String, help: &str| Diagnostic::new(&diagnostics::BAD_TEMPLATE, message).at(place, "").help(help);
        if name.is_empty() {
            self.push(refuse("empty placeholder".to_owned(), EMPTY));
            return None;
        }
        if absent == Absent::Text(String::new()) || name.contains(['?', '|']) {
            let message = format!("the suffix of {} is not valid", quoted(&format!("{{{inner}}}")));
            self.push(refuse(
                message,
                "Write `{name?}`, `{name|null}`, or `{name|text}` with a text that is not empty.",
            ));
            return None;
        }
        let what = match name.split_once(':') {
            Some(("status", "text")) => What::StatusText,
            Some(("status", "phrase")) => What::StatusPhrase,
            Some((plain, format)) => {
                let message = format!("unknown format {} of the placeholder {}", quoted(format), quoted(plain));
                let found = Diagnostic::new(&diagnostics::UNKNOWN_PLACEHOLDER, message).at(place, "");
                self.push(found.help("Only the status has formats: `{status:text}` and `{status:phrase}`."));
                return None;
            }
            None => match BUILT_IN.iter().find(|it| it.0 == name) {
                Some((_, what)) => what.clone(),
                None if reading.members.iter().any(|it| it.field.name == name) => What::Member(name.to_owned()),
                None => What::Field(name.to_owned()),
            },
        };
        if what == What::Fields {
            self.fields_once(place, reading);
        }
        if !is_alone {
            let member = reading.members.iter().find(|it| what == What::Member(it.field.name.clone()));
            let kind = match member {
                _ if what == What::Fields => Some("an object"),
                Some(it) => it.field.ty.is_not_text(),
                None => None,
            };
            if let Some(kind) = kind {
                let message = format!("{} is {kind}, which cannot be a part of a text", quoted(name));
                self.push(refuse(message, "Write the placeholder alone, as the value of a member."));
                return None;
            }
        }
        Some(Slot { what, absent, place: Some(place) })
    }

    fn fields_once(&mut self, place: Span, reading: &mut Reading<'_>) {
        if let Some(first) = reading.fields {
            let found = Diagnostic::new(&diagnostics::BAD_ENVELOPE, "`{fields}` is used twice");
            let found = found.at(place, "duplicate").at(first, "first used here");
            self.push(found.help("Remove one of them. A single field may have a place of its own: `{name}`."));
        } else {
            reading.fields = Some(place);
        }
    }

    /// Whether a text can be read back: a client removes what surrounds the value that it reads. Of the other values it
    /// only knows what a status looks like.
    pub(super) fn has_one_form(&mut self, value: Value<'_>, parts: &[TextPart]) -> bool {
        let slots: Vec<&Slot> = crate::model::slots_of(parts).collect();
        let is_clear = |it: &Slot| matches!(it.what, What::Status | What::StatusText);
        let are_distinct = |one: &Slot, other: &Slot| {
            is_clear(one) || is_clear(other) || !(one.what.is_read() || other.what.is_read())
        };
        let adjacent = parts.windows(2).find_map(|it| match it {
            [TextPart::Slot(first), TextPart::Slot(second)] => Some((first, second)),
            _ => None,
        });
        let mut pairs = slots.iter().enumerate().flat_map(|(at, second)| slots[..at].iter().map(|it| (*it, *second)));
        let Some((first, second)) = adjacent.or_else(|| pairs.find(|(one, other)| !are_distinct(one, other))) else {
            return true;
        };
        let message = format!(
            "a client cannot tell {} and {} apart in one text",
            quoted(&first.as_written()),
            quoted(&second.as_written())
        );
        let found = Diagnostic::new(&diagnostics::BAD_TEMPLATE, message).at(second.place.unwrap_or(value.span()), "");
        self.push(found.help("Use one of them in this text, and give the other a member or a header of its own."));
        false
    }

    /// Reports a placeholder that YAML reads as a map.
    pub(super) fn unquoted_placeholder(&mut self, value: Value<'_>, quotes: String) {
        let message = format!("{} is not quoted, so YAML reads it as a map", quoted(self.sources.slice(value.span())));
        let found = Diagnostic::new(&diagnostics::UNQUOTED_PLACEHOLDER, message).at(value.span(), "a map");
        self.push(found.help(format!("Quote it: {}.", quoted(&quotes))).edit(value.span(), quotes));
    }

    /// Reports a placeholder that is neither a member nor a field of any code.
    pub(super) fn unknown_member(&mut self, slot: &Slot, members: &[EnvelopeMember], fields: &[&str]) {
        let (What::Field(name), Some(place)) = (&slot.what, slot.place) else { return };
        let names = || {
            let built_in = BUILT_IN.iter().map(|it| it.0);
            built_in.chain(members.iter().map(|it| &*it.field.name)).chain(fields.iter().copied())
        };
        let message = format!("unknown member {} in the template", quoted(name));
        let found = Diagnostic::new(&diagnostics::UNKNOWN_MEMBER, message);
        let found = found.at(place, "neither a member nor a field of any error");
        let declare = format!("Declare it: `members: {{{}: {{type: string}}}}`.", yaml(name));
        let near = self.meant(name, names());
        self.push(match near {
            Some(near) => found.help(format!(
                "Did you mean `{{{near}}}`? If it is a member, declare it: `members: {{{}: {{type: string}}}}`.",
                yaml(name)
            )),
            None => found.help(format!(
                "{declare} The placeholders here are {}. Write literal braces as `{{{{` and `}}}}`.",
                listed(names().take(MOST_LISTED))
            )),
        });
    }
}

const EMPTY: &str = "Write a name between the braces. Write literal braces as `{{` and `}}`.";

/// The maximum number of names shown in a help text.
const MOST_LISTED: usize = 20;

/// A placeholder that lacks quotes, with them: YAML reads `{code}` as a map with a key and no value.
pub(super) fn unquoted(value: Value<'_>) -> Option<String> {
    let mut pairs = value.pairs().filter(|_| value.is_flow_map());
    let only = pairs.next().filter(|_| pairs.next().is_none())?;
    let has_no_value = only.value.is_null() && only.value.span() == only.key_span;
    let is_name = has_no_value && !only.key.is_empty() && !only.key.contains(['{', '}']);
    is_name.then(|| yaml(&format!("{{{}}}", only.key)))
}

impl What {
    /// Whether a client takes its value from the text: it is not determined by the status or the code.
    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Code | Self::Message | Self::Member(_) | Self::Field(_))
    }
}

impl Type {
    /// A noun for a value of this type, if it cannot be a part of a text.
    pub(super) fn is_not_text(&self) -> Option<&'static str> {
        match self {
            Self::List { .. } => Some("a list"),
            Self::Object { .. } => Some("an object"),
            Self::Any => Some("any JSON"),
            _ => None,
        }
    }
}
