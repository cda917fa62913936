//! The server's side: responses of the crate `http`, and adapters for frameworks.

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "axum")]
pub mod axum;
#[cfg(any(feature = "actix", feature = "axum"))]
mod details;
mod http;
#[cfg(any(feature = "actix", feature = "tower"))]
mod members;
#[cfg(any(feature = "actix", feature = "tower"))]
mod replace;
#[cfg(feature = "tower")]
pub mod tower;
