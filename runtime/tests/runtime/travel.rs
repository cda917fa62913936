//! A second book: everything at the top, fields under a key, nested types, headers of every type, no internal error:
//! the one with status 500 needs a payload.

use core::fmt;

use errbook::__private::{
    BookSchema, CodeTable, DelayUnit, DocTable, Envelope, ErasedKind, Field, FieldValue, Header, HeaderType, Members,
    MessagePart, PayloadSchema, Type, ValueRef, Values,
};
use errbook::{Code, HeaderText, HttpDate, Kind, Payload, RetryAfter, Timestamp, Unknown, Value};

pub(crate) type Error = errbook::Error<ErrorKind>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ErrorCode {
    Invalid,
    Crash,
    Busy,
}

static INFO: CodeTable = errbook::code_table! { ("E_INVALID", [400, 422]), ("E_CRASH", [500]), ("E_BUSY", [503]) };
static DOCS: DocTable = errbook::doc_table! { ("Invalid.", "Mend it."), ("Crash.", "Tell us."), ("Busy.", "Wait.") };

const MISTAKE: &[Field] = &[
    Field::required("field", Type::String),
    Field::required("rule", Type::String),
    Field::optional("limit", Type::Number),
];

const PAYLOADS: &[PayloadSchema] = &[
    PayloadSchema::new(&[
        MessagePart::Text("Wrong in "),
        MessagePart::Param(1),
        MessagePart::Text(" at "),
        MessagePart::Param(2),
        MessagePart::Text(": "),
        MessagePart::Param(0),
        MessagePart::Text(" {"),
        MessagePart::Param(3),
        MessagePart::Text("}"),
    ])
    .with_fields(&[
        Field::required("mistakes", Type::List(&Type::Object(MISTAKE))),
        Field::required("places", Type::List(&Type::String)),
        Field::required("at", Type::Timestamp),
        Field::required("note", Type::Any),
        Field::required("count", Type::Integer),
        Field::required("ratio", Type::Number),
        Field::optional("final", Type::Boolean),
    ]),
    PayloadSchema::new(&[MessagePart::Text("Crashed at "), MessagePart::Param(0), MessagePart::Text(".")])
        .with_fields(&[Field::required("place", Type::String)]),
    PayloadSchema::new(&[MessagePart::Text("Busy, come back in "), MessagePart::Param(1), MessagePart::Text(" s.")])
        .with_fields(&[Field::optional("queue", Type::Unsigned)])
        .with_headers(&[
            Header::required("Retry-After", HeaderType::Delay(DelayUnit::Seconds)),
            Header::required("X-Change", HeaderType::Integer),
            Header::required("X-Limit", HeaderType::Unsigned),
            Header::optional("X-Reason", HeaderType::String),
            Header::required("X-Since", HeaderType::Date),
        ])
        .with_constant_headers(&[("WWW-Authenticate", "Bearer")]),
];

static SCHEMA: BookSchema =
    BookSchema::new(Envelope::new("errcode", "error").with_fields_under("details"), &INFO, PAYLOADS, |code| {
        ErrorCode::find(code).map(Code::index)
    });

impl Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::Invalid, Self::Crash, Self::Busy];

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
        Self::ALL.iter().copied().find(|known| INFO.row(known.index()).code() == code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INFO.row(self.index()).code())
    }
}

pub(crate) enum ErrorKind {
    Invalid(Invalid),
    Crash(Crash),
    Busy(Busy),
    Unknown(Unknown),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Invalid {
    pub(crate) mistakes: Vec<Mistake>,
    pub(crate) places: Vec<String>,
    pub(crate) at: Timestamp,
    pub(crate) note: Value,
    pub(crate) count: i64,
    pub(crate) ratio: f64,
    pub(crate) last: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mistake {
    pub(crate) field: String,
    pub(crate) rule: Rule,
    pub(crate) limit: Option<f64>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Rule {
    TooLong,
    Other(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Crash {
    pub(crate) place: String,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Busy {
    pub(crate) queue: Option<u64>,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) change: Option<i64>,
    pub(crate) limit: Option<u64>,
    pub(crate) reason: Option<HeaderText>,
    pub(crate) since: Option<HttpDate>,
}

impl FieldValue for Mistake {
    fn from_value(value: Value) -> Self {
        let mut values = Values::of_object(value, MISTAKE);
        Self { field: values.take(), rule: values.take(), limit: values.take() }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Object(self)
    }
}

impl Members for Mistake {
    fn each(&self, f: &mut dyn FnMut(&'static str, ValueRef<'_>)) {
        f("field", self.field.value_ref());
        f("rule", self.rule.value_ref());
        f("limit", self.limit.value_ref());
    }
}

impl FieldValue for Rule {
    fn from_value(value: Value) -> Self {
        match String::from_value(value) {
            text if text == "too_long" => Self::TooLong,
            text => Self::Other(text),
        }
    }

    fn value_ref(&self) -> ValueRef<'_> {
        ValueRef::Text(match self {
            Self::TooLong => "too_long",
            Self::Other(text) => text,
        })
    }
}

impl Payload for Invalid {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::Invalid(self)
    }
}

impl Payload for Crash {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::Crash(self)
    }
}

impl Payload for Busy {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::Busy(self)
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

    fn build(index: usize, mut values: Values) -> Self {
        match index {
            0 => Self::Invalid(Invalid {
                mistakes: values.take(),
                places: values.take(),
                at: values.take(),
                note: values.take(),
                count: values.take(),
                ratio: values.take(),
                last: values.take(),
            }),
            1 => Self::Crash(Crash { place: values.take() }),
            _ => Self::Busy(Busy {
                queue: values.take(),
                retry_after: values.take(),
                change: values.take(),
                limit: values.take(),
                reason: values.take(),
                since: values.take(),
            }),
        }
    }

    fn of_unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::Invalid(_) => 0,
            Self::Crash(_) => 1,
            Self::Busy(_) => 2,
            Self::Unknown(_) => 3,
        }
    }

    fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
        match self {
            Self::Invalid(payload) => f(&[
                &payload.mistakes,
                &payload.places,
                &payload.at,
                &payload.note,
                &payload.count,
                &payload.ratio,
                &payload.last,
            ]),
            Self::Crash(payload) => f(&[&payload.place]),
            Self::Busy(payload) => f(&[
                &payload.queue,
                &payload.retry_after,
                &payload.change,
                &payload.limit,
                &payload.reason,
                &payload.since,
            ]),
            Self::Unknown(_) => f(&[]),
        }
    }

    fn payload(&self) -> Option<&dyn std::any::Any> {
        match self {
            Self::Invalid(payload) => Some(payload),
            Self::Crash(payload) => Some(payload),
            Self::Busy(payload) => Some(payload),
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
