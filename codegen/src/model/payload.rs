//! The payload of an error: fields, headers, and examples of both.

use errbook::Value;
use serde::{Serialize, Serializer};

use super::keywords::{DelayUnit, TypeName};
use super::spans::KeySpans;

/// A member of a payload's body.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its Rust name.
    pub rust_name: String,
    /// Its type.
    #[serde(flatten)]
    pub ty: Type,
    /// Whether it may be absent or `null`.
    pub optional: bool,
    /// Its documentation: a paragraph of inline Markdown.
    pub doc: Option<String>,
    /// An example value: the one given, or one derived from its type.
    pub example: Value,
    /// Whether the example was given.
    #[serde(skip)]
    pub has_example: bool,
    /// Its previous name on the wire.
    pub was: Option<String>,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
}

/// The type of a field.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Type {
    /// Text.
    String,
    /// A whole number of 64 bits.
    Integer {
        /// Whether it is never negative.
        unsigned: bool,
    },
    /// A number of 64 bits.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A point in time (RFC 3339).
    Timestamp,
    /// How long to wait, or until when.
    Delay {
        /// Its unit.
        unit: DelayUnit,
    },
    /// One of a set of words, open to new ones.
    Enum {
        /// Its Rust name.
        rust_name: String,
        /// The words.
        values: Vec<EnumValue>,
    },
    /// A list of values of one type.
    List {
        /// The type of its items.
        of: Box<Type>,
    },
    /// A map with fields of its own.
    Object {
        /// Its Rust name.
        rust_name: String,
        /// The fields.
        fields: Vec<Field>,
    },
    /// Any JSON value.
    Any,
}

impl Type {
    /// Its name in the spec.
    pub fn name(&self) -> TypeName {
        match self {
            Self::String => TypeName::String,
            Self::Integer { .. } => TypeName::Integer,
            Self::Number => TypeName::Number,
            Self::Boolean => TypeName::Boolean,
            Self::Timestamp => TypeName::Timestamp,
            Self::Delay { .. } => TypeName::Delay,
            Self::Enum { .. } => TypeName::Enum,
            Self::List { .. } => TypeName::List,
            Self::Object { .. } => TypeName::Object,
            Self::Any => TypeName::Any,
        }
    }

    /// The unit of a delay, or of the delays in a list.
    pub(crate) fn delay_unit(&self) -> Option<DelayUnit> {
        match self {
            Self::Delay { unit } => Some(*unit),
            Self::List { of } => of.delay_unit(),
            _ => None,
        }
    }

    /// The keywords that the spec has for it, without values, items and members.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Delay { unit } => unit.delay(),
            Self::Integer { unsigned: true } => "integer, minimum: 0",
            _ => self.name().as_str(),
        }
    }

    /// Its description for the docs; `quote` writes the words of an enum.
    pub(crate) fn in_words(&self, quote: impl Fn(&str) -> String + Copy) -> String {
        match self {
            Self::String => "string".to_owned(),
            Self::Integer { unsigned: false } => "integer".to_owned(),
            Self::Integer { unsigned: true } => "integer, never negative".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Boolean => "boolean".to_owned(),
            Self::Timestamp | Self::Delay { unit: DelayUnit::Date } => "string: a time (RFC 3339)".to_owned(),
            Self::Delay { unit } => unit.in_words().to_owned(),
            Self::Enum { values, .. } => {
                let words: Vec<String> = values.iter().map(|it| quote(&it.value)).collect();
                format!("string: {}", words.join(", "))
            }
            Self::List { of } => format!("list of {}", of.in_words(quote)),
            Self::Object { .. } => "object".to_owned(),
            Self::Any => "any".to_owned(),
        }
    }

    /// The fields of an object, or of a list's objects.
    pub fn members(&self) -> Option<&[Field]> {
        match self {
            Self::Object { fields, .. } => Some(fields),
            Self::List { of } => of.members(),
            _ => None,
        }
    }

    /// The suffix of a field's name in the paths of its members: `[]` for each list.
    pub fn brackets(&self) -> String {
        match self {
            Self::List { of } => format!("[]{}", of.brackets()),
            _ => String::new(),
        }
    }
}

/// One word of an enum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumValue {
    /// On the wire.
    pub value: String,
    /// In Rust.
    pub rust_name: String,
}

/// A header that carries payload, or a constant one.
#[derive(Debug, Clone, Serialize)]
pub struct Header {
    /// Its name on the wire.
    pub name: String,
    /// Its Rust name.
    pub rust_name: String,
    /// Its type.
    #[serde(flatten)]
    pub ty: HeaderType,
    /// Whether a server may omit it.
    pub optional: bool,
    /// Its documentation: a paragraph of inline Markdown.
    pub doc: Option<String>,
    /// An example value, as in the response.
    pub example: Value,
    /// Whether the example was given.
    #[serde(skip)]
    pub has_example: bool,
    /// Its places in the spec.
    #[serde(skip)]
    pub places: KeySpans,
}

impl Header {
    /// Whether it carries payload, as opposed to a constant.
    pub fn carries_payload(&self) -> bool {
        !matches!(self.ty, HeaderType::Constant { .. })
    }
}

/// The type of a header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum HeaderType {
    /// How long to wait, or until when. One in seconds may be a date (RFC 9110, section 10.2.3).
    Delay {
        /// Its unit.
        unit: DelayUnit,
    },
    /// A whole number of 64 bits.
    Integer,
    /// A whole number of 64 bits that is never negative.
    Unsigned,
    /// Text.
    String,
    /// A date (RFC 9110, section 5.6.7).
    Date,
    /// A constant.
    Constant {
        /// Its value.
        value: String,
    },
}

impl HeaderType {
    /// Its keywords in the spec; for a constant one, the key.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Delay { unit } => unit.delay(),
            Self::Integer => "integer",
            Self::Unsigned => "integer, minimum: 0",
            Self::String => "string",
            Self::Date => "date",
            Self::Constant { .. } => "value",
        }
    }

    /// Its description for the docs; `quote` writes the value of a constant one.
    pub(crate) fn in_words(&self, quote: impl Fn(&str) -> String) -> String {
        match self {
            Self::Delay { unit: DelayUnit::Date } | Self::Date => "HTTP date".to_owned(),
            Self::Delay { unit } => unit.in_words().to_owned(),
            Self::Integer => "integer".to_owned(),
            Self::Unsigned => "integer, never negative".to_owned(),
            Self::String => "string".to_owned(),
            Self::Constant { value } => format!("always {}", quote(value)),
        }
    }
}

/// An example response.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its title.
    pub title: Option<String>,
    /// A value for each field, then for each header that carries payload; `None` if omitted.
    pub values: Vec<(String, Option<Value>)>,
    /// Its places in the spec; `None` if it was derived from the fields' examples.
    pub places: Option<KeySpans>,
}

impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            title: Option<&'a str>,
            values: Vec<Named<'a>>,
        }
        #[derive(Serialize)]
        struct Named<'a> {
            name: &'a str,
            value: &'a Value,
        }
        let values = self.values.iter().filter_map(|(name, value)| Some(Named { name, value: value.as_ref()? }));
        Shape { title: self.title.as_deref(), values: values.collect() }.serialize(serializer)
    }
}
