//! Log events: one for each error that becomes a response, and one for a status that the book does not list.
//!
//! The target is `errbook`. The event of a response has the error's text as its message, and these fields:
//!
//! | Field | Value |
//! | --- | --- |
//! | `code` | the code that is sent |
//! | `status` | the status that is sent |
//! | `causes` | the texts of the causes, outermost first, joined with `: `; absent without a cause |
//! | `error` | the error as a value ([`Error`](std::error::Error)), with its causes as its sources |
//!
//! A cause that repeats the end of the text above it is omitted, since many errors print their own source. Control
//! characters are escaped in every text, also in the value: clients choose parts of them, and must not write log lines.
//!
//! The level is `ERROR` for a status of 500 or more, and for the internal error of a book that sends it with 200. For all
//! others it is `DEBUG`, unless [`set_client_error_level`] sets another one.

use core::fmt::{self, Write as _};
use std::boxed::Box;
use std::string::{String, ToString as _};
use std::sync::{PoisonError, RwLock};

use tracing::Level;

use crate::Value;
use crate::error::ErrorRef;
use crate::text::Escaping;

/// The level of errors below 500.
static CLIENT_ERROR_LEVEL: RwLock<Level> = RwLock::new(Level::DEBUG);

/// Sets the level of the log events for errors with a status below 500, for the whole process. The default is `DEBUG`.
///
/// It applies to every book, with or without a layer. Call it where the subscriber is installed.
///
/// ```
/// errbook::tracing::set_client_error_level(tracing::Level::INFO);
/// ```
pub fn set_client_error_level(level: Level) {
    *CLIENT_ERROR_LEVEL.write().unwrap_or_else(PoisonError::into_inner) = level;
}

/// Logs an error that is about to be sent, with its cause. For a decoded error, that is its replacement.
pub(crate) fn sent(error: ErrorRef<'_>, cause: Option<&(dyn core::error::Error + 'static)>) {
    // The status on the wire: a forwarded error may have been received with an invalid one.
    let (code, status) = (error.code_text().unwrap_or_default(), error.sent_status());
    let message = Escaped(&error);
    // A level is part of an event's static metadata. Fields are only evaluated if a subscriber enables the event.
    macro_rules! event {
        ($level:expr) => {
            tracing::event!(
                target: "errbook",
                $level,
                code,
                status,
                causes = cause.map(|cause| tracing::field::display(Causes(cause))),
                error = &Logged::of(error, cause) as &(dyn core::error::Error + 'static),
                "{message}"
            )
        };
    }
    // Some books send every error with the status 200.
    let is_internal = || error.code().is_some_and(|index| error.schema.fallbacks.code(500) == Some(index));
    let level = match status {
        500.. => Level::ERROR,
        ..300 if is_internal() => Level::ERROR,
        _ => *CLIENT_ERROR_LEVEL.read().unwrap_or_else(PoisonError::into_inner),
    };
    match level {
        Level::ERROR => event!(Level::ERROR),
        Level::WARN => event!(Level::WARN),
        Level::INFO => event!(Level::INFO),
        Level::DEBUG => event!(Level::DEBUG),
        Level::TRACE => event!(Level::TRACE),
    }
}

/// Logs an error that was added to a response, and is not sent.
pub(crate) fn not_sent(error: ErrorRef<'_>) {
    let (code, message) = (error.code_text().unwrap_or_default(), Escaped(&error));
    tracing::error!(target: "errbook", code, "a response of this book cannot have this error too: {message}");
}

/// Logs the members that the form requires, and that neither the error nor `fill` has.
pub(crate) fn missing_members(error: ErrorRef<'_>, fill: &[Option<Value>]) {
    let Some(form) = error.schema.form else { return };
    let set = error.parts.more.as_ref().map(|more| &*more.members).unwrap_or_default();
    let has = |values: &[Option<Value>], index: usize| values.get(index).is_some_and(Option::is_some);
    for (index, member) in form.members.iter().enumerate() {
        if !has(set, index) && !has(fill, index) && form.requires(index) {
            let code = error.code_text().unwrap_or_default();
            tracing::error!(target: "errbook", code, member = member.name, "a required member of the response is missing");
        }
    }
}

/// Logs an ignored status that the book does not list for a code.
pub(crate) fn unlisted_status(code: &str, status: u16) {
    let code = Escaped(&code);
    tracing::error!(target: "errbook", %code, status, "the book does not list this status for this code");
}

/// The maximum number of causes that are reported. An error may be its own source.
const MAX_CAUSES: usize = 64;

/// The texts of a cause and the chain of its sources, outermost first. A text that ends the previous one is omitted, and
/// an ellipsis replaces what follows the maximum.
fn texts(cause: Option<&(dyn core::error::Error + 'static)>) -> impl Iterator<Item = String> {
    let mut last: Option<String> = None;
    let chain = core::iter::successors(cause, |cause| cause.source()).take(MAX_CAUSES + 1).enumerate();
    chain.filter_map(move |(index, cause)| {
        let text = if index == MAX_CAUSES { "…".to_string() } else { cause.to_string() };
        if last.as_deref().is_some_and(|last| ends_with(last, &text)) {
            return None;
        }
        last = Some(text.clone());
        Some(text)
    })
}

/// Whether a text ends with that of its cause, at a word boundary: some errors print their source themselves.
fn ends_with(text: &str, cause: &str) -> bool {
    text.strip_suffix(cause).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// A cause and the chain of its sources, on one line.
struct Causes<'a>(&'a (dyn core::error::Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, text) in texts(Some(self.0)).enumerate() {
            write!(Escaping(f), "{}{text}", if index > 0 { ": " } else { "" })?;
        }
        Ok(())
    }
}

/// An error as a value of an event, with escaped texts.
///
/// A subscriber may write the texts of an error and its sources as they are, so it gets copies. A value of an event has
/// no lifetime, so the copies are owned.
struct Logged {
    text: String,
    source: Option<Box<Logged>>,
}

impl Logged {
    fn of(error: ErrorRef<'_>, cause: Option<&(dyn core::error::Error + 'static)>) -> Self {
        fn chain(mut texts: impl Iterator<Item = String>) -> Option<Box<Logged>> {
            let text = Escaped(&texts.next()?).to_string();
            Some(Box::new(Logged { text, source: chain(texts) }))
        }
        Self { text: Escaped(&error).to_string(), source: chain(texts(cause)) }
    }
}

impl fmt::Display for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The text alone. Error trackers that read a type's name from this then find none.
impl fmt::Debug for Logged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl core::error::Error for Logged {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// A text that is safe in a log: an error built on this server may quote a client's input.
struct Escaped<'a>(&'a dyn fmt::Display);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}
