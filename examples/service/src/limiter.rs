//! A rate limiter that is independent of the book, like those of other crates: 429 in plain text, with `Retry-After`.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// A maximum number of requests in a window of time, for all clients together.
#[derive(Clone)]
pub(crate) struct Limiter {
    most: u32,
    window: Duration,
    /// The start of the current window, and its number of requests.
    current: Arc<Mutex<(Instant, u32)>>,
}

impl Limiter {
    pub(crate) fn new(most: u32, window: Duration) -> Self {
        Self { most, window, current: Arc::new(Mutex::new((Instant::now(), 0))) }
    }

    /// Counts a request. `Err` is the time until the next window.
    fn count(&self) -> Result<(), Duration> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, requests) = &mut *current;
        if start.elapsed() >= self.window {
            (*start, *requests) = (Instant::now(), 0);
        }
        if *requests >= self.most {
            return Err(self.window.saturating_sub(start.elapsed()));
        }
        *requests += 1;
        Ok(())
    }
}

pub(crate) async fn limit(State(limiter): State<Limiter>, request: Request, next: Next) -> Response {
    match limiter.count() {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let seconds = (wait.as_secs() + 1).to_string();
            (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, seconds)], "Too many requests!").into_response()
        }
    }
}
