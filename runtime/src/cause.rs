//! The causes of an error: lines of context above them, and an error of the same book in place of a cause.

use core::error::Error as StdError;
use core::fmt;
use core::iter::successors;
use std::boxed::Box;
use std::string::{String, ToString};
use std::vec::Vec;

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

/// The error of a type of `app_error!`, which is the source of that type.
///
/// `source` is all that an error of an unknown type gives, also from inside of an `anyhow::Error`, so it is how `kept`
/// finds the error.
pub struct Transparent<K: Kind>(pub Error<K>);

impl<K: Kind> fmt::Display for Transparent<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<K: Kind> fmt::Debug for Transparent<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<K: Kind> StdError for Transparent<K> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

/// A cause whose error was copied out of it. The source of that error is the source of the copy.
#[derive(Debug)]
struct Wrapper {
    cause: Cause,
    /// Whether the copied error is the source of the cause, as a [`Transparent`] one is, or the cause itself.
    is_source: bool,
}

impl fmt::Display for Wrapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.cause, f)
    }
}

impl StdError for Wrapper {}

/// What `source` returns for a cause.
pub(crate) fn source(cause: Option<&Cause>) -> Option<&(dyn StdError + 'static)> {
    let cause = &**cause?;
    match cause.downcast_ref::<Wrapper>() {
        Some(Wrapper { cause, is_source }) => {
            let source = cause.source()?;
            if *is_source { source.source() } else { Some(source) }
        }
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

/// A cause whose source is that of the error that was copied out of it.
pub(crate) fn copied(cause: Cause) -> Cause {
    Box::new(Wrapper { cause, is_source: false })
}

/// The error of a book that a cause is, or that is in a type of `app_error!`, if it may be sent.
pub(crate) fn kept<K: Kind>(cause: Cause) -> Result<Error<K>, Cause> {
    let cause = match cause.downcast::<Error<K>>() {
        Ok(error) if error.view().may_be_sent() => return Ok(*error),
        Ok(error) => return Err(error),
        Err(cause) => cause,
    };
    let cause = match cause.downcast::<K>() {
        Ok(kind) if kind.unknown().is_none() => return Ok(Error::of_kind(*kind)),
        Ok(kind) => return Err(kind),
        Err(cause) => cause,
    };
    let source = cause.source().and_then(<dyn StdError>::downcast_ref::<Transparent<K>>);
    match source.map(|source| &source.0).filter(|error| error.view().may_be_sent()).map(Error::copy) {
        Some(mut copy) => {
            copy.0.parts.source = Some(Box::new(Wrapper { cause, is_source: true }));
            Ok(copy)
        }
        None => Err(cause),
    }
}

/// A copy of the error of a book that an error is, or that is in a type of `app_error!`, if it may be sent.
pub(crate) fn copy_of<K: Kind>(error: &(dyn StdError + 'static)) -> Option<Error<K>> {
    if let Some(kind) = error.downcast_ref::<K>() {
        return Some(Error::of_kind(crate::kind::clone(kind))).filter(|error| error.view().may_be_sent());
    }
    let transparent = || Some(&error.source()?.downcast_ref::<Transparent<K>>()?.0);
    let found = error.downcast_ref::<Error<K>>().or_else(transparent).filter(|error| error.view().may_be_sent())?;
    let mut copy = found.copy();
    copy.0.parts.source = found.source().map(|source| Box::new(Said::of(source)) as Cause);
    Some(copy)
}

/// A copy of the texts of an error and of its sources.
#[derive(Debug)]
pub(crate) struct Said {
    text: String,
    source: Option<Box<Said>>,
}

impl Said {
    /// The maximum number of sources. An error may be its own source.
    const MAX_SOURCES: usize = 64;

    pub(crate) fn of(error: &(dyn StdError + 'static)) -> Self {
        let mut texts: Vec<String> = successors(error.source(), |&source| source.source())
            .take(Self::MAX_SOURCES)
            .map(ToString::to_string)
            .collect();
        let mut source = None;
        while let Some(text) = texts.pop() {
            source = Some(Box::new(Self { text, source }));
        }
        Self { text: error.to_string(), source }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Said {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
