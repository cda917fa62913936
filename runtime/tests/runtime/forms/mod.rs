//! Books with a form: what they write and what they read.

mod bodies;
mod books;
mod hostile;
mod kit;
#[cfg(all(feature = "actix", feature = "axum"))]
mod layers;
mod reading;
mod rows;
mod several;
