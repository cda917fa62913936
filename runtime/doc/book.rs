// A small book, for a shop, as a generated crate has it: what the examples and the tests of `errbook` stand on.

/// An error of the shop's API.
pub type Error = ::errbook::Error<ErrorKind>;

/// The codes, sorted by status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// `not_found` (404)
    NotFound,
    /// `out_of_stock` (409)
    OutOfStock,
    /// `rate_limited` (429)
    RateLimited,
    /// `internal_error` (500)
    InternalError,
}

static FACTS: [::errbook::Facts; 4] = [
    ::errbook::Facts::new("not_found", &[404, 410]),
    ::errbook::Facts::new("out_of_stock", &[409]),
    ::errbook::Facts::new("rate_limited", &[429]).retry(RETRY),
    ::errbook::Facts::new("internal_error", &[500]),
];

const RETRY: ::errbook::Retry = ::errbook::Retry::new(
    ::errbook::When::Always,
    3,
    ::errbook::Backoff::new(
        ::core::time::Duration::from_secs(1),
        2.0,
        ::core::time::Duration::from_secs(60),
        ::errbook::Jitter::Full,
    ),
);

static TEXTS: [::errbook::Texts; 4] = [
    ::errbook::Texts::new("There is no such thing.", "Look at the ID."),
    ::errbook::Texts::new("There are not as many as were asked for.", "Ask for less."),
    ::errbook::Texts::new("Too many requests.", "Wait as long as `Retry-After` says."),
    ::errbook::Texts::new("A fault on the shop's side.", "Try again later."),
];

static SHAPES: [::errbook::Shape; 4] = [
    ::errbook::Shape::new(&[::errbook::Part::Text("There is no such thing.")]),
    ::errbook::Shape::new(&[
        ::errbook::Part::Text("Only "),
        ::errbook::Part::Param(1),
        ::errbook::Part::Text(" left, and "),
        ::errbook::Part::Param(0),
        ::errbook::Part::Text(" are wanted."),
    ])
    .fields(&[
        ::errbook::Field::new("wanted", ::errbook::Type::Unsigned),
        ::errbook::Field::new("left", ::errbook::Type::Unsigned),
        ::errbook::Field::new("again", ::errbook::Type::Timestamp).optional(),
    ]),
    ::errbook::Shape::new(&[::errbook::Part::Text("Too many requests.")])
        .headers(&[::errbook::Header::new("Retry-After", ::errbook::HeaderType::Delay)]),
    ::errbook::Shape::new(&[::errbook::Part::Text("A fault on the shop's side.")]),
];

static TABLE: ::errbook::Table =
    ::errbook::Table::new(::errbook::Envelope::new("code", "message").within("error"), &FACTS, &SHAPES, |code| {
        ::core::option::Option::map(<ErrorCode as ::errbook::Code>::find(code), ::errbook::Code::index)
    });

static INDEX: ::errbook::Index<ErrorCode> = ::errbook::Index::new(
    1,
    &[3, 5],
    &[ErrorCode::InternalError, ErrorCode::NotFound, ErrorCode::OutOfStock, ErrorCode::RateLimited],
);

impl ErrorCode {
    /// The code as it is on the wire.
    pub fn as_str(self) -> &'static str {
        FACTS[self as usize].code()
    }
}

impl ::errbook::Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::NotFound, Self::OutOfStock, Self::RateLimited, Self::InternalError];
    const FACTS: &'static [::errbook::Facts] = &FACTS;
    const TEXTS: &'static [::errbook::Texts] = &TEXTS;

    fn index(self) -> usize {
        self as usize
    }

    fn find(code: &str) -> ::core::option::Option<Self> {
        ::core::option::Option::filter(INDEX.candidate(code), |found| found.as_str() == code)
    }
}

impl ::core::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ::core::fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(["NotFound", "OutOfStock", "RateLimited", "InternalError"][*self as usize])
    }
}

impl ::core::str::FromStr for ErrorCode {
    type Err = ::errbook::UnknownCode;

    fn from_str(code: &str) -> ::core::result::Result<Self, ::errbook::UnknownCode> {
        ::core::option::Option::ok_or(<Self as ::errbook::Code>::find(code), ::errbook::UnknownCode)
    }
}

impl ::errbook::__private::serde_core::Serialize for ErrorCode {
    fn serialize<S: ::errbook::__private::serde_core::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::errbook::code::serialize(self, serializer)
    }
}

impl<'de> ::errbook::__private::serde_core::Deserialize<'de> for ErrorCode {
    fn deserialize<D: ::errbook::__private::serde_core::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::errbook::code::deserialize(deserializer)
    }
}

/// The errors with their payloads.
#[non_exhaustive]
pub enum ErrorKind {
    /// `not_found` (404)
    NotFound,
    /// `out_of_stock` (409)
    OutOfStock(OutOfStock),
    /// `rate_limited` (429)
    RateLimited(RateLimited),
    /// `internal_error` (500)
    InternalError,
    /// What this book cannot type.
    Unknown(::errbook::Unknown),
}

/// The payload of `out_of_stock`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OutOfStock {
    /// How many were asked for.
    pub wanted: u64,
    /// How many there are.
    pub left: u64,
    /// When there will be more.
    pub again: ::core::option::Option<::errbook::Timestamp>,
}

impl OutOfStock {
    /// With what is required.
    pub fn new(wanted: u64, left: u64) -> Self {
        Self { wanted, left, again: ::core::option::Option::None }
    }

    /// With when there will be more.
    #[must_use]
    pub fn with_again(mut self, again: ::errbook::Timestamp) -> Self {
        self.again = ::core::option::Option::Some(again);
        self
    }
}

/// The payload of `rate_limited`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RateLimited {
    /// The header `Retry-After`.
    pub retry_after: ::core::option::Option<::errbook::Delay>,
}

impl RateLimited {
    /// With what is required.
    pub fn new(retry_after: impl ::core::convert::Into<::errbook::Delay>) -> Self {
        Self { retry_after: ::core::option::Option::Some(::core::convert::Into::into(retry_after)) }
    }
}

impl ::errbook::Payload for OutOfStock {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::OutOfStock(self)
    }
}

impl ::errbook::Payload for RateLimited {
    type Kind = ErrorKind;

    fn into_kind(self) -> ErrorKind {
        ErrorKind::RateLimited(self)
    }
}

impl ::errbook::Payload for ErrorKind {
    type Kind = Self;

    fn into_kind(self) -> Self {
        self
    }
}

impl ::errbook::Kind for ErrorKind {
    type Code = ErrorCode;
    const TABLE: &'static ::errbook::Table = &TABLE;

    fn code(&self) -> ::core::result::Result<ErrorCode, &::errbook::Unknown> {
        ::core::result::Result::Ok(match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::OutOfStock(_) => ErrorCode::OutOfStock,
            Self::RateLimited(_) => ErrorCode::RateLimited,
            Self::InternalError => ErrorCode::InternalError,
            Self::Unknown(unknown) => return ::core::result::Result::Err(unknown),
        })
    }

    fn values(&self, f: &mut dyn ::core::ops::FnMut(&[::errbook::Shown<'_>])) {
        match self {
            Self::OutOfStock(payload) => f(&[
                ::errbook::Member::show(&payload.wanted),
                ::errbook::Member::show(&payload.left),
                ::errbook::Member::show(&payload.again),
            ]),
            Self::RateLimited(payload) => f(&[::errbook::Member::show(&payload.retry_after)]),
            Self::NotFound | Self::InternalError | Self::Unknown(_) => f(&[]),
        }
    }

    fn build(code: ErrorCode, mut values: ::errbook::Values) -> Self {
        match code {
            ErrorCode::NotFound => Self::NotFound,
            ErrorCode::OutOfStock => {
                Self::OutOfStock(OutOfStock { wanted: values.take(), left: values.take(), again: values.take() })
            }
            ErrorCode::RateLimited => Self::RateLimited(RateLimited { retry_after: values.take() }),
            ErrorCode::InternalError => Self::InternalError,
        }
    }

    fn unknown(unknown: ::errbook::Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ::core::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::kind::display(self, f)
    }
}

impl ::core::fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::kind::debug(self, f)
    }
}

impl ::core::clone::Clone for ErrorKind {
    fn clone(&self) -> Self {
        ::errbook::kind::clone(self)
    }
}

impl ::core::cmp::PartialEq for ErrorKind {
    fn eq(&self, other: &Self) -> bool {
        ::errbook::kind::eq(self, other)
    }
}
