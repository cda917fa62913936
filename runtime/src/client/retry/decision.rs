//! What to do after a failed attempt.

use core::fmt;
use core::time::Duration;
use std::hash::{BuildHasher, RandomState};
use std::time::SystemTime;

use super::wait;
use crate::code::{CodeInfo, IDEMPOTENT_METHODS};
use crate::decode::Timing;
use crate::{Backoff, Error, Jitter, Kind, Retry, RetryAfter, When};

/// Whether and when to retry a request: see [`Error::advice`].
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::retry::{Advice, Limits, Request};
///
/// match Error::from(RateLimited::new(2)).advice(1, Request::new("GET"), &Limits::default()) {
///     Advice::After(wait) => assert_eq!(wait.as_secs(), 2),
///     Advice::GiveUp(reason) => panic!("{reason}"),
///     _ => {}
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Retry after this time.
    After(Duration),
    /// Do not retry, for this reason.
    GiveUp(Reason),
}

impl Advice {
    /// The time to wait before the next attempt; `None` if there should not be one.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::retry::{Advice, Reason};
    ///
    /// assert_eq!(Advice::After(Duration::ZERO).wait(), Some(Duration::ZERO));
    /// assert_eq!(Advice::GiveUp(Reason::Exhausted).wait(), None);
    /// ```
    pub const fn wait(self) -> Option<Duration> {
        match self {
            Self::After(wait) => Some(wait),
            Self::GiveUp(_) => None,
        }
    }
}

/// Why not to retry a request.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::retry::{Advice, Limits, Reason, Request};
///
/// let advice = Error::from(ErrorKind::NotFound).advice(1, Request::new("GET"), &Limits::default());
/// assert_eq!(advice, Advice::GiveUp(Reason::Permanent));
/// assert_eq!(Reason::Permanent.to_string(), "the same request would fail again");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The same request would fail again, according to the book or, for an unknown code, the status.
    Permanent,
    /// The server may have processed the request, and it is not idempotent.
    NotIdempotent,
    /// The maximum number of retries of the book or the caller is reached.
    Exhausted,
    /// The server asks for this wait, which exceeds the caller's maximum.
    TooLong(Duration),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permanent => f.write_str("the same request would fail again"),
            Self::NotIdempotent => f.write_str("the server may have processed the request, and it is not idempotent"),
            Self::Exhausted => f.write_str("the maximum number of retries is reached"),
            Self::TooLong(wait) => {
                let seconds = RetryAfter::from(*wait);
                write!(f, "the server asks for a wait of {seconds} s, which exceeds the limit")
            }
        }
    }
}

/// The failed request: whether it is idempotent.
///
/// ```
/// use errbook::retry::Request;
///
/// assert!(Request::new("PUT").is_idempotent());
/// assert!(!Request::new("POST").is_idempotent());
/// assert!(Request::new("POST").with_idempotency_key().is_idempotent());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    idempotent: bool,
}

impl Request {
    /// A request with this method. `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE`, `QUERY`, `PROPFIND`, `REPORT` and
    /// `SEARCH` are idempotent. Methods are case-sensitive (RFC 9110, section 9.1).
    ///
    /// ```
    /// use errbook::retry::Request;
    ///
    /// assert!(Request::new("DELETE").is_idempotent());
    /// assert!(!Request::new("delete").is_idempotent());
    /// ```
    pub fn new(method: &str) -> Self {
        Self { idempotent: IDEMPOTENT_METHODS.contains(&method) }
    }

    /// The same request with an idempotency key, which makes any method idempotent.
    ///
    /// ```
    /// use errbook::retry::Request;
    ///
    /// assert!(Request::new("PATCH").with_idempotency_key().is_idempotent());
    /// ```
    #[must_use]
    pub const fn with_idempotency_key(self) -> Self {
        Self { idempotent: true }
    }

    /// Whether sending it twice has the same effect as sending it once.
    ///
    /// ```
    /// use errbook::retry::Request;
    ///
    /// assert!(Request::new("GET").is_idempotent());
    /// assert!(!Request::new("POST").is_idempotent());
    /// ```
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }
}

/// A header `Idempotency-Key` makes it idempotent.
#[cfg(feature = "http")]
impl<B> From<&http::Request<B>> for Request {
    fn from(request: &http::Request<B>) -> Self {
        let plain = Self::new(request.method().as_str());
        if request.headers().contains_key("idempotency-key") { plain.with_idempotency_key() } else { plain }
    }
}

/// Limits of the caller, in addition to those of the book.
///
/// ```
/// use core::time::Duration;
/// use errbook::retry::Limits;
///
/// let limits = Limits::default().with_retries(1).with_max_wait(Duration::from_secs(10));
/// # let _ = limits;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    retries: u32,
    max_wait: Duration,
    seed: Option<u64>,
    now: Option<SystemTime>,
}

impl Default for Limits {
    /// As many retries as the book allows, and no wait of more than a minute.
    fn default() -> Self {
        Self { retries: u32::MAX, max_wait: Duration::from_secs(60), seed: None, now: None }
    }
}

impl Limits {
    /// Sets the maximum number of retries, not counting the first attempt. The book may allow fewer.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Reason, Request};
    ///
    /// let limits = Limits::default().with_retries(0);
    /// let advice = Error::from(RateLimited::new(2)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::GiveUp(Reason::Exhausted));
    /// ```
    #[must_use]
    pub const fn with_retries(self, retries: u32) -> Self {
        Self { retries, ..self }
    }

    /// Sets the maximum wait. If a server asks for more, the request is not retried: see [`Reason::TooLong`]. The
    /// book's backoff does not exceed it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Reason, Request};
    /// # use core::time::Duration;
    ///
    /// let limits = Limits::default().with_max_wait(Duration::from_secs(10));
    /// let advice = Error::from(RateLimited::new(11)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::GiveUp(Reason::TooLong(Duration::from_secs(11))));
    /// ```
    #[must_use]
    pub const fn with_max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Sets a seed that makes the jitter deterministic, for tests.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Limits, Request};
    ///
    /// let error = Error::decode(503, &(), "");
    /// let advice = |seed| error.advice(1, Request::new("GET"), &Limits::default().with_seed(seed));
    /// assert_eq!(advice(7), advice(7));
    /// assert_ne!(advice(7), advice(8));
    /// ```
    #[must_use]
    pub const fn with_seed(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// Sets the current time, for tests. A date until which to wait is compared with it if the response has no `Date`,
    /// or has an `Age`. The default is the system time.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Request};
    /// # use core::time::Duration;
    /// # use std::time::SystemTime;
    ///
    /// let date = errbook::HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// let limits = Limits::default().with_now(SystemTime::from(date) - Duration::from_secs(5));
    /// let advice = Error::from(RateLimited::new(date)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::After(Duration::from_secs(5)));
    /// ```
    #[must_use]
    pub const fn with_now(self, now: SystemTime) -> Self {
        Self { now: Some(now), ..self }
    }

    /// A random number from 0 to 1 for an attempt.
    #[allow(clippy::cast_precision_loss, reason = "an `f64` holds 53 bits")]
    fn chance(&self, attempt: u32) -> f64 {
        let bits = match self.seed {
            Some(seed) => mixed(seed.wrapping_add(u64::from(attempt).wrapping_mul(0x9e37_79b9_7f4a_7c15))),
            None => RandomState::new().hash_one(attempt),
        };
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The finalizer of `SplitMix64`, so that consecutive seeds give unrelated numbers.
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl<K: Kind> Error<K> {
    /// What to do after attempt number `attempt`, starting at 1, has failed with this error.
    ///
    /// - If the book has the code, its advice applies, whatever the status. Otherwise the status decides
    ///   ([`When::of_status`]), with the book's default backoff.
    /// - The wait is the longest one of the header `Retry-After` and the fields and headers that the book declares as
    ///   delays. A date is compared with that of the response, so that a wrong clock does not matter.
    /// - If there is none, the wait is that of the backoff; also from the second attempt on, if the wait is in the
    ///   past. If one of them cannot be read, the wait is at least that of the backoff without jitter.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use core::time::Duration;
    /// use errbook::retry::{Advice, Limits, Reason, Request};
    ///
    /// let limits = Limits::default();
    /// let body = r#"{"error": {"code": "rate_limited", "message": "Slow down."}}"#;
    /// let error = Error::decode(429, &[("Retry-After", "2")], body);
    /// assert_eq!(error.advice(1, Request::new("POST"), &limits), Advice::After(Duration::from_secs(2)));
    /// assert_eq!(error.advice(4, Request::new("POST"), &limits), Advice::GiveUp(Reason::Exhausted));
    ///
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// assert!(error.advice(1, Request::new("GET"), &limits).wait().is_some());
    /// assert_eq!(error.advice(1, Request::new("POST"), &limits), Advice::GiveUp(Reason::NotIdempotent));
    /// ```
    pub fn advice(&self, attempt: u32, request: Request, limits: &Limits) -> Advice {
        let error = self.view();
        let retry = error.info().map_or_else(|| of_status(error.status(), error.schema.retry), CodeInfo::retry);
        let timing = self.received().map(|received| received.timing).unwrap_or_default();
        advise(retry, timing, &|now| wait::longest(error, now), Attempt { number: attempt, request, limits })
    }
}

/// A failed attempt.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    /// Its number, starting at 1.
    pub(crate) number: u32,
    pub(crate) request: Request,
    pub(crate) limits: &'a Limits,
}

/// The advice after an attempt failed with an error that has this advice of its book. `longest` gives the longest wait that
/// the error names.
pub(crate) fn advise(
    retry: Retry,
    timing: Timing,
    longest: &dyn Fn(SystemTime) -> Option<Duration>,
    attempt: Attempt<'_>,
) -> Advice {
    let Attempt { number, request, limits } = attempt;
    match retry.when() {
        When::Never => return Advice::GiveUp(Reason::Permanent),
        When::Idempotent if !request.is_idempotent() => return Advice::GiveUp(Reason::NotIdempotent),
        When::Idempotent | When::Always => {}
    }
    if number > retry.retries().min(limits.retries) {
        return Advice::GiveUp(Reason::Exhausted);
    }
    let now = timing.sent.map_or_else(|| limits.now.unwrap_or_else(SystemTime::now), SystemTime::from);
    match longest(now) {
        Some(wait) if wait > limits.max_wait => Advice::GiveUp(Reason::TooLong(wait)),
        Some(wait) if timing.is_unreadable => {
            Advice::After(wait.max(backed_off(retry.backoff(), number, limits, true)))
        }
        // Waits that are always in the past would use up all attempts at once.
        Some(wait) if number <= 1 || !wait.is_zero() => Advice::After(wait),
        _ => Advice::After(backed_off(retry.backoff(), number, limits, timing.is_unreadable)),
    }
}

/// The advice for an unknown error: that of its status, with the book's default backoff.
pub(crate) fn of_status(status: u16, default: Retry) -> Retry {
    Retry::new(When::of_status(status), default.retries(), default.backoff())
}

/// The wait after this number of attempts, if the server does not say. `is_full`: without jitter.
fn backed_off(backoff: Backoff, attempt: u32, limits: &Limits, is_full: bool) -> Duration {
    let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
    let grown = backoff.initial().as_secs_f64() * backoff.factor().powi(exponent);
    let max_wait = backoff.max().min(limits.max_wait);
    // A number too large for a duration exceeds any limit.
    let wait = Duration::try_from_secs_f64(grown).map_or(max_wait, |wait| wait.min(max_wait));
    match backoff.jitter() {
        Jitter::Full if !is_full => wait.mul_f64(limits.chance(attempt)),
        Jitter::None | Jitter::Full => wait,
    }
}
