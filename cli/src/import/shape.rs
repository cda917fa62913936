//! The shape of a body: of an example, or of a schema that was resolved. It knows no source format.

use errbook_codegen::source::Span;
use serde_json::Value as Json;

use super::cells::one_line;
use super::draft::{Fact, Field, Type};
use super::tree::Value;

/// A value of a body.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) doc: Option<String>,
    pub(super) example: Option<Json>,
    /// The words of an enum, or the one of a constant; empty if all are allowed.
    pub(super) values: Vec<Fact<Json>>,
    /// Whether the member is always present.
    pub(super) required: bool,
    /// The status in the name of its schema.
    pub(super) status_hint: Option<u16>,
    /// Codes within it, with their texts: of a list of details whose items differ in a constant.
    pub(super) inner_codes: Vec<(String, String)>,
    pub(super) at: Span,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Object(Vec<(String, Shape)>),
    List(Box<Shape>),
    String,
    Timestamp,
    Integer { unsigned: bool },
    Number,
    Boolean,
    Any,
}

impl Shape {
    pub(super) fn new(kind: Kind, at: Span) -> Self {
        Self {
            kind,
            doc: None,
            example: None,
            values: Vec::new(),
            required: false,
            status_hint: None,
            inner_codes: Vec::new(),
            at,
        }
    }

    /// The shape of an example.
    pub(super) fn of_example(value: Value<'_>) -> Self {
        Self::example_within(value, 0)
    }

    fn example_within(value: Value<'_>, depth: usize) -> Self {
        let at = value.span();
        let json = value.json();
        let kind = match &json {
            _ if depth > 16 => Kind::Any,
            Some(Json::Object(_)) => {
                let mut members: Vec<(String, Self)> = Vec::new();
                for (key, _, it) in value.pairs() {
                    members.push((key.to_owned(), Self::example_within(it, depth + 1)));
                }
                Kind::Object(members)
            }
            Some(Json::Array(_)) => {
                let items = value.items().map(|it| Self::example_within(it, depth + 1));
                Kind::List(Box::new(items.reduce(Self::union).unwrap_or_else(|| Self::new(Kind::Any, at))))
            }
            Some(Json::String(text)) if errbook_timestamp(text) => Kind::Timestamp,
            Some(Json::String(_)) => Kind::String,
            Some(Json::Number(it)) if it.is_f64() => Kind::Number,
            Some(Json::Number(_)) => Kind::Integer { unsigned: false },
            Some(Json::Bool(_)) => Kind::Boolean,
            Some(Json::Null) | None => Kind::Any,
        };
        let required = !matches!(json, Some(Json::Null));
        Self { example: json.filter(|it| !it.is_null()), required, ..Self::new(kind, at) }
    }

    pub(super) fn members(&self) -> &[(String, Self)] {
        if let Kind::Object(members) = &self.kind { members } else { &[] }
    }

    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    /// The item of a list.
    pub(super) fn item(&self) -> Option<&Self> {
        if let Kind::List(item) = &self.kind { Some(item) } else { None }
    }

    /// The shape of both: all members of each, and those that only one has are optional.
    pub(super) fn union(self, other: Self) -> Self {
        let kind = match (self.kind, other.kind) {
            (Kind::Object(a), Kind::Object(b)) => Kind::Object(united(a, b)),
            (Kind::List(a), Kind::List(b)) => Kind::List(Box::new(a.union(*b))),
            (Kind::String | Kind::Timestamp, Kind::String) | (Kind::String, Kind::Timestamp) => Kind::String,
            (Kind::Timestamp, Kind::Timestamp) => Kind::Timestamp,
            (Kind::Integer { unsigned: a }, Kind::Integer { unsigned: b }) => Kind::Integer { unsigned: a && b },
            (Kind::Integer { .. } | Kind::Number, Kind::Integer { .. } | Kind::Number) => Kind::Number,
            (Kind::Boolean, Kind::Boolean) => Kind::Boolean,
            _ => Kind::Any,
        };
        // Only if both list their words are these all words.
        let values = if self.values.is_empty() || other.values.is_empty() {
            Vec::new()
        } else {
            let mut values = self.values;
            for value in other.values {
                if !values.iter().any(|it| it.value == value.value) {
                    values.push(value);
                }
            }
            values
        };
        let mut inner_codes = self.inner_codes;
        for it in other.inner_codes {
            if !inner_codes.contains(&it) {
                inner_codes.push(it);
            }
        }
        Self {
            kind,
            doc: self.doc.or(other.doc),
            example: self.example.or(other.example),
            values,
            required: self.required && other.required,
            status_hint: self.status_hint.filter(|it| other.status_hint == Some(*it)),
            inner_codes,
            at: self.at,
        }
    }

    /// The words, if all of them are texts.
    pub(super) fn words(&self) -> Vec<String> {
        let words = self.values.iter().map(|it| it.value.as_str().map(str::to_owned));
        words.collect::<Option<_>>().unwrap_or_default()
    }

    /// As the type of a field.
    pub(super) fn ty(&self) -> Type {
        match &self.kind {
            Kind::Object(members) if members.is_empty() => Type::Any,
            Kind::Object(members) => Type::Object(members.iter().map(|(name, it)| it.field(name)).collect()),
            Kind::List(item) => Type::List(Box::new(item.ty())),
            Kind::String if !self.words().is_empty() => Type::Enum(self.words()),
            Kind::String => Type::String,
            Kind::Timestamp => Type::Timestamp,
            Kind::Integer { unsigned } => Type::Integer { unsigned: *unsigned },
            Kind::Number => Type::Number,
            Kind::Boolean => Type::Boolean,
            Kind::Any => Type::Any,
        }
    }

    /// As a field.
    pub(super) fn field(&self, name: &str) -> Field {
        Field {
            name: name.to_owned(),
            ty: self.ty(),
            optional: !self.required,
            doc: self.doc.as_deref().map(one_line).filter(|it| !it.is_empty()),
            // Members show their own.
            example: self.example.clone().filter(|_| !matches!(self.kind, Kind::Object(_))),
            rust_name: None,
            at: self.at,
        }
    }
}

fn united(a: Vec<(String, Shape)>, b: Vec<(String, Shape)>) -> Vec<(String, Shape)> {
    let mut rest = b;
    let mut out = Vec::with_capacity(a.len());
    for (name, mut shape) in a {
        match rest.iter().position(|it| it.0 == name) {
            Some(at) => shape = shape.union(rest.remove(at).1),
            None => shape.required = false,
        }
        out.push((name, shape));
    }
    out.extend(rest.into_iter().map(|(name, it)| (name, Shape { required: false, ..it })));
    out
}

/// Whether a text is a timestamp of RFC 3339.
pub(super) fn errbook_timestamp(text: &str) -> bool {
    text.len() >= 20 && errbook::Timestamp::new(text).is_ok()
}
