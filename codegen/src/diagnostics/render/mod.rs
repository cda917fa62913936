//! The forms in which diagnostics are shown. Each is a function of the diagnostics and of the files that they are about.

pub(crate) mod github;
mod json;
pub(crate) mod sarif;
mod terminal;

pub use github::github;
pub use json::json;
pub use sarif::sarif;
pub use terminal::{Terminal, terminal};
