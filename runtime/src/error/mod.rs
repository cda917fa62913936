//! `Error`: what it is, how it is decoded, and its traits. `parts` has its setters and getters; `encode` makes the response.
//! `view` is an error without its type, on which most of this crate works.

mod parts;
mod view;

use core::fmt;
use core::mem::ManuallyDrop;
use std::boxed::Box;
use std::io::Read;
use std::string::ToString;
use std::vec::Vec;

use serde_core::de::{Deserialize, Deserializer};

pub(crate) use self::view::{ErrorRef, Others, Parts};
use crate::cause::{self, Cause};
use crate::client::{BodyLimits, PartialBody};
use crate::decode::{self, Decoded, Head};
use crate::{Headers, IntoStatus, Kind, Payload, kind};

/// An error of a book: one that a server is about to send, or one that a client has received.
///
/// A generated crate gives it a name, `pub type Error = errbook::Error<ErrorKind>`. It is one pointer wide, also inside an
/// `Option`; it is `Send`, `Sync` and a [`std::error::Error`].
///
/// - A server makes one from a payload or a kind: `OutOfStock::new(3, 1).into()`, `Err(ErrorKind::NotFound)?`, or
///   [`or_error`](crate::OrError::or_error) on any `Result`. [`encode`](Error::encode) gives the response.
/// - A client makes one from a response, with [`decode`](Error::decode), which never fails.
///
/// [`source`](std::error::Error::source) is for logs: it is never sent.
///
/// [`status`](Error::status) and [`message`](Error::message) are those of this error, while [`encode`](Error::encode) decides what
/// is sent: a decoded error is only sent after [`forward`](Error::forward).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// fn page(number: u32) -> Result<&'static str, Error> {
///     match number {
///         0 => Ok("home"),
///         1 => Err(OutOfStock::new(3, 1).into()),
///         _ => Err(ErrorKind::NotFound)?,
///     }
/// }
///
/// assert_eq!(page(1).unwrap_err().code(), Some(ErrorCode::OutOfStock));
/// assert_eq!(page(2).unwrap_err().status(), 404);
/// assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
/// ```
#[must_use = "an error must be returned, sent or handled"]
pub struct Error<K: Kind>(pub(crate) Box<Inner<K>>);

/// The parts of an error. What it owns is dropped by functions that are not inlined.
pub(crate) struct Inner<K: Kind> {
    pub(crate) kind: ManuallyDrop<K>,
    pub(crate) parts: ManuallyDrop<Parts>,
    /// The errors of the same response after this one.
    pub(crate) others: Vec<Error<K>>,
}

impl<K: Kind> Drop for Inner<K> {
    fn drop(&mut self) {
        self.kind.clear();
        self.parts.clear();
    }
}

impl<P: Payload> From<P> for Error<P::Kind> {
    fn from(payload: P) -> Self {
        Self::of_kind(payload.into_kind())
    }
}

impl<K: Kind> Error<K> {
    /// Decodes a response. This never fails, and never guesses.
    ///
    /// - `status`: a `u16`, or with the feature `http` a `StatusCode`.
    /// - `headers`: pairs of name and value, with the feature `http` a `HeaderMap`, or `&()` for none.
    /// - `body`: bytes or text. At most 1 MiB is decoded. A byte-order mark is skipped.
    ///
    /// A code of the book with a payload that fits gives its own kind. Everything else gives the kind `Unknown`, with
    /// the reason. [`received`](Error::received) has the members that are not in the book, and a list of issues.
    ///
    /// With the feature `problem`, a body with the `Content-Type` `application/problem+json` is decoded as problem details.
    ///
    /// An unpaired surrogate escape (`"\ud83d"`), from a server that cuts a text inside an emoji, is read as `U+FFFD`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let body = r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#;
    /// let error = Error::decode(429, &[("retry-after", "30")], body);
    /// let ErrorKind::RateLimited(payload) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(payload.retry_after, Some(errbook::RetryAfter::from_secs(30)));
    ///
    /// let error = Error::decode(404, &(), b"<html>404 Not Found</html>");
    /// assert_eq!(error.code(), None);
    /// ```
    pub fn decode(
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        body: &(impl AsRef<[u8]> + ?Sized),
    ) -> Self {
        let status = status.into_status();
        let decoded = decode::response(K::schema(), Head { status, headers: &headers }, body.as_ref());
        Self::of_decoded(decoded, Some(status))
    }

    /// Decodes a response while reading its body, for blocking clients. Like [`decode`](Error::decode) it never fails:
    /// if the body breaks off, the part that was read is decoded, and the cause is the error's source.
    ///
    /// The time limit is checked between two reads. A single read may block for as long as the reader allows, so set
    /// its timeout too.
    ///
    /// A client with `ureq`, which returns responses of the crate `http`:
    ///
    #[cfg_attr(feature = "http", doc = "```")]
    #[cfg_attr(not(feature = "http"), doc = "```ignore")]
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::BodyLimits;
    ///
    /// fn order(agent: &ureq::Agent, url: &str) -> Result<String, Box<dyn std::error::Error>> {
    ///     let (head, body) = agent.get(url).call()?.into_parts();
    ///     if Error::is_error_status(head.status) {
    ///         let error = Error::decode_reader(head.status, &head.headers, body.into_reader(), BodyLimits::default());
    ///         return Err(error.into());
    ///     }
    ///     Ok(std::io::read_to_string(body.into_reader())?)
    /// }
    ///
    /// # let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    /// # let url = format!("http://{}/orders", listener.local_addr().unwrap());
    /// # std::thread::spawn(move || {
    /// #     use std::io::{Read, Write};
    /// #     let (mut stream, _) = listener.accept().unwrap();
    /// #     stream.read(&mut [0; 1024]).unwrap();
    /// #     let body = Error::from(OutOfStock::new(3, 1)).encode().body;
    /// #     write!(stream, "HTTP/1.1 409 Conflict\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    /// # });
    /// // Without this setting, `ureq` returns an error of its own.
    /// let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    /// let error = order(&agent, &url).unwrap_err().downcast::<Error>().unwrap();
    /// assert_eq!(error.code(), Some(ErrorCode::OutOfStock));
    /// ```
    pub fn decode_reader(
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        mut body: impl Read,
        limits: BodyLimits,
    ) -> Self {
        let mut read = PartialBody::new(limits);
        let end = read.read_all(&mut body);
        read.decode(status, headers, end)
    }

    /// Whether a client should treat a status as an error: every status from 400, and a redirect if the book lists it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert!(Error::is_error_status(404));
    /// assert!(!Error::is_error_status(304));
    /// ```
    pub fn is_error_status(status: impl IntoStatus) -> bool {
        decode::is_error_status(K::schema(), status.into_status())
    }

    /// Decodes a response that may be a success; `None` if it is one.
    ///
    /// Some APIs send errors with the status 200. Such a response is an error if its body has all constants of the book's
    /// envelope, such as `"ok": false`, and a code or a message. Any other status is judged by
    /// [`is_error_status`](Error::is_error_status) alone.
    ///
    /// A success is read once, until the first constant that differs, and nothing of it is stored.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let body = r#"{"error": {"code": "not_found", "message": "No."}}"#;
    /// assert_eq!(Error::decode_if_error(404, &(), body).unwrap().code(), Some(ErrorCode::NotFound));
    /// // The shop has no error with a status below 300.
    /// assert!(Error::decode_if_error(200, &(), body).is_none());
    /// ```
    pub fn decode_if_error(
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        body: &(impl AsRef<[u8]> + ?Sized),
    ) -> Option<Self> {
        let status = status.into_status();
        let head = Head { status, headers: &headers };
        decode::is_error(K::schema(), head, body.as_ref()).then(|| Self::decode(status, headers, body))
    }

    pub(crate) fn of_kind(kind: K) -> Self {
        Self::of_parts(kind, ManuallyDrop::new(Parts::default()), Vec::new())
    }

    fn of_parts(kind: K, parts: ManuallyDrop<Parts>, others: Vec<Self>) -> Self {
        Self(Box::new(Inner { kind: ManuallyDrop::new(kind), parts, others }))
    }

    pub(crate) fn of_decoded(decoded: Decoded, status: Option<u16>) -> Self {
        let Decoded { outcome, received, more } = decoded;
        let parts = ManuallyDrop::new(Parts { status, received: Some(received), ..Parts::default() });
        // If `build` panics, a part leaks: a program would compile how it is dropped.
        let more = ManuallyDrop::new(more);
        let kind = match outcome {
            Ok((index, values)) => K::build(index, values),
            Err(unknown) => K::of_unknown(unknown),
        };
        let mut error = Self::of_parts(kind, parts, Vec::new());
        if let Some(more) = ManuallyDrop::into_inner(more) {
            let Inner { parts, others, .. } = &mut *error.0;
            parts.add(*more, &mut |other, status| others.push(Self::of_decoded(other, status)));
        }
        error
    }

    /// This error without its type.
    pub(crate) fn view(&self) -> ErrorRef<'_> {
        let Inner { kind, parts, others } = &*self.0;
        let kind = kind.erased();
        ErrorRef { schema: K::schema(), kind, index: kind.index(), unknown: kind.unknown(), parts, others }
    }

    /// This error with a cause; or the cause itself, if it is an error of this book that may be sent.
    pub(crate) fn because_of(mut self, cause: Cause) -> Self {
        match cause::kept(cause) {
            Ok(kept) => kept,
            Err(cause) => {
                cause::set(&mut self.0.parts.source, cause, false);
                self
            }
        }
    }

    /// This copy of an error that a cause holds, with the source of that error. A cause with a text of its own is the
    /// source instead.
    pub(crate) fn copied_from(mut self, cause: Cause) -> Self {
        match cause::kept(cause) {
            Ok(kept) => kept,
            Err(cause) => {
                let has_own_text = cause.to_string() != self.to_string();
                self.0.parts.source = Some(if has_own_text { cause } else { cause::copied(cause) });
                self
            }
        }
    }

    /// A copy without its source.
    pub(crate) fn copy(&self) -> Self {
        let Inner { kind, parts, others } = &*self.0;
        let others = others.iter().map(Self::copy).collect();
        Self::of_parts(kind::clone(&**kind), ManuallyDrop::new(parts.copy()), others)
    }
}

/// The [message](Error::message), for logs.
///
/// In a decoded error, control characters are escaped, including those that change the direction of text, so that no
/// server can write a log line of its own. Printable text of any language is not escaped, and neither are errors that
/// were built here and messages from [`with_message`](Error::with_message).
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "nö\nERROR all is lost"}}"#);
/// assert_eq!(error.message(), "nö\nERROR all is lost");
/// assert_eq!(error.to_string(), r"nö\nERROR all is lost");
/// assert_eq!(format!("{:.<7}", error.with_message("No.")), "No.....");
/// ```
impl<K: Kind> fmt::Display for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// For logs: the kind with its payload, the status, the message, the issues and the source.
impl<K: Kind> fmt::Debug for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

impl<K: Kind> core::error::Error for Error<K> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        cause::source(self.0.parts.source.as_ref())
    }
}

/// Deserializes a body. Any JSON gives an error, possibly `Unknown`, as in [`decode`](Error::decode).
///
/// A body has no status and no headers: the status is the code's default. Errors are the deserializer's own, also for
/// JSON that it rejects: see [`Value`](crate::Value).
impl<'de, K: Kind> Deserialize<'de> for Error<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of_decoded(decode::body(K::schema(), deserializer)?, None))
    }
}
