//! How to handle errors in languages other than Rust. Rust's own are in `emit/rust/example`.

pub(super) mod curl;
pub(super) mod javascript;
pub(super) mod python;
mod reading;
pub(super) mod typescript;
