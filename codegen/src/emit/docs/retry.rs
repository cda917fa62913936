//! Whether and how to retry, in words. An entry without `retry` says nothing about it.

use errbook::__private::IDEMPOTENT_METHODS;

use crate::markdown::code;
use crate::model::{Backoff, Book, DelayUnit, ErrorDef, Field, HeaderType, Jitter, Type, What, When};

/// Whether the spec advises automatic retries.
pub(super) fn is_retried(entry: &ErrorDef) -> bool {
    entry.retry.when != When::Never && entry.retry.backoff.retries > 0
}

/// A paragraph or two.
pub(in crate::emit) fn retry(book: &Book, entry: &ErrorDef) -> String {
    let which = match entry.retry.when {
        _ if !entry.states_retry() => return String::new(),
        When::Never => return "No. The same request would fail again.".to_owned(),
        When::Idempotent => {
            let methods: Vec<String> = IDEMPOTENT_METHODS.iter().map(|method| code(method)).collect();
            &format!(
                "Yes, if the request is idempotent: {}, or any request with an idempotency key. The server may have carried it out already.",
                methods.join(", ")
            )
        }
        When::Always => "Yes, any request: the server did not carry it out.",
    };
    let backoff = &entry.retry.backoff;
    let times = match backoff.retries {
        0 => return format!("{which} Do not retry automatically."),
        1 => "Retry once".to_owned(),
        more => format!("Retry at most {more} times"),
    };
    let delays: Vec<String> = delays(book, entry).iter().map(|it| it.phrase(book)).collect();
    let own = waits(backoff);
    let first = match &*delays {
        [] => format!("{times}. Wait {own}."),
        [one] => format!("{times}. Wait {one}, or {own} if it is missing."),
        several => {
            let several = several.join("; ");
            format!("{times}. Wait for the longest of these, or {own} if all are missing: {several}.")
        }
    };
    let chance = match backoff.jitter {
        Jitter::None => "",
        Jitter::Full if delays.is_empty() => {
            " Multiply each wait by a random number between 0 and 1, so that clients do not retry all at once."
        }
        Jitter::Full => {
            " If the response names no wait, multiply it by a random number between 0 and 1, so that clients do not retry all at once."
        }
    };
    format!("{which}\n\n{first}{chance}")
}

/// A field, a header or a member of the envelope that says how long to wait, or until when.
pub(in crate::emit) struct Delay<'a> {
    pub(in crate::emit) name: &'a str,
    pub(in crate::emit) unit: DelayUnit,
    /// What it is in the body; `None`: it is a header.
    pub(in crate::emit) place: Option<What>,
}

/// The delays of an entry: fields, then headers, then members of each response. A client waits for the longest.
pub(in crate::emit) fn delays<'a>(book: &'a Book, entry: &'a ErrorDef) -> Vec<Delay<'a>> {
    let of = |field: &'a Field, place: What| match field.ty {
        Type::Delay { unit } => Some(Delay { name: &field.name, unit, place: Some(place) }),
        _ => None,
    };
    let fields = entry.fields.iter().filter_map(|it| of(it, What::Field(it.name.clone())));
    let headers = entry.headers.iter().filter_map(|header| match header.ty {
        HeaderType::Delay { unit } => Some(Delay { name: &header.name, unit, place: None }),
        _ => None,
    });
    let members = book.envelope.response_members().map(|it| &it.field);
    let members = members.filter_map(|it| of(it, What::Member(it.name.clone())));
    fields.chain(headers).chain(members).collect()
}

impl Delay<'_> {
    pub(in crate::emit) fn is_header(&self) -> bool {
        self.place.is_none()
    }

    fn phrase(&self, book: &Book) -> String {
        let what = match &self.place {
            None => format!("the header {}", code(self.name)),
            Some(What::Field(_)) => format!("the field {}", code(self.name)),
            Some(what) => {
                let place = book.envelope.found_at(what);
                format!("the member {}", code(&place.map_or(self.name.to_owned(), |it| it.path.to_string())))
            }
        };
        match self.unit {
            DelayUnit::Seconds | DelayUnit::Millis | DelayUnit::Minutes => format!("as long as {what} says"),
            DelayUnit::EpochSeconds | DelayUnit::EpochMillis | DelayUnit::Date => format!("until the time in {what}"),
        }
    }
}

/// The first waits: `1 s, then 2 s, then 4 s`.
fn waits(backoff: &Backoff) -> String {
    const MOST: u32 = 5;
    let Backoff { retries, initial_ms, factor, max_ms, .. } = backoff;
    let longest = duration(*max_ms);
    if *factor <= 1.0 {
        let each = if *retries == 1 { "" } else { " each time" };
        return format!("{}{each}", duration(*initial_ms));
    }
    let wait = |attempt: u32| milliseconds(*initial_ms, *factor, *max_ms, attempt);
    let shown: Vec<String> = (0..(*retries).min(MOST)).map(|it| duration(wait(it))).collect();
    let rest = if *retries > MOST {
        format!(", and so on: {factor} times as long each time, up to {longest}")
    } else {
        String::new()
    };
    format!("{}{rest}", shown.join(", then "))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a wait is at most a year of milliseconds, and never negative"
)]
fn milliseconds(initial: u64, factor: f64, max: u64, attempt: u32) -> u64 {
    let grown = initial as f64 * factor.powi(attempt.cast_signed());
    grown.min(max as f64).round() as u64
}

fn duration(ms: u64) -> String {
    if ms.is_multiple_of(1000) { format!("{} s", ms / 1000) } else { format!("{ms} ms") }
}
