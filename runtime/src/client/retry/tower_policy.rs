//! A policy for `tower::retry`, with its budget.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use tower::retry::Policy as TowerPolicy;
use tower::retry::budget::Budget;

use super::{Advice, Limits, Request, RetryState};
use crate::{Error, Kind};

/// A policy for `tower::retry::Retry` around a service of `http::Request` that fails with an [`Error`] of a book.
///
/// Waiting is up to a function such as `tokio::time::sleep`. With a budget, which the clients of a service share,
/// requests are no longer retried if too many fail.
///
/// ```
/// # mod shop { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/book.rs")); }
/// # use shop::*;
/// use errbook::retry::{Limits, Policy};
/// use std::sync::Arc;
/// use tower::retry::budget::TpsBudget;
/// use tower::{ServiceBuilder, ServiceExt as _, service_fn};
///
/// # async fn example() -> Result<http::Response<()>, Error> {
/// let policy = Policy::new(Limits::default(), tokio::time::sleep).with_budget(Arc::new(TpsBudget::default()));
/// let service = ServiceBuilder::new().retry(policy).service(service_fn(|_: http::Request<()>| async {
///     Err::<http::Response<()>, Error>(RateLimited::new(0).into())
/// }));
/// service.oneshot(http::Request::new(())).await
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
/// # assert_eq!(runtime.block_on(example()).unwrap_err().code(), Some(ErrorCode::RateLimited));
/// ```
#[derive(Clone)]
pub struct Policy<S> {
    state: RetryState,
    sleep: S,
    budget: Option<Arc<dyn Budget + Send + Sync>>,
}

impl<S> Policy<S> {
    /// A policy within these limits. `sleep` returns a future that is ready after a duration.
    ///
    /// ```
    /// use errbook::retry::{Limits, Policy};
    ///
    /// let policy = Policy::new(Limits::default().with_retries(2), tokio::time::sleep);
    /// # let _ = policy;
    /// ```
    pub fn new(limits: Limits, sleep: S) -> Self {
        // The request is set when it is sent.
        Self { state: RetryState::new(Request::new(""), limits), sleep, budget: None }
    }

    /// Sets a budget, which may be shared.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use errbook::retry::{Limits, Policy};
    /// use tower::retry::budget::TpsBudget;
    ///
    /// let budget = Arc::new(TpsBudget::default());
    /// let policy = Policy::new(Limits::default(), tokio::time::sleep).with_budget(budget);
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn with_budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget: Some(budget), ..self }
    }
}

impl<S> fmt::Debug for Policy<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("state", &self.state)
            .field("has_budget", &self.budget.is_some())
            .finish_non_exhaustive()
    }
}

impl<B: Clone, R, K: Kind, S, F> TowerPolicy<http::Request<B>, R, Error<K>> for Policy<S>
where
    S: FnMut(Duration) -> F,
    F: Future<Output = ()>,
{
    type Future = F;

    fn retry(&mut self, request: &mut http::Request<B>, result: &mut Result<R, Error<K>>) -> Option<F> {
        let Err(error) = result else {
            if let Some(budget) = &self.budget {
                budget.deposit();
            }
            return None;
        };
        self.state = self.state.of((&*request).into());
        let Advice::After(wait) = self.state.next(error) else { return None };
        let is_allowed = self.budget.as_ref().is_none_or(|budget| budget.withdraw());
        is_allowed.then(|| (self.sleep)(wait))
    }

    fn clone_request(&mut self, request: &http::Request<B>) -> Option<http::Request<B>> {
        Some(request.clone())
    }
}
