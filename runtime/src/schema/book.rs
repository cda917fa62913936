//! A whole book: the tables of its codes, and how to look one up.

use core::fmt;
use core::time::Duration;

use super::{Envelope, PayloadSchema};
use crate::code::CodeInfo;
use crate::{Backoff, Jitter, Retry, When};

/// Everything that decoding and encoding know about a book. A generated crate has one, as a `static`.
///
/// The tables have the same length, and the order of the codes.
#[derive(Clone, Copy)]
pub struct BookSchema {
    pub(crate) envelope: Envelope<'static>,
    pub(crate) codes: &'static [CodeInfo],
    pub(crate) payloads: &'static [PayloadSchema],
    pub(crate) find: fn(&str) -> Option<usize>,
    /// The advice for errors that the book does not know. Their status decides whether to retry at all.
    pub(crate) retry: Retry,
}

impl BookSchema {
    /// `find` gives the index of a code in `codes` and `payloads`.
    pub const fn new(
        envelope: Envelope<'static>,
        codes: &'static [CodeInfo],
        payloads: &'static [PayloadSchema],
        find: fn(&str) -> Option<usize>,
    ) -> Self {
        let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
        Self { envelope, codes, payloads, find, retry: Retry::new(When::Idempotent, 3, backoff) }
    }

    /// Sets the advice for errors that the book does not know.
    ///
    /// The default is three retries, after one, two and four seconds with full jitter. [`Retry::when`] has no effect
    /// here: the status of the error decides which requests may be retried.
    #[must_use]
    pub const fn with_retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// The rows of the code at `index`.
    pub(crate) fn row(&self, index: usize) -> Option<(&'static CodeInfo, &'static PayloadSchema)> {
        Some((self.codes.get(index)?, self.payloads.get(index)?))
    }

    /// The code to send for a status, and the status to send it with.
    ///
    /// It is a code that lists the status and requires no payload, preferably one that has it as the default; otherwise
    /// the book's 400 or 500 without a required payload, with its own status. `None` for a status below 400 that the
    /// book does not list, such as that of a redirect.
    pub(crate) fn of_status(&self, status: u16) -> Option<(usize, u16)> {
        let rows = || self.codes.iter().zip(self.payloads).enumerate().filter(|(_, row)| row.1.is_optional());
        let default = rows().find(|(_, row)| row.0.status() == status);
        let listed = || rows().find(|(_, row)| row.0.statuses().contains(&status));
        if let Some((index, _)) = default.or_else(listed) {
            return Some((index, status));
        }
        let fallback = match status {
            ..400 => return None,
            400..500 => 400,
            500.. => 500,
        };
        rows().find(|(_, row)| row.0.status() == fallback).map(|(index, _)| (index, fallback))
    }

    /// The book's internal error: the first code with the default status 500 and no required payload.
    pub(crate) fn internal_error(&self) -> Option<usize> {
        let mut rows = self.codes.iter().zip(self.payloads);
        rows.position(|(info, payload)| info.status() == 500 && payload.is_optional())
    }
}

impl fmt::Debug for BookSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BookSchema")
            .field("envelope", &self.envelope)
            .field("codes", &self.codes.len())
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
