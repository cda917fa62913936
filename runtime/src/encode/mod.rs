//! Encoding: turns an error into a response. Causes and upstream errors are never sent by accident.

mod body;
mod fallback;
pub(crate) mod form;
#[cfg(feature = "tracing")]
pub mod log;
mod phrase;
#[cfg(feature = "problem")]
mod problem_details;
mod response;
mod sent_form;
pub mod wire;

#[cfg(any(feature = "actix", feature = "problem"))]
pub(crate) use self::response::Encoded;
pub use self::response::Response;

/// Without the feature `tracing` nothing is logged.
#[cfg(not(feature = "tracing"))]
pub(crate) mod log {
    #[cfg(feature = "http")]
    pub(crate) fn sent<K: crate::Kind>(_: &crate::Error<K>) {}

    #[cfg(feature = "actix")]
    pub(crate) fn sent_because_of<K: crate::Kind>(_: &crate::Error<K>, _: Option<&(dyn core::error::Error + 'static)>) {
    }

    pub(crate) fn not_sent<K: crate::Kind>(_: &crate::Error<K>) {}

    pub(crate) fn unlisted_status(_: &str, _: u16) {}
}
