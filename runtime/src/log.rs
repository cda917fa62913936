//! The one event where an error becomes a response. It is for the logs of whoever runs the server.

#[cfg(feature = "tracing")]
use core::fmt::{self, Write as _};

#[cfg(feature = "tracing")]
use crate::text::Escaping;
use crate::{Error, Kind};

/// Reports an error that is about to be sent. Of an error that was decoded it is the one that is sent in its place.
pub(crate) fn report<K: Kind>(error: &Error<K>) {
    report_with(error, core::error::Error::source(error));
}

/// Reports an error with a cause that is not its source.
#[cfg(feature = "tracing")]
pub(crate) fn report_with<K: Kind>(error: &Error<K>, cause: Option<&(dyn core::error::Error + 'static)>) {
    // What is sent: an error that is sent on may have come with a status that no error has.
    let (code, status) = (error.code_text().unwrap_or_default(), error.own_status());
    let causes = Causes(cause);
    let message = Escaped(error);
    if status >= 500 {
        tracing::error!(target: "errbook", code, status, causes = %causes, "{message}");
    } else {
        tracing::debug!(target: "errbook", code, status, causes = %causes, "{message}");
    }
}

/// Without the feature nobody is told.
#[cfg(not(feature = "tracing"))]
pub(crate) fn report_with<K: Kind>(_: &Error<K>, _: Option<&(dyn core::error::Error + 'static)>) {}

/// The most causes of one error that are told. An error may be its own source.
#[cfg(feature = "tracing")]
const MOST: usize = 64;

/// A cause and the whole chain of its sources, outermost first, each on the same line.
#[cfg(feature = "tracing")]
struct Causes<'a>(Option<&'a (dyn core::error::Error + 'static)>);

#[cfg(feature = "tracing")]
impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chain = core::iter::successors(self.0, |it| it.source());
        for (at, cause) in chain.enumerate() {
            if at == MOST {
                return f.write_str(": …");
            }
            write!(Escaping(f), "{}{cause}", if at == 0 { "" } else { ": " })?;
        }
        Ok(())
    }
}

/// A message as a log may show it: who built it may have put in what a client has sent.
#[cfg(feature = "tracing")]
struct Escaped<'a>(&'a dyn fmt::Display);

#[cfg(feature = "tracing")]
impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0)
    }
}
