//! How an error is laid out in a response: its template, with headers and members of its own.
//!
//! Every form of `envelope` in a spec is a template here. The short form, with its four names, is one too.

use errbook::Value;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::payload::Field;
use super::spans::KeySpans;
use super::template::{Entry, Node, Slot, SlotIndex, TextPart, What, slots_of, text_as_written};
use crate::source::Span;

/// How an error is laid out in a response.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The body.
    pub body: Node,
    /// The headers of every response, in the order of the spec.
    pub headers: Vec<EnvelopeHeader>,
    /// The media type of the body.
    pub content_type: String,
    /// The members that the book declares, in the order of the spec.
    pub members: Vec<EnvelopeMember>,
    /// How a client cuts the code out of the text that it reads.
    pub read_code: ReadCode,
    /// The four names of the short form, if the template is one and nothing else was given: every code is a text that is
    /// sent, and so is every message.
    pub short: Option<ShortForm>,
    /// The preset that it was made from.
    pub preset: Option<&'static str>,
    /// Its places in the spec, if it was given: of its keys, or of the preset's name.
    pub places: Option<KeySpans>,
}

/// The envelope of a book that names none.
impl Default for Envelope {
    fn default() -> Self {
        Self::of_short(ShortForm::default())
    }
}

impl Envelope {
    /// The media type of a book that names none.
    pub const JSON: &str = "application/json";

    /// The short form with these names, as a template.
    pub fn of_short(short: ShortForm) -> Self {
        Self {
            body: short.body(),
            headers: Vec::new(),
            content_type: Self::JSON.to_owned(),
            members: Vec::new(),
            read_code: ReadCode::default(),
            short: Some(short),
            preset: None,
            places: None,
        }
    }

    /// The names of the short form; of the default one, if the template is not one.
    pub fn short_or_default(&self) -> ShortForm {
        self.short.clone().unwrap_or_default()
    }

    /// The members that have a value for each response, in the order of the spec.
    pub fn response_members(&self) -> impl Iterator<Item = &EnvelopeMember> {
        self.members.iter().filter(|it| matches!(it.per, Per::Response { .. }))
    }

    /// The members that have a value for each code, in the order of the spec.
    pub fn code_members(&self) -> impl Iterator<Item = &EnvelopeMember> + Clone {
        self.members.iter().filter(|it| matches!(it.per, Per::Code { .. }))
    }

    /// The member of a name.
    pub fn member(&self, name: &str) -> Option<&EnvelopeMember> {
        self.members.iter().find(|it| it.field.name == name)
    }

    /// The names of the fields that have a place of their own, in the order of the template.
    pub fn placed_fields(&self) -> Vec<&str> {
        let mut out: Vec<&str> = Vec::new();
        for slot in self.slots() {
            match &slot.what {
                What::Field(name) if !out.contains(&&**name) => out.push(name),
                _ => {}
            }
        }
        out
    }

    /// Where the values of a member or a field are.
    pub(crate) fn index(&self, what: &What) -> Option<SlotIndex> {
        let position = |mut names: Box<dyn Iterator<Item = &str> + '_>, name: &str| names.position(|it| it == name);
        match what {
            What::Field(name) => position(Box::new(self.placed_fields().into_iter()), name).map(SlotIndex::Field),
            What::Member(name) => {
                let response = self.response_members().map(|it| &*it.field.name);
                let code = self.code_members().map(|it| &*it.field.name);
                position(Box::new(response), name)
                    .map(SlotIndex::Response)
                    .or_else(|| position(Box::new(code), name).map(SlotIndex::Code))
            }
            _ => None,
        }
    }

    /// What a placeholder is in the tables of decoders: a word, and the position of a member or a field.
    pub(crate) fn place(&self, what: &What) -> (String, Option<usize>) {
        let (word, index) = match self.index(what) {
            Some(SlotIndex::Response(index)) => ("member", index),
            Some(SlotIndex::Code(index)) => ("code_member", index),
            Some(SlotIndex::Field(index)) => ("field", index),
            None => return (what.as_written().replace(':', "_"), None),
        };
        (word.to_owned(), Some(index))
    }

    /// Every placeholder: those of the body in its order, then those of the headers.
    pub fn slots(&self) -> Vec<&Slot> {
        let mut out = self.body.slots();
        out.extend(self.headers.iter().flat_map(|it| slots_of(&it.value)));
        out
    }

    /// Whether a response has a place for the code, in the body or in a header.
    pub fn has_code(&self) -> bool {
        self.slots().iter().any(|it| it.what == What::Code)
    }

    /// Whether it has a list with an item for each error.
    pub fn has_list(&self) -> bool {
        self.body.any(&mut |it| matches!(it, Node::Each(_)))
    }
}

/// The short form: code, message and fields are in one object, which may be a member of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShortForm {
    /// The member that holds the error; `None` if the body is the error.
    pub within: Option<String>,
    /// The member that holds the code.
    pub code: String,
    /// The member that holds the message.
    pub message: String,
    /// The member that holds the fields; `None` if they are siblings of the code.
    pub fields_under: Option<String>,
}

impl Default for ShortForm {
    fn default() -> Self {
        Self {
            within: Some("error".to_owned()),
            code: "code".to_owned(),
            message: "message".to_owned(),
            fields_under: None,
        }
    }
}

impl ShortForm {
    /// The runtime's form of it.
    pub fn to_runtime(&self) -> errbook::__private::Envelope<'_> {
        let mut out = errbook::__private::Envelope::new(&self.code, &self.message);
        if let Some(within) = &self.within {
            out = out.with_within(within);
        }
        if let Some(under) = &self.fields_under {
            out = out.with_fields_under(under);
        }
        out
    }

    /// The same as a template.
    pub(crate) fn body(&self) -> Node {
        let member = |name: &str, what| Entry::member(name, Node::Slot(Slot::new(what)));
        let fields = match &self.fields_under {
            Some(name) => member(name, What::Fields),
            None => Entry::Fields { place: None },
        };
        let error = Node::Object(vec![member(&self.code, What::Code), member(&self.message, What::Message), fields]);
        match &self.within {
            Some(within) => Node::Object(vec![Entry::member(within, error)]),
            None => error,
        }
    }

    /// The short form of a template that is one.
    pub(crate) fn of(body: &Node) -> Option<Self> {
        let Node::Object(entries) = body else { return None };
        if let [Entry::Member { name, node, .. }] = entries.as_slice()
            && matches!(node, Node::Object(_))
        {
            let inner = Self::of(node).filter(|it| it.within.is_none())?;
            return Some(Self { within: Some(name.clone()), ..inner });
        }
        let [code, message, fields] = entries.as_slice() else { return None };
        let fields_under = match fields {
            Entry::Fields { .. } => None,
            Entry::Member { .. } => Some(fields.plain(&What::Fields)?),
        };
        Some(Self {
            within: None,
            code: code.plain(&What::Code)?,
            message: message.plain(&What::Message)?,
            fields_under,
        })
    }
}

/// A header of every response.
#[derive(Debug, Clone)]
pub struct EnvelopeHeader {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Vec<TextPart>,
    /// The place of its name.
    pub place: Span,
}

/// A value that the envelope has a place for, and that is neither built in nor a field.
#[derive(Debug, Clone, Serialize)]
pub struct EnvelopeMember {
    /// Its name in placeholders, its type, its docs and its example, as a field of `Members` in Rust.
    #[serde(flatten)]
    pub field: Field,
    /// Whether each response has a value, or each code.
    #[serde(flatten)]
    pub per: Per,
    /// Whether it is declared in the spec, and not by the preset.
    #[serde(skip)]
    pub is_own: bool,
}

/// Which values a member has.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "per", rename_all = "snake_case")]
pub enum Per {
    /// A value for each response.
    Response {
        /// What supplies it if the server's code does not.
        from: Source,
    },
    /// A value for each code, given in its entry.
    Code {
        /// The value of entries that give none: `Some(None)` is `null`.
        default: Option<Option<Value>>,
    },
}

/// What supplies the value of a member if the server's code does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Nothing.
    Caller,
    /// The clock.
    Time,
    /// The path of the request.
    Path,
    /// A header of the request, by its name.
    Header(String),
}

/// How a client cuts the code out of the text that it reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ReadCode {
    /// The code follows the last of these characters.
    pub after: Option<char>,
    /// The code ends at the first of these characters.
    pub before: Option<char>,
}

/// The part of one code in the envelope.
#[derive(Debug, Clone, Default)]
pub struct CodeEnvelope {
    /// The values that its entry gives, by the names of members; `None` is `null`.
    pub members: Vec<(String, Option<Value>)>,
    /// Whether its code is not sent: `code: null`.
    pub omits_code: bool,
    /// Whether its message is not sent: `message: null`.
    pub omits_message: bool,
    /// Its places in the spec, if it was given; the key of a member is not among them.
    pub places: Option<EntryPlaces>,
}

/// The places of an entry's own `envelope`.
#[derive(Debug, Clone)]
pub struct EntryPlaces {
    /// The whole map.
    pub whole: Span,
    /// Each value, by its key.
    pub values: Vec<(String, Span)>,
}

impl EntryPlaces {
    /// The place of a value; that of the map if it has none.
    pub fn of(&self, key: &str) -> Span {
        self.values.iter().find(|it| it.0 == key).map_or(self.whole, |it| it.1)
    }
}

impl CodeEnvelope {
    /// Whether the entry says nothing.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && !self.omits_code && !self.omits_message
    }

    /// The value of a member that has one for each code: its own, or the member's default.
    pub fn value<'a>(&'a self, member: &'a EnvelopeMember) -> Option<&'a Value> {
        let own = self.members.iter().find(|it| it.0 == member.field.name).map(|it| it.1.as_ref());
        match &member.per {
            Per::Code { default } => own.unwrap_or_else(|| default.as_ref().and_then(Option::as_ref)),
            Per::Response { .. } => None,
        }
    }
}

/// As in the spec, without defaults.
impl Serialize for CodeEnvelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, _) in [("code", self.omits_code), ("message", self.omits_message)].into_iter().filter(|it| it.1) {
            map.serialize_entry(name, &())?;
        }
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// The short form as its four names, every other form as its template.
impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(short) = &self.short {
            return short.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("body", &self.body.as_written())?;
        let headers = self.headers.iter().map(|it| (it.name.clone(), Value::String(text_as_written(&it.value))));
        map.serialize_entry("headers", &Value::Object(headers.collect()))?;
        map.serialize_entry("content_type", &self.content_type)?;
        map.serialize_entry("members", &self.members)?;
        map.serialize_entry("read_code", &self.read_code)?;
        map.end()
    }
}
