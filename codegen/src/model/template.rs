//! Templates: the body of a response, and texts, with placeholders for the values of an error.

use errbook::Value;

use crate::source::Span;

/// A part of the template of a body.
#[derive(Debug, Clone)]
pub enum Node {
    /// A text without placeholders, a number, a boolean or `null`.
    Constant(Value),
    /// Members in their order.
    Object(Vec<Entry>),
    /// A list of exactly these items.
    List(Vec<Node>),
    /// A list with an item of this form for each error: `[item, ...]`.
    Each(Box<Node>),
    /// A placeholder on its own.
    Slot(Slot),
    /// A text with placeholders in it.
    Text(Vec<TextPart>),
}

impl Node {
    /// Every placeholder, in the order of the template.
    pub fn slots(&self) -> Vec<&Slot> {
        let mut out = Vec::new();
        self.any(&mut |node| {
            match node {
                Self::Slot(slot) => out.push(slot),
                Self::Text(parts) => out.extend(slots_of(parts)),
                _ => {}
            }
            false
        });
        out
    }

    /// Whether this node or one in it satisfies a condition. Nodes are visited in their order.
    pub fn any<'a>(&'a self, is: &mut dyn FnMut(&'a Self) -> bool) -> bool {
        is(self)
            || match self {
                Self::Object(entries) => entries.iter().filter_map(Entry::node).any(|it| it.any(is)),
                Self::List(items) => items.iter().any(|it| it.any(is)),
                Self::Each(item) => item.any(is),
                Self::Constant(_) | Self::Slot(_) | Self::Text(_) => false,
            }
    }

    /// The template as a value, as it is written in a spec.
    pub fn as_written(&self) -> Value {
        match self {
            Self::Constant(Value::String(text)) => Value::String(escaped(text)),
            Self::Constant(value) => value.clone(),
            Self::Object(entries) => Value::Object(entries.iter().map(Entry::as_written).collect()),
            Self::List(items) => Value::List(items.iter().map(Self::as_written).collect()),
            Self::Each(item) => Value::List(vec![item.as_written(), Value::from("...")]),
            Self::Slot(slot) => Value::String(slot.as_written()),
            Self::Text(parts) => Value::String(text_as_written(parts)),
        }
    }
}

/// A member of an object in a template.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A member with its name.
    Member {
        /// Its name on the wire.
        name: String,
        /// Its value.
        node: Node,
        /// The place of its name; `None` if it is not written in the spec.
        place: Option<Span>,
    },
    /// The fields of the code, beside the other members: `"{fields}":`.
    Fields {
        /// Its place; `None` if it is not written in the spec.
        place: Option<Span>,
    },
}

impl Entry {
    pub(super) fn member(name: &str, node: Node) -> Self {
        Self::Member { name: name.to_owned(), node, place: None }
    }

    /// Its name; `None` for the fields.
    pub fn name(&self) -> Option<&str> {
        if let Self::Member { name, .. } = self { Some(name) } else { None }
    }

    /// Its value; `None` for the fields.
    pub fn node(&self) -> Option<&Node> {
        if let Self::Member { node, .. } = self { Some(node) } else { None }
    }

    /// The name of a member whose value is this placeholder without a suffix.
    pub(super) fn plain(&self, what: &What) -> Option<String> {
        match self {
            Self::Member { name, node: Node::Slot(Slot { what: own, absent: Absent::Required, .. }), .. }
                if own == what =>
            {
                Some(name.clone())
            }
            _ => None,
        }
    }

    fn as_written(&self) -> (String, Value) {
        match self {
            Self::Member { name, node, .. } => (escaped(name), node.as_written()),
            Self::Fields { .. } => ("{fields}".to_owned(), Value::Null),
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone)]
pub enum TextPart {
    /// Literal text.
    Text(String),
    /// A placeholder.
    Slot(Slot),
}

/// The placeholders of a text.
pub(crate) fn slots_of(parts: &[TextPart]) -> impl Iterator<Item = &Slot> {
    parts.iter().filter_map(|it| if let TextPart::Slot(slot) = it { Some(slot) } else { None })
}

/// A text with placeholders as it is written in a spec.
pub fn text_as_written(parts: &[TextPart]) -> String {
    let part = |it: &TextPart| match it {
        TextPart::Text(text) => escaped(text),
        TextPart::Slot(slot) => slot.as_written(),
    };
    parts.iter().map(part).collect()
}

/// A placeholder.
#[derive(Debug, Clone)]
pub struct Slot {
    /// What it is replaced with.
    pub what: What,
    /// What is written if there is no value.
    pub absent: Absent,
    /// Its place; `None` if it is not written in the spec.
    pub place: Option<Span>,
}

impl Slot {
    pub(super) fn new(what: What) -> Self {
        Self { what, absent: Absent::Required, place: None }
    }

    /// As it is written in a spec: `{code?}`.
    pub fn as_written(&self) -> String {
        let name = self.what.as_written();
        match &self.absent {
            Absent::Required => format!("{{{name}}}"),
            Absent::Omit => format!("{{{name}?}}"),
            Absent::Null => format!("{{{name}|null}}"),
            Absent::Text(text) => format!("{{{name}|{text}}}"),
        }
    }
}

/// What a placeholder is replaced with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The code.
    Code,
    /// The message.
    Message,
    /// An object of the code's fields.
    Fields,
    /// The status as a number.
    Status,
    /// The status as a text.
    StatusText,
    /// The reason phrase of the status.
    StatusPhrase,
    /// The meaning of the code.
    Meaning,
    /// The remediation of the code.
    Remediation,
    /// The URL of the code's page.
    DocsUrl,
    /// A member of the envelope, by its name.
    Member(String),
    /// A field of some codes, by its name.
    Field(String),
}

impl What {
    /// Its name between the braces.
    pub fn as_written(&self) -> &str {
        match self {
            Self::Code => "code",
            Self::Message => "message",
            Self::Fields => "fields",
            Self::Status => "status",
            Self::StatusText => "status:text",
            Self::StatusPhrase => "status:phrase",
            Self::Meaning => "meaning",
            Self::Remediation => "remediation",
            Self::DocsUrl => "docs_url",
            Self::Member(name) | Self::Field(name) => name,
        }
    }
}

/// What is written if a placeholder has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absent {
    /// There is always a value.
    Required,
    /// Nothing: the member is left out.
    Omit,
    /// `null`.
    Null,
    /// This text.
    Text(String),
}

/// The index of a value among those of its kind.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SlotIndex {
    /// Among the members with a value for each response.
    Response(usize),
    /// Among the members with a value for each code.
    Code(usize),
    /// Among the fields with a place of their own.
    Field(usize),
}

/// A text in which braces are literal.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
