//! What the tests of the runtime in `runtime/tests/` cannot cover: other libraries, the compiler's messages, the log, and the
//! generated crate.

#[allow(dead_code, unreachable_pub, reason = "a whole crate as a module")]
#[path = "../../../runtime/doc/book.rs"]
pub(crate) mod shop;
#[path = "../../../runtime/tests/runtime/travel.rs"]
pub(crate) mod travel;

mod delays;
mod misuse;
mod problem;
mod retry;
mod status;
mod taken;
mod total;
pub(crate) mod web;

use errbook::{DecodeIssue, Kind};

/// The issues of a decoded error, as text.
fn issues<K: Kind>(error: &errbook::Error<K>) -> Vec<String> {
    error.received().expect("it was decoded").issues().iter().map(DecodeIssue::to_string).collect()
}
