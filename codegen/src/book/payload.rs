//! What an error carries: fields, headers, and examples of both.

use errbook::Value;
use serde::{Serialize, Serializer};

use super::Places;

/// A member of a payload's body.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// What it holds.
    #[serde(flatten)]
    pub ty: Type,
    /// Whether it may be absent or `null`.
    pub optional: bool,
    /// What it means: a paragraph of inline Markdown.
    pub doc: Option<String>,
    /// A value it may have: the one given, or one made up from its type.
    pub example: Value,
    /// Whether the example was given.
    #[serde(skip)]
    pub has_example: bool,
    /// Its earlier name on the wire.
    pub was: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

/// What a field holds.
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
    /// A number of 64 bits with a point.
    Number,
    /// Yes or no.
    Boolean,
    /// A point in time as RFC 3339 writes it.
    Timestamp,
    /// One of some words, or one that came later.
    Enum {
        /// Its name in Rust.
        rust_name: String,
        /// The words.
        values: Vec<EnumValue>,
    },
    /// Several of one type.
    List {
        /// The type of each.
        of: Box<Type>,
    },
    /// Members of their own.
    Object {
        /// Its name in Rust.
        rust_name: String,
        /// The members.
        fields: Vec<Field>,
    },
    /// Anything that JSON can say.
    Any,
}

impl Type {
    /// The word that the spec has for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer { .. } => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Timestamp => "timestamp",
            Self::Enum { .. } => "enum",
            Self::List { .. } => "list",
            Self::Object { .. } => "object",
            Self::Any => "any",
        }
    }

    /// The members of an object, or of the objects in a list.
    pub fn members(&self) -> Option<&[Field]> {
        match self {
            Self::Object { fields, .. } => Some(fields),
            Self::List { of } => of.members(),
            _ => None,
        }
    }

    /// What stands behind a field's name in the path of what is in it: `[]` for each list.
    pub fn brackets(&self) -> String {
        match self {
            Self::List { of } => format!("[]{}", of.brackets()),
            _ => String::new(),
        }
    }
}

/// One word of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EnumValue {
    /// On the wire.
    pub value: String,
    /// In Rust.
    pub rust_name: String,
}

/// A member of a payload's headers, or a header that is always the same.
#[derive(Debug, Clone, Serialize)]
pub struct Header {
    /// Its name on the wire.
    pub name: String,
    /// Its name in Rust.
    pub rust_name: String,
    /// What it holds.
    #[serde(flatten)]
    pub ty: HeaderType,
    /// Whether a server may leave it out.
    pub optional: bool,
    /// What it means: a paragraph of inline Markdown.
    pub doc: Option<String>,
    /// A value it may have, as it stands in the response.
    pub example: Value,
    /// Whether the example was given.
    #[serde(skip)]
    pub has_example: bool,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

impl Header {
    /// Whether it carries something, and is not always the same.
    pub fn carries_payload(&self) -> bool {
        !matches!(self.ty, HeaderType::Constant(_))
    }
}

/// What a header holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum HeaderType {
    /// How long to wait: seconds or a date (RFC 9110, section 10.2.3).
    Delay,
    /// A whole number of 64 bits.
    Integer,
    /// A whole number of 64 bits that is never negative.
    Unsigned,
    /// Text.
    String,
    /// A date as HTTP writes it (RFC 9110, section 5.6.7).
    Date,
    /// Always this.
    Constant(String),
}

/// A response as it may be.
#[derive(Debug, Clone)]
pub struct Example {
    /// What it is an example of.
    pub title: Option<String>,
    /// A value for each field, then for each header that carries payload; `None`: left out.
    pub values: Vec<(String, Option<Value>)>,
    /// Where it stands; `None`: it was made of the fields' examples.
    pub places: Option<Places>,
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
