//! The runtime, tried with books that are written by hand: the shop of its own examples, `travel`, which has another
//! envelope, nested types and every type of header, and `taken`, whose fields have the names that others want.

#[allow(dead_code, unreachable_pub, reason = "it is a whole crate, squeezed into a module")]
#[path = "../../../runtime/doc/book.rs"]
pub(crate) mod shop;
pub(crate) mod travel;

mod code;
mod decode;
mod error;
mod hash;
mod header_values;
mod headers;
mod hostile;
mod json;
mod misuse;
mod nested;
mod problem;
mod retry;
mod send;
mod taken;
mod timestamp;
mod total;
mod value;
mod wire;

use errbook::{DecodeIssue, Kind};

/// What is wrong with an error that was decoded, as sentences.
fn issues<K: Kind>(error: &errbook::Error<K>) -> Vec<String> {
    error.received().expect("it was decoded").issues().iter().map(DecodeIssue::to_string).collect()
}
