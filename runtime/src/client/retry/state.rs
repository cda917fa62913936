//! The number of attempts of one request, for retry loops.

use core::time::Duration;

use super::{Advice, Limits, Request};
use crate::{Error, Kind};

/// Counts the attempts of one request, and gives advice after each. Looping and waiting are up to the caller.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use core::time::Duration;
/// use errbook::retry::{Advice, Limits, RetryState, Reason, Request};
///
/// let error = Error::from(RateLimited::new(2));
/// let mut state = RetryState::new(Request::new("GET"), Limits::default().with_retries(1));
/// assert_eq!(state.next(&error), Advice::After(Duration::from_secs(2)));
/// assert_eq!(state.next(&error), Advice::GiveUp(Reason::Exhausted));
/// ```
///
/// With `backon`:
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// # use core::time::Duration;
/// use backon::Retryable as _;
/// use errbook::retry::{Limits, RetryState, Request};
///
/// # async fn send() -> Result<u32, Error> { Err(RateLimited::new(0).into()) }
/// # async fn example() -> Result<u32, Error> {
/// let state = RetryState::new(Request::new("POST"), Limits::default());
/// let sent = send.retry(RetryState::NO_BACKOFF).adjust(state.adjust()).await;
/// # sent
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
/// # assert_eq!(runtime.block_on(example()).unwrap_err().code(), Some(ErrorCode::RateLimited));
/// ```
#[derive(Debug, Clone)]
pub struct RetryState {
    request: Request,
    limits: Limits,
    failed: u32,
}

impl RetryState {
    /// An empty backoff for loops that require one: all waits come from this state.
    ///
    /// ```
    /// assert_eq!(errbook::retry::RetryState::NO_BACKOFF.count(), 0);
    /// ```
    pub const NO_BACKOFF: core::iter::Empty<Duration> = core::iter::empty();

    /// A state without attempts.
    ///
    /// ```
    /// use errbook::retry::{Limits, RetryState, Request};
    ///
    /// let state = RetryState::new(Request::new("POST").with_idempotency_key(), Limits::default().with_retries(2));
    /// # let _ = state;
    /// ```
    pub const fn new(request: Request, limits: Limits) -> Self {
        Self { request, limits, failed: 0 }
    }

    /// What to do after another attempt has failed with this error.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Advice, Limits, RetryState, Reason, Request};
    ///
    /// let mut state = RetryState::new(Request::new("GET"), Limits::default());
    /// let rate_limited = Error::from(RateLimited::new(2));
    /// while let Advice::After(wait) = state.next(&rate_limited) {
    ///     println!("retrying in {wait:?}");
    /// }
    /// assert_eq!(state.next(&rate_limited), Advice::GiveUp(Reason::Exhausted));
    /// ```
    pub fn next<K: Kind>(&mut self, error: &Error<K>) -> Advice {
        self.failed = self.failed.saturating_add(1);
        error.advice(self.failed, self.request, &self.limits)
    }

    /// The same as a function for `adjust` of `backon`: the wait before the next attempt, or `None` to give up.
    ///
    /// ```
    /// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
    /// # use shop::*;
    /// use errbook::retry::{Limits, RetryState, Request};
    /// # use core::time::Duration;
    ///
    /// let mut next = RetryState::new(Request::new("GET"), Limits::default().with_retries(1)).adjust();
    /// let error = Error::from(RateLimited::new(2));
    /// assert_eq!(next(&error, None), Some(Duration::from_secs(2)));
    /// assert_eq!(next(&error, None), None);
    /// ```
    pub fn adjust<K: Kind>(mut self) -> impl FnMut(&Error<K>, Option<Duration>) -> Option<Duration> {
        move |error, _| self.next(error).wait()
    }

    #[cfg(feature = "retry")]
    pub(crate) const fn of(&self, request: Request) -> Self {
        Self { request, limits: self.limits, failed: self.failed }
    }
}
