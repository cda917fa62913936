//! A book's errors as any JSON: the body as it is on the wire, with placeholders. It knows no value.
//!
//! Nodes are numbered in the order in which they begin, so that the nodes in an object are a range of numbers. A list
//! or an object stores how many it contains; the numbers themselves are counted while a reader looks for a name.

use super::Type;

/// How a book lays out its errors, if the short [`Envelope`](super::Envelope) cannot describe it.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    pub(crate) body: Node<'a>,
    pub(crate) content_type: &'a str,
    pub(crate) headers: &'a [(&'a str, Node<'a>)],
    pub(crate) members: &'a [ResponseMember<'a>],
    pub(crate) placed_fields: &'a [&'a str],
    pub(crate) read_code: ReadCode,
    pub(crate) integer_codes: bool,
}

impl<'a> Form<'a> {
    /// A form with this body, sent as `application/json`. Codes are texts.
    pub const fn new(body: Node<'a>) -> Self {
        Self {
            body,
            content_type: "application/json",
            headers: &[],
            members: &[],
            placed_fields: &[],
            read_code: ReadCode { after: None, before: None },
            integer_codes: false,
        }
    }

    /// Sets the `Content-Type`.
    #[must_use]
    pub const fn with_content_type(self, content_type: &'a str) -> Self {
        Self { content_type, ..self }
    }

    /// Sets the headers of every error response, by name: each a text, a placeholder or a template.
    #[must_use]
    pub const fn with_headers(self, headers: &'a [(&'a str, Node<'a>)]) -> Self {
        Self { headers, ..self }
    }

    /// Sets the members with a value for each response: those of [`Slot::Member`].
    #[must_use]
    pub const fn with_members(self, members: &'a [ResponseMember<'a>]) -> Self {
        Self { members, ..self }
    }

    /// Sets the names of the fields that have a place of their own: those of [`Slot::Field`].
    #[must_use]
    pub const fn with_placed_fields(self, names: &'a [&'a str]) -> Self {
        Self { placed_fields: names, ..self }
    }

    /// Reads as the code the part before the first `before` and, of that, the part after the last `after`.
    #[must_use]
    pub const fn with_read_code(self, after: Option<char>, before: Option<char>) -> Self {
        Self { read_code: ReadCode { after, before }, ..self }
    }

    /// Codes are integers on the wire, wherever [`Slot::Code`] is a value of its own. In Rust they are texts.
    #[must_use]
    pub const fn with_integer_codes(self) -> Self {
        Self { integer_codes: true, ..self }
    }
}

/// The part of a received text that is the code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadCode {
    pub(crate) after: Option<char>,
    pub(crate) before: Option<char>,
}

/// A value in a form: a constant, or where a value of the error is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node<'a> {
    /// The constant `null`.
    Null,
    /// A constant.
    Boolean(bool),
    /// A constant.
    Integer(i64),
    /// A constant.
    Number(f64),
    /// A constant.
    Text(&'a str),
    /// An object with these members.
    Object(Object<'a>),
    /// A list with exactly these items.
    List(List<'a>),
    /// A list with one such item for each error. Everything outside of it belongs to the first error.
    Each(&'a Node<'a>),
    /// A value of the error.
    Slot(Slot, Absent<'a>),
    /// A text with values of the error in it.
    Template(&'a [TextPart<'a>]),
}

impl<'a> Node<'a> {
    /// An object with these members, in this order.
    pub const fn object(members: &'a [(&'a str, Self)]) -> Self {
        Self::Object(Object::new(members))
    }

    /// The same with the code's fields beside them, before the one with this index.
    pub const fn object_with_fields(members: &'a [(&'a str, Self)], index: usize) -> Self {
        Self::Object(Object::new(members).with_fields_at(index))
    }

    /// A list with exactly these items.
    pub const fn list(items: &'a [Self]) -> Self {
        Self::List(List::new(items))
    }

    /// How many nodes it consists of, with itself.
    pub(crate) const fn nodes(&self) -> u16 {
        match self {
            Self::Object(object) => object.nodes,
            Self::List(list) => list.nodes,
            Self::Each(item) => item.nodes() + 1,
            _ => 1,
        }
    }
}

/// An object in a form. Without members it is the constant `{}`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Object<'a> {
    pub(crate) members: &'a [(&'a str, Node<'a>)],
    /// The member before which the code's fields are written.
    pub(crate) fields_at: Option<usize>,
    nodes: u16,
}

impl<'a> Object<'a> {
    /// An object with these members, in this order.
    pub const fn new(members: &'a [(&'a str, Node<'a>)]) -> Self {
        let mut nodes = 1;
        let mut index = 0;
        while index < members.len() {
            nodes += members[index].1.nodes();
            index += 1;
        }
        Self { members, fields_at: None, nodes }
    }

    /// Puts the code's fields beside the members, before the one with this index: `"{fields}":` in a spec.
    #[must_use]
    pub const fn with_fields_at(self, index: usize) -> Self {
        Self { fields_at: Some(index), ..self }
    }
}

/// A list in a form. Without items it is the constant `[]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct List<'a> {
    pub(crate) items: &'a [Node<'a>],
    nodes: u16,
}

impl<'a> List<'a> {
    /// A list with these items, in this order.
    pub const fn new(items: &'a [Node<'a>]) -> Self {
        let mut nodes = 1;
        let mut index = 0;
        while index < items.len() {
            nodes += items[index].nodes();
            index += 1;
        }
        Self { items, nodes }
    }
}

/// A value of an error that a form has a place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Slot {
    /// The code: a text, or an integer with [`Form::with_integer_codes`].
    Code,
    /// The message.
    Message,
    /// An object of the code's fields, without those that have a place of their own.
    Fields,
    /// The status: a number, or the digits in a longer text.
    Status,
    /// The status as a text: `"404"`.
    StatusText,
    /// The reason phrase of the status: `"Not Found"`. It is not read.
    StatusPhrase,
    /// The meaning of the code. It is not read. Needs [`BookSchema::with_docs`](super::BookSchema::with_docs).
    Meaning,
    /// The remediation of the code. It is not read. Needs [`BookSchema::with_docs`](super::BookSchema::with_docs).
    Remediation,
    /// The URL of the code's page. It is not read. Needs [`BookSchema::with_docs`](super::BookSchema::with_docs).
    DocsUrl,
    /// The response's value of the member with this index in [`Form::with_members`].
    Member(usize),
    /// The value with this index in [`PayloadSchema::with_code_members`](super::PayloadSchema::with_code_members).
    CodeMember(usize),
    /// The field with this index in [`Form::with_placed_fields`]. Codes may lack it.
    Field(usize),
}

/// What is written if there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent<'a> {
    /// There is always a value: `{name}`. A client reports its absence. A server that has none omits the member.
    Required,
    /// The member is omitted: `{name?}`. In a longer text, the whole text.
    Omit,
    /// The value is `null`: `{name|null}`. In a longer text, the whole text.
    Null,
    /// This text: `{name|text}`.
    Text(&'a str),
}

/// A part of a text with values in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextPart<'a> {
    /// Literal text.
    Text(&'a str),
    /// A value of the error, as text.
    Slot(Slot, Absent<'a>),
}

/// A member with a value for each response, such as a request ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResponseMember<'a> {
    pub(crate) name: &'a str,
    pub(crate) ty: Type,
    pub(crate) source: Source<'a>,
}

impl<'a> ResponseMember<'a> {
    /// A member that only the server's own code sets.
    pub const fn new(name: &'a str, ty: Type) -> Self {
        Self { name, ty, source: Source::Caller }
    }

    /// Sets what supplies the value if the server's own code does not.
    #[must_use]
    pub const fn with_source(self, source: Source<'a>) -> Self {
        Self { source, ..self }
    }
}

/// What supplies the value of a member that the server's own code does not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source<'a> {
    /// Nothing.
    Caller,
    /// The clock.
    Time,
    /// The path of the request, without its query.
    Path,
    /// The request header with this name.
    Header(&'a str),
}
