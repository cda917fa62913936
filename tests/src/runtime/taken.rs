//! A third book: the names of its fields are those that problem details have for themselves.

use core::fmt;

use errbook::__private::{
    BookSchema, CodeTable, DocTable, Envelope, ErasedKind, Field, FieldValue, MessagePart, PayloadSchema, Type, Values,
};
use errbook::{Code, Kind, Payload, Unknown};

pub(crate) type Error = errbook::Error<ErrorKind>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ErrorCode {
    Taken,
}

static INFO: CodeTable = errbook::code_table! { ("taken", [400]) };
static DOCS: DocTable =
    errbook::doc_table! { ("It is `taken`.", "Take another.", "https://taken.example/errors#taken") };

const fn text(name: &'static str) -> Field {
    Field::required(name, Type::String)
}

const FIELDS: [Field; 11] = [
    text("type"),
    text("title"),
    text("status"),
    text("detail"),
    text("instance"),
    text("code"),
    text("type_"),
    text("code__"),
    text("status_code"),
    text("_"),
    text("Type"),
];

static SCHEMA: BookSchema = BookSchema::new(
    Envelope::new("code", "message").with_within("error").with_fields_under("fields"),
    &INFO,
    &[PayloadSchema::new(&[MessagePart::Text("Taken.")]).with_fields(&FIELDS)],
    |code| ErrorCode::find(code).map(Code::index),
);

impl Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::Taken];

    fn info() -> &'static CodeTable {
        &INFO
    }

    fn docs() -> &'static DocTable {
        &DOCS
    }

    fn index(self) -> usize {
        self as usize
    }

    fn find(code: &str) -> Option<Self> {
        (code == "taken").then_some(Self::Taken)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("taken")
    }
}

pub(crate) enum ErrorKind {
    Taken(Taken),
    Unknown(Unknown),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    pub(crate) values: Vec<String>,
}

impl Payload for Taken {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::Taken(self)
    }
}

impl Payload for ErrorKind {
    type Kind = Self;

    fn into_kind(self) -> Self {
        self
    }
}

impl std::error::Error for ErrorKind {}

impl Kind for ErrorKind {
    type Code = ErrorCode;

    fn schema() -> &'static BookSchema {
        &SCHEMA
    }

    fn build(_: usize, mut values: Values) -> Self {
        Self::Taken(Taken { values: FIELDS.iter().map(|_| values.take()).collect() })
    }

    fn of_unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::Taken(_) => 0,
            Self::Unknown(_) => 1,
        }
    }

    fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            Self::Taken(_) => None,
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
        match self {
            Self::Taken(payload) => f(&payload.values.iter().map(|it| it as &dyn FieldValue).collect::<Vec<_>>()),
            Self::Unknown(_) => f(&[]),
        }
    }

    fn payload(&self) -> Option<&dyn std::any::Any> {
        match self {
            Self::Taken(payload) => Some(payload),
            Self::Unknown(_) => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::display(&SCHEMA, self, f)
    }
}

impl fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::debug(&SCHEMA, self, f)
    }
}

impl Clone for ErrorKind {
    fn clone(&self) -> Self {
        errbook::__private::clone(self)
    }
}

impl PartialEq for ErrorKind {
    fn eq(&self, other: &Self) -> bool {
        errbook::__private::eq(self, other)
    }
}
