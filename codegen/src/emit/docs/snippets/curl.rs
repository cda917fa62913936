//! Errors on the command line of `curl`.

use crate::emit::docs::retry::delays;
use crate::markdown::code;
use crate::model::{Backoff, Book, DelayUnit, ErrorDef, When};

/// The statuses that `--retry` applies to by default in every version of `curl` (its manual, `--retry`).
const TRANSIENT: &[u16] = &[408, 429, 500, 502, 503, 504];

const COMMAND: &str = "curl --include --silent --show-error --fail-with-body";

/// A paragraph, and a command that prints any response.
pub(in crate::emit::docs) fn reference(book: &Book) -> String {
    let (error, more) = if book.has_errors_of_success {
        ("a status of 400 or more", " An error with a status of success is recognized by its body.")
    } else {
        ("an error", "")
    };
    format!("`curl` prints the response of `URL`, and exits with 22 for {error}.{more}\n\n{}", block(COMMAND))
}

/// A paragraph, and a command that retries, for codes with retry advice.
///
/// `curl` takes a status of success for one: it does not retry such an error.
pub(in crate::emit::docs) fn handling(book: &Book, entry: &ErrorDef) -> Option<String> {
    if entry.is_success() {
        return None;
    }
    let backoff = &entry.retry.backoff;
    let mut command = format!("{COMMAND} --retry {}", backoff.retries);
    // `curl` reads no other header.
    let header =
        delays(book, entry).into_iter().find(|it| it.is_header() && it.name.eq_ignore_ascii_case("retry-after"));
    let header = match header {
        None => String::new(),
        Some(it) if matches!(it.unit, DelayUnit::Seconds | DelayUnit::Date) => {
            format!("as long as {} says, or else ", code(it.name))
        }
        Some(it) => {
            format!("as many seconds as the number in {}, which has another unit here, or else ", code(it.name))
        }
    };
    // By default it waits for a second, and twice as long each time.
    let waits = if is_curls_own(backoff) {
        "1 s, then 2 s, and so on".to_owned()
    } else {
        let seconds = backoff.initial_ms.div_ceil(1000).max(1);
        command.push_str(&format!(" --retry-delay {seconds}"));
        format!("{seconds} s each time")
    };
    if !entry.statuses.iter().all(|it| TRANSIENT.contains(it)) {
        command.push_str(" --retry-all-errors");
    }
    let careful =
        if entry.retry.when == When::Idempotent { " Omit `--retry` for a request that is not idempotent." } else { "" };
    Some(format!("`curl` retries by itself. It waits {header}{waits}.{careful}\n\n{}", block(&command)))
}

fn block(command: &str) -> String {
    format!("```sh\n{command} \"$URL\"\n```\n")
}

fn is_curls_own(backoff: &Backoff) -> bool {
    (backoff.initial_ms, backoff.factor.to_bits()) == (1000, 2.0_f64.to_bits())
}
