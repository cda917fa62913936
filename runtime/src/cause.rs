//! The causes of an error: lines of context above them, and an error of the same book in place of a cause.

use core::cell::Cell;
use core::error::Error as StdError;
use core::fmt;
use std::boxed::Box;
use std::string::String;
use std::thread_local;

use crate::{Error, Kind};

/// A stored cause.
pub(crate) type Cause = Box<dyn StdError + Send + Sync>;

/// A line for logs above a cause.
#[derive(Debug)]
struct Context {
    text: String,
    cause: Option<Cause>,
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Context {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        source(self.cause.as_ref())
    }
}

/// A wrapper whose error was copied out of it. Its source is the source of the copy.
#[derive(Debug)]
struct Wrapper(Cause);

impl fmt::Display for Wrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl StdError for Wrapper {}

/// What `source` returns for a cause.
pub(crate) fn source(cause: Option<&Cause>) -> Option<&(dyn StdError + 'static)> {
    let cause = &**cause?;
    match cause.downcast_ref::<Wrapper>() {
        Some(wrapper) => wrapper.0.source(),
        None => Some(cause),
    }
}

/// Adds a line above the cause.
pub(crate) fn add_context(slot: &mut Option<Cause>, text: String) {
    let cause = slot.take();
    *slot = Some(Box::new(Context { text, cause }));
}

/// Sets the cause below the context; an existing one is replaced or kept.
pub(crate) fn set(slot: &mut Option<Cause>, cause: Cause, replaces: bool) {
    *slot = Some(match slot.take().map(<dyn StdError + Send + Sync>::downcast::<Context>) {
        Some(Ok(mut context)) => {
            set(&mut context.cause, cause, replaces);
            context
        }
        Some(Err(old)) if !replaces => old,
        _ => cause,
    });
}

/// The error of a book that a cause is or wraps, if it may be sent.
///
/// A wrapper is transparent: its source is the source of what it wraps. The types of `app_error!` are, and so are
/// `anyhow::Error`, `io::Error::other` and `#[error(transparent)]`. An error with its own message is not.
pub(crate) fn kept<K: Kind>(cause: Cause) -> Result<Error<K>, Cause> {
    let cause = match cause.downcast::<Error<K>>() {
        Ok(error) if error.may_be_sent() => return Ok(*error),
        Ok(error) => return Err(error),
        Err(cause) => cause,
    };
    let cause = match cause.downcast::<K>() {
        Ok(kind) if kind.code().is_ok() => return Ok(Error::of_kind(*kind)),
        Ok(kind) => return Err(kind),
        Err(cause) => cause,
    };
    let wrapped = wrapped(&*cause).and_then(<dyn StdError>::downcast_ref::<Error<K>>);
    match wrapped.filter(|error| error.may_be_sent()).map(Error::copy) {
        Some(mut copy) => {
            copy.0.source = Some(Box::new(Wrapper(cause)));
            Ok(copy)
        }
        None => Err(cause),
    }
}

thread_local! {
    /// Whether the next error of a book on this thread returns itself as its source.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// The error of a book to which an error delegates `source`.
///
/// `source` is the only way to inspect an error of an unknown type.
fn wrapped<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    /// Resets the flag, even if `source` panics.
    struct Question;

    impl Drop for Question {
        fn drop(&mut self) {
            ASKED.set(false);
        }
    }

    ASKED.set(true);
    let _question = Question;
    let answer = error.source();
    if ASKED.get() { None } else { answer }
}

/// Whether an error of a book must return itself. Resets the flag.
pub(crate) fn is_asked() -> bool {
    ASKED.replace(false)
}
