//! A third book: the names of its fields are those that problem details have for themselves.

use core::fmt;

use errbook::{
    Code, Envelope, Facts, Field, Kind, Member, Part, Payload, Shape, Shown, Table, Texts, Type, Unknown, Values,
};

pub(crate) type Error = errbook::Error<ErrorKind>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ErrorCode {
    Taken,
}

const FACTS: &[Facts] = &[Facts::new("taken", &[400])];
const TEXTS: &[Texts] = &[Texts::new("It is `taken`.", "Take another.").docs_url("https://taken.example/errors#taken")];

const fn text(name: &'static str) -> Field {
    Field::new(name, Type::String)
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

static TABLE: Table = Table::new(
    Envelope::new("code", "message").within("error").fields_under("fields"),
    FACTS,
    &[Shape::new(&[Part::Text("Taken.")]).fields(&FIELDS)],
    |code| ErrorCode::find(code).map(Code::index),
);

impl Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::Taken];
    const FACTS: &'static [Facts] = FACTS;
    const TEXTS: &'static [Texts] = TEXTS;

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

impl Kind for ErrorKind {
    type Code = ErrorCode;
    const TABLE: &'static Table = &TABLE;

    fn code(&self) -> Result<ErrorCode, &Unknown> {
        match self {
            Self::Taken(_) => Ok(ErrorCode::Taken),
            Self::Unknown(unknown) => Err(unknown),
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[Shown<'_>])) {
        match self {
            Self::Taken(payload) => f(&payload.values.iter().map(Member::show).collect::<Vec<_>>()),
            Self::Unknown(_) => f(&[]),
        }
    }

    fn build(_: ErrorCode, mut values: Values) -> Self {
        Self::Taken(Taken { values: FIELDS.iter().map(|_| values.take()).collect() })
    }

    fn unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::kind::display(self, f)
    }
}

impl fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::kind::debug(self, f)
    }
}

impl Clone for ErrorKind {
    fn clone(&self) -> Self {
        errbook::kind::clone(self)
    }
}

impl PartialEq for ErrorKind {
    fn eq(&self, other: &Self) -> bool {
        errbook::kind::eq(self, other)
    }
}
