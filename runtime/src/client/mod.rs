//! The client's side: reading the body of an error within limits, adapters for clients, and retry advice.

#[cfg(feature = "http")]
mod http;
mod reader;
#[cfg(feature = "reqwest")]
pub mod reqwest;
#[cfg(any(feature = "retry", feature = "__compiler"))]
pub mod retry;

pub(crate) use self::reader::PartialBody;
pub use self::reader::{BodyLimits, LimitReached};
