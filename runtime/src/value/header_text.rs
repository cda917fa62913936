//! A text that HTTP allows as the value of a header.

use core::fmt;
use core::ops::Deref;
use std::string::String;

use super::ParseError;

/// A text that HTTP allows as the value of a header (RFC 9110, section 5.5), which prevents header injection.
///
/// Visible ASCII, with spaces and tabs only between other characters. It may be empty. What the RFC calls `obs-text`
/// (bytes from 128) is rejected.
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
    /// Checks the text.
    ///
    /// ```
    /// use errbook::HeaderText;
    ///
    /// assert!(HeaderText::new("Bearer").is_ok());
    /// assert!(HeaderText::new("Größe").is_err());
    /// ```
    pub fn new(text: impl Into<String>) -> Result<Self, ParseError> {
        let text = text.into();
        if is_header_text(&text) { Ok(Self(text)) } else { Err(ParseError::HEADER_TEXT) }
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
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| byte.is_ascii_graphic() || is_space(byte))
        && !bytes.first().is_some_and(is_space)
        && !bytes.last().is_some_and(is_space)
}

impl TryFrom<&str> for HeaderText {
    type Error = ParseError;

    fn try_from(text: &str) -> Result<Self, ParseError> {
        Self::new(text)
    }
}

impl TryFrom<String> for HeaderText {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, ParseError> {
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
