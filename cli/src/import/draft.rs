//! What the readers found: errors with every fact's place in the source. Readers add to it; it knows no source format and no
//! YAML.

use errbook_codegen::model::When;
use errbook_codegen::source::Span;
use serde_json::Value as Json;

/// A value with its place in the source.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact<T> {
    pub(super) value: T,
    pub(super) at: Span,
}

impl<T> Fact<T> {
    pub(super) fn new(value: T, at: Span) -> Self {
        Self { value, at }
    }
}

/// All that was read of one code, or of one row of it. Texts that differ are all kept.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) code: String,
    pub(super) at: Span,
    /// A second identifier of the source.
    pub(super) alias: Option<String>,
    pub(super) statuses: Vec<Fact<u16>>,
    pub(super) meanings: Vec<Fact<String>>,
    pub(super) remediations: Vec<Fact<String>>,
    pub(super) messages: Vec<Fact<String>>,
    /// Messages of examples. A response may have others.
    pub(super) example_messages: Vec<Fact<String>>,
    pub(super) fields: Vec<Field>,
    pub(super) headers: Vec<Header>,
    pub(super) retry: Vec<Fact<When>>,
    pub(super) details: Vec<Fact<String>>,
    pub(super) causes: Vec<Fact<String>>,
    pub(super) tags: Vec<String>,
    /// The values of the envelope's members that each code has.
    pub(super) constants: Vec<(String, Json)>,
}

impl Entry {
    pub(super) fn new(code: impl Into<String>, at: Span) -> Self {
        Self {
            code: code.into(),
            at,
            alias: None,
            statuses: Vec::new(),
            meanings: Vec::new(),
            remediations: Vec::new(),
            messages: Vec::new(),
            example_messages: Vec::new(),
            fields: Vec::new(),
            headers: Vec::new(),
            retry: Vec::new(),
            details: Vec::new(),
            causes: Vec::new(),
            tags: Vec::new(),
            constants: Vec::new(),
        }
    }

    /// Adds a status, once.
    pub(super) fn add_status(&mut self, status: u16, at: Span) {
        if !self.statuses.iter().any(|it| it.value == status) {
            self.statuses.push(Fact::new(status, at));
        }
    }
}

/// A member of the body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) optional: bool,
    pub(super) doc: Option<String>,
    pub(super) example: Option<Json>,
    /// Its name in Rust, where the derived one is not valid.
    pub(super) rust_name: Option<String>,
    pub(super) at: Span,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Type {
    String,
    Integer { unsigned: bool },
    Number,
    Boolean,
    Timestamp,
    Enum(Vec<String>),
    List(Box<Type>),
    Object(Vec<Field>),
    Any,
}

impl Type {
    /// The type of both: the same if they agree, else the one that takes both.
    pub(super) fn union(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Integer { .. }, Self::Integer { .. }) => Self::Integer { unsigned: false },
            (Self::Integer { .. } | Self::Number, Self::Integer { .. } | Self::Number) => Self::Number,
            (Self::Enum(mut a), Self::Enum(b)) => {
                a.extend(b.into_iter().filter(|it| !a.contains(it)).collect::<Vec<_>>());
                Self::Enum(a)
            }
            (Self::Enum(_) | Self::String | Self::Timestamp, Self::Enum(_) | Self::String | Self::Timestamp) => {
                Self::String
            }
            (Self::List(a), Self::List(b)) => Self::List(Box::new(a.union(*b))),
            (Self::Object(a), Self::Object(b)) => Self::Object(united(a, b)),
            _ => Self::Any,
        }
    }
}

/// The fields of both. A field that only one has is optional.
pub(super) fn united(a: Vec<Field>, b: Vec<Field>) -> Vec<Field> {
    let mut rest = b;
    let mut out: Vec<Field> = Vec::with_capacity(a.len());
    for mut field in a {
        match rest.iter().position(|it| it.name == field.name) {
            Some(at) => {
                let other = rest.remove(at);
                field.ty = field.ty.union(other.ty);
                field.optional |= other.optional;
                field.doc = field.doc.or(other.doc);
                field.example = field.example.or(other.example);
            }
            None => field.optional = true,
        }
        out.push(field);
    }
    out.extend(rest.into_iter().map(|it| Field { optional: true, ..it }));
    out
}

/// A header of the response.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) ty: HeaderType,
    pub(super) optional: bool,
    pub(super) doc: Option<String>,
    pub(super) example: Option<Json>,
    /// Its name in Rust, where the derived one is not valid.
    pub(super) rust_name: Option<String>,
    pub(super) at: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum HeaderType {
    String,
    Integer,
    Date,
    Delay,
    Constant(String),
}

/// What the readers found in all files.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The API's name.
    pub(super) title: Option<Fact<String>>,
    /// The API's version.
    pub(super) version: Option<Fact<String>>,
    /// The rows, in the order of the sources.
    pub(super) entries: Vec<Entry>,
    /// Rows of statuses without codes, which count if no source has codes.
    pub(super) by_status: Vec<Entry>,
    /// Whether codes are numbers or texts on the wire, if a source says so.
    pub(super) has_numbers: Option<bool>,
    /// The layout of an error in a body, if a source shows one.
    pub(super) envelope: Option<super::envelope::Envelope>,
}

impl Draft {
    /// Whether a layout would be used: the first one with a place for codes, or else the first one.
    pub(super) fn wants_envelope(&self, has_code: bool) -> bool {
        self.envelope.as_ref().is_none_or(|it| has_code && !it.has_code)
    }
}
