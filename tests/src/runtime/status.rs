//! `with_status` with a status that the book does not list.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::shop::{Error, ErrorKind};
use crate::log::Log;

/// A bug in the caller: a panic in debug builds, an event in the log in release builds.
#[test]
fn a_status_that_the_book_does_not_list_is_not_ignored() {
    let cases = [0, 200, 409, 500].map(|status| (Error::from(ErrorKind::NotFound), status, "not_found", 404));
    let unknown = (Error::decode(418, &(), ""), 500, "", 418);
    for (error, status, code, kept) in cases.into_iter().chain([unknown]) {
        let log = Log::start();
        let result = catch_unwind(AssertUnwindSafe(|| error.with_status(status)));
        if cfg!(debug_assertions) {
            let panic = result.expect_err("it panics");
            let message = format!("the book does not list the status {status} for the code `{code}`");
            assert_eq!(panic.downcast_ref::<String>(), Some(&message));
        } else {
            assert_eq!(result.expect("it does not panic").status(), kept);
            let event = "ERROR errbook: the book does not list this status for this code";
            assert_eq!(log.events(), [format!("{event} code={code} status={status}")]);
        }
    }
}
