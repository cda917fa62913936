//! A whole book: the tables of its codes, and how to look one up.

use core::fmt;
use core::time::Duration;

use super::{Envelope, Fallbacks, Form, PayloadSchema};
use crate::code::{CodeInfo, CodeTable, DocTable};
use crate::{Backoff, Jitter, Retry, When};

/// Everything that decoding and encoding need to know about a book. A generated crate has one, as a `static`.
///
/// The tables have the same length, and the order of the codes.
#[derive(Clone, Copy)]
pub struct BookSchema {
    /// The layout of a book without a form.
    pub(crate) envelope: Envelope<'static>,
    pub(crate) form: Option<&'static Form<'static>>,
    pub(crate) codes: &'static CodeTable,
    pub(crate) payloads: &'static [PayloadSchema],
    /// `None` unless the form has texts from it.
    pub(crate) docs: Option<&'static DocTable>,
    pub(crate) find: fn(&str) -> Option<usize>,
    pub(crate) fallbacks: Fallbacks,
    /// The advice for errors that the book does not know. Their status decides whether to retry.
    pub(crate) retry: Retry,
}

impl BookSchema {
    /// `find` gives the index of a code in `codes` and `payloads`.
    pub const fn new(
        envelope: Envelope<'static>,
        codes: &'static CodeTable,
        payloads: &'static [PayloadSchema],
        find: fn(&str) -> Option<usize>,
    ) -> Self {
        let backoff = Backoff::new(Duration::from_secs(1), 2.0, Duration::from_secs(60), Jitter::Full);
        Self {
            envelope,
            form: None,
            codes,
            payloads,
            docs: None,
            find,
            fallbacks: Fallbacks::NONE,
            retry: Retry::new(When::Idempotent, 3, backoff),
        }
    }

    /// A book whose errors have a form instead of an envelope.
    pub const fn of_form(
        form: &'static Form<'static>,
        codes: &'static CodeTable,
        payloads: &'static [PayloadSchema],
        find: fn(&str) -> Option<usize>,
    ) -> Self {
        Self { form: Some(form), ..Self::new(Envelope::new("code", "message"), codes, payloads, find) }
    }

    /// Sets the texts of the codes, for a form that sends their meaning, remediation or URL.
    #[must_use]
    pub const fn with_docs(self, docs: &'static DocTable) -> Self {
        Self { docs: Some(docs), ..self }
    }

    /// Sets the codes for responses that no handler made. There are none by default.
    #[must_use]
    pub const fn with_fallbacks(self, fallbacks: Fallbacks) -> Self {
        Self { fallbacks, ..self }
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
    pub(crate) fn row(&self, index: usize) -> Option<(CodeInfo, &'static PayloadSchema)> {
        Some((self.codes.row(index), self.payloads.get(index)?))
    }
}

impl fmt::Debug for BookSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BookSchema")
            .field("envelope", &self.envelope)
            .field("form", &self.form)
            .field("codes", &self.codes.len())
            .field("fallbacks", &self.fallbacks)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}
