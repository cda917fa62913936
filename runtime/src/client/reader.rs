//! Reading the body of an error: limits on length and time, and bodies that break off.
//!
//! It knows no client and no async runtime: `reqwest` has its own loop, and shares the limits.

use core::fmt;
use core::time::Duration;
use std::boxed::Box;
use std::io::{ErrorKind, Read};
use std::time::Instant;
use std::vec::Vec;

use crate::{Error, Headers, IntoStatus, Kind};

/// Limits on reading an error's body: by default 64 KiB within ten seconds.
///
/// At a limit, the part that was read is decoded, so the code may still be known. [`LimitReached`] is the error's
/// source.
///
/// ```
/// use std::time::Duration;
/// use errbook::BodyLimits;
///
/// let limits = BodyLimits::default().with_length(4 << 10).with_time(Duration::from_secs(2));
/// assert_ne!(limits, BodyLimits::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct BodyLimits {
    length: usize,
    time: Duration,
}

impl BodyLimits {
    /// Sets the maximum length in bytes. More than 1 MiB has no effect: [`decode`](Error::decode) reads no more.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::BodyLimits;
    ///
    /// let error = Error::decode_reader(502, &(), std::io::repeat(b'a'), BodyLimits::default().with_length(3));
    /// assert_eq!(error.received().unwrap().excerpt(), "aaa");
    /// ```
    pub const fn with_length(self, length: usize) -> Self {
        Self { length, ..self }
    }

    /// Sets the maximum time for the whole body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::BodyLimits;
    /// # use std::time::Duration;
    ///
    /// // Only a single read is possible.
    /// let limits = BodyLimits::default().with_time(Duration::ZERO);
    /// let error = Error::decode_reader(404, &(), &br#"{"error": {"code": "not_found"}}"#[..], limits);
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the body did not end within 0ns");
    /// ```
    pub const fn with_time(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) const fn max_time(self) -> Duration {
        self.time
    }

    pub(crate) const fn too_slow(self) -> LimitReached {
        LimitReached::Time(self.time)
    }
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { length: 64 << 10, time: Duration::from_secs(10) }
    }
}

/// The source of an error whose body reached one of the [`BodyLimits`].
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use std::error::Error as _;
/// use errbook::{LimitReached, BodyLimits};
///
/// let endless = std::io::repeat(b' ');
/// let error = Error::decode_reader(502, &(), endless, BodyLimits::default().with_length(100));
/// assert_eq!(error.source().unwrap().downcast_ref(), Some(&LimitReached::Length(100)));
/// assert_eq!(error.source().unwrap().to_string(), "the body is longer than 100 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitReached {
    /// The body is longer than this number of bytes.
    Length(usize),
    /// The body did not end within this time.
    Time(Duration),
}

impl fmt::Display for LimitReached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => write!(f, "the body is longer than {length} bytes"),
            Self::Time(time) => write!(f, "the body did not end within {time:?}"),
        }
    }
}

impl core::error::Error for LimitReached {}

/// The reason why a body was not read to its end.
pub(crate) type Broken = Box<dyn core::error::Error + Send + Sync>;

/// The part of a body that was read, within limits.
pub(crate) struct PartialBody {
    bytes: Vec<u8>,
    limits: BodyLimits,
}

impl PartialBody {
    pub(crate) const fn new(limits: BodyLimits) -> Self {
        Self { bytes: Vec::new(), limits }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) const fn limits(&self) -> BodyLimits {
        self.limits
    }

    /// Adds what fits. A body of exactly the maximum length is complete.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), LimitReached> {
        let room = self.limits.length - self.bytes.len();
        self.bytes.extend_from_slice(chunk.get(..room).unwrap_or(chunk));
        if chunk.len() > room { Err(LimitReached::Length(self.limits.length)) } else { Ok(()) }
    }

    pub(crate) fn read_all(&mut self, body: &mut dyn Read) -> Result<(), Broken> {
        let start = Instant::now();
        let mut chunk = [0; 4 << 10];
        loop {
            match body.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(length) => self.push(chunk.get(..length).unwrap_or(&chunk))?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
            if start.elapsed() >= self.limits.time {
                return Err(self.limits.too_slow().into());
            }
        }
    }

    /// Decodes the part that was read.
    pub(crate) fn decode<K: Kind>(
        self,
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        end: Result<(), Broken>,
    ) -> Error<K> {
        let error = Error::decode(status, headers, &self.bytes);
        match end {
            Ok(()) => error,
            Err(broken) => error.with_source(broken),
        }
    }
}
