//! Encoding: turns an error into a response. Causes and upstream errors are never sent by accident.

mod body;
mod fallback;
pub(crate) mod form;
pub(crate) mod log;
mod phrase;
#[cfg(feature = "problem")]
mod problem_details;
mod response;
mod sent_form;
pub mod wire;

#[cfg(any(feature = "actix", feature = "problem"))]
pub(crate) use self::response::Encoded;
pub use self::response::Response;
