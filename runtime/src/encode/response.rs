//! Selects the error to send, and encodes its response.

use core::fmt;
use std::borrow::Cow;
use std::boxed::Box;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_core::ser::{Error as _, Serialize, Serializer};

use super::body::{Body, BodyFields};
use super::sent_form::Purpose;
use super::{log, wire};
#[cfg(any(feature = "actix", feature = "tower"))]
use crate::Value;
use crate::code::CodeInfo;
use crate::decode::UnknownFields;
use crate::error::ErrorRef;
use crate::schema::{MessagePart, PayloadSchema};
use crate::value::ValueRef;
use crate::{Error, Kind, Received, Unknown, UnknownReason};

/// A framework-independent HTTP response: see [`Error::encode`].
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
#[must_use = "a response must be sent"]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names and values. No value can contain a line break.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// JSON, or empty.
    pub body: String,
}

/// A response before it is converted to the types of a framework.
#[derive(Default)]
pub(crate) struct Encoded {
    pub(crate) status: u16,
    /// All but `Content-Type`.
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) media_type: &'static str,
    pub(crate) body: String,
}

impl Encoded {
    /// The response of a book without an internal error.
    pub(crate) fn empty() -> Self {
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
    /// Allows a decoded error to be sent as it was received.
    ///
    /// That includes its status, code, message, fields, unknown fields and members, and the headers in the book.
    /// Nothing is added: a missing message is not replaced by this book's own. An error that the book cannot type keeps
    /// its `Retry-After`.
    ///
    /// Without this call, a decoded error is sent as the book's internal error, since it comes from another server.
    ///
    /// These are not forwarded:
    ///
    /// - An error without a readable code (see [`UnknownReason`](crate::UnknownReason)), such as a proxy's page. The
    ///   internal error is sent in its place.
    /// - A status outside 300 to 599 that the book does not list for the code. It is replaced by the code's default; for
    ///   an unknown code, by 500.
    /// - The members of the response, in a book that declares any: a response has this server's own.
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
        self.0.parts.forwarded = true;
        for other in &mut self.0.others {
            other.0.parts.forwarded |= other.0.parts.received.is_some();
        }
        self
    }

    /// The error that a server sends for this one: itself, or the book's internal error with this one as its source.
    ///
    /// A decoded error is not sent itself, unless [`forward`](Error::forward) was called. The internal error is the one
    /// [for the status](Error::for_status) 500. In a book without one it is an unknown error with an empty body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let sent = Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "Weg."}}"#).sent();
    /// assert_eq!(sent.code(), Some(ErrorCode::InternalError));
    /// assert_eq!(std::error::Error::source(&sent).unwrap().to_string(), "Weg.");
    /// ```
    pub fn sent(self) -> Self {
        if self.view().may_be_sent() {
            return self;
        }
        Self::for_status(500).unwrap_or_else(Self::no_internal).with_source(self)
    }

    /// Encodes the response: status, headers and body.
    ///
    /// A decoded error is sent as the book's internal error: see [`forward`](Error::forward). `Content-Type` is among
    /// the headers, unless the body is empty. The source is never part of the response.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let response = Error::from(ErrorKind::NotFound).encode();
    /// assert_eq!(response.status, 404);
    /// assert_eq!(response.body, r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
    /// ```
    pub fn encode(&self) -> Response {
        log::missing_members(self.view(), &[]);
        self.encode_by(response)
    }

    /// The response of an error that may be sent.
    pub(crate) fn encode_by(&self, encode: fn(ErrorRef<'_>) -> Encoded) -> Response {
        let error = self.view();
        let encoded = if error.may_be_sent() {
            encode(error)
        } else {
            Self::for_status(500).map_or_else(Encoded::empty, |error| encode(error.view()))
        };
        encoded.into_response()
    }

    /// The response with values for members that were not set, without an event in the log; `None` in a book without
    /// members. A decoded error is replaced as in [`encode`](Error::encode).
    #[cfg(any(feature = "actix", feature = "tower"))]
    pub(crate) fn encoded_with(&self, fill: &[Option<Value>]) -> Option<Encoded> {
        let form = K::schema().form.filter(|form| !form.members.is_empty())?;
        let internal;
        let sent = if self.view().may_be_sent() {
            self.view()
        } else {
            internal = Self::for_status(500)?;
            internal.view()
        };
        log::missing_members(sent, fill);
        Some(sent.form_response(form, fill))
    }

    /// The error that is sent, and its response. Logs it.
    #[cfg(feature = "http")]
    pub(crate) fn into_encoded(self) -> (Self, Encoded) {
        let sent = self.sent();
        let error = sent.view();
        log::sent(error, error.source());
        let is_empty = error.unknown.is_some() && !error.parts.forwarded;
        let response = if is_empty { Encoded::empty() } else { response(error) };
        (sent, response)
    }

    /// The response of a borrowed error. Logs it. It cannot become the source of its replacement, but is logged as if
    /// it were.
    #[cfg(feature = "actix")]
    pub(crate) fn to_encoded(&self) -> Encoded {
        let error = self.view();
        if error.may_be_sent() {
            log::sent(error, error.source());
            return response(error);
        }
        let internal = Self::for_status(500);
        let encoded = internal.as_ref().map_or_else(Encoded::empty, |internal| response(internal.view()));
        log::sent(internal.unwrap_or_else(Self::no_internal).view(), Some(self));
        encoded
    }

    /// The error of a book without an internal error.
    fn no_internal() -> Self {
        let fields = UnknownFields::default();
        let unknown = Unknown::new(None, Some(500), UnknownReason::NoCode, fields, Box::default());
        Self::of_kind(K::of_unknown(unknown))
    }
}

impl ErrorRef<'_> {
    /// Whether this error may be sent: it was built here or forwarded, and has a code.
    pub(crate) fn may_be_sent(self) -> bool {
        if self.parts.forwarded {
            return self.code_text().is_some();
        }
        self.parts.received.is_none() && self.unknown.is_none()
    }

    fn payload(self) -> Option<&'static PayloadSchema> {
        let (_, payload) = self.schema.row(self.index)?;
        Some(payload)
    }

    /// The status; for an invalid one, which may have been received, the code's default or 500.
    pub(crate) fn sent_status(self) -> u16 {
        let status = self.status();
        if (300..=599).contains(&status) {
            return status;
        }
        match self.info() {
            Some(info) if info.statuses().contains(&status) => status,
            info => info.map_or(500, CodeInfo::status),
        }
    }

    pub(crate) fn sent_headers(self) -> Vec<(Cow<'static, str>, String)> {
        let mut headers = Vec::new();
        if let Some(payload) = self.payload() {
            if !(payload.headers.is_empty() && payload.constant_headers.is_empty()) {
                self.kind.with_values(&mut |values| push_headers(payload, values, &mut headers));
            }
        } else if let Some(value) = self.parts.received.as_ref().and_then(Received::retry_after) {
            headers.push((Cow::Borrowed("Retry-After"), value.to_string()));
        }
        headers
    }

    /// Calls `f` with the body of this error.
    pub(crate) fn with_body(self, f: &mut dyn FnMut(&Body<'_>)) {
        let received = self.parts.received.as_ref();
        let unknown = self.unknown;
        let built = received.is_none() && unknown.is_none();
        let message = self.explicit_message();
        // A missing message of a decoded error is not replaced by this book's own.
        let use_template = built && message.is_none();
        let unknown_fields = match unknown {
            None => received.and_then(Received::all_unknown_fields),
            Some(unknown) => Some(unknown.unknown_fields()),
        };
        let body = Body {
            envelope: &self.schema.envelope,
            code: self.code_text(),
            message: message.as_ref().map(|message| message as &dyn fmt::Display),
            fields: BodyFields::Pairs(&[]),
            unknown_fields,
            unknown_members: received.map(Received::unknown_members).unwrap_or_default(),
        };
        match self.payload() {
            Some(payload) => self.kind.with_values(&mut |values| with_fields(&body, use_template, payload, values, f)),
            None => f(&body),
        }
    }
}

/// The response, whether or not the error may be sent.
fn response(error: ErrorRef<'_>) -> Encoded {
    if let Some(form) = error.schema.form {
        return error.form_response(form, &[]);
    }
    let mut body = String::new();
    error.with_body(&mut |own| body = own.to_json());
    Encoded { status: error.sent_status(), headers: error.sent_headers(), media_type: "application/json", body }
}

/// Adds a payload's fields to a body, and the message of the template if `use_template` is set.
fn with_fields(
    body: &Body<'_>,
    use_template: bool,
    payload: &PayloadSchema,
    values: &[ValueRef<'_>],
    f: &mut dyn FnMut(&Body<'_>),
) {
    let fields = BodyFields::Payload(payload.fields, values);
    let message = Template(payload.message, values);
    let message = if use_template { Some(&message as &dyn fmt::Display) } else { body.message };
    f(&Body { message, fields, ..*body });
}

/// A message by its template.
pub(super) struct Template<'a>(pub(super) &'a [MessagePart<'a>], pub(super) &'a [ValueRef<'a>]);

impl fmt::Display for Template<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        wire::message(f, self.0, self.1)
    }
}

/// Adds a payload's headers, whose values come after those of the fields.
fn push_headers(payload: &PayloadSchema, values: &[ValueRef<'_>], headers: &mut Vec<(Cow<'static, str>, String)>) {
    let values = values.iter().skip(payload.fields.len());
    for (header, value) in payload.headers.iter().zip(values) {
        headers.extend(wire::header(*value).map(|value| (Cow::Borrowed(header.name), value)));
    }
    headers.extend(payload.constant_headers.iter().map(|(name, value)| (Cow::Borrowed(*name), String::from(*value))));
}

/// Serializes the body of this error, decoded or not: for storage. Servers send [`encode`](Error::encode).
///
/// For a decoded error it is the received body, without a message if that was missing. Source, status and headers are
/// not included, apart from a status that is part of the body.
impl<K: Kind> Serialize for Error<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let error = self.view();
        let mut serializer = Some(serializer);
        let mut result = None;
        if let Some(form) = error.schema.form {
            error.with_form(form, Purpose::Store, &mut |writer| {
                result = serializer.take().map(|serializer| writer.serialize(serializer));
            });
            return result.unwrap_or_else(|| Err(S::Error::custom("the error has no values")));
        }
        error.with_body(&mut |body| result = serializer.take().map(|serializer| body.serialize(serializer)));
        result.unwrap_or_else(|| Err(S::Error::custom("the error has no values")))
    }
}
