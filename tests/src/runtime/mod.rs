//! The runtime, tried with two books that are written by hand: the shop of its own examples, and `travel`, which has another
//! envelope, nested types and every type of header.

#[allow(dead_code, unreachable_pub, reason = "it is a whole crate, squeezed into a module")]
#[path = "../../../runtime/doc/book.rs"]
pub(crate) mod shop;
mod travel;

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
mod retry;
mod send;
mod timestamp;
mod value;
mod wire;

use errbook::{Kind, Problem};

/// What is wrong with an error that was decoded, as sentences.
fn problems<K: Kind>(error: &errbook::Error<K>) -> Vec<String> {
    error.received().expect("it was decoded").problems().iter().map(Problem::to_string).collect()
}
