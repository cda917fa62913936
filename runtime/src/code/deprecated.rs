//! The deprecation of a code.

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
