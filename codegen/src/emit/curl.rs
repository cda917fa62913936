//! A code on the command line of `curl`.

use super::markdown::retry::delay_header;
use crate::markdown::code;
use crate::model::{Backoff, ErrorDef, When};

/// What `curl` itself takes for passing (`curl --help retry`); all else it repeats only when it is told to.
const TRANSIENT: &[u16] = &[408, 429, 500, 502, 503, 504];

/// A paragraph, and a command that runs in a shell.
pub(super) fn handling(entry: &ErrorDef) -> String {
    let mut command = "curl --include --silent --show-error --fail-with-body".to_owned();
    let mut about =
        "With the address in `URL`, the response is printed as above. `curl` ends with 22, as for every error."
            .to_owned();
    let backoff = &entry.retry.backoff;
    if entry.retry.when != When::Never && backoff.retries > 0 {
        command.push_str(&format!(" --retry {}", backoff.retries));
        let header =
            delay_header(entry).map(|it| format!("as long as {} says, or else ", code(it))).unwrap_or_default();
        // Left alone, it waits for a second, and twice as long each time.
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
        let careful = if entry.retry.when == When::Idempotent {
            " Leave `--retry` out where the request must not be carried out twice."
        } else {
            ""
        };
        about = format!(
            "With the address in `URL`, `curl` tries again by itself: it waits {header}{waits}. Where it gives up, it ends with 22, as for every error.{careful}"
        );
    }
    format!("{about}\n\n```sh\n{command} \"$URL\"\n```\n")
}

fn is_curls_own(backoff: &Backoff) -> bool {
    (backoff.initial_ms, backoff.factor.to_bits()) == (1000, 2.0_f64.to_bits())
}
