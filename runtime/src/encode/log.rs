//! Log events: one for each error that becomes a response, and one for a status that the book does not list.

#[cfg(feature = "tracing")]
use core::fmt::{self, Write as _};
#[cfg(feature = "tracing")]
use std::string::{String, ToString as _};

#[cfg(feature = "tracing")]
use crate::text::Escaping;
use crate::{Error, Kind};

/// Logs an error that is about to be sent. For a decoded error, that is its replacement.
#[cfg(feature = "http")]
pub(crate) fn sent<K: Kind>(error: &Error<K>) {
    sent_because_of(error, core::error::Error::source(error));
}

/// Logs an error with a cause that is not its source.
#[cfg(feature = "tracing")]
pub(crate) fn sent_because_of<K: Kind>(error: &Error<K>, cause: Option<&(dyn core::error::Error + 'static)>) {
    // The status on the wire: a forwarded error may have been received with an invalid one.
    let (code, status) = (error.code_text().unwrap_or_default(), error.sent_status());
    let causes = Causes(cause);
    let message = Escaped(error);
    if status >= 500 {
        tracing::error!(target: "errbook", code, status, causes = %causes, "{message}");
    } else {
        tracing::debug!(target: "errbook", code, status, causes = %causes, "{message}");
    }
}

#[cfg(all(feature = "http", not(feature = "tracing")))]
pub(crate) fn sent_because_of<K: Kind>(_: &Error<K>, _: Option<&(dyn core::error::Error + 'static)>) {}

/// Logs an error that was added to a response, and is not sent.
#[cfg(feature = "tracing")]
pub(crate) fn not_sent<K: Kind>(error: &Error<K>) {
    let (code, message) = (error.code_text().unwrap_or_default(), Escaped(error));
    tracing::error!(target: "errbook", code, "a response of this book cannot have this error too: {message}");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn not_sent<K: Kind>(_: &Error<K>) {}

/// Logs an ignored status that the book does not list for a code.
#[cfg(feature = "tracing")]
pub(crate) fn unlisted_status(code: &str, status: u16) {
    let code = Escaped(&code);
    tracing::error!(target: "errbook", %code, status, "the book does not list this status for this code");
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn unlisted_status(_: &str, _: u16) {}

/// The maximum number of causes that are reported. An error may be its own source.
#[cfg(feature = "tracing")]
const MAX_CAUSES: usize = 64;

/// A cause and the chain of its sources, outermost first, on one line. Text that a cause has already printed is not
/// repeated.
#[cfg(feature = "tracing")]
struct Causes<'a>(Option<&'a (dyn core::error::Error + 'static)>);

#[cfg(feature = "tracing")]
impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chain = core::iter::successors(self.0, |cause| cause.source());
        let mut last: Option<String> = None;
        for (index, cause) in chain.enumerate() {
            if index == MAX_CAUSES {
                return f.write_str(": …");
            }
            let text = cause.to_string();
            if last.as_deref().is_some_and(|last| ends_with(last, &text)) {
                continue;
            }
            write!(Escaping(f), "{}{text}", if last.is_some() { ": " } else { "" })?;
            last = Some(text);
        }
        Ok(())
    }
}

/// Whether a text ends with that of its cause, at a word boundary: some errors print their source themselves.
#[cfg(feature = "tracing")]
fn ends_with(text: &str, cause: &str) -> bool {
    text.strip_suffix(cause).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// A text that is safe in a log: an error built on this server may quote a client's input.
#[cfg(feature = "tracing")]
struct Escaped<'a>(&'a dyn fmt::Display);

#[cfg(feature = "tracing")]
impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}
