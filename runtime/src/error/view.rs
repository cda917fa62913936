//! An error without its type. Whatever works on it is compiled once, in this crate, and not in each program.

use core::fmt::{self, Write as _};
use std::borrow::Cow;
use std::boxed::Box;
use std::string::{String, ToString as _};

use crate::cause::{self, Cause};
use crate::code::CodeInfo;
use crate::decode::{Decoded, DecodedMore, Unknown};
use crate::kind::ErasedKind;
use crate::more::More;
use crate::schema::{BookSchema, PayloadSchema};
use crate::text::{self, Escaping};
use crate::{Error, Kind, Received};

/// All of an error but its kind and the other errors of its response.
#[derive(Default)]
pub(crate) struct Parts {
    /// The status that was received or set.
    pub(crate) status: Option<u16>,
    /// The message that was set.
    pub(crate) message: Option<String>,
    pub(crate) source: Option<Cause>,
    /// Set if and only if the error was decoded.
    pub(crate) received: Option<Received>,
    pub(crate) forwarded: bool,
    /// What only books with a form have. `None` for most errors.
    pub(crate) more: Option<Box<More>>,
}

impl Parts {
    /// Adds what only books with a form have. Calls `f` with each other error of the response, and with their status.
    #[cold]
    #[inline(never)]
    pub(crate) fn add(&mut self, more: DecodedMore, f: &mut dyn FnMut(Decoded, Option<u16>)) {
        let DecodedMore { members, status, others, dropped } = more;
        self.status = status.or(self.status);
        for other in others {
            f(other, self.status);
        }
        self.more = Some(Box::new(More { received_members: members, dropped, ..More::default() }));
    }

    /// A copy without its source.
    pub(crate) fn copy(&self) -> Self {
        let Self { status, message, source: _, received, forwarded, more } = self;
        Self {
            status: *status,
            message: message.clone(),
            source: None,
            received: received.clone(),
            forwarded: *forwarded,
            more: more.clone(),
        }
    }

    /// Drops all of it. A program would compile how each part is dropped.
    #[inline(never)]
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// A borrowed error without its type.
#[derive(Clone, Copy)]
pub(crate) struct ErrorRef<'a> {
    pub(crate) schema: &'static BookSchema,
    pub(crate) kind: &'a dyn ErasedKind,
    /// That of `kind`.
    pub(crate) index: usize,
    /// That of `kind`.
    pub(crate) unknown: Option<&'a Unknown>,
    pub(crate) parts: &'a Parts,
    pub(crate) others: &'a dyn Others,
}

/// The errors of a response after the first.
pub(crate) trait Others {
    /// Calls `f` with each of them. If they are sent, those that may not be sent are replaced.
    fn each(&self, are_sent: bool, f: &mut dyn FnMut(ErrorRef<'_>));
}

impl<K: Kind> Others for std::vec::Vec<Error<K>> {
    fn each(&self, are_sent: bool, f: &mut dyn FnMut(ErrorRef<'_>)) {
        for error in self {
            let error = error.view();
            if !are_sent || error.may_be_sent() {
                f(error);
            } else if let Some(internal) = Error::<K>::for_status(500) {
                f(internal.view());
            }
        }
    }
}

impl<'a> ErrorRef<'a> {
    /// The index of the code, if the book has it.
    pub(crate) fn code(self) -> Option<usize> {
        match self.unknown {
            None => Some(self.index),
            Some(unknown) => (self.schema.find)(unknown.code()?),
        }
    }

    /// The rows of the code, if the book has it.
    pub(crate) fn row(self) -> Option<(CodeInfo, &'static PayloadSchema)> {
        self.schema.row(self.code()?)
    }

    pub(crate) fn info(self) -> Option<CodeInfo> {
        Some(self.row()?.0)
    }

    pub(crate) fn code_text(self) -> Option<&'a str> {
        match self.unknown {
            None => Some(self.schema.row(self.index)?.0.code()),
            Some(unknown) => unknown.code(),
        }
    }

    pub(crate) fn status(self) -> u16 {
        let unknown = || self.unknown?.status();
        let default = || self.info().map(CodeInfo::status);
        self.parts.status.or_else(unknown).or_else(default).unwrap_or(500)
    }

    /// The message that was set or received.
    pub(crate) fn explicit_message(self) -> Option<&'a str> {
        let received = || self.parts.received.as_ref()?.message();
        self.parts.message.as_deref().or_else(received)
    }

    pub(crate) fn message(self) -> Cow<'a, str> {
        match self.explicit_message() {
            Some(message) => Cow::Borrowed(message),
            None => Cow::Owned(self.kind.to_string()),
        }
    }

    pub(crate) fn source(self) -> Option<&'a (dyn core::error::Error + 'static)> {
        cause::source(self.parts.source.as_ref())
    }
}

impl fmt::Display for ErrorRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::padded(f, &|out| match (&self.parts.message, &self.parts.received) {
            (Some(message), _) => out.write_str(message),
            (None, None) => write!(out, "{}", self.kind),
            (None, Some(received)) => {
                let mut out = Escaping(out);
                match received.message() {
                    Some(message) => out.write_str(message),
                    // The payload was received as well.
                    None => write!(out, "{}", self.kind),
                }
            }
        })
    }
}

impl fmt::Debug for ErrorRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &self.kind).field("status", &self.status()).field("message", &self.message());
        if let Some(received) = &self.parts.received {
            debug.field("issues", &received.issues());
        }
        if let Some(source) = self.source() {
            debug.field("source", &source);
        }
        debug.finish()
    }
}
