//! The error of reading a header or a timestamp from text.

use core::fmt;

/// A text that is not a [`Timestamp`](crate::Timestamp), [`HttpDate`](crate::HttpDate),
/// [`RetryAfter`](crate::RetryAfter) or [`HeaderText`](crate::HeaderText). `Display` says what was expected.
///
/// ```
/// use errbook::{HeaderText, RetryAfter};
///
/// let error = RetryAfter::try_from("1e3").unwrap_err();
/// assert_eq!(error.to_string(), "expected seconds or an HTTP date");
/// let error = HeaderText::new("a\nb").unwrap_err();
/// assert_eq!(error.to_string(), "expected visible ASCII, with spaces and tabs only between other characters");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseError {
    expected: &'static str,
}

impl ParseError {
    pub(crate) const TIMESTAMP: Self = Self { expected: "an RFC 3339 date and time, such as `2026-01-31T12:00:00Z`" };
    pub(crate) const HTTP_DATE: Self = Self { expected: "an HTTP date, such as `Sun, 06 Nov 1994 08:49:37 GMT`" };
    pub(crate) const RETRY_AFTER: Self = Self { expected: "seconds or an HTTP date" };
    pub(crate) const HEADER_TEXT: Self =
        Self { expected: "visible ASCII, with spaces and tabs only between other characters" };
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl core::error::Error for ParseError {}
