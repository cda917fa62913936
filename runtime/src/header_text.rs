//! A text that may stand in an HTTP header. It knows no header.

use core::fmt;
use core::ops::Deref;
use std::string::String;

/// A text that HTTP allows as a header's value (RFC 9110, section 5.5), so that no value can end its line and begin
/// another header.
///
/// Visible ASCII, and between that spaces and tabs; empty, too. What the RFC calls `obs-text` (bytes from 128 on) is refused.
///
/// ```
/// use errbook::HeaderText;
///
/// assert_eq!(HeaderText::new("Bearer realm=\"shop\"").unwrap().as_str(), "Bearer realm=\"shop\"");
/// assert!(HeaderText::new("a\r\nSet-Cookie: b=c").is_err());
/// assert!(HeaderText::new(" a").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeaderText(String);

impl HeaderText {
    /// The text, if HTTP allows it.
    ///
    /// ```
    /// use errbook::HeaderText;
    ///
    /// assert!(HeaderText::new("Bearer").is_ok());
    /// assert!(HeaderText::new("Größe").is_err());
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidHeaderText> {
        let text = text.into();
        if is_header_text(&text) { Ok(Self(text)) } else { Err(InvalidHeaderText) }
    }

    /// The text.
    ///
    /// ```
    /// assert_eq!(errbook::HeaderText::new("Bearer").unwrap().as_str(), "Bearer");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether HTTP allows `text` as the value of a header.
pub(crate) fn is_header_text(text: &str) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_graphic() || blank(byte))
        && !bytes.first().is_some_and(blank)
        && !bytes.last().is_some_and(blank)
}

impl TryFrom<&str> for HeaderText {
    type Error = InvalidHeaderText;

    fn try_from(text: &str) -> Result<Self, InvalidHeaderText> {
        Self::new(text)
    }
}

impl TryFrom<String> for HeaderText {
    type Error = InvalidHeaderText;

    fn try_from(text: String) -> Result<Self, InvalidHeaderText> {
        Self::new(text)
    }
}

impl Deref for HeaderText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for HeaderText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A text that HTTP does not allow as the value of a header.
///
/// ```
/// use errbook::{HeaderText, InvalidHeaderText};
///
/// assert_eq!(HeaderText::new("a\nb"), Err(InvalidHeaderText));
/// assert_eq!(
///     InvalidHeaderText.to_string(),
///     "not a header's value: visible ASCII, with spaces and tabs only in between",
/// );
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidHeaderText;

impl fmt::Display for InvalidHeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a header's value: visible ASCII, with spaces and tabs only in between")
    }
}

impl core::error::Error for InvalidHeaderText {}
