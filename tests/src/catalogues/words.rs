//! Manual additions for data missing in a source: statuses, remediations, names.

use super::entry::Entry;

/// For an error that its source does not describe.
const UNSAID: &str = "The source gives no description.";

/// An entry with all required keys.
pub(super) fn finished(entry: Entry) -> Entry {
    let status = entry.status();
    Entry {
        meaning: entry.meaning.or_else(|| Some(UNSAID.to_owned())),
        remediation: entry.remediation.or_else(|| Some(advice(status).to_owned())),
        retry: entry.retry.or_else(|| retry(status)),
        ..entry
    }
}

/// The remediation for a status.
fn advice(status: u16) -> &'static str {
    match status {
        401 => "Send valid credentials.",
        403 => "Ask for the permission that is missing.",
        404 | 410 => "Check the name: it may never have existed, or be gone.",
        405 => "Use another operation.",
        409 => "Read the current state, then decide whether the request still applies.",
        429 => "Wait, then send the request again.",
        500 => "Report it if it stays. Nobody knows whether the request was carried out.",
        503 | 504 => "Try again later.",
        _ => "Correct the request, then send it again.",
    }
}

/// Whether a request that failed with this status may be retried: rejected ones may, and those that hit a failing
/// server if they are idempotent.
fn retry(status: u16) -> Option<&'static str> {
    match status {
        429 => Some("always"),
        503 | 504 => Some("idempotent"),
        _ => None,
    }
}

/// `INVALID_IMAGE_SIZE` as Rust writes types.
pub(super) fn camel(constant: &str) -> String {
    let word = |it: &str| it[..1].to_owned() + &it[1..].to_lowercase();
    constant.split('_').filter(|it| !it.is_empty()).map(word).collect()
}
