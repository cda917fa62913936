//! Rules of the head of a book: its API, its crate, its envelope and its retry advice.

use super::{error, head, one, rules, several};
use crate::diagnostics::{Rule, Severity};

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
    BAD_PATH = "bad-path", Error: "A path is not portable.",
        one(
            head!("name: Shop", "version: 1.0.0", "crate: shop-errors", "runtime: {path: '..\\runtime'}"),
            head!("name: Shop", "version: 1.0.0", "crate: shop-errors", "runtime: {path: ../runtime}"),
        );
    BAD_DURATION = "bad-duration", Error: "A duration is not a whole number with a unit.",
        one(error!("retry: {when: always, backoff: {initial: 5}}"), error!("retry: {when: always, backoff: {initial: 5s}}"));
    BAD_RETRY = "bad-retry", Error: "Retry advice is contradictory, or out of range.",
        one(error!("retry: {when: never, retries: 5}"), error!("retry: {when: always, retries: 5}"));
    ENVELOPE_COLLISION = "envelope-collision", Error: "Two members of the body have the same name.",
        one(error!("fields:", "  code: {type: string, example: A-17}"), error!("fields:", "  order: {type: string, example: A-17}"));
}
