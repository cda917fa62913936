//! Books with a form: what they write and what they read.

mod bodies;
mod books;
mod hostile;
mod kit;
mod reading;
mod rows;
mod several;
