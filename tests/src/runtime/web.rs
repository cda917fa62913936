//! A book with a code for each status that a framework or a layer sends by itself.

use core::fmt;

use errbook::__private::{
    BookSchema, CodeTable, DelayUnit, DocTable, Envelope, ErasedKind, Fallbacks, FieldValue, Header, HeaderType,
    MessagePart, PayloadSchema, Values,
};
use errbook::{Code, Kind, Payload, Unknown, Value};

pub(crate) type Error = errbook::Error<ErrorKind>;

/// The codes, each with its status.
macro_rules! codes {
    ($($name:ident $code:literal $status:literal)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum ErrorCode {
            $($name,)*
        }

        static INFO: CodeTable = errbook::code_table! { $(($code, [$status])),* };
        static DOCS: DocTable = errbook::doc_table! { $(($code, "Read the status.")),* };
        const PAYLOADS: &[PayloadSchema] =
            &[$(PayloadSchema::new(&[MessagePart::Text($code)]).with_headers(headers($status)),)*];
        const FALLBACKS: &[(u16, Option<usize>)] = &[$(($status, Some(ErrorCode::$name as usize)),)*];

        impl Code for ErrorCode {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

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
    };
}

codes! {
    BadRequest "bad_request" 400
    NotFound "not_found" 404
    MethodNotAllowed "method_not_allowed" 405
    Timeout "timeout" 408
    TooLarge "too_large" 413
    UnsupportedMediaType "unsupported_media_type" 415
    Unprocessable "unprocessable_content" 422
    RateLimited "rate_limited" 429
    Internal "internal" 500
    Unavailable "unavailable" 503
}

static ALLOW: [Header; 1] = [Header::required("Allow", HeaderType::String)];
static LIMIT: [Header; 2] = [
    Header::required("Retry-After", HeaderType::Delay(DelayUnit::Seconds)),
    Header::optional("X-RateLimit-Limit", HeaderType::Unsigned),
];

const fn headers(status: u16) -> &'static [Header] {
    match status {
        405 => &ALLOW,
        429 => &LIMIT,
        _ => &[],
    }
}

static SCHEMA: BookSchema =
    BookSchema::new(Envelope::new("code", "message"), &INFO, PAYLOADS, |code| ErrorCode::find(code).map(Code::index))
        .with_fallbacks(Fallbacks::new(FALLBACKS, None, None));

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(INFO.row(self.index()).code())
    }
}

/// A code with the values of its headers.
#[derive(Debug)]
pub(crate) enum ErrorKind {
    Known(ErrorCode, Vec<Value>),
    Unknown(Unknown),
}

impl std::error::Error for ErrorKind {}

impl Payload for ErrorKind {
    type Kind = Self;

    fn into_kind(self) -> Self {
        self
    }
}

impl Kind for ErrorKind {
    type Code = ErrorCode;

    fn schema() -> &'static BookSchema {
        &SCHEMA
    }

    fn build(index: usize, mut values: Values) -> Self {
        let count = headers(INFO.row(index).status()).len();
        let values = (0..count).map(|_| values.take::<Option<Value>>().unwrap_or(Value::Null));
        Self::Known(ErrorCode::ALL[index], values.collect())
    }

    fn of_unknown(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::Known(code, _) => code.index(),
            Self::Unknown(_) => INFO.len(),
        }
    }

    fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            Self::Known(..) => None,
        }
    }

    fn values(&self, f: &mut dyn FnMut(&[&dyn FieldValue])) {
        let Self::Known(_, values) = self else { return f(&[]) };
        f(&values.iter().map(|it| it as &dyn FieldValue).collect::<Vec<_>>());
    }

    fn payload(&self) -> Option<&dyn std::any::Any> {
        None
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errbook::__private::display(&SCHEMA, self, f)
    }
}
