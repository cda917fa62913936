//! From an error to a response. Causes, and what another server sent, do not get out by accident.

mod body;
mod fallback;
pub(crate) mod log;
#[cfg(feature = "problem")]
mod problem_details;
mod response;
pub mod wire;

#[cfg(any(feature = "actix", feature = "problem"))]
pub(crate) use self::response::Encoded;
pub use self::response::Response;
