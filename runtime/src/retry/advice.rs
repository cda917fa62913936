//! What to do after a failed attempt. It is advice: there is no loop here, and nothing sleeps.

use core::fmt;
use core::time::Duration;
use std::hash::{BuildHasher, RandomState};
use std::time::SystemTime;

use crate::{Backoff, Code as _, Delay, Error, Jitter, Kind, Received, Retry, Shown, When};

/// Whether to send a request again, and when: see [`Error::advice`].
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::retry::{Advice, Limits, Request};
///
/// match Error::from(RateLimited::new(2)).advice(1, Request::new("GET"), &Limits::default()) {
///     Advice::After(wait) => assert_eq!(wait.as_secs(), 2),
///     Advice::No(reason) => panic!("{reason}"),
///     _ => {}
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Send it again after so long.
    After(Duration),
    /// Do not, and why.
    No(Reason),
}

impl Advice {
    /// How long to wait before the next attempt; `None` if there is to be none.
    ///
    /// ```
    /// use core::time::Duration;
    /// use errbook::retry::{Advice, Reason};
    ///
    /// assert_eq!(Advice::After(Duration::ZERO).wait(), Some(Duration::ZERO));
    /// assert_eq!(Advice::No(Reason::Exhausted).wait(), None);
    /// ```
    pub const fn wait(self) -> Option<Duration> {
        match self {
            Self::After(wait) => Some(wait),
            Self::No(_) => None,
        }
    }
}

/// Why a request is not to be sent again.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::retry::{Advice, Limits, Reason, Request};
///
/// let advice = Error::from(ErrorKind::NotFound).advice(1, Request::new("GET"), &Limits::default());
/// assert_eq!(advice, Advice::No(Reason::Permanent));
/// assert_eq!(Reason::Permanent.to_string(), "the same request would fail again");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The same request would fail again: the book says so, or, for a code that it does not know, the status does.
    Permanent,
    /// It may have been carried out, and doing it twice is not the same as doing it once.
    NotIdempotent,
    /// It has been sent as often as the book or the caller allows.
    Exhausted,
    /// The server asks for a wait that is longer than the caller's longest. This is that wait, whole.
    TooLong(Duration),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permanent => f.write_str("the same request would fail again"),
            Self::NotIdempotent => f.write_str("the request may have been carried out, and is not idempotent"),
            Self::Exhausted => f.write_str("it has been tried often enough"),
            Self::TooLong(wait) => write!(f, "the server asks to wait {} s, which is too long", wait.as_secs()),
        }
    }
}

/// What there is to know of the request that failed: whether it is idempotent.
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
    /// A request with this method. `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` and `DELETE` are idempotent (RFC 9110, section
    /// 9.2.2). Methods are told apart by case (section 9.1).
    ///
    /// ```
    /// use errbook::retry::Request;
    ///
    /// assert!(Request::new("DELETE").is_idempotent());
    /// assert!(!Request::new("delete").is_idempotent());
    /// ```
    pub fn new(method: &str) -> Self {
        Self { idempotent: matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE") }
    }

    /// The same with a key by which the server knows a request that it has seen: that makes any method idempotent.
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

    /// Whether sending it twice is as good as sending it once.
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

/// With an idempotency key where there is a header `Idempotency-Key`.
#[cfg(feature = "http")]
impl<B> From<&http::Request<B>> for Request {
    fn from(request: &http::Request<B>) -> Self {
        let plain = Self::new(request.method().as_str());
        if request.headers().contains_key("idempotency-key") { plain.with_idempotency_key() } else { plain }
    }
}

/// What the caller allows, on top of what the book says.
///
/// ```
/// use core::time::Duration;
/// use errbook::retry::Limits;
///
/// let limits = Limits::default().retries(1).longest_wait(Duration::from_secs(10));
/// # let _ = limits;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    retries: u32,
    longest: Duration,
    seed: Option<u64>,
    now: Option<SystemTime>,
}

impl Default for Limits {
    /// As many retries as the book says, and no wait of more than a minute.
    fn default() -> Self {
        Self { retries: u32::MAX, longest: Duration::from_secs(60), seed: None, now: None }
    }
}

impl Limits {
    /// At most so many retries, where the book allows more. They come after the first attempt.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Reason, Request};
    ///
    /// let limits = Limits::default().retries(0);
    /// let advice = Error::from(RateLimited::new(2)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::No(Reason::Exhausted));
    /// ```
    #[must_use]
    pub const fn retries(self, retries: u32) -> Self {
        Self { retries, ..self }
    }

    /// The longest wait before an attempt. A server that asks for more is not asked again: see [`Reason::TooLong`]. The
    /// book's own backoff does not grow beyond it.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Reason, Request};
    /// # use core::time::Duration;
    ///
    /// let limits = Limits::default().longest_wait(Duration::from_secs(10));
    /// let advice = Error::from(RateLimited::new(11)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::No(Reason::TooLong(Duration::from_secs(11))));
    /// ```
    #[must_use]
    pub const fn longest_wait(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// With jitter that is the same each time: for tests. Otherwise it is random.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Limits, Request};
    ///
    /// let error = Error::decode(503, &(), "");
    /// let advice = |seed| error.advice(1, Request::new("GET"), &Limits::default().seed(seed));
    /// assert_eq!(advice(7), advice(7));
    /// assert_ne!(advice(7), advice(8));
    /// ```
    #[must_use]
    pub const fn seed(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// The time at which a date in `Retry-After` is read: for tests. Otherwise it is the system's.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Request};
    /// # use core::time::Duration;
    /// # use std::time::SystemTime;
    ///
    /// let date = errbook::HttpDate::try_from("Fri, 31 Dec 1999 23:59:59 GMT").unwrap();
    /// let limits = Limits::default().now(SystemTime::from(date) - Duration::from_secs(5));
    /// let advice = Error::from(RateLimited::new(date)).advice(1, Request::new("GET"), &limits);
    /// assert_eq!(advice, Advice::After(Duration::from_secs(5)));
    /// ```
    #[must_use]
    pub const fn now(self, now: SystemTime) -> Self {
        Self { now: Some(now), ..self }
    }

    /// A number from 0 to 1 for an attempt.
    #[allow(clippy::cast_precision_loss, reason = "53 bits are as many as it holds")]
    fn chance(&self, attempt: u32) -> f64 {
        let bits = match self.seed {
            Some(seed) => mixed(seed.wrapping_add(u64::from(attempt).wrapping_mul(0x9e37_79b9_7f4a_7c15))),
            None => RandomState::new().hash_one(attempt),
        };
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The finalizer of `SplitMix64`: numbers near each other become numbers far apart.
const fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

impl<K: Kind> Error<K> {
    /// What to do after attempt number `attempt` has failed with this error. The first attempt is 1.
    ///
    /// - What the book says of the code is decisive, whatever the status. A code that the book does not know, and an error
    ///   without one, is judged by its status: 425 and 429 may be sent again; 408, 500, 502, 503 and 504 if the request is
    ///   idempotent; nothing else. It has the book's own backoff.
    /// - The header `Retry-After` is kept to. A date that has gone by asks for no wait.
    /// - Without it the wait is the backoff's, with its jitter.
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
    /// assert_eq!(error.advice(4, Request::new("POST"), &limits), Advice::No(Reason::Exhausted));
    ///
    /// let error = Error::decode(502, &(), "<html>Bad Gateway</html>");
    /// assert!(error.advice(1, Request::new("GET"), &limits).wait().is_some());
    /// assert_eq!(error.advice(1, Request::new("POST"), &limits), Advice::No(Reason::NotIdempotent));
    /// ```
    pub fn advice(&self, attempt: u32, request: Request, limits: &Limits) -> Advice {
        let retry = self.facts().map_or_else(|| of_status(self.status(), K::TABLE.retry), crate::Facts::retry_advice);
        match retry.when() {
            When::Never => return Advice::No(Reason::Permanent),
            When::Idempotent if !request.is_idempotent() => return Advice::No(Reason::NotIdempotent),
            When::Idempotent | When::Always => {}
        }
        if attempt > retry.retries().min(limits.retries) {
            return Advice::No(Reason::Exhausted);
        }
        match self.retry_after() {
            Some(delay) => {
                let wait = delay.wait(limits.now.unwrap_or_else(SystemTime::now));
                if wait > limits.longest { Advice::No(Reason::TooLong(wait)) } else { Advice::After(wait) }
            }
            None => Advice::After(backed_off(retry.backoff(), attempt, limits)),
        }
    }

    /// The header as it was received, or as this error would send it.
    fn retry_after(&self) -> Option<Delay> {
        if let Some(delay) = self.received().and_then(Received::retry_after) {
            return Some(*delay);
        }
        let (_, shape) = K::TABLE.entry(self.0.kind.code().ok()?.index())?;
        let at = shape.headers.iter().position(|it| it.name.eq_ignore_ascii_case("retry-after"))?;
        let mut found = None;
        self.0.kind.values(&mut |shown| {
            if let Some(Shown::Delay(delay)) = shown.get(shape.fields.len() + at) {
                found = Some(**delay);
            }
        });
        found
    }
}

/// The advice for what the book does not know: what the status says, with the book's own backoff.
fn of_status(status: u16, own: Retry) -> Retry {
    let when = match status {
        425 | 429 => When::Always,
        408 | 500 | 502 | 503 | 504 => When::Idempotent,
        _ => When::Never,
    };
    Retry::new(when, own.retries(), own.backoff())
}

/// How long to wait after so many attempts where the server does not say.
fn backed_off(backoff: Backoff, attempt: u32, limits: &Limits) -> Duration {
    let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
    let grown = backoff.initial().as_secs_f64() * backoff.factor().powi(exponent);
    let longest = backoff.max().min(limits.longest);
    // What no duration holds is longer than any limit.
    let wait = Duration::try_from_secs_f64(grown).map_or(longest, |it| it.min(longest));
    match backoff.jitter() {
        Jitter::None => wait,
        Jitter::Full => wait.mul_f64(limits.chance(attempt)),
    }
}
