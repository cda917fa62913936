//! Retry advice: what a book says as data, and with the feature `retry` what follows from it after a failed attempt.
//!
//! No loop and no sleep is in here: those of `backon` and `tower` do.

#[cfg(feature = "retry")]
mod advice;
#[cfg(feature = "retry")]
mod plan;
#[cfg(feature = "retry")]
mod policy;

use core::time::Duration;

#[cfg(feature = "retry")]
pub use advice::{Advice, Limits, Reason, Request};
#[cfg(feature = "retry")]
pub use plan::Plan;
#[cfg(feature = "retry")]
pub use policy::Policy;

/// When a failed request may be sent again.
///
/// ```
/// use errbook::{Retry, When};
///
/// assert_eq!(Retry::NEVER.when(), When::Never);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum When {
    /// Not at all: the same request would fail again.
    Never,
    /// If it is idempotent: by its method (RFC 9110, section 9.2.2), or by an idempotency key.
    Idempotent,
    /// Always: a request that was answered so has not been carried out.
    Always,
}

/// How a wait is made random, so that clients that failed together do not come back together.
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
    /// Not at all.
    None,
    /// Anything from nothing to the computed wait.
    Full,
}

/// Exponential backoff: how long to wait before a retry when the server has not said so.
///
/// Before the first retry it is `initial`, before each one after that `factor` times as long, and never more than `max`.
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
    /// A backoff of these four.
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

    /// How many times longer each wait is than the one before.
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

    /// How the wait is made random.
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

/// A code's retry advice.
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
    /// Not to be retried.
    ///
    /// ```
    /// assert_eq!(errbook::Retry::NEVER.retries(), 0);
    /// ```
    pub const NEVER: Self = Self::new(When::Never, 0, Backoff::new(Duration::ZERO, 1.0, Duration::ZERO, Jitter::None));

    /// Advice of these three. `retries` counts what comes after the first attempt: 3 is four requests in all.
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

    /// Which requests may be sent again.
    ///
    /// ```
    /// use errbook::{Retry, When};
    ///
    /// assert_eq!(Retry::NEVER.when(), When::Never);
    /// ```
    pub const fn when(&self) -> When {
        self.when
    }

    /// How many times at most, after the first attempt.
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

    /// How long to wait where the server does not say.
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
