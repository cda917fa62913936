//! Timing headers of a response: the wait before a retry, and the clock of the server.

use super::{Headers, trimmed};
use crate::{HttpDate, RetryAfter};

/// The timing headers of a response.
#[derive(Clone, Copy, Default)]
#[cfg_attr(
    not(any(feature = "retry", feature = "__compiler")),
    allow(dead_code, reason = "only retry advice reads all of it")
)]
pub(crate) struct Timing {
    /// `Retry-After`, whether or not the book lists it for the code: a client that does not know the code waits too.
    pub(crate) retry_after: Option<RetryAfter>,
    /// When the server sent the response, by its own clock. `None` if the response came from a cache (`Age`).
    pub(crate) sent: Option<HttpDate>,
    /// Whether there is an unreadable wait.
    pub(crate) is_unreadable: bool,
}

impl Timing {
    pub(super) fn of(headers: &dyn Headers) -> Self {
        let asked = headers.get("Retry-After");
        let retry_after = asked.and_then(trimmed).and_then(|text| RetryAfter::try_from(text).ok());
        let date = headers.get("Date").filter(|_| headers.get("Age").is_none());
        Self {
            retry_after,
            sent: date.and_then(trimmed).and_then(|text| HttpDate::try_from(text).ok()),
            is_unreadable: asked.is_some() && retry_after.is_none(),
        }
    }
}
