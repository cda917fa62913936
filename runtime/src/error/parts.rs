//! The parts of an error: how a server sets them, and how they are read.

use core::any::Any;
use core::mem;
use std::borrow::Cow;
use std::boxed::Box;
use std::string::String;

use super::Error;
use crate::cause;
use crate::encode::log;
use crate::{Code, Kind, Payload, Received, Unknown};

impl<K: Kind> Error<K> {
    /// Replaces the message of the template. A message is for people, so it may be more specific.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(ErrorKind::NotFound).with_message("There is no shelf 7.");
    /// assert_eq!(error.message(), "There is no shelf 7.");
    /// ```
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.parts.message = Some(message.into());
        self
    }

    /// Sets the cause, for logs. It is never sent.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(ErrorKind::InternalError).with_source("the database is gone");
    /// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the database is gone");
    /// assert!(!error.encode().body.contains("database"));
    /// ```
    pub fn with_source(mut self, source: impl Into<Box<dyn core::error::Error + Send + Sync>>) -> Self {
        cause::set(&mut self.0.parts.source, source.into(), true);
        self
    }

    /// Adds a line above the cause, for logs: what the server was doing. It is never sent.
    ///
    /// The line is the error's source, and the cause is the source of the line. A second line is above the first.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use std::error::Error as _;
    ///
    /// let error = Error::from(ErrorKind::InternalError).with_source("the database is gone").with_context("order 7");
    /// let context = error.source().unwrap();
    /// assert_eq!(context.to_string(), "order 7");
    /// assert_eq!(context.source().unwrap().to_string(), "the database is gone");
    /// assert!(!error.encode().body.contains("order 7"));
    /// ```
    pub fn with_context(mut self, context: impl Into<String>) -> Self {
        cause::add_context(&mut self.0.parts.source, context.into());
        self
    }

    /// Sets another status that the book lists for the code. The default is the first one.
    ///
    /// A status that the book does not list is a bug in the caller: it panics in debug builds. In release builds it is
    /// logged (with the feature `tracing`) and the status stays as it was.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).with_status(410).status(), 410);
    /// ```
    ///
    /// # Panics
    ///
    /// In debug builds, if the book does not list the status for the code.
    pub fn with_status(mut self, status: u16) -> Self {
        let is_listed = self.view().info().is_some_and(|info| info.statuses().contains(&status));
        let code = self.code_text().unwrap_or_default();
        debug_assert!(is_listed, "the book does not list the status {status} for the code `{code}`");
        if is_listed {
            self.0.parts.status = Some(status);
        } else {
            log::unlisted_status(code, status);
        }
        self
    }

    /// The kind, with its payload.
    ///
    /// A kind does not record its origin: a decoded kind that is cloned into a new error is sent as this server's own,
    /// unless it is `Unknown`.
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

    /// The kind, with its payload. Everything else is dropped, including the origin.
    ///
    /// A decoded kind that becomes a new error is sent as this server's own, with this book's status and message,
    /// unless it is `Unknown`. To send an error as it was received, see [`forward`](Error::forward).
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
    pub fn into_kind(mut self) -> K {
        mem::replace(&mut *self.0.kind, K::of_unknown(Unknown::default()))
    }

    /// The payload, if the error is of its kind.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::from(OutOfStock::new(3, 1));
    /// assert_eq!(error.get::<OutOfStock>().map(|payload| payload.left), Some(1));
    /// assert!(error.get::<RateLimited>().is_none());
    /// ```
    pub fn get<P: Payload<Kind = K> + 'static>(&self) -> Option<&P> {
        let kind = self.0.kind.erased();
        let any: &dyn Any = kind;
        any.downcast_ref().or_else(|| kind.payload()?.downcast_ref())
    }

    /// The code, if the book has it. It may be set although the kind is `Unknown`, if the payload did not fit.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// let error = Error::decode(409, &(), r#"{"error": {"code": "out_of_stock", "message": "No."}}"#);
    /// assert!(matches!(error.kind(), ErrorKind::Unknown(_)));
    /// assert_eq!(error.code(), Some(ErrorCode::OutOfStock));
    /// ```
    pub fn code(&self) -> Option<K::Code> {
        K::Code::at(self.view().code()?)
    }

    /// The text of the code, whether or not the book has it; `None` if no code could be read.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// assert_eq!(Error::from(ErrorKind::NotFound).code_text(), Some("not_found"));
    /// assert_eq!(Error::decode(418, &(), r#"{"error": {"code": "teapot"}}"#).code_text(), Some("teapot"));
    /// assert_eq!(Error::decode(502, &(), "").code_text(), None);
    /// ```
    pub fn code_text(&self) -> Option<&str> {
        self.view().code_text()
    }

    /// The HTTP status of this error: the one that was received or set, or the code's default; otherwise 500.
    ///
    /// [`encode`](Error::encode) gives a different status if this error is not sent itself.
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
        self.view().status()
    }

    /// The message: the one that was set or received, or that of the template.
    ///
    /// It is raw: a received message may contain line breaks and control characters. For logs, use `Display`, which
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
        self.view().message()
    }

    /// What was received beyond the kind; `None` for an error that was not decoded.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::DecodeIssue;
    ///
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// assert_eq!(error.received().unwrap().issues(), [DecodeIssue::NotJson]);
    /// assert_eq!(error.received().unwrap().excerpt(), "<html>Bad Gateway</html>");
    /// assert!(Error::from(ErrorKind::NotFound).received().is_none());
    /// ```
    pub fn received(&self) -> Option<&Received> {
        self.0.parts.received.as_ref()
    }
}
