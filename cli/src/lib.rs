//! What the command `errbook` adds to the compiler, as a library.

pub mod import;
