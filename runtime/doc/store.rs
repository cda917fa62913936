// A small book whose responses have a list of errors and a request ID, in the form of a generated crate, for the examples
// of `errbook`.

/// An error of the store's API.
pub type Error = ::errbook::Error<ErrorKind>;

/// The codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// `not_found` (404)
    NotFound,
    /// `too_long` (422)
    TooLong,
}

static INFO: ::errbook::__private::CodeTable = ::errbook::code_table! {
    ("not_found", [404]),
    ("too_long", [422]),
};

static DOCS: ::errbook::__private::DocTable = ::errbook::doc_table! {
    ("There is no such thing.", "Look at the ID."),
    ("A text is too long.", "Shorten it."),
};

static PAYLOADS: [::errbook::__private::PayloadSchema; 2] = [
    ::errbook::__private::PayloadSchema::new(&[::errbook::__private::MessagePart::Text("There is no such thing.")]),
    ::errbook::__private::PayloadSchema::new(&[::errbook::__private::MessagePart::Text("A text is too long.")]),
];

static FORM: ::errbook::__private::Form<'static> =
    ::errbook::__private::Form::new(::errbook::__private::Node::Object(::errbook::__private::Object::new(&[
        (
            "errors",
            ::errbook::__private::Node::Each(&::errbook::__private::Node::Object(
                ::errbook::__private::Object::new(&[
                    (
                        "code",
                        ::errbook::__private::Node::Slot(
                            ::errbook::__private::Slot::Code,
                            ::errbook::__private::Absent::Required,
                        ),
                    ),
                    (
                        "message",
                        ::errbook::__private::Node::Slot(
                            ::errbook::__private::Slot::Message,
                            ::errbook::__private::Absent::Required,
                        ),
                    ),
                ]),
            )),
        ),
        (
            "request_id",
            ::errbook::__private::Node::Slot(
                ::errbook::__private::Slot::Member(0),
                ::errbook::__private::Absent::Required,
            ),
        ),
    ])))
    .with_members(&[::errbook::__private::ResponseMember::new("request_id", ::errbook::__private::Type::String)]);

static SCHEMA: ::errbook::__private::BookSchema =
    ::errbook::__private::BookSchema::of_form(&FORM, &INFO, &PAYLOADS, |code| {
        ::core::option::Option::map(<ErrorCode as ::errbook::Code>::find(code), ::errbook::Code::index)
    })
    .with_fallbacks(::errbook::__private::Fallbacks::new(
        &[],
        ::core::option::Option::Some(ErrorCode::NotFound as usize),
        ::core::option::Option::None,
    ));

impl ::errbook::Code for ErrorCode {
    const ALL: &'static [Self] = &[Self::NotFound, Self::TooLong];

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
        let mut all = Self::ALL.iter().copied();
        all.find(|found| INFO.row(*found as usize).code() == code)
    }
}

impl ::core::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(INFO.row(*self as usize).code())
    }
}

impl ::core::fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(["NotFound", "TooLong"][*self as usize])
    }
}

/// The errors.
#[non_exhaustive]
pub enum ErrorKind {
    /// `not_found` (404)
    NotFound,
    /// `too_long` (422)
    TooLong,
    /// An error that this book cannot type.
    Unknown(::errbook::Unknown),
}

/// The members of a response.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Members {
    /// The ID of the request.
    pub request_id: ::core::option::Option<::std::string::String>,
}

impl Members {
    /// No members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the ID of the request.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl ::core::convert::Into<::std::string::String>) -> Self {
        self.request_id = ::core::option::Option::Some(::core::convert::Into::into(request_id));
        self
    }
}

impl ::errbook::ResponseMembers for Members {
    fn from_values(mut values: ::errbook::__private::Values) -> Self {
        Self { request_id: values.take() }
    }

    fn values(&self, f: &mut dyn ::core::ops::FnMut(&[::errbook::__private::ValueRef<'_>])) {
        f(&[::errbook::__private::FieldValue::value_ref(&self.request_id)]);
    }
}

impl ::errbook::HasMembers for ErrorKind {
    type Members = Members;
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

    fn build(index: usize, _: ::errbook::__private::Values) -> Self {
        if index == 0 { Self::NotFound } else { Self::TooLong }
    }

    fn of_unknown(unknown: ::errbook::Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

impl ::errbook::__private::ErasedKind for ErrorKind {
    fn index(&self) -> usize {
        match self {
            Self::NotFound => 0,
            Self::TooLong => 1,
            Self::Unknown(_) => 2,
        }
    }

    fn unknown(&self) -> ::core::option::Option<&::errbook::Unknown> {
        match self {
            Self::Unknown(unknown) => ::core::option::Option::Some(unknown),
            _ => ::core::option::Option::None,
        }
    }

    fn values(&self, f: &mut dyn ::core::ops::FnMut(&[&dyn ::errbook::__private::FieldValue])) {
        f(&[]);
    }

    fn payload(&self) -> ::core::option::Option<&dyn ::core::any::Any> {
        ::core::option::Option::None
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
