//! A date in an HTTP header. It reads no clock.

use core::fmt;
use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use super::ParseError;

/// The last second that an HTTP date can express: the end of the year 9999.
const LAST: u64 = 253_402_300_799;

/// An HTTP date (RFC 9110, section 5.6.7), in whole seconds, from 1970 to 9999.
///
/// It is written as an IMF-fixdate, and read in all three forms: that one, RFC 850's and asctime's. `Default` is the
/// start of 1970.
///
/// ```
/// use errbook::HttpDate;
/// use std::time::SystemTime;
///
/// let date = HttpDate::try_from("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
/// assert_eq!(HttpDate::try_from("Sunday, 06-Nov-94 08:49:37 GMT"), Ok(date));
/// assert_eq!(HttpDate::try_from("Sun Nov  6 08:49:37 1994"), Ok(date));
/// assert_eq!(HttpDate::from(SystemTime::from(date)), date);
/// assert_eq!(date.to_string(), "Sun, 06 Nov 1994 08:49:37 GMT");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HttpDate {
    /// Since 1970, and at most `LAST`.
    seconds: u64,
}

impl From<SystemTime> for HttpDate {
    /// Rounds down to a second. A time that HTTP cannot express becomes the first or last one that it can.
    fn from(time: SystemTime) -> Self {
        let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self { seconds: seconds.min(LAST) }
    }
}

impl From<HttpDate> for SystemTime {
    fn from(date: HttpDate) -> Self {
        UNIX_EPOCH + Duration::from_secs(date.seconds)
    }
}

impl TryFrom<&str> for HttpDate {
    type Error = ParseError;

    fn try_from(text: &str) -> Result<Self, ParseError> {
        httpdate::parse_http_date(text).map(Self::from).map_err(|_| ParseError::HTTP_DATE)
    }
}

impl fmt::Display for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `httpdate` panics outside of 1970 to 9999; `seconds` is within.
        httpdate::HttpDate::from(SystemTime::from(*self)).fmt(f)
    }
}

impl fmt::Debug for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpDate({self})")
    }
}
