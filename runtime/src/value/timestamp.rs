//! A date and time in JSON: a checked RFC 3339 text.

use core::fmt;
use core::time::Duration;
use std::borrow::ToOwned;
use std::string::String;
use std::time::{SystemTime, UNIX_EPOCH};

use super::ParseError;

/// A date and time by RFC 3339, section 5.6: `2026-01-31T12:00:00Z`. The text is kept unchanged.
///
/// Months, leap years, hours, minutes and the required offset are checked. A second may be 60, for leap seconds.
/// Equality compares texts, so the same time with different offsets is not equal.
///
/// With the feature `jiff` it converts to and from `jiff::Timestamp`.
///
/// ```
/// use errbook::Timestamp;
///
/// let time = Timestamp::new("2026-01-31T12:00:00.5+01:00").unwrap();
/// assert_eq!(time.as_str(), "2026-01-31T12:00:00.5+01:00");
/// assert!(Timestamp::new("2026-02-30T12:00:00Z").is_err());
/// assert!(Timestamp::new("2026-01-31").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// Checks the text.
    ///
    /// ```
    /// use errbook::Timestamp;
    ///
    /// assert!(Timestamp::new("2026-01-31T12:00:00Z").is_ok());
    /// assert!(Timestamp::new("2026-01-31T12:00:00").is_err());
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self, ParseError> {
        let text = text.into();
        if is_timestamp(&text) { Ok(Self(text)) } else { Err(ParseError::TIMESTAMP) }
    }

    /// The text.
    ///
    /// ```
    /// let time = errbook::Timestamp::new("2026-01-31T12:00:00Z").unwrap();
    /// assert_eq!(time.as_str(), "2026-01-31T12:00:00Z");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The replacement for an invalid value.
    pub(crate) fn epoch() -> Self {
        Self("1970-01-01T00:00:00Z".to_owned())
    }
}

/// The months of an HTTP date.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether `text` is a `date-time` of RFC 3339.
pub(crate) fn is_timestamp(text: &str) -> bool {
    unix_seconds(text).is_some()
}

/// The seconds since 1970, rounded up; `None` if `text` is not a `date-time` of RFC 3339.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let (year, rest) = number(text.as_bytes(), 4)?;
    let (month, rest) = number(byte(rest, b"-")?, 2)?;
    let (day, rest) = number(byte(rest, b"-")?, 2)?;
    let (hour, rest) = number(byte(rest, b"Tt")?, 2)?;
    let (minute, rest) = number(byte(rest, b":")?, 2)?;
    let (second, rest) = number(byte(rest, b":")?, 2)?;
    let (has_fraction, rest) = match byte(rest, b".") {
        Some(fraction) => {
            let rest = digits(fraction)?;
            (fraction.iter().take(fraction.len() - rest.len()).any(|digit| *digit != b'0'), rest)
        }
        None => (false, rest),
    };
    let offset = offset(rest)?;
    let is_valid = (1..=days(year, month)).contains(&day) && hour < 24 && minute < 60 && second <= 60;
    let time = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second) + i64::from(has_fraction);
    is_valid.then(|| days_since_1970(year, month, day) * 86_400 + time - offset)
}

/// The number of days from the start of 1970 to a valid day. Years begin in March, so that a leap day ends one.
fn days_since_1970(year: u16, month: u16, day: u16) -> i64 {
    let year = i64::from(year) - i64::from(month < 3);
    let month = i64::from((month + 9) % 12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + i64::from(day) - 719_469
}

/// Seconds ahead of UTC.
fn offset(text: &[u8]) -> Option<i64> {
    if let Some(rest) = byte(text, b"Zz") {
        return rest.is_empty().then_some(0);
    }
    let sign = if text.starts_with(b"-") { -60 } else { 60 };
    let (hour, rest) = number(byte(text, b"+-")?, 2)?;
    let (minute, rest) = number(byte(rest, b":")?, 2)?;
    (hour < 24 && minute < 60 && rest.is_empty()).then(|| sign * i64::from(hour * 60 + minute))
}

/// The number of days in the month; 0 for an invalid month.
fn days(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// A number of exactly `length` digits, and the rest.
fn number(text: &[u8], length: usize) -> Option<(u16, &[u8])> {
    let (head, rest) = text.split_at_checked(length)?;
    let mut value = 0;
    for digit in head {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u16::from(digit);
    }
    Some((value, rest))
}

/// The rest after one or more digits.
fn digits(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 { None } else { text.get(length..) }
}

/// The rest after one of these bytes.
fn byte<'a>(text: &'a [u8], allowed: &[u8]) -> Option<&'a [u8]> {
    let (first, rest) = text.split_first()?;
    allowed.contains(first).then_some(rest)
}

impl TryFrom<&str> for Timestamp {
    type Error = ParseError;

    fn try_from(text: &str) -> Result<Self, ParseError> {
        Self::new(text)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
        Self::new(text)
    }
}

/// In UTC, in whole seconds, rounded down. A time before 1970 becomes its start, and one after 9999 the end of that year.
///
/// ```
/// use errbook::Timestamp;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let time = Timestamp::from(UNIX_EPOCH + Duration::from_millis(1_769_860_800_999));
/// assert_eq!(time.as_str(), "2026-01-31T12:00:00Z");
/// ```
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        /// The last second of the year 9999.
        const LAST: u64 = 253_402_300_799;
        let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().min(LAST);
        // `Sat, 31 Jan 2026 12:00:00 GMT`
        let date = httpdate::fmt_http_date(UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH));
        let month = MONTHS.iter().position(|month| *month == &date[8..11]).map_or(1, |index| index + 1);
        Self(std::format!("{}-{month:02}-{}T{}Z", &date[12..16], &date[5..7], &date[17..25]))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A leap second becomes the second before it. Fails for values that `jiff` cannot represent, such as more than nine
/// fractional digits.
#[cfg(feature = "jiff")]
impl TryFrom<&Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: &Timestamp) -> Result<Self, jiff::Error> {
        timestamp.0.parse()
    }
}

/// In UTC. A time before the year 0, which RFC 3339 cannot express, becomes the start of that year.
#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self::new(std::format!("{timestamp}")).unwrap_or_else(|_| Self("0000-01-01T00:00:00Z".to_owned()))
    }
}
