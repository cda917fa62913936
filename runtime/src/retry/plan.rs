//! The attempts of one request, counted: what loops that others have written need.

use core::time::Duration;

use super::{Advice, Limits, Request};
use crate::{Error, Kind};

/// The attempts of one request so far. It counts; whoever has it loops and sleeps.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use core::time::Duration;
/// use errbook::retry::{Advice, Limits, Plan, Reason, Request};
///
/// let error = Error::from(RateLimited::new(2));
/// let mut plan = Plan::new(Request::new("GET"), Limits::default().retries(1));
/// assert_eq!(plan.next(&error), Advice::After(Duration::from_secs(2)));
/// assert_eq!(plan.next(&error), Advice::No(Reason::Exhausted));
/// ```
///
/// With `backon`, whose loop asks before each new attempt:
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// # use core::time::Duration;
/// use backon::Retryable as _;
/// use errbook::retry::{Limits, Plan, Request};
///
/// # async fn send() -> Result<u32, Error> { Err(RateLimited::new(0).into()) }
/// # async fn example() -> Result<u32, Error> {
/// let plan = Plan::new(Request::new("POST"), Limits::default());
/// let sent = send.retry(Plan::NOTHING_ELSE).adjust(plan.adjust()).await;
/// # sent
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
/// # assert_eq!(runtime.block_on(example()).unwrap_err().code(), Some(ErrorCode::RateLimited));
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    request: Request,
    limits: Limits,
    failed: u32,
}

impl Plan {
    /// In place of a loop's own waits: there are none beside those of the plan.
    ///
    /// ```
    /// assert_eq!(errbook::retry::Plan::NOTHING_ELSE.count(), 0);
    /// ```
    pub const NOTHING_ELSE: core::iter::Empty<Duration> = core::iter::empty();

    /// No attempt so far.
    ///
    /// ```
    /// use errbook::retry::{Limits, Plan, Request};
    ///
    /// let plan = Plan::new(Request::new("POST").with_idempotency_key(), Limits::default().retries(2));
    /// # let _ = plan;
    /// ```
    pub const fn new(request: Request, limits: Limits) -> Self {
        Self { request, limits, failed: 0 }
    }

    /// What to do after one more attempt has failed.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, Plan, Reason, Request};
    ///
    /// let mut plan = Plan::new(Request::new("GET"), Limits::default());
    /// let rate_limited = Error::from(RateLimited::new(2));
    /// while let Advice::After(wait) = plan.next(&rate_limited) {
    ///     println!("again in {wait:?}");
    /// }
    /// assert_eq!(plan.next(&rate_limited), Advice::No(Reason::Exhausted));
    /// ```
    pub fn next<K: Kind>(&mut self, error: &Error<K>) -> Advice {
        self.failed = self.failed.saturating_add(1);
        error.advice(self.failed, self.request, &self.limits)
    }

    /// The same as a function for `adjust` of `backon`: the wait before the next attempt, or none for no attempt.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Limits, Plan, Request};
    /// # use core::time::Duration;
    ///
    /// let mut next = Plan::new(Request::new("GET"), Limits::default().retries(1)).adjust();
    /// let error = Error::from(RateLimited::new(2));
    /// assert_eq!(next(&error, None), Some(Duration::from_secs(2)));
    /// assert_eq!(next(&error, None), None);
    /// ```
    pub fn adjust<K: Kind>(mut self) -> impl FnMut(&Error<K>, Option<Duration>) -> Option<Duration> {
        move |error, _| self.next(error).wait()
    }

    pub(crate) const fn of(&self, request: Request) -> Self {
        Self { request, limits: self.limits, failed: self.failed }
    }
}
