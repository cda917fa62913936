//! Books with a form: what they write and what they read.

mod bodies;
mod books;
mod kit;
mod reading;
