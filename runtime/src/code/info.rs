//! A book's data about one code, as statics: one table for programs, one for people.
//!
//! They are separate so that a binary that only needs statuses does not contain the texts.

use super::Retry;

/// What programs need to know about one code: its text, its statuses, its retry advice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CodeInfo {
    code: &'static str,
    statuses: &'static [u16],
    retry: Retry,
}

impl CodeInfo {
    /// A code on the wire, with its HTTP statuses, the default first. It is never retried.
    pub const fn new(code: &'static str, statuses: &'static [u16]) -> Self {
        Self { code, statuses, retry: Retry::NEVER }
    }

    /// Sets the retry advice, which is [`Retry::NEVER`] by default.
    #[must_use]
    pub const fn with_retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The code on the wire.
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The default HTTP status; 500 if there is none.
    pub const fn status(&self) -> u16 {
        match self.statuses {
            [first, ..] => *first,
            [] => 500,
        }
    }

    /// Every HTTP status that the code may have, the default first.
    pub const fn statuses(&self) -> &'static [u16] {
        self.statuses
    }

    /// The retry advice.
    pub const fn retry(&self) -> Retry {
        self.retry
    }
}

/// The documentation of one code. `meaning` and `remediation` are inline Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeDocs {
    meaning: &'static str,
    remediation: &'static str,
    docs_url: Option<&'static str>,
    deprecated: Option<Deprecated>,
}

impl CodeDocs {
    /// What happened, and what the caller should do about it.
    pub const fn new(meaning: &'static str, remediation: &'static str) -> Self {
        Self { meaning, remediation, docs_url: None, deprecated: None }
    }

    /// Sets the URL of the code's own page.
    #[must_use]
    pub const fn with_docs_url(self, url: &'static str) -> Self {
        Self { docs_url: Some(url), ..self }
    }

    /// Marks the code as deprecated.
    #[must_use]
    pub const fn with_deprecated(self, deprecated: Deprecated) -> Self {
        Self { deprecated: Some(deprecated), ..self }
    }

    /// What happened.
    pub const fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// What the caller should do about it.
    pub const fn remediation(&self) -> &'static str {
        self.remediation
    }

    /// The URL of the code's own page.
    pub const fn docs_url(&self) -> Option<&'static str> {
        self.docs_url
    }

    /// The deprecation, if the code is deprecated.
    pub const fn deprecated(&self) -> Option<Deprecated> {
        self.deprecated
    }
}

/// The deprecation of a code: since which version, and what replaces it.
///
/// ```
/// use errbook::Deprecated;
///
/// let deprecated = Deprecated::new("1.2.0").with_replacement("rate_limited").with_note("It was never precise.");
/// assert_eq!(deprecated.replacement(), Some("rate_limited"));
/// assert_eq!(deprecated.note(), Some("It was never precise."));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecated {
    since: &'static str,
    replacement: Option<&'static str>,
    note: Option<&'static str>,
}

impl Deprecated {
    /// Deprecated since this version of the API.
    ///
    /// ```
    /// let deprecated = errbook::Deprecated::new("1.2.0");
    /// assert_eq!(deprecated.replacement(), None);
    /// ```
    pub const fn new(since: &'static str) -> Self {
        Self { since, replacement: None, note: None }
    }

    /// Sets the code that replaces this one.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").with_replacement("gone").replacement(), Some("gone"));
    /// ```
    #[must_use]
    pub const fn with_replacement(self, code: &'static str) -> Self {
        Self { replacement: Some(code), ..self }
    }

    /// Sets a note, which is inline Markdown.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").with_note("Never sent.").note(), Some("Never sent."));
    /// ```
    #[must_use]
    pub const fn with_note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The version of the API since which the code is deprecated.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").since(), "1.2.0");
    /// ```
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// The code that replaces this one.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").replacement(), None);
    /// assert_eq!(errbook::Deprecated::new("1.2.0").with_replacement("gone").replacement(), Some("gone"));
    /// ```
    pub const fn replacement(&self) -> Option<&'static str> {
        self.replacement
    }

    /// A note, which is inline Markdown.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").note(), None);
    /// assert_eq!(errbook::Deprecated::new("1.2.0").with_note("Never sent.").note(), Some("Never sent."));
    /// ```
    pub const fn note(&self) -> Option<&'static str> {
        self.note
    }
}
