//! Retry advice as data: a book's advice for codes, and HTTP's rules for statuses and methods.

use core::time::Duration;

/// The idempotent methods: sending such a request twice has the effect of sending it once.
///
/// They are those of HTTP (RFC 9110, section 9.2.2; RFC 10008), and those of `WebDAV` that only read (RFC 4918, section 9.1;
/// RFC 3253, section 3.6; RFC 5323).
pub const IDEMPOTENT_METHODS: &[&str] =
    &["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "PROPFIND", "REPORT", "SEARCH"];

/// Which failed requests may be retried.
///
/// ```
/// use errbook::{Retry, When};
///
/// assert_eq!(Retry::NEVER.when(), When::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// None: the same request would fail again.
    Never,
    /// Idempotent ones, by their method or by an idempotency key.
    Idempotent,
    /// All of them: the server has not processed the request.
    Always,
}

impl When {
    /// The advice by status, if no code is known.
    ///
    /// Besides those of HTTP, these are the statuses for which proxies report an unreachable or slow server: 520 to
    /// 524, 527, 529, 530, 598 and 599.
    ///
    /// ```
    /// use errbook::When;
    ///
    /// assert_eq!(When::of_status(429), When::Always);
    /// assert_eq!(When::of_status(503), When::Idempotent);
    /// assert_eq!(When::of_status(522), When::Idempotent);
    /// assert_eq!(When::of_status(404), When::Never);
    /// ```
    pub const fn of_status(status: u16) -> Self {
        match status {
            425 | 429 => Self::Always,
            408 | 500 | 502..=504 | 520..=524 | 527 | 529 | 530 | 598 | 599 => Self::Idempotent,
            _ => Self::Never,
        }
    }
}

/// How waits are randomized, so that clients that failed together do not retry together.
///
/// ```
/// use core::time::Duration;
/// use errbook::{Backoff, Jitter};
///
/// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
/// assert_eq!(backoff.jitter(), Jitter::Full);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Jitter {
    /// No jitter.
    None,
    /// A random wait between zero and the computed one.
    Full,
}

/// Exponential backoff: how long to wait before a retry if the server does not say.
///
/// The first wait is `initial`; each later one is `factor` times as long as the one before, and none exceeds `max`.
///
/// ```
/// use core::time::Duration;
/// use errbook::{Backoff, Jitter};
///
/// const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
/// assert_eq!(BACKOFF.max().as_secs(), 60);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backoff {
    initial: Duration,
    factor: f64,
    max: Duration,
    jitter: Jitter,
}

impl Backoff {
    /// A backoff with these parameters.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Backoff, Jitter};
    ///
    /// const BACKOFF: Backoff = Backoff::new(Duration::from_millis(200), 1.5, Duration::from_secs(5), Jitter::None);
    /// assert_eq!(BACKOFF.jitter(), Jitter::None);
    /// ```
    pub const fn new(initial: Duration, factor: f64, max: Duration, jitter: Jitter) -> Self {
        Self { initial, factor, max, jitter }
    }

    /// The wait before the first retry.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Backoff, Jitter};
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(backoff.initial(), Duration::from_secs(1));
    /// ```
    pub const fn initial(&self) -> Duration {
        self.initial
    }

    /// The factor by which each wait grows.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Backoff, Jitter};
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(backoff.factor(), 2.0);
    /// ```
    pub const fn factor(&self) -> f64 {
        self.factor
    }

    /// The longest wait.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Backoff, Jitter};
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(backoff.max(), Duration::from_secs(60));
    /// ```
    pub const fn max(&self) -> Duration {
        self.max
    }

    /// How waits are randomized.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::{Backoff, Jitter};
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(backoff.jitter(), Jitter::Full);
    /// ```
    pub const fn jitter(&self) -> Jitter {
        self.jitter
    }
}

/// The retry advice for a code.
///
/// ```
/// use core::time::Duration;
/// use errbook::{Backoff, Jitter, Retry, When};
///
/// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::None);
/// let retry = Retry::new(When::Always, 3, backoff);
/// assert_eq!(retry.retries(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Retry {
    when: When,
    retries: u32,
    backoff: Backoff,
}

impl Retry {
    /// Never retry.
    ///
    /// ```
    /// assert_eq!(errbook::Retry::NEVER.retries(), 0);
    /// ```
    pub const NEVER: Self = Self::new(When::Never, 0, Backoff::new(Duration::ZERO, 1.0, Duration::ZERO, Jitter::None));

    /// `retries` does not count the first attempt: 3 means up to four requests.
    ///
    /// ```
    /// use errbook::{Backoff, Jitter, Retry, When};
    /// # use core::time::Duration;
    ///
    /// const BACKOFF: Backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// const RETRY: Retry = Retry::new(When::Idempotent, 3, BACKOFF);
    /// assert_eq!(RETRY.when(), When::Idempotent);
    /// ```
    pub const fn new(when: When, retries: u32, backoff: Backoff) -> Self {
        Self { when, retries, backoff }
    }

    /// Which requests may be retried.
    ///
    /// ```
    /// use errbook::{Retry, When};
    ///
    /// assert_eq!(Retry::NEVER.when(), When::Never);
    /// ```
    pub const fn when(&self) -> When {
        self.when
    }

    /// The maximum number of retries, not counting the first attempt.
    ///
    /// ```
    /// use errbook::{Backoff, Jitter, Retry, When};
    /// # use core::time::Duration;
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(Retry::new(When::Always, 3, backoff).retries(), 3);
    /// ```
    pub const fn retries(&self) -> u32 {
        self.retries
    }

    /// How long to wait if the server does not say.
    ///
    /// ```
    /// use errbook::{Backoff, Jitter, Retry, When};
    /// # use core::time::Duration;
    ///
    /// let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
    /// assert_eq!(Retry::new(When::Always, 3, backoff).backoff(), backoff);
    /// ```
    pub const fn backoff(&self) -> Backoff {
        self.backoff
    }
}
