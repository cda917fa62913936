//! A JSON Schema (2020-12) of the body of one error. It allows further members: a server may add them.

use errbook::Value;

use crate::markdown::{Place, inline};
use crate::model::{Absent, Book, CodeStyle, DelayUnit, Entry, ErrorDef, Field, Node, Slot, TextPart, Type, What};
use crate::text::followed;
use crate::urls::page_url;
use crate::wire::status_phrase;

/// The schema of an error's body.
pub(in crate::emit) fn of(book: &Book, entry: &ErrorDef) -> Value {
    let sent = Sent { book, entry };
    let mut out = vec![("$schema".to_owned(), Value::from("https://json-schema.org/draft/2020-12/schema"))];
    match sent.node(&book.envelope.body) {
        Some(Part { schema: Value::Object(members), .. }) => out.extend(members),
        // A body that says nothing is an empty object.
        _ => out.push(("type".to_owned(), Value::from("object"))),
    }
    Value::Object(out)
}

/// The schema of a text that is a header's value, and whether every response has it; `None` if no response has it.
pub(in crate::emit) fn of_text(book: &Book, entry: &ErrorDef, parts: &[TextPart]) -> Option<(Value, bool)> {
    let part = Sent { book, entry }.text(parts)?;
    Some((part.schema, part.is_required))
}

/// What is sent of an error.
struct Sent<'a> {
    book: &'a Book,
    entry: &'a ErrorDef,
}

/// A value of the body.
struct Part {
    schema: Value,
    /// Whether every response has it.
    is_required: bool,
}

impl Part {
    #[allow(clippy::unnecessary_wraps, reason = "others of its callers' branches have no value")]
    fn always(schema: Value) -> Option<Self> {
        Some(Self { schema, is_required: true })
    }
}

impl Sent<'_> {
    /// The schema of a node; `None` if no response has it.
    fn node(&self, node: &Node) -> Option<Part> {
        match node {
            Node::Constant(value) => Part::always(constant(value.clone())),
            Node::Object(entries) if entries.is_empty() => Part::always(typed("object")),
            Node::Object(entries) => self.object(entries),
            Node::List(items) if items.is_empty() => Part::always(typed("array")),
            Node::List(items) => self.list(items),
            Node::Each(item) => {
                let item = self.node(item)?;
                let first = ("prefixItems", Value::List(vec![item.schema]));
                Some(Part { schema: array([first, ("minItems", Value::from(1))]), is_required: item.is_required })
            }
            Node::Slot(slot) => self.slot(slot),
            Node::Text(parts) => self.text(parts),
        }
    }

    fn object(&self, entries: &[Entry]) -> Option<Part> {
        let mut members = Members::default();
        for entry in entries {
            match entry {
                Entry::Member { name, node, .. } => members.add(name, self.node(node)),
                Entry::Fields { .. } => self.fields().for_each(|it| members.add(&it.name, Some(field(it)))),
            }
        }
        members.finished()
    }

    /// An item that may be left out moves those after it.
    fn list(&self, items: &[Node]) -> Option<Part> {
        let items: Vec<Part> = items.iter().filter_map(|it| self.node(it)).collect();
        let is_required = items.iter().any(|it| it.is_required);
        let are_fixed = items.iter().all(|it| it.is_required);
        let schemas: Vec<Value> = items.into_iter().map(|it| it.schema).collect();
        let count = i64::try_from(schemas.len()).unwrap_or_default();
        let schema = match (schemas.is_empty(), are_fixed) {
            (true, _) => return None,
            (false, true) => array([("prefixItems", Value::List(schemas)), ("minItems", Value::from(count))]),
            (false, false) => array([("items", map([("anyOf", Value::List(schemas))])), ("minItems", Value::from(1))]),
        };
        Some(Part { schema, is_required })
    }

    /// The fields that are among the other fields.
    fn fields(&self) -> impl Iterator<Item = &Field> {
        let placed = self.book.envelope.placed_fields();
        self.entry.fields.iter().filter(move |it| !placed.contains(&&*it.name))
    }

    fn slot(&self, slot: &Slot) -> Option<Part> {
        let found = self.value(&slot.what);
        let or = match &slot.absent {
            Absent::Required | Absent::Omit => None,
            Absent::Null => Some(constant(Value::Null)),
            Absent::Text(text) => Some(constant(Value::from(text.as_str()))),
        };
        match (found, or) {
            // A member that each response should have.
            (Some(part), _) if part.is_required || slot.absent == Absent::Required => Part::always(part.schema),
            (Some(part), Some(or)) => Part::always(map([("anyOf", Value::List(vec![part.schema, or]))])),
            (None, Some(or)) => Part::always(or),
            (part, None) => part,
        }
    }

    /// The value of a placeholder; `None` if this error has none.
    fn value(&self, what: &What) -> Option<Part> {
        let Self { book, entry } = self;
        let text = |it: &str| Part::always(constant(Value::from(it)));
        match what {
            What::Code if !book.sends_code(entry) => None,
            What::Code if book.api.code_style == CodeStyle::Integer => match entry.code.parse::<i64>() {
                Ok(code) => Part::always(constant(Value::from(code))),
                Err(_) => text(&entry.code),
            },
            What::Code => text(&entry.code),
            What::Message => {
                (!entry.envelope.omits_message).then(|| Part { schema: typed("string"), is_required: true })
            }
            What::Fields => {
                let mut members = Members::default();
                self.fields().for_each(|it| members.add(&it.name, Some(field(it))));
                members.finished()
            }
            What::Status => Part::always(one_of(entry.statuses.iter().map(|it| Value::from(i64::from(*it))))),
            What::StatusText => Part::always(one_of(entry.statuses.iter().map(|it| Value::from(it.to_string())))),
            What::StatusPhrase => {
                let phrases: Vec<&str> = entry.statuses.iter().filter_map(|it| status_phrase(*it)).collect();
                let is_required = phrases.len() == entry.statuses.len();
                (!phrases.is_empty())
                    .then(|| Part { schema: one_of(phrases.into_iter().map(Value::from)), is_required })
            }
            What::Meaning => text(&entry.meaning),
            What::Remediation => text(&entry.remediation),
            What::DocsUrl => page_url(&book.api, &entry.code).and_then(|it| text(&it)),
            What::Field(name) => entry.fields.iter().find(|it| it.name == *name).map(field),
            What::Member(name) => {
                let member = book.envelope.member(name)?;
                if book.envelope.code_members().any(|it| it.field.name == *name) {
                    return entry.envelope.value(member).and_then(|it| Part::always(constant(it.clone())));
                }
                Some(Part { is_required: false, ..field(&member.field) })
            }
        }
    }

    /// A text with values in it: a constant if all of them are.
    fn text(&self, parts: &[TextPart]) -> Option<Part> {
        let (mut whole, mut is_required, mut or) = (Some(String::new()), true, None);
        for part in parts {
            let value = match part {
                TextPart::Text(text) => Some(text.clone()),
                TextPart::Slot(slot) => match (self.value(&slot.what), &slot.absent) {
                    (None, Absent::Required | Absent::Omit) => return None,
                    (None, Absent::Null) => return Part::always(constant(Value::Null)),
                    (None, Absent::Text(text)) => Some(text.clone()),
                    (Some(part), absent) => {
                        is_required &= part.is_required || !matches!(absent, Absent::Omit);
                        if !part.is_required && *absent == Absent::Null {
                            or = Some(constant(Value::Null));
                        }
                        scalar(&part.schema).filter(|_| part.is_required)
                    }
                },
            };
            whole = whole.zip(value).map(|(whole, value)| whole + &value);
        }
        let schema = whole.map_or_else(|| typed("string"), |it| constant(Value::from(it)));
        let schema = or.map_or(schema.clone(), |or| map([("anyOf", Value::List(vec![schema, or]))]));
        Some(Part { schema, is_required })
    }
}

/// The members of an object.
#[derive(Default)]
struct Members {
    properties: Vec<(String, Value)>,
    required: Vec<Value>,
}

impl Members {
    fn add(&mut self, name: &str, part: Option<Part>) {
        let Some(Part { schema, is_required }) = part else { return };
        self.properties.push((name.to_owned(), schema));
        if is_required {
            self.required.push(Value::from(name));
        }
    }

    /// An object that would be empty is left out.
    fn finished(self) -> Option<Part> {
        if self.properties.is_empty() {
            return None;
        }
        let is_required = !self.required.is_empty();
        let mut out =
            vec![("type".to_owned(), Value::from("object")), ("properties".to_owned(), Value::Object(self.properties))];
        if is_required {
            out.push(("required".to_owned(), Value::List(self.required)));
        }
        Some(Part { schema: Value::Object(out), is_required })
    }
}

/// A field.
fn field(it: &Field) -> Part {
    let mut schema = ty(&it.ty);
    let unit = it.ty.delay_unit().filter(|it| *it != DelayUnit::Date).map(|it| format!("In {}.", it.in_words()));
    let doc = it.doc.as_ref().map(|it| inline(it, Place::Paragraph));
    let about = followed(doc, unit);
    if let (Value::Object(members), false) = (&mut schema, about.is_empty()) {
        members.push(("description".to_owned(), Value::from(about)));
    }
    Part { schema, is_required: !it.optional }
}

fn ty(it: &Type) -> Value {
    match it {
        Type::String => typed("string"),
        Type::Integer { unsigned: false } => typed("integer"),
        Type::Integer { unsigned: true } => map([("type", Value::from("integer")), ("minimum", Value::from(0))]),
        Type::Number => typed("number"),
        Type::Boolean => typed("boolean"),
        Type::Timestamp | Type::Delay { unit: DelayUnit::Date } => {
            map([("type", Value::from("string")), ("format", Value::from("date-time"))])
        }
        Type::Delay { .. } => map([("type", Value::from("number")), ("minimum", Value::from(0))]),
        // Clients accept values that are added later.
        Type::Enum { values, .. } => {
            let known = one_of(values.iter().map(|it| Value::from(it.value.as_str())));
            map([("anyOf", Value::List(vec![known, typed("string")]))])
        }
        Type::List { of } => array([("items", ty(of))]),
        Type::Object { fields, .. } => {
            let mut members = Members::default();
            for it in fields {
                members.add(&it.name, Some(field(it)));
            }
            members.finished().map_or_else(|| typed("object"), |it| it.schema)
        }
        Type::Any => Value::Object(Vec::new()),
    }
}

/// The text of a constant schema.
fn scalar(schema: &Value) -> Option<String> {
    match schema.get("const")? {
        Value::String(text) => Some(text.clone()),
        Value::List(_) | Value::Object(_) | Value::Null => None,
        value => Some(value.to_string()),
    }
}

fn constant(value: Value) -> Value {
    map([("const", value)])
}

fn one_of(values: impl Iterator<Item = Value>) -> Value {
    let mut values: Vec<Value> = values.collect();
    match (values.len(), values.pop()) {
        (1, Some(value)) => constant(value),
        (_, last) => {
            values.extend(last);
            map([("enum", Value::List(values))])
        }
    }
}

fn typed(word: &str) -> Value {
    map([("type", Value::from(word))])
}

fn array<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let keys = keys.into_iter().map(|(key, value)| (key.to_owned(), value));
    Value::Object([("type".to_owned(), Value::from("array"))].into_iter().chain(keys).collect())
}

fn map<const N: usize>(keys: [(&str, Value); N]) -> Value {
    Value::Object(keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
