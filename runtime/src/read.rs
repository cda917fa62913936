//! An error's body that is still on its way: how much of it is read, for how long, and what is known when it breaks off.
//!
//! It knows no client and no runtime: `reqwest` has its own loop, and shares the limits.

use core::fmt;
use core::time::Duration;
use std::boxed::Box;
use std::io::{ErrorKind, Read};
use std::time::Instant;
use std::vec::Vec;

use crate::{Error, Headers, IntoStatus, Kind};

/// How much of an error's body is read, and for how long: 64 KiB in ten seconds, unless it is said otherwise.
///
/// What came until then is decoded: the code is known as soon as it was read. [`LimitReached`] is the error's source.
///
/// ```
/// use std::time::Duration;
/// use errbook::ReadLimits;
///
/// let limits = ReadLimits::default().length(4 << 10).time(Duration::from_secs(2));
/// assert_ne!(limits, ReadLimits::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct ReadLimits {
    length: usize,
    time: Duration,
}

impl ReadLimits {
    /// With another number of bytes. More than 1 MiB is of no use: [`decode`](Error::decode) looks at no more.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::ReadLimits;
    ///
    /// let error = Error::read(502, &(), std::io::repeat(b'a'), ReadLimits::default().length(3));
    /// assert_eq!(error.received().unwrap().excerpt(), "aaa");
    /// ```
    pub const fn length(self, length: usize) -> Self {
        Self { length, ..self }
    }

    /// With another time for the whole body.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::ReadLimits;
    /// # use std::time::Duration;
    ///
    /// // No time at all: after the first read it is over.
    /// let limits = ReadLimits::default().time(Duration::ZERO);
    /// let error = Error::read(404, &(), &br#"{"error": {"code": "not_found"}}"#[..], limits);
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the body did not end within 0ns");
    /// ```
    pub const fn time(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) const fn longest_time(self) -> Duration {
        self.time
    }

    pub(crate) const fn too_slow(self) -> LimitReached {
        LimitReached::Time(self.time)
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self { length: 64 << 10, time: Duration::from_secs(10) }
    }
}

/// Why no more of a body was read: the source of an error of which not all was received.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use std::error::Error as _;
/// use errbook::{LimitReached, ReadLimits};
///
/// let endless = std::io::repeat(b' ');
/// let error = Error::read(502, &(), endless, ReadLimits::default().length(100));
/// assert_eq!(error.source().unwrap().downcast_ref(), Some(&LimitReached::Length(100)));
/// assert_eq!(error.source().unwrap().to_string(), "the body is longer than 100 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitReached {
    /// The body is longer than so many bytes.
    Length(usize),
    /// The body did not end in this time.
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

impl<K: Kind> Error<K> {
    /// Decodes a response whose body is still to be read. It never fails: what came of the body is decoded, and what broke
    /// it off is the error's source.
    ///
    /// The limit in time is looked at between two reads. A single read waits as long as the reader does: set its timeout,
    /// too.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use std::error::Error as _;
    /// use std::io::{self, Read as _};
    /// use errbook::ReadLimits;
    ///
    /// // A connection that breaks in the middle.
    /// struct Broken;
    /// impl io::Read for Broken {
    ///     fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
    ///         Err(io::ErrorKind::ConnectionReset.into())
    ///     }
    /// }
    ///
    /// let body = br#"{"error": {"code": "not_found", "mess"#.chain(Broken);
    /// let error = Error::read(404, &(), body, ReadLimits::default());
    /// assert_eq!(error.code(), Some(ErrorCode::NotFound));
    /// assert_eq!(error.source().unwrap().to_string(), "connection reset");
    /// ```
    pub fn read(
        status: impl IntoStatus,
        headers: &(impl Headers + ?Sized),
        mut body: impl Read,
        limits: ReadLimits,
    ) -> Self {
        let mut part = Part::new(limits);
        let end = part.read(&mut body);
        part.decode(status, headers, end)
    }
}

/// Why a body was not read to its end.
pub(crate) type Broken = Box<dyn core::error::Error + Send + Sync>;

/// What has come of a body, within its limits.
pub(crate) struct Part {
    bytes: Vec<u8>,
    limits: ReadLimits,
}

impl Part {
    pub(crate) const fn new(limits: ReadLimits) -> Self {
        Self { bytes: Vec::new(), limits }
    }

    #[cfg(feature = "reqwest")]
    pub(crate) const fn limits(&self) -> ReadLimits {
        self.limits
    }

    /// Takes what fits. A body that is just as long as the limit is whole.
    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), LimitReached> {
        let room = self.limits.length - self.bytes.len();
        self.bytes.extend_from_slice(chunk.get(..room).unwrap_or(chunk));
        if chunk.len() > room { Err(LimitReached::Length(self.limits.length)) } else { Ok(()) }
    }

    fn read(&mut self, body: &mut dyn Read) -> Result<(), Broken> {
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

    /// The error, as far as it came.
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
