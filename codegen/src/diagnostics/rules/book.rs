//! Rules of the head of a book: its API, its crate, its envelope, its fallback codes and its retry advice.

use super::{error, head, one, rules, several};
use crate::diagnostics::{Rule, Severity};

/// A book with two codes, and this key in its head.
macro_rules! with_fallback {
    ($line:literal) => {
        concat!(
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n",
            $line,
            "errors:\n  - {status: 410, code: gone, meaning: There is no such thing., remediation: Check the ID.}\n",
            "  - {status: 500, code: broken, meaning: The shop failed., remediation: Try again.}\n",
        )
    };
}

/// A book with one code, these lines in its envelope, and these keys in its entry.
macro_rules! with_envelope {
    ($envelope:literal, $entry:literal) => {
        concat!(
            "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nfallback: {4xx: null, 5xx: null}\nenvelope:\n",
            $envelope,
            "errors:\n  - {status: 410, code: gone, meaning: There is no such thing., remediation: Check the ID.",
            $entry,
            "}\n",
        )
    };
}

rules! {
    NO_API = "no-api", Error: "No file of the spec has the key `api`.",
        several(
            &[("api.yaml", "errors: []\n")],
            &[("api.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nerrors: []\n")],
        );
    TWO_APIS = "two-apis", Error: "A key of the head is in more than one file.",
        several(
            &[("api.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n"), ("retry.yaml", "retry: {retries: 2}\n")],
            &[("api.yaml", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\nretry: {retries: 2}\n")],
        );
    UNSUPPORTED_VERSION = "unsupported-version", Error: "The spec is in a version of the language that this errbook does not support.",
        one("errbook: 2\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n", "errbook: 1\napi: {name: Shop, version: 1.0.0, crate: shop-errors}\n");
    BAD_VERSION = "bad-version", Error: "A version does not have the form 1.2.3.",
        one(head!("name: Shop", "version: 1.0", "crate: shop-errors"), head!("name: Shop", "version: 1.0.0", "crate: shop-errors"));
    BAD_CRATE_NAME = "bad-crate-name", Error: "The name of the crate is not valid.",
        one(head!("name: Shop", "version: 1.0.0", "crate: shop errors"), head!("name: Shop", "version: 1.0.0", "crate: shop-errors"));
    BAD_PACKAGE_NAME = "bad-package-name", Error: "The name of a package for another language is not valid.", None;
    BAD_PATH = "bad-path", Error: "A path is not portable.",
        one(
            head!("name: Shop", "version: 1.0.0", "crate: shop-errors", "runtime: {path: '..\\runtime'}"),
            head!("name: Shop", "version: 1.0.0", "crate: shop-errors", "runtime: {path: ../runtime}"),
        );
    BAD_DURATION = "bad-duration", Error: "A duration is not a whole number with a unit.",
        one(error!("retry: {when: always, backoff: {initial: 5}}"), error!("retry: {when: always, backoff: {initial: 5s}}"));
    BAD_RETRY = "bad-retry", Error: "Retry advice is contradictory, or out of range.",
        one(error!("retry: {when: never, retries: 5}"), error!("retry: {when: always, retries: 5}"));
    BAD_FALLBACK = "bad-fallback", Error: "A key of `fallback` is not an error status or class, or its code cannot be sent for it.",
        one(with_fallback!("fallback: {4xx: lost, 5xx: broken}\n"), with_fallback!("fallback: {4xx: gone, 5xx: broken}\n"));
    NO_FALLBACK = "no-fallback", Warning: "The book has no code for a response that frameworks send themselves.",
        one(with_fallback!(""), with_fallback!("fallback: {4xx: gone, 5xx: broken}\n"));
    ENVELOPE_COLLISION = "envelope-collision", Error: "Two members of the body or two headers have the same name, or a name has two meanings.",
        one(error!("fields:", "  code: {type: string, example: A-17}"), error!("fields:", "  order: {type: string, example: A-17}"));
    BAD_ENVELOPE = "bad-envelope", Error: "The template of the body is not valid: it has the fields twice or has no place for them, a misplaced `...`, or too many parts.",
        one(
            with_envelope!("  body: {errors: [..., {code: \"{code}\", message: \"{message}\"}]}\n", ""),
            with_envelope!("  body: {errors: [{code: \"{code}\", message: \"{message}\"}, ...]}\n", ""),
        );
    UNQUOTED_PLACEHOLDER = "unquoted-placeholder", Error: "A placeholder is not in quotes, so YAML reads it as a map.",
        one(
            with_envelope!("  body: {code: {code}, message: \"{message}\"}\n", ""),
            with_envelope!("  body: {code: \"{code}\", message: \"{message}\"}\n", ""),
        );
    UNKNOWN_MEMBER = "unknown-member", Error: "A placeholder of the envelope, or a key of an entry's `envelope`, is not declared.",
        one(
            with_envelope!("  body: {code: \"{code}\", message: \"{message}\", id: \"{request_id}\"}\n", ""),
            with_envelope!("  body: {code: \"{code}\", message: \"{message}\", id: \"{request_id}\"}\n  members: {request_id: {type: string, example: r-1}}\n", ""),
        );
    MISSING_MEMBER = "missing-member", Error: "An error has no value for a member that each code has.",
        one(
            with_envelope!("  body: {type: \"{type}\", code: \"{code}\"}\n  members: {type: {type: string, per: code}}\n", ""),
            with_envelope!("  body: {type: \"{type}\", code: \"{code}\"}\n  members: {type: {type: string, per: code}}\n", ", envelope: {type: lost}"),
        );
    MEMBER_NOT_SENT = "member-not-sent", Error: "The template always has a placeholder for which an error has no value.",
        one(
            with_envelope!("  body: {code: \"{code}\", message: \"{message}\"}\n", ", envelope: {code: null}"),
            with_envelope!("  body: {code: \"{code?}\", message: \"{message}\"}\n", ", envelope: {code: null}"),
        );
    UNUSED_MEMBER = "unused-member", Warning: "The template has no placeholder for a member.",
        one(
            with_envelope!("  body: {code: \"{code}\"}\n  members: {request_id: {type: string, example: r-1}}\n", ""),
            with_envelope!("  body: {code: \"{code}\", id: \"{request_id}\"}\n  members: {request_id: {type: string, example: r-1}}\n", ""),
        );
    INDISTINCT_ERRORS = "indistinct-errors", Error: "A client cannot distinguish two errors that do not send a code.",
        one(
            with_envelope!("  body: {error: \"{message}\"}\n", "}\n  - {status: 410, code: deleted, meaning: The order was deleted., remediation: Create a new one."),
            with_envelope!("  body: {error: \"{message}\"}\n", "}\n  - {status: 404, code: deleted, meaning: The order was deleted., remediation: Create a new one."),
        );
    CONSTANT_ENVELOPE = "constant-envelope", Warning: "The template has no placeholder, so that all errors have the same body.",
        one(
            with_envelope!("  body: {error: {code: \"{{code}}\"}}\n", ""),
            with_envelope!("  body: {error: {code: \"{code}\"}}\n", ""),
        );
    BAD_CONTENT_TYPE = "bad-content-type", Error: "The content type of the envelope is not a JSON media type.",
        one(with_envelope!("  content_type: json\n", ""), with_envelope!("  content_type: application/json\n", ""));
}
