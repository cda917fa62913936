//! The value of `Retry-After`. It knows no retry policy, and reads no clock.

use core::fmt;
use core::time::Duration;
use std::time::SystemTime;

use super::delay::rounded_up;
use super::{HttpDate, ParseError};

/// The value of `Retry-After` (RFC 9110, section 10.2.3): whole seconds, or a date.
///
/// Seconds are digits. A fraction, which some servers send, is rounded up. `+5`, `-1`, `1e3` and the empty text are
/// invalid. A number beyond `u64` becomes its maximum. `Default` is zero seconds.
///
/// ```
/// use core::time::Duration;
/// use errbook::RetryAfter;
/// use std::time::SystemTime;
///
/// assert_eq!(RetryAfter::from(30).to_string(), "30");
/// assert_eq!(RetryAfter::from(Duration::from_millis(1_001)).seconds(), Some(2));
/// assert_eq!(RetryAfter::try_from("120").unwrap().wait(SystemTime::now()), Duration::from_secs(120));
/// assert_eq!(RetryAfter::try_from("0.493").unwrap().seconds(), Some(1));
/// assert!(RetryAfter::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap().date().is_some());
/// assert!(RetryAfter::try_from("-1").is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RetryAfter(Form);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Seconds(u64),
    Date(HttpDate),
}

impl RetryAfter {
    /// A number of seconds after the response.
    ///
    /// ```
    /// assert_eq!(errbook::RetryAfter::from_secs(30).to_string(), "30");
    /// ```
    pub const fn from_secs(seconds: u64) -> Self {
        Self(Form::Seconds(seconds))
    }

    /// The time to wait from `now`; zero for a date in the past.
    ///
    /// Adding it to a clock may overflow: limit it first.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{RetryAfter, HttpDate};
    /// use std::time::SystemTime;
    ///
    /// let date = HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// let before = SystemTime::from(date) - Duration::from_secs(5);
    /// assert_eq!(RetryAfter::from(date).wait(before), Duration::from_secs(5));
    /// assert_eq!(RetryAfter::from(date).wait(SystemTime::now()), Duration::ZERO);
    /// ```
    pub fn wait(&self, now: SystemTime) -> Duration {
        match self.0 {
            Form::Seconds(seconds) => Duration::from_secs(seconds),
            Form::Date(date) => SystemTime::from(date).duration_since(now).unwrap_or(Duration::ZERO),
        }
    }

    /// The seconds, if it is not a date.
    ///
    /// ```
    /// use errbook::RetryAfter;
    ///
    /// assert_eq!(RetryAfter::from_secs(30).seconds(), Some(30));
    /// assert_eq!(RetryAfter::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap().seconds(), None);
    /// ```
    pub const fn seconds(&self) -> Option<u64> {
        match self.0 {
            Form::Seconds(seconds) => Some(seconds),
            Form::Date(_) => None,
        }
    }

    /// The date, if it is one.
    ///
    /// ```
    /// use errbook::{RetryAfter, HttpDate};
    ///
    /// let date = HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// assert_eq!(RetryAfter::from(date).date(), Some(date.into()));
    /// assert_eq!(RetryAfter::from_secs(30).date(), None);
    /// ```
    pub fn date(&self) -> Option<SystemTime> {
        match self.0 {
            Form::Seconds(_) => None,
            Form::Date(date) => Some(date.into()),
        }
    }
}

impl Default for RetryAfter {
    fn default() -> Self {
        Self::from_secs(0)
    }
}

/// Seconds.
impl From<u64> for RetryAfter {
    fn from(seconds: u64) -> Self {
        Self::from_secs(seconds)
    }
}

/// Rounds up to whole seconds, so that no client retries too early.
impl From<Duration> for RetryAfter {
    fn from(duration: Duration) -> Self {
        Self::from_secs(duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0)))
    }
}

impl From<HttpDate> for RetryAfter {
    fn from(date: HttpDate) -> Self {
        Self(Form::Date(date))
    }
}

impl TryFrom<&str> for RetryAfter {
    type Error = ParseError;

    fn try_from(text: &str) -> Result<Self, ParseError> {
        match rounded_up(text) {
            Some(seconds) => Ok(Self::from_secs(seconds)),
            None => HttpDate::try_from(text).map(Self::from).map_err(|_| ParseError::RETRY_AFTER),
        }
    }
}

/// Seconds or a date, as in the header.
impl fmt::Display for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Seconds(seconds) => seconds.fmt(f),
            Form::Date(date) => date.fmt(f),
        }
    }
}

impl fmt::Debug for RetryAfter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Form::Seconds(seconds) => write!(f, "RetryAfter({seconds} s)"),
            Form::Date(date) => write!(f, "RetryAfter({date})"),
        }
    }
}
