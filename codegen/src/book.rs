//! The model: what a spec says, checked, sorted and plain.
//!
//! It knows nothing of YAML and nothing of what is made of it. Everything in it holds: an emitter checks nothing.
//! Its serialized form is the most of `errors.json`.

mod payload;

pub use payload::{EnumValue, Example, Field, Header, HeaderType, Type};

use serde::{Serialize, Serializer};

use crate::source::Span;

/// A whole book of errors.
#[derive(Debug, Clone, Serialize)]
pub struct Book {
    /// Which API it is, and how its crate is made.
    pub api: Api,
    /// How an error lies in JSON.
    pub envelope: Envelope,
    /// The advice for entries that give none of their own.
    pub retry: Backoff,
    /// The entries, by status, then by code.
    pub errors: Vec<Entry>,
    /// Codes that are gone, by code.
    pub retired: Vec<Retired>,
    /// Prose, by name.
    pub guides: Vec<Guide>,
    /// Where its `retry` stands; `None`: it was left out.
    #[serde(skip)]
    pub retry_place: Option<Span>,
}

impl Book {
    /// The entry of a code.
    pub fn entry(&self, code: &str) -> Option<&Entry> {
        self.errors.iter().find(|it| it.code == code)
    }

    /// Where its own `retry` stands, or would.
    pub fn retry_place(&self) -> Span {
        self.retry_place.unwrap_or(self.api.places.whole())
    }

    /// The same book before anything was written into it.
    #[must_use]
    pub fn without_entries(&self) -> Self {
        Self { errors: Vec::new(), retired: Vec::new(), guides: Vec::new(), ..self.clone() }
    }
}

/// Where the keys of a map stand: for findings about a book, and for the diff of two.
#[derive(Debug, Clone)]
pub struct Places {
    whole: Span,
    keys: Vec<(&'static str, Span)>,
}

impl Places {
    /// The places of a map and of its values.
    pub fn new(whole: Span, keys: Vec<(&'static str, Span)>) -> Self {
        Self { whole, keys }
    }

    /// The same for a map that has a name: that is its place.
    #[must_use]
    pub fn named(self, name: Span) -> Self {
        Self { whole: name, ..self }
    }

    /// The map, or its name if it has one.
    pub fn whole(&self) -> Span {
        self.whole
    }

    /// The same without a key whose value could not be read.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.keys.retain(|(name, _)| *name != key);
        self
    }

    /// Whether a key was given.
    pub fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|(name, _)| *name == key)
    }

    /// The value of a key; the map where the key was left out.
    pub fn of(&self, key: &str) -> Span {
        self.keys.iter().find(|(name, _)| *name == key).map_or(self.whole, |&(_, span)| span)
    }
}

/// Which API a book is about, and how its crate is made.
#[derive(Debug, Clone, Serialize)]
pub struct Api {
    /// What people call it.
    pub name: String,
    /// The version of the contract, and of the crate.
    pub version: String,
    /// The crate's name.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// Where the crate finds the runtime.
    pub runtime: Runtime,
    /// How codes are written.
    pub code_style: CodeStyle,
    /// Whether clients are told to expect codes that they do not know.
    pub open: bool,
    /// Where the docs are published, without a slash at the end.
    pub docs_url: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

impl Api {
    /// The site on which the docs are published: where links lead that begin with `/`.
    pub fn site(&self) -> Option<&str> {
        self.docs_url.as_deref().map(site)
    }
}

/// The site of a page: `https://shop.example`.
pub(crate) fn site(url: &str) -> &str {
    let host = url.find("://").map_or(0, |it| it + "://".len());
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |it| host + it);
    &url[..end]
}

/// Where a crate finds the runtime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Runtime {
    /// A requirement as Cargo reads it.
    pub version: Option<String>,
    /// A path as seen from the crate's folder.
    pub path: Option<String>,
}

/// How the words of a code are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is written as what it means")]
pub enum CodeStyle {
    #[serde(rename = "snake_case")]
    Snake,
    #[serde(rename = "camelCase")]
    Camel,
    #[serde(rename = "PascalCase")]
    Pascal,
    #[serde(rename = "SCREAMING_SNAKE_CASE")]
    ScreamingSnake,
    #[serde(rename = "kebab-case")]
    Kebab,
    #[serde(rename = "any")]
    Any,
}

/// How an error lies in JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Envelope {
    /// The member that holds the error; `None`: the body is the error.
    pub within: Option<String>,
    /// The member that holds the code.
    pub code: String,
    /// The member that holds the message.
    pub message: String,
    /// The member that holds the fields; `None`: they are beside the code.
    pub fields_under: Option<String>,
    /// Where it stands; `None`: it was left out.
    #[serde(skip)]
    pub places: Option<Places>,
}

impl Envelope {
    /// The same for the runtime.
    pub fn to_runtime(&self) -> errbook::Envelope<'_> {
        let mut out = errbook::Envelope::new(&self.code, &self.message);
        if let Some(within) = &self.within {
            out = out.within(within);
        }
        if let Some(under) = &self.fields_under {
            out = out.fields_under(under);
        }
        out
    }
}

/// Which requests may be sent again after an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// None.
    Never,
    /// Those that do the same when they are sent twice (RFC 9110, section 9.2.2).
    Idempotent,
    /// All: an error that says that nothing was done.
    Always,
}

impl When {
    /// Its name: `never`, `idempotent` or `always`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Idempotent => "idempotent",
            Self::Always => "always",
        }
    }
}

/// How often to try again, and how long to wait where the response does not say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backoff {
    /// How many tries there are after the first.
    pub retries: u32,
    /// The first wait, in milliseconds.
    pub initial_ms: u64,
    /// By what each wait is longer than the one before; at least 1.
    pub factor: f64,
    /// The longest wait, in milliseconds.
    pub max_ms: u64,
    /// What chance does to a wait.
    pub jitter: Jitter,
}

/// What chance does to a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Jitter {
    /// Nothing.
    None,
    /// Anything between nothing and the whole wait.
    Full,
}

/// One error.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// What it is called on the wire.
    pub code: String,
    /// Its statuses; the first is the default.
    pub statuses: Vec<u16>,
    /// Its name in Rust.
    pub name: String,
    /// What has happened: a paragraph of inline Markdown.
    pub meaning: String,
    /// What the caller does: a paragraph of inline Markdown.
    pub remediation: String,
    /// What the response says.
    pub message: Message,
    /// Its payload in the body, in the order of `new`'s arguments.
    pub fields: Vec<Field>,
    /// Its payload in headers, in the order of `new`'s arguments; and headers that are always the same.
    pub headers: Vec<Header>,
    /// Whether to try again.
    pub retry: Retry,
    /// The version that brought it.
    pub since: Option<String>,
    /// Whether it is on its way out.
    pub deprecated: Option<Deprecated>,
    /// More on it: Markdown.
    pub details: Option<String>,
    /// What brings it about: paragraphs of inline Markdown.
    pub causes: Vec<String>,
    /// What it belongs to.
    pub tags: Vec<String>,
    /// Responses as they may be. There is always one.
    pub examples: Vec<Example>,
    /// Warnings that do not count here.
    pub allow: Vec<String>,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

impl Entry {
    /// The default status.
    pub fn status(&self) -> u16 {
        self.statuses.first().copied().unwrap_or(500)
    }

    /// The headers that carry payload.
    pub fn payload_headers(&self) -> impl Iterator<Item = &Header> {
        self.headers.iter().filter(|it| it.carries_payload())
    }

    /// The headers that are always the same, with their values.
    pub fn constant_headers(&self) -> impl Iterator<Item = (&Header, &str)> {
        self.headers
            .iter()
            .filter_map(|it| if let HeaderType::Constant(value) = &it.ty { Some((it, value.as_str())) } else { None })
    }

    /// Whether it has a payload, and so a struct in Rust.
    pub fn has_payload(&self) -> bool {
        !self.fields.is_empty() || self.payload_headers().next().is_some()
    }
}

/// The text of a message, and its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// As it stands in the spec; the meaning where there is none.
    pub template: String,
    /// The same, split. A text never follows a text.
    pub parts: Vec<Part>,
    /// Whether it was given, and is not the meaning.
    pub is_given: bool,
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.template.serialize(serializer)
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// As it is.
    Text(String),
    /// A field or, after them, a header that carries payload.
    Param(usize),
}

/// Whether to try again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Retry {
    /// Which requests.
    pub when: When,
    /// How often, and after how long.
    #[serde(flatten)]
    pub backoff: Backoff,
}

/// An error on its way out.
#[derive(Debug, Clone, Serialize)]
pub struct Deprecated {
    /// The version that said so.
    pub since: String,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub replacement: Option<String>,
    /// Why: a paragraph of inline Markdown.
    pub note: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

/// A code that is gone, and never comes back.
#[derive(Debug, Clone, Serialize)]
pub struct Retired {
    /// What it was called.
    pub code: String,
    /// The version that took it away.
    pub since: String,
    /// The code to use instead.
    #[serde(rename = "use")]
    pub replacement: Option<String>,
    /// The name under which it lives on.
    pub renamed_to: Option<String>,
    /// Where it stands.
    #[serde(skip)]
    pub places: Places,
}

/// A page of prose.
#[derive(Debug, Clone, Serialize)]
pub struct Guide {
    /// The file's name without its ending.
    pub name: String,
    /// Its heading.
    pub title: String,
    /// What follows the heading.
    pub pieces: Vec<Piece>,
    /// Its heading's place.
    #[serde(skip)]
    pub place: Span,
}

/// A field, by the names that lead to it, or a header of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// As the code's page names it: `cart.lines`, `parts[].id`.
    Field(String),
    /// By its name.
    Header(String),
}

/// A piece of a guide.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Piece {
    /// Markdown as it stands.
    Markdown(String),
    /// The table of these codes; of all where there are none.
    Table(Vec<String>),
    /// A code's full response.
    Example(String),
    /// A link to a code.
    Code(String),
    /// A link to a field or header of a code.
    Field(String, Member),
}
