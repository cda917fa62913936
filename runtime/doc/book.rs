// A small book for a shop, in the form of a generated crate, for the examples and tests of `errbook`.

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

static INFO: ::errbook::__private::CodeTable = ::errbook::code_table! {
    ("not_found", [404, 410]),
    ("out_of_stock", [409]),
    ("rate_limited", [429], RETRY),
    ("internal_error", [500]),
};

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

static DOCS: ::errbook::__private::DocTable = ::errbook::doc_table! {
    ("There is no such thing.", "Look at the ID."),
    ("There are fewer items than ordered.", "Ask for less."),
    ("Too many requests.", "Wait as long as `Retry-After` says."),
    ("A fault on the shop's side.", "Try again later."),
};

static PAYLOADS: [::errbook::__private::PayloadSchema; 4] = [
    ::errbook::__private::PayloadSchema::new(&[::errbook::__private::MessagePart::Text("There is no such thing.")]),
    ::errbook::__private::PayloadSchema::new(&[
        ::errbook::__private::MessagePart::Text("Only "),
        ::errbook::__private::MessagePart::Param(1),
        ::errbook::__private::MessagePart::Text(" left, and "),
        ::errbook::__private::MessagePart::Param(0),
        ::errbook::__private::MessagePart::Text(" are wanted."),
    ])
    .with_fields(&[
        ::errbook::__private::Field::required("wanted", ::errbook::__private::Type::Unsigned),
        ::errbook::__private::Field::required("left", ::errbook::__private::Type::Unsigned),
        ::errbook::__private::Field::optional("again", ::errbook::__private::Type::Timestamp),
    ]),
    ::errbook::__private::PayloadSchema::new(&[::errbook::__private::MessagePart::Text("Too many requests.")])
        .with_headers(&[::errbook::__private::Header::required(
            "Retry-After",
            ::errbook::__private::HeaderType::Delay(::errbook::__private::DelayUnit::Seconds),
        )]),
    ::errbook::__private::PayloadSchema::new(&[::errbook::__private::MessagePart::Text("A fault on the shop's side.")]),
];

static SCHEMA: ::errbook::__private::BookSchema = ::errbook::__private::BookSchema::new(
    ::errbook::__private::Envelope::new("code", "message").with_within("error"),
    &INFO,
    &PAYLOADS,
    |code| ::core::option::Option::map(<ErrorCode as ::errbook::Code>::find(code), ::errbook::Code::index),
)
.with_fallbacks(::errbook::__private::Fallbacks::new(
    &[
        (404, ::core::option::Option::Some(ErrorCode::NotFound as usize)),
        (429, ::core::option::Option::Some(ErrorCode::RateLimited as usize)),
        (503, ::core::option::Option::None),
    ],
    ::core::option::Option::None,
    ::core::option::Option::Some(ErrorCode::InternalError as usize),
));

static INDEX: ::errbook::__private::Index<ErrorCode> = ::errbook::__private::Index::new(
    1,
    &[3, 5],
    &[ErrorCode::InternalError, ErrorCode::NotFound, ErrorCode::OutOfStock, ErrorCode::RateLimited],
);

impl ErrorCode {
    /// The code on the wire.
    pub fn as_str(self) -> &'static str {
        INFO.row(self as usize).code()
    }
}

impl ::errbook::Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::NotFound, Self::OutOfStock, Self::RateLimited, Self::InternalError];

    fn info() -> &'static ::errbook::__private::CodeTable {
        &INFO
    }

    fn docs() -> &'static ::errbook::__private::DocTable {
        &DOCS
    }

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
        ::errbook::__private::serialize(self, serializer)
    }
}

impl<'de> ::errbook::__private::serde_core::Deserialize<'de> for ErrorCode {
    fn deserialize<D: ::errbook::__private::serde_core::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::errbook::__private::deserialize(deserializer)
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
    /// An error that this book cannot type.
    Unknown(::errbook::Unknown),
}

/// The payload of `out_of_stock`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct OutOfStock {
    /// The number of items that were ordered.
    pub wanted: u64,
    /// The number of items in stock.
    pub left: u64,
    /// The time of the next delivery.
    pub again: ::core::option::Option<::errbook::Timestamp>,
}

impl OutOfStock {
    /// Sets what is required.
    pub fn new(wanted: u64, left: u64) -> Self {
        Self { wanted, left, again: ::core::option::Option::None }
    }

    /// Sets the time of the next delivery.
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
    pub retry_after: ::core::option::Option<::errbook::RetryAfter>,
}

impl RateLimited {
    /// Sets what is required.
    pub fn new(retry_after: impl ::core::convert::Into<::errbook::RetryAfter>) -> Self {
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

impl ::core::error::Error for ErrorKind {}

impl ::errbook::Kind for ErrorKind {
    type Code = ErrorCode;

    fn schema() -> &'static ::errbook::__private::BookSchema {
        &SCHEMA
    }

    fn build(index: usize, mut values: ::errbook::__private::Values) -> Self {
        match index {
            0 => Self::NotFound,
            1 => Self::OutOfStock(OutOfStock { wanted: values.take(), left: values.take(), again: values.take() }),
            2 => Self::RateLimited(RateLimited { retry_after: values.take() }),
            _ => Self::InternalError,
        }
    }

    fn of_unknown(unknown: ::errbook::Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ::errbook::__private::ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::NotFound => 0,
            Self::OutOfStock(_) => 1,
            Self::RateLimited(_) => 2,
            Self::InternalError => 3,
            Self::Unknown(_) => 4,
        }
    }

    fn unknown(&self) -> ::core::option::Option<&::errbook::Unknown> {
        match self {
            Self::Unknown(unknown) => ::core::option::Option::Some(unknown),
            _ => ::core::option::Option::None,
        }
    }

    fn values(&self, f: &mut dyn ::core::ops::FnMut(&[&dyn ::errbook::__private::FieldValue])) {
        match self {
            Self::OutOfStock(payload) => f(&[&payload.wanted, &payload.left, &payload.again]),
            Self::RateLimited(payload) => f(&[&payload.retry_after]),
            Self::NotFound | Self::InternalError | Self::Unknown(_) => f(&[]),
        }
    }

    fn payload(&self) -> ::core::option::Option<&dyn ::core::any::Any> {
        match self {
            Self::OutOfStock(payload) => ::core::option::Option::Some(payload),
            Self::RateLimited(payload) => ::core::option::Option::Some(payload),
            Self::NotFound | Self::InternalError | Self::Unknown(_) => ::core::option::Option::None,
        }
    }
}

impl ::core::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::display(&SCHEMA, self, f)
    }
}

impl ::core::fmt::Debug for ErrorKind {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::errbook::__private::debug(&SCHEMA, self, f)
    }
}

impl ::core::clone::Clone for ErrorKind {
    fn clone(&self) -> Self {
        ::errbook::__private::clone(self)
    }
}

impl ::core::cmp::PartialEq for ErrorKind {
    fn eq(&self, other: &Self) -> bool {
        ::errbook::__private::eq(self, other)
    }
}
