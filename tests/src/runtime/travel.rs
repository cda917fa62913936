//! A second book: everything at the top, fields under a key, nested types, headers of every type, no error of its own for
//! what goes wrong inside: the one with status 500 needs a payload.

use core::fmt;

use errbook::{
    Code, Delay, Envelope, Facts, Field, Header, HeaderText, HeaderType, HttpDate, Kind, Member, Members, Part,
    Payload, Shape, Shown, Table, Texts, Timestamp, Type, Unknown, Value, Values,
};

pub(crate) type Error = errbook::Error<ErrorKind>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ErrorCode {
    Invalid,
    Crash,
    Busy,
}

const FACTS: &[Facts] =
    &[Facts::new("E_INVALID", &[400, 422]), Facts::new("E_CRASH", &[500]), Facts::new("E_BUSY", &[503])];
const TEXTS: &[Texts] =
    &[Texts::new("Invalid.", "Mend it."), Texts::new("Crash.", "Tell us."), Texts::new("Busy.", "Wait.")];

const MISTAKE: &[Field] = &[
    Field::new("field", Type::String),
    Field::new("rule", Type::String),
    Field::new("limit", Type::Number).optional(),
];

const SHAPES: &[Shape] = &[
    Shape::new(&[
        Part::Text("Wrong in "),
        Part::Param(1),
        Part::Text(" at "),
        Part::Param(2),
        Part::Text(": "),
        Part::Param(0),
        Part::Text(" {"),
        Part::Param(3),
        Part::Text("}"),
    ])
    .fields(&[
        Field::new("mistakes", Type::List(&Type::Object(MISTAKE))),
        Field::new("places", Type::List(&Type::String)),
        Field::new("at", Type::Timestamp),
        Field::new("note", Type::Any),
        Field::new("count", Type::Integer),
        Field::new("ratio", Type::Number),
        Field::new("final", Type::Boolean).optional(),
    ]),
    Shape::new(&[Part::Text("Crashed at "), Part::Param(0), Part::Text(".")])
        .fields(&[Field::new("place", Type::String)]),
    Shape::new(&[Part::Text("Busy, come back in "), Part::Param(1), Part::Text(" s.")])
        .fields(&[Field::new("queue", Type::Unsigned).optional()])
        .headers(&[
            Header::new("Retry-After", HeaderType::Delay),
            Header::new("X-Change", HeaderType::Integer),
            Header::new("X-Limit", HeaderType::Unsigned),
            Header::new("X-Reason", HeaderType::String).optional(),
            Header::new("X-Since", HeaderType::Date),
        ])
        .constant_headers(&[("WWW-Authenticate", "Bearer")]),
];

static TABLE: Table = Table::new(Envelope::new("errcode", "error").fields_under("details"), FACTS, SHAPES, |code| {
    ErrorCode::find(code).map(Code::index)
});

impl Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::Invalid, Self::Crash, Self::Busy];
    const FACTS: &'static [Facts] = FACTS;
    const TEXTS: &'static [Texts] = TEXTS;

    fn index(self) -> usize {
        self as usize
    }

    fn find(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|known| FACTS[known.index()].code() == code)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FACTS[self.index()].code())
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
    pub(crate) retry_after: Option<Delay>,
    pub(crate) change: Option<i64>,
    pub(crate) limit: Option<u64>,
    pub(crate) reason: Option<HeaderText>,
    pub(crate) since: Option<HttpDate>,
}

impl Member for Mistake {
    fn read(value: Value) -> Self {
        let mut values = Values::of_object(value, MISTAKE);
        Self { field: values.take(), rule: values.take(), limit: values.take() }
    }

    fn show(&self) -> Shown<'_> {
        Shown::Object(self)
    }
}

impl Members for Mistake {
    fn each(&self, f: &mut dyn FnMut(&'static str, Shown<'_>)) {
        f("field", self.field.show());
        f("rule", self.rule.show());
        f("limit", self.limit.show());
    }
}

impl Member for Rule {
    fn read(value: Value) -> Self {
        match String::read(value) {
            text if text == "too_long" => Self::TooLong,
            text => Self::Other(text),
        }
    }

    fn show(&self) -> Shown<'_> {
        Shown::Text(match self {
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

impl Kind for ErrorKind {
    type Code = ErrorCode;
    const TABLE: &'static Table = &TABLE;

    fn code(&self) -> Result<ErrorCode, &Unknown> {
        match self {
            Self::Invalid(_) => Ok(ErrorCode::Invalid),
            Self::Crash(_) => Ok(ErrorCode::Crash),
            Self::Busy(_) => Ok(ErrorCode::Busy),
            Self::Unknown(unknown) => Err(unknown),
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[Shown<'_>])) {
        match self {
            Self::Invalid(payload) => f(&[
                payload.mistakes.show(),
                payload.places.show(),
                payload.at.show(),
                payload.note.show(),
                payload.count.show(),
                payload.ratio.show(),
                payload.last.show(),
            ]),
            Self::Crash(payload) => f(&[payload.place.show()]),
            Self::Busy(payload) => f(&[
                payload.queue.show(),
                payload.retry_after.show(),
                payload.change.show(),
                payload.limit.show(),
                payload.reason.show(),
                payload.since.show(),
            ]),
            Self::Unknown(_) => f(&[]),
        }
    }

    fn build(code: ErrorCode, mut values: Values) -> Self {
        match code {
            ErrorCode::Invalid => Self::Invalid(Invalid {
                mistakes: values.take(),
                places: values.take(),
                at: values.take(),
                note: values.take(),
                count: values.take(),
                ratio: values.take(),
                last: values.take(),
            }),
            ErrorCode::Crash => Self::Crash(Crash { place: values.take() }),
            ErrorCode::Busy => Self::Busy(Busy {
                queue: values.take(),
                retry_after: values.take(),
                change: values.take(),
                limit: values.take(),
                reason: values.take(),
                since: values.take(),
            }),
        }
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
