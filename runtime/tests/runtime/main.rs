//! The runtime, tested with handwritten books: the shop of its own examples, and `travel`, which has a different
//! envelope, nested types and every type of header.

#[allow(dead_code, unreachable_pub, reason = "a whole crate as a module")]
#[path = "../../doc/book.rs"]
mod shop;
mod travel;

mod app_error;
mod code;
mod decode;
mod error;
mod forms;
mod hash;
mod header_values;
mod headers;
mod hostile;
mod json;
mod nested;
mod problem;
mod send;
mod timestamp;
mod value;
mod wire;

use errbook::{DecodeIssue, Kind};

/// The issues of a decoded error, as text.
fn issues<K: Kind>(error: &errbook::Error<K>) -> Vec<String> {
    error.received().expect("it was decoded").issues().iter().map(DecodeIssue::to_string).collect()
}
