//! From an error to a response. What was received from elsewhere, and what caused an error, do not get out by accident.

use core::fmt;
use std::borrow::Cow;
use std::boxed::Box;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_core::ser::{Error as _, Serialize, Serializer};

use crate::body::{Body, Members};
use crate::received::Rest;
use crate::{Code, Error, Facts, Kind, Part, Received, Shape, Shown, Values, wire};

/// An HTTP response, in no framework's types. [`Error::encode`] makes it: its three parts belong together.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let response = Error::from(RateLimited::new(30)).encode();
/// assert_eq!(response.status, 429);
/// assert_eq!(response.headers[0], ("Retry-After".into(), "30".to_owned()));
/// assert_eq!(response.headers[1], ("Content-Type".into(), "application/json".to_owned()));
/// assert_eq!(response.body, r#"{"error":{"code":"rate_limited","message":"Too many requests."}}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "the response is sent by whoever has it"]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names and values, of which none can break out of its line.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// JSON, or nothing.
    pub body: String,
}

/// A response before it is in anybody's types: what is the same in every response stays as it is.
#[derive(Default)]
pub(crate) struct Encoded {
    pub(crate) status: u16,
    /// All but the type of the content.
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) media_type: &'static str,
    pub(crate) body: String,
}

impl Encoded {
    /// What a book without an internal error answers with in its place.
    pub(crate) fn nothing() -> Self {
        Self { status: 500, ..Self::default() }
    }

    fn into_response(self) -> Response {
        let Self { status, mut headers, media_type, body } = self;
        if !body.is_empty() {
            headers.push((Cow::Borrowed("Content-Type"), media_type.into()));
        }
        Response { status, headers, body }
    }
}

impl<K: Kind> Error<K> {
    /// Allows an error that was decoded to be sent on as it was received: its status, code, message, fields, the members
    /// that the book does not know, and the headers that it knows. What was not there is left out: a missing message is
    /// not replaced by this book's own. An error that the book cannot type keeps its `Retry-After`.
    ///
    /// Without it a decoded error is not sent: whoever returns it answers with the book's own internal error. What another
    /// server says is not this server's to say.
    ///
    /// Two things are not forwarded:
    ///
    /// - An error without a readable code ([`Reason::NoCode`](crate::Reason::NoCode)), such as a proxy's page. The answer is
    ///   the internal error, as without `forward`.
    /// - A status that no error has, one outside 300 to 599. The code's default is sent in its place; for a code that the
    ///   book does not know, 500.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let body = r#"{"error":{"code":"not_found","message":"Weg."}}"#;
    /// let error = Error::decode(404, &(), body);
    /// assert_eq!(error.encode().status, 500);
    /// let error = error.forward();
    /// assert_eq!(error.encode().status, 404);
    /// assert_eq!(error.encode().body, body);
    ///
    /// assert_eq!(Error::decode(404, &(), "<html>").forward().encode().status, 500);
    /// assert_eq!(Error::decode(200, &(), body).forward().encode().status, 404);
    /// ```
    pub fn forward(mut self) -> Self {
        self.0.forwarded = true;
        self
    }

    /// The error that a server sends when it is given this one: itself, or the book's own internal error with this one as
    /// its source. See [`forward`](Error::forward).
    ///
    /// The internal error is the first code that is sent with 500 and needs no payload. In a book without one it is an
    /// unknown error with an empty body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let sent = Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "Weg."}}"#).sent();
    /// assert_eq!(sent.code(), Some(ErrorCode::InternalError));
    /// assert_eq!(std::error::Error::source(&sent).unwrap().to_string(), "Weg.");
    /// ```
    pub fn sent(self) -> Self {
        if self.may_be_sent() {
            return self;
        }
        Self::internal().unwrap_or_else(Self::nothing).with_source(self)
    }

    /// The response, and the one way to get it: status, headers and body belong together. That of an error that was
    /// decoded is the book's own internal error: see [`forward`](Error::forward).
    ///
    /// `Content-Type` is among the headers, unless there is no body. The source is no part of it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let response = Error::from(ErrorKind::NotFound).encode();
    /// assert_eq!(response.status, 404);
    /// assert_eq!(response.body, r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
    /// ```
    pub fn encode(&self) -> Response {
        self.encode_by(Self::own_response)
    }

    /// The response by `encode`, of what may be sent.
    pub(crate) fn encode_by(&self, encode: impl Fn(&Self) -> Encoded) -> Response {
        let encoded = if self.may_be_sent() {
            encode(self)
        } else {
            Self::internal().map_or_else(Encoded::nothing, |error| encode(&error))
        };
        encoded.into_response()
    }

    /// The error that stands for a status, such as one that a framework has answered with on its own: the code that lists
    /// the status and needs no payload, with that status; else the book's 400 or 500 that needs none, with its own status,
    /// so that only what the table says is ever sent. `None` in a book without those, and for a status below 400 that the
    /// book does not list: a redirect is no error.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::for_status(410).unwrap();
    /// assert_eq!((error.code(), error.status()), (Some(ErrorCode::NotFound), 410));
    /// // The shop has no code for a gateway that fails, and one of its own for what fails inside.
    /// let error = Error::for_status(502).unwrap();
    /// assert_eq!((error.code(), error.status()), (Some(ErrorCode::InternalError), 500));
    /// assert!(Error::for_status(400).is_none());
    /// assert!(Error::for_status(303).is_none());
    /// ```
    pub fn for_status(status: u16) -> Option<Self> {
        let (index, status) = K::TABLE.of_status(status)?;
        let code = K::Code::ALL.get(index)?;
        Some(Self::of_kind(K::build(*code, Values::new(Vec::new()))).with_status(status))
    }

    /// The error that is sent, and its response: reported, as this is where it becomes one.
    #[cfg(feature = "http")]
    pub(crate) fn answer(self) -> (Self, Encoded) {
        let sent = self.sent();
        crate::log::report(&sent);
        let response =
            if sent.kind().code().is_ok() || sent.0.forwarded { sent.own_response() } else { Encoded::nothing() };
        (sent, response)
    }

    /// The response of an error that is only lent: reported, as this is where it becomes one. It cannot become the source of
    /// the error that is sent in its place, and is reported as that all the same.
    #[cfg(feature = "actix")]
    pub(crate) fn answer_lent(&self) -> Encoded {
        if self.may_be_sent() {
            crate::log::report(self);
            return self.own_response();
        }
        let internal = Self::internal();
        let encoded = internal.as_ref().map_or_else(Encoded::nothing, Self::own_response);
        crate::log::report_with(&internal.unwrap_or_else(Self::nothing), Some(self));
        encoded
    }

    /// Whether it may leave the house: it was built here, or somebody has said so. Without a code it is no error of an API.
    fn may_be_sent(&self) -> bool {
        if self.0.forwarded {
            return self.code_text().is_some();
        }
        self.0.received.is_none() && self.0.kind.code().is_ok()
    }

    /// The book's own internal error.
    fn internal() -> Option<Self> {
        let code = K::Code::ALL.get(K::TABLE.internal()?)?;
        Some(Self::of_kind(K::build(*code, Values::new(Vec::new()))))
    }

    /// In place of an internal error, where the book has none.
    fn nothing() -> Self {
        let rest = Rest::default();
        let unknown = crate::Unknown::new(None, Some(500), crate::Reason::NoCode, rest, Box::default());
        Self::of_kind(K::unknown(unknown))
    }

    fn shape(&self) -> Option<&'static Shape> {
        let (_, shape) = K::TABLE.entry(self.0.kind.code().ok()?.index())?;
        Some(shape)
    }

    /// The response, whether or not it may be sent.
    fn own_response(&self) -> Encoded {
        let mut body = String::new();
        self.with_body(&mut |shown| body = shown.to_json());
        Encoded { status: self.own_status(), headers: self.own_headers(), media_type: "application/json", body }
    }

    /// The status; the code's default, else 500, for one that no error has: it may have been received.
    pub(crate) fn own_status(&self) -> u16 {
        let status = self.status();
        if (300..=599).contains(&status) {
            return status;
        }
        self.facts().map_or(500, Facts::status)
    }

    pub(crate) fn own_headers(&self) -> Vec<(Cow<'static, str>, String)> {
        let mut headers = Vec::new();
        if let Some(shape) = self.shape() {
            if !(shape.headers.is_empty() && shape.constant_headers.is_empty()) {
                self.0.kind.values(&mut |shown| push_headers(shape, shown, &mut headers));
            }
        } else if let Some(delay) = self.received().and_then(Received::retry_after) {
            headers.push((Cow::Borrowed("Retry-After"), delay.to_string()));
        }
        headers
    }

    /// Calls `f` with this error as it is on the wire.
    pub(crate) fn with_body(&self, f: &mut dyn FnMut(&Body<'_>)) {
        let kind = &self.0.kind;
        let received = self.0.received.as_ref();
        let built = received.is_none() && kind.code().is_ok();
        let said = self.said();
        // If nobody has said anything of what was received, what this book would say of it is not what was received either.
        let template = built && said.is_none();
        let rest = match kind.code() {
            Ok(_) => received.and_then(Received::rest),
            Err(unknown) => Some(unknown.rest()),
        };
        let body = Body {
            envelope: &K::TABLE.envelope,
            code: self.code_text(),
            message: said.as_ref().map(|said| said as &dyn fmt::Display),
            fields: Members::Pairs(&[]),
            rest,
            outside: received.map(Received::outside).unwrap_or_default(),
        };
        match self.shape() {
            Some(shape) => kind.values(&mut |shown| with_fields(&body, template, shape, shown, f)),
            None => f(&body),
        }
    }
}

/// A body with a payload's fields, and with the template's message if it is to say that.
fn with_fields(body: &Body<'_>, template: bool, shape: &Shape, shown: &[Shown<'_>], f: &mut dyn FnMut(&Body<'_>)) {
    let fields = Members::Payload(shape.fields, shown);
    let message = Template(shape.message, shown);
    let message = if template { Some(&message as &dyn fmt::Display) } else { body.message };
    f(&Body { message, fields, ..*body });
}

/// A message as the template has it.
struct Template<'a>(&'a [Part<'a>], &'a [Shown<'a>]);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wire::message(f, self.0, self.1)
    }
}

/// A payload's headers: its values come after those of the fields.
fn push_headers(shape: &Shape, shown: &[Shown<'_>], headers: &mut Vec<(Cow<'static, str>, String)>) {
    let values = shown.iter().skip(shape.fields.len());
    for (header, value) in shape.headers.iter().zip(values) {
        headers.extend(wire::header(*value).map(|value| (Cow::Borrowed(header.name), value)));
    }
    headers.extend(shape.constant_headers.iter().map(|(name, value)| (Cow::Borrowed(*name), String::from(*value))));
}

/// Writes the body of this very error, decoded or not: for storage. What a server sends is [`encode`](Error::encode).
///
/// Of an error that was decoded it is what was received: a missing message is left out. The source is no part of it, and
/// neither are status and headers.
impl<K: Kind> Serialize for Error<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut serializer = Some(serializer);
        let mut result = None;
        self.with_body(&mut |body| result = serializer.take().map(|serializer| body.serialize(serializer)));
        result.unwrap_or_else(|| Err(S::Error::custom("the error has no values")))
    }
}
