//! The plan as a policy of `tower::retry`, with its budget.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use tower::retry::Policy as TowerPolicy;
use tower::retry::budget::Budget;

use super::{Advice, Limits, Plan, Request};
use crate::{Error, Kind};

/// A policy for `tower::retry::Retry` around a service of `http::Request` whose error is a book's.
///
/// It does not sleep itself: it is given a function that does, such as `tokio::time::sleep`. With a budget, which the
/// clients of one service share, retries are given up when too many requests fail.
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
/// let policy = Policy::new(Limits::default(), tokio::time::sleep).budget(Arc::new(TpsBudget::default()));
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
    plan: Plan,
    sleep: S,
    budget: Option<Arc<dyn Budget + Send + Sync>>,
}

impl<S> Policy<S> {
    /// A policy within these limits, with a function that gives a future which is ready after so long.
    ///
    /// ```
    /// use errbook::retry::{Limits, Policy};
    ///
    /// let policy = Policy::new(Limits::default().retries(2), tokio::time::sleep);
    /// # let _ = policy;
    /// ```
    pub fn new(limits: Limits, sleep: S) -> Self {
        // Which request it is about is known when it is sent.
        Self { plan: Plan::new(Request::new(""), limits), sleep, budget: None }
    }

    /// With a budget that others may share.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use errbook::retry::{Limits, Policy};
    /// use tower::retry::budget::TpsBudget;
    ///
    /// let budget = Arc::new(TpsBudget::default());
    /// let policy = Policy::new(Limits::default(), tokio::time::sleep).budget(budget);
    /// # let _ = policy;
    /// ```
    #[must_use]
    pub fn budget(self, budget: Arc<dyn Budget + Send + Sync>) -> Self {
        Self { budget: Some(budget), ..self }
    }
}

impl<S> fmt::Debug for Policy<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Policy")
            .field("plan", &self.plan)
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
        self.plan = self.plan.of((&*request).into());
        let Advice::After(wait) = self.plan.next(error) else { return None };
        let may = self.budget.as_ref().is_none_or(|it| it.withdraw());
        may.then(|| (self.sleep)(wait))
    }

    fn clone_request(&mut self, request: &http::Request<B>) -> Option<http::Request<B>> {
        Some(request.clone())
    }
}
