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
mod written;

#[cfg(all(feature = "problem", feature = "tower"))]
pub(crate) use self::problem_details::is_own_form;
#[cfg(any(feature = "actix", feature = "problem"))]
pub(crate) use self::response::Encoded;
pub use self::response::Response;

/// Without the feature `tracing` nothing is logged.
#[cfg(not(feature = "tracing"))]
pub(crate) mod log {
    use crate::error::ErrorRef;

    #[cfg(feature = "http")]
    pub(crate) fn sent(_: ErrorRef<'_>, _: Option<&(dyn core::error::Error + 'static)>) {}

    pub(crate) fn not_sent(_: ErrorRef<'_>) {}

    pub(crate) fn missing_members(_: ErrorRef<'_>, _: &[Option<crate::Value>]) {}

    pub(crate) fn unlisted_status(_: &str, _: u16) {}
}
