//! `Error`: what it is made of, how it is built, decoded and asked. How it is sent is `send`.

use core::fmt::{self, Write as _};
use std::borrow::Cow;
use std::boxed::Box;
use std::string::{String, ToString};

use serde_core::de::{Deserialize, Deserializer};

use crate::document::Document;
use crate::problems::Problems;
use crate::resolve::{Arrival, Body, Decoded, resolve};
use crate::text::{self, Escaping};
use crate::{Code, Error, Facts, Headers, IntoStatus, Kind, Payload, Received, decode};

/// What is behind the pointer.
pub(crate) struct Inner<K> {
    pub(crate) kind: K,
    /// What was received, or what was set.
    pub(crate) status: Option<u16>,
    /// What was set.
    pub(crate) message: Option<String>,
    pub(crate) source: Option<Box<dyn core::error::Error + Send + Sync>>,
    /// There if and only if the error was decoded.
    pub(crate) received: Option<Received>,
    pub(crate) forwarded: bool,
}

impl<P: Payload> From<P> for Error<P::Kind> {
    fn from(payload: P) -> Self {
        Self::of_kind(payload.into_kind())
    }
}

impl<K: Kind> Error<K> {
    /// Decodes a response. It never fails, whatever it is given, and nothing in the result is made up.
    ///
    /// - `status`: a `u16`, or with the feature `http` its `StatusCode`.
    /// - `headers`: a list of pairs, with the feature `http` its `HeaderMap`, or `&()` for none.
    /// - `body`: bytes or text. At most 1 MiB is looked at. A byte-order mark is skipped.
    ///
    /// A code that the book knows, with a payload that fits, is its own kind. All else is the kind `Unknown`, which says why.
    /// [`received`](Error::received) has the members that the book does not know, and a list of what is wrong.
    ///
    /// With the feature `problem` a body whose `Content-Type` is `application/problem+json` is read as that.
    ///
    /// Half of a character, which a server sends that cuts a text in an emoji (`"\ud83d"`), is read as `U+FFFD`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let body = r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#;
    /// let error = Error::decode(429, &[("retry-after", "30")], body);
    /// let ErrorKind::RateLimited(payload) = error.kind() else { panic!("{error:?}") };
    /// assert_eq!(payload.retry_after, Some(errbook::Delay::from_secs(30)));
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
        let arrival = Arrival { status, headers: &headers };
        #[cfg(feature = "problem")]
        if crate::problem::is_labelled(arrival.headers) {
            return Self::of_decoded(crate::problem::decode_labelled(K::TABLE, arrival, body.as_ref()), Some(status));
        }
        let decoded = decode::decode(K::TABLE, arrival, body.as_ref());
        Self::of_decoded(decoded, Some(status))
    }

    pub(crate) fn of_kind(kind: K) -> Self {
        Self(Box::new(Inner { kind, status: None, message: None, source: None, received: None, forwarded: false }))
    }

    pub(crate) fn of_decoded(decoded: Decoded, status: Option<u16>) -> Self {
        let kind = match decoded.outcome {
            Ok((index, values)) => K::build(K::Code::ALL[index], values),
            Err(unknown) => K::unknown(unknown),
        };
        let received = Some(decoded.received);
        Self(Box::new(Inner { kind, status, message: None, source: None, received, forwarded: false }))
    }

    /// With another message than the template gives. A message is for people: it may always be said better.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(ErrorKind::NotFound).with_message("There is no shelf 7.");
    /// assert_eq!(error.message(), "There is no shelf 7.");
    /// ```
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = Some(message.into());
        self
    }

    /// With a cause, for logs. It is never sent.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(ErrorKind::InternalError).with_source("the database is gone");
    /// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the database is gone");
    /// assert!(!error.encode().body.contains("database"));
    /// ```
    pub fn with_source(mut self, source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// With another of the statuses that the book lists for the code. One that it does not list is not taken.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).with_status(410).status(), 410);
    /// assert_eq!(Error::from(ErrorKind::NotFound).with_status(200).status(), 404);
    /// ```
    pub fn with_status(mut self, status: u16) -> Self {
        if self.facts().is_some_and(|facts| facts.statuses().contains(&status)) {
            self.0.status = Some(status);
        }
        self
    }

    /// The kind, with its payload.
    ///
    /// It does not know where it came from: a kind that was decoded, and is cloned and made into a new error, is this
    /// server's own and is sent as such. Only `Unknown` is not.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(OutOfStock::new(3, 1));
    /// assert!(matches!(error.kind(), ErrorKind::OutOfStock(payload) if payload.left == 1));
    /// ```
    pub fn kind(&self) -> &K {
        &self.0.kind
    }

    /// The kind, with its payload. All else is dropped, also where it came from.
    ///
    /// So a kind that was decoded, and is made into a new error, is this server's own and is sent as such, with this book's
    /// status and message. Only `Unknown` is not. To send an error on as it was received, see [`forward`](Error::forward).
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(410, &(), r#"{"error": {"code": "not_found", "message": "Weg."}}"#);
    /// let kind = error.into_kind();
    /// assert_eq!(kind, ErrorKind::NotFound);
    ///
    /// let sent = Error::from(kind).encode();
    /// assert_eq!(sent.status, 404);
    /// assert_eq!(sent.body, r#"{"error":{"code":"not_found","message":"There is no such thing."}}"#);
    /// ```
    pub fn into_kind(self) -> K {
        self.0.kind
    }

    /// The code, if it is one of the book's: also when its payload did not fit, and the kind is `Unknown`.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(409, &(), r#"{"error": {"code": "out_of_stock", "message": "No."}}"#);
    /// assert!(matches!(error.kind(), ErrorKind::Unknown(_)));
    /// assert_eq!(error.code(), Some(ErrorCode::OutOfStock));
    /// ```
    pub fn code(&self) -> Option<K::Code> {
        match self.0.kind.code() {
            Ok(code) => Some(code),
            Err(unknown) => K::Code::find(unknown.code()?),
        }
    }

    /// The code as a text, whether or not the book knows it; `None` if none could be read.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).code_text(), Some("not_found"));
    /// assert_eq!(Error::decode(418, &(), r#"{"error": {"code": "teapot"}}"#).code_text(), Some("teapot"));
    /// assert_eq!(Error::decode(502, &(), "").code_text(), None);
    /// ```
    pub fn code_text(&self) -> Option<&str> {
        match self.0.kind.code() {
            Ok(code) => K::Code::FACTS.get(code.index()).map(Facts::code),
            Err(unknown) => unknown.code(),
        }
    }

    /// This error's own HTTP status: what was received; else what was set, or the code's default. Without any of them, 500.
    ///
    /// What a server sends is [`encode`](Error::encode), with another status where this error is not sent.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).status(), 404);
    ///
    /// let error = Error::decode(502, &(), "");
    /// assert_eq!(error.status(), 502);
    /// assert_eq!(error.encode().status, 500);
    /// ```
    pub fn status(&self) -> u16 {
        let unknown = || self.0.kind.code().err()?.status();
        let default = || self.facts().map(Facts::status);
        self.0.status.or_else(unknown).or_else(default).unwrap_or(500)
    }

    /// The message: what was set; else what the server said, or what the template gives.
    ///
    /// It is raw: what a server said may hold line breaks and what a terminal obeys. For logs there is `Display`, which
    /// escapes them.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(OutOfStock::new(3, 1)).message(), "Only 1 left, and 3 are wanted.");
    /// let error = Error::decode(404, &(), r#"{"error": {"code": "not_found", "message": "Weg."}}"#);
    /// assert_eq!(error.message(), "Weg.");
    /// ```
    pub fn message(&self) -> Cow<'_, str> {
        match self.said() {
            Some(message) => Cow::Borrowed(message),
            None => Cow::Owned(self.0.kind.to_string()),
        }
    }

    /// What was received beside the kind; `None` for an error that was not decoded.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::Problem;
    ///
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// assert_eq!(error.received().unwrap().problems(), [Problem::NotJson]);
    /// assert_eq!(error.received().unwrap().excerpt(), "<html>Bad Gateway</html>");
    /// assert!(Error::from(ErrorKind::NotFound).received().is_none());
    /// ```
    pub fn received(&self) -> Option<&Received> {
        self.0.received.as_ref()
    }

    /// The message, if somebody has said one.
    pub(crate) fn said(&self) -> Option<&str> {
        let received = || self.0.received.as_ref()?.message();
        self.0.message.as_deref().or_else(received)
    }

    pub(crate) fn facts(&self) -> Option<&'static Facts> {
        K::Code::FACTS.get(self.code()?.index())
    }
}

/// The [message](Error::message), for logs. Control characters of what was received are escaped, those that turn the
/// direction of text too: no server writes a line of its own into a log. Printable text stays as it is, in any language.
///
/// An error that was built here is not escaped, and neither is what [`with_message`](Error::with_message) says.
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
        text::padded(f, &|out| match (&self.0.message, &self.0.received) {
            (Some(message), _) => out.write_str(message),
            (None, None) => write!(out, "{}", self.0.kind),
            (None, Some(received)) => {
                let mut out = Escaping(out);
                match received.message() {
                    Some(message) => out.write_str(message),
                    // Its payload was received as well.
                    None => write!(out, "{}", self.0.kind),
                }
            }
        })
    }
}

/// For logs: the kind with its payload, the status, the message, and what is wrong with what was received, and the source.
impl<K: Kind> fmt::Debug for Error<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.0.kind).field("status", &self.status()).field("message", &self.message());
        if let Some(received) = &self.0.received {
            debug.field("problems", &received.problems());
        }
        if let Some(source) = &self.0.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl<K: Kind> core::error::Error for Error<K> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

/// Reads a body. Any JSON gives an error: what does not fit is `Unknown`, as in [`decode`](Error::decode).
///
/// There is no status and there are no headers in a body: the status is the code's default. Errors are the deserializer's
/// own, also for the JSON that it refuses: see [`Value`](crate::Value).
impl<'de, K: Kind> Deserialize<'de> for Error<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut document = Document::new(&K::TABLE.envelope, Some(K::TABLE));
        document.read(deserializer)?;
        let decoded = resolve(K::TABLE, &mut document, None, Body::none(), Problems::default());
        Ok(Self::of_decoded(decoded, None))
    }
}
