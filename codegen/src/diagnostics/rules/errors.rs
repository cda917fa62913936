//! Rules of errors: codes, statuses, names and versions.

use super::{error, one, rules};
use crate::diagnostics::{Rule, Severity};

const NOT_FOUND: &str =
    "errors:\n  - {status: 404, code: not_found, meaning: No such order., remediation: Check the ID.}\n";

macro_rules! with_not_found {
    ($($line:literal),*) => {
        concat!(
            "errors:\n  - {status: 404, code: not_found, meaning: No such order., remediation: Check the ID.}\n",
            $($line, "\n"),*
        )
    };
}

rules! {
    BAD_CODE = "bad-code", Error: "A code does not follow the book's style.",
        one("errors:\n  - {status: 404, code: Not-Found, meaning: No such order., remediation: Check the ID.}\n", NOT_FOUND);
    UNUSUAL_CODE = "unusual-code", Warning: "A code is valid, but inconvenient for people or programs.",
        one("errors:\n  - {status: 404, code: not__found, meaning: No such order., remediation: Check the ID.}\n", NOT_FOUND);
    DUPLICATE_CODE = "duplicate-code", Error: "A code is defined twice.",
        one(
            with_not_found!("  - {status: 410, code: not_found, meaning: The order was deleted., remediation: Create a new one.}"),
            with_not_found!("  - {status: 410, code: deleted, meaning: The order was deleted., remediation: Create a new one.}"),
        );
    RETIRED_CODE_USED = "retired-code-used", Error: "A retired code is defined again.",
        one(
            with_not_found!("retired:", "  - {code: not_found, since: 1.0.0}"),
            with_not_found!("retired:", "  - {code: missing, since: 1.0.0, renamed_to: not_found}"),
        );
    UNKNOWN_CODE_REFERENCE = "unknown-code-reference", Error: "A reference to a code is unknown, retired or cyclic.",
        one(
            with_not_found!("retired:", "  - {code: missing, since: 1.0.0, use: not_fond}"),
            with_not_found!("retired:", "  - {code: missing, since: 1.0.0, use: not_found}"),
        );
    BAD_STATUS = "bad-status", Error: "A status is not an error status, is a duplicate, or is a 2xx status with which clients cannot tell the error from a success.",
        one("errors:\n  - {status: 199, code: not_found, meaning: No such order., remediation: Check the ID.}\n", NOT_FOUND);
    UNUSUAL_STATUS = "unusual-status", Warning: "A status is a redirect.",
        one(
            "errors:\n  - {status: 302, code: moved, meaning: The order was moved., remediation: Use its new ID.}\n",
            "errors:\n  - {status: 410, code: moved, meaning: The order was moved., remediation: Use its new ID.}\n",
        );
    MISSING_HEADER = "missing-header", Warning: "A header that the status calls for is missing.",
        one(
            "errors:\n  - status: 503\n    code: closed\n    meaning: The shop is closed.\n    remediation: Wait.\n",
            "errors:\n  - status: 503\n    code: closed\n    meaning: The shop is closed.\n    remediation: Wait.\n    headers: {Retry-After: {type: delay}}\n",
        );
    DEPRECATED_IN_FUTURE = "deprecated-in-future", Error: "A code is deprecated or retired by a version later than the book's.",
        one(error!("deprecated: {since: 2.0.0}"), error!("deprecated: {since: 1.0.0}"));
    BAD_SINCE = "bad-since", Error: "A code is added by a version later than the book's, or after its deprecation.",
        one(error!("since: 2.0.0"), error!("since: 1.0.0"));
    UNUSED_ALLOW = "unused-allow", Warning: "An allowed warning does not occur.",
        one(error!("allow: [unusual-status]"), error!());
    BAD_NAME = "bad-name", Error: "A Rust name is not valid, or cannot be derived.",
        one(error!("name: taken_already"), error!("name: TakenAlready"));
    NAME_COLLISION = "name-collision", Error: "Two types have the same Rust name.",
        one(
            with_not_found!("  - {status: 410, code: gone, name: NotFound, meaning: The order was deleted., remediation: Create a new one.}"),
            with_not_found!("  - {status: 410, code: gone, name: Gone, meaning: The order was deleted., remediation: Create a new one.}"),
        );
}
