//! The server's side: responses of the crate `http`, and adapters for frameworks.

#[cfg(feature = "actix")]
pub mod actix;
#[cfg(feature = "axum")]
pub mod axum;
mod http;
#[cfg(any(feature = "actix", feature = "axum"))]
mod replace;
#[cfg(feature = "tower")]
pub mod tower;
