//! How long to wait: the value of `Retry-After`. It knows no retry policy, and is told the time.

use core::fmt;
use core::time::Duration;
use std::time::SystemTime;

use crate::HttpDate;

/// How long to wait, as `Retry-After` says it (RFC 9110, section 10.2.3): whole seconds, or the date at which to come back.
///
/// Seconds are read from digits alone: `+5`, `-1`, `1.5`, `1e3` and the empty text are nothing. Digits beyond `u64` are its
/// largest value. `Default` is no wait.
///
/// ```
/// use core::time::Duration;
/// use errbook::Delay;
/// use std::time::SystemTime;
///
/// assert_eq!(Delay::from(30).to_string(), "30");
/// assert_eq!(Delay::from(Duration::from_millis(1_001)).seconds(), Some(2));
/// assert_eq!(Delay::try_from("120").unwrap().wait(SystemTime::now()), Duration::from_secs(120));
/// assert!(Delay::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap().date().is_some());
/// assert!(Delay::try_from("-1").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Delay(Until);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Until {
    Seconds(u64),
    Date(HttpDate),
}

impl Delay {
    /// So many seconds from the response on.
    ///
    /// ```
    /// assert_eq!(errbook::Delay::from_secs(30).to_string(), "30");
    /// ```
    pub const fn from_secs(seconds: u64) -> Self {
        Self(Until::Seconds(seconds))
    }

    /// How long to wait when it is `now`. Never negative: a date that has passed asks for no wait.
    ///
    /// It may be longer than anything can add to a clock: cap it before you do.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Delay, HttpDate};
    /// use std::time::SystemTime;
    ///
    /// let date = HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// let before = SystemTime::from(date) - Duration::from_secs(5);
    /// assert_eq!(Delay::from(date).wait(before), Duration::from_secs(5));
    /// assert_eq!(Delay::from(date).wait(SystemTime::now()), Duration::ZERO);
    /// ```
    pub fn wait(&self, now: SystemTime) -> Duration {
        match self.0 {
            Until::Seconds(seconds) => Duration::from_secs(seconds),
            Until::Date(date) => SystemTime::from(date).duration_since(now).unwrap_or(Duration::ZERO),
        }
    }

    /// The seconds, if it is not a date.
    ///
    /// ```
    /// use errbook::Delay;
    ///
    /// assert_eq!(Delay::from_secs(30).seconds(), Some(30));
    /// assert_eq!(Delay::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap().seconds(), None);
    /// ```
    pub const fn seconds(&self) -> Option<u64> {
        match self.0 {
            Until::Seconds(seconds) => Some(seconds),
            Until::Date(_) => None,
        }
    }

    /// The date, if it is one.
    ///
    /// ```
    /// use errbook::{Delay, HttpDate};
    ///
    /// let date = HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// assert_eq!(Delay::from(date).date(), Some(date.into()));
    /// assert_eq!(Delay::from_secs(30).date(), None);
    /// ```
    pub fn date(&self) -> Option<SystemTime> {
        match self.0 {
            Until::Seconds(_) => None,
            Until::Date(date) => Some(date.into()),
        }
    }
}

impl Default for Delay {
    fn default() -> Self {
        Self::from_secs(0)
    }
}

/// Seconds.
impl From<u64> for Delay {
    fn from(seconds: u64) -> Self {
        Self::from_secs(seconds)
    }
}

/// Rounded up to whole seconds: nobody should come back too early.
impl From<Duration> for Delay {
    fn from(duration: Duration) -> Self {
        Self::from_secs(duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0)))
    }
}

impl From<HttpDate> for Delay {
    fn from(date: HttpDate) -> Self {
        Self(Until::Date(date))
    }
}

impl TryFrom<&str> for Delay {
    type Error = InvalidDelay;

    fn try_from(text: &str) -> Result<Self, InvalidDelay> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            // Digits alone fail for one reason: too many of them.
            return Ok(Self::from_secs(text.parse().unwrap_or(u64::MAX)));
        }
        HttpDate::try_from(text).map(Self::from).map_err(|_| InvalidDelay)
    }
}

/// As the header is written: seconds, or a date.
impl fmt::Display for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Until::Seconds(seconds) => seconds.fmt(f),
            Until::Date(date) => date.fmt(f),
        }
    }
}

impl fmt::Debug for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Until::Seconds(seconds) => write!(f, "Delay({seconds} s)"),
            Until::Date(date) => write!(f, "Delay({date})"),
        }
    }
}

/// A text that is neither whole seconds nor an HTTP date.
///
/// ```
/// use errbook::{Delay, InvalidDelay};
///
/// assert_eq!(Delay::try_from("1.5"), Err(InvalidDelay));
/// assert_eq!(InvalidDelay.to_string(), "neither whole seconds nor an HTTP date");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDelay;

impl fmt::Display for InvalidDelay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither whole seconds nor an HTTP date")
    }
}

impl core::error::Error for InvalidDelay {}
