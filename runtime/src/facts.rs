//! What a book says of one code, as static data: facts that programs use, texts that people read.
//!
//! Two tables, so that a binary that asks only for a status does not carry every text. They know nothing of payloads.

use crate::Retry;

/// The facts about one code: its text, its statuses, its retry advice.
///
/// ```
/// use errbook::{Facts, Retry};
///
/// static NOT_FOUND: Facts = Facts::new("not_found", &[404, 410]);
/// assert_eq!(NOT_FOUND.code(), "not_found");
/// assert_eq!(NOT_FOUND.status(), 404);
/// assert_eq!(NOT_FOUND.retry_advice(), Retry::NEVER);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    code: &'static str,
    statuses: &'static [u16],
    retry: Retry,
}

impl Facts {
    /// A code as it is on the wire, and the HTTP statuses that it comes with. The first is the default.
    ///
    /// ```
    /// static GONE: errbook::Facts = errbook::Facts::new("gone", &[410, 404]);
    /// assert_eq!(GONE.status(), 410);
    /// ```
    pub const fn new(code: &'static str, statuses: &'static [u16]) -> Self {
        Self { code, statuses, retry: Retry::NEVER }
    }

    /// With this retry advice, in place of [`Retry::NEVER`].
    ///
    /// ```
    /// use errbook::{Backoff, Facts, Jitter, Retry, When};
    /// # use core::time::Duration;
    ///
    /// const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// static BUSY: Facts = Facts::new("busy", &[503]).retry(Retry::new(When::Idempotent, 3, BACKOFF));
    /// assert_eq!(BUSY.retry_advice().retries(), 3);
    /// ```
    #[must_use]
    pub const fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The code as it is on the wire.
    ///
    /// ```
    /// assert_eq!(errbook::Facts::new("gone", &[410]).code(), "gone");
    /// ```
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP status that the code is sent with if nothing else is said. (500, were there none.)
    ///
    /// ```
    /// use errbook::Facts;
    ///
    /// assert_eq!(Facts::new("gone", &[410, 404]).status(), 410);
    /// assert_eq!(Facts::new("gone", &[]).status(), 500);
    /// ```
    pub const fn status(&self) -> u16 {
        match self.statuses {
            [first, ..] => *first,
            [] => 500,
        }
    }

    /// Every HTTP status that the code may come with, the default first.
    ///
    /// ```
    /// assert_eq!(errbook::Facts::new("gone", &[410, 404]).statuses(), [410, 404]);
    /// ```
    pub const fn statuses(&self) -> &'static [u16] {
        self.statuses
    }

    /// The retry advice.
    ///
    /// ```
    /// use errbook::{Facts, Retry};
    ///
    /// assert_eq!(Facts::new("gone", &[410]).retry_advice(), Retry::NEVER);
    /// ```
    pub const fn retry_advice(&self) -> Retry {
        self.retry
    }
}

/// The texts about one code, for people. `meaning` and `remediation` are inline Markdown.
///
/// ```
/// use errbook::{Deprecated, Texts};
///
/// static TEXTS: Texts = Texts::new("There is no such thing.", "Look at the ID.")
///     .docs_url("https://shop.example/errors/not_found")
///     .deprecated(Deprecated::new("1.2.0").replacement("gone"));
/// assert_eq!(TEXTS.meaning(), "There is no such thing.");
/// assert_eq!(TEXTS.docs(), Some("https://shop.example/errors/not_found"));
/// assert_eq!(TEXTS.deprecation().unwrap().since(), "1.2.0");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    meaning: &'static str,
    remediation: &'static str,
    docs_url: Option<&'static str>,
    deprecated: Option<Deprecated>,
}

impl Texts {
    /// What has happened, and what the caller does about it.
    ///
    /// ```
    /// static TEXTS: errbook::Texts = errbook::Texts::new("It is gone.", "Order another.");
    /// assert_eq!(TEXTS.remediation(), "Order another.");
    /// ```
    pub const fn new(meaning: &'static str, remediation: &'static str) -> Self {
        Self { meaning, remediation, docs_url: None, deprecated: None }
    }

    /// With a page of its own.
    ///
    /// ```
    /// let texts = errbook::Texts::new("It is gone.", "Order another.").docs_url("https://shop.example/errors/gone");
    /// assert_eq!(texts.docs(), Some("https://shop.example/errors/gone"));
    /// ```
    #[must_use]
    pub const fn docs_url(self, url: &'static str) -> Self {
        Self { docs_url: Some(url), ..self }
    }

    /// With the note that the code is deprecated.
    ///
    /// ```
    /// let texts = errbook::Texts::new("It is gone.", "Order another.").deprecated(errbook::Deprecated::new("1.2.0"));
    /// assert!(texts.deprecation().is_some());
    /// ```
    #[must_use]
    pub const fn deprecated(self, deprecated: Deprecated) -> Self {
        Self { deprecated: Some(deprecated), ..self }
    }

    /// What has happened.
    ///
    /// ```
    /// let texts = errbook::Texts::new("It is gone.", "Order another.");
    /// assert_eq!(texts.meaning(), "It is gone.");
    /// ```
    pub const fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// What the caller does about it.
    ///
    /// ```
    /// let texts = errbook::Texts::new("It is gone.", "Order another.");
    /// assert_eq!(texts.remediation(), "Order another.");
    /// ```
    pub const fn remediation(&self) -> &'static str {
        self.remediation
    }

    /// The address of the code's own page.
    ///
    /// ```
    /// let texts = errbook::Texts::new("It is gone.", "Order another.");
    /// assert_eq!(texts.docs(), None);
    /// assert_eq!(texts.docs_url("https://shop.example/").docs(), Some("https://shop.example/"));
    /// ```
    pub const fn docs(&self) -> Option<&'static str> {
        self.docs_url
    }

    /// Since when it is deprecated, and what to use; `None` if it is not.
    ///
    /// ```
    /// use errbook::Deprecated;
    ///
    /// let texts = errbook::Texts::new("It is gone.", "Order another.");
    /// assert_eq!(texts.deprecation(), None);
    /// assert_eq!(texts.deprecated(Deprecated::new("1.2.0")).deprecation(), Some(Deprecated::new("1.2.0")));
    /// ```
    pub const fn deprecation(&self) -> Option<Deprecated> {
        self.deprecated
    }
}

/// That a code is deprecated, since when, and what takes its place.
///
/// ```
/// use errbook::Deprecated;
///
/// let deprecated = Deprecated::new("1.2.0").replacement("rate_limited").note("It was never precise.");
/// assert_eq!(deprecated.replacement_code(), Some("rate_limited"));
/// assert_eq!(deprecated.note_text(), Some("It was never precise."));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deprecated {
    since: &'static str,
    replacement: Option<&'static str>,
    note: Option<&'static str>,
}

impl Deprecated {
    /// Deprecated since this version of the contract.
    ///
    /// ```
    /// let deprecated = errbook::Deprecated::new("1.2.0");
    /// assert_eq!(deprecated.since(), "1.2.0");
    /// assert_eq!(deprecated.replacement_code(), None);
    /// ```
    pub const fn new(since: &'static str) -> Self {
        Self { since, replacement: None, note: None }
    }

    /// With the code that takes its place.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").replacement("gone").replacement_code(), Some("gone"));
    /// ```
    #[must_use]
    pub const fn replacement(self, code: &'static str) -> Self {
        Self { replacement: Some(code), ..self }
    }

    /// With a remark, inline Markdown.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").note("Never sent.").note_text(), Some("Never sent."));
    /// ```
    #[must_use]
    pub const fn note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }

    /// The version of the contract since which it is deprecated.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").since(), "1.2.0");
    /// ```
    pub const fn since(&self) -> &'static str {
        self.since
    }

    /// The code that takes its place.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").replacement_code(), None);
    /// assert_eq!(errbook::Deprecated::new("1.2.0").replacement("gone").replacement_code(), Some("gone"));
    /// ```
    pub const fn replacement_code(&self) -> Option<&'static str> {
        self.replacement
    }

    /// A remark, inline Markdown.
    ///
    /// ```
    /// assert_eq!(errbook::Deprecated::new("1.2.0").note_text(), None);
    /// assert_eq!(errbook::Deprecated::new("1.2.0").note("Never sent.").note_text(), Some("Never sent."));
    /// ```
    pub const fn note_text(&self) -> Option<&'static str> {
        self.note
    }
}
