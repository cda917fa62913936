//! The generated crate's `src/`: one module for each file, and shared code.
//!
//! A code may be named `option`, `string` or `list`, and its type then shadows Rust's own. So payloads are in a
//! separate module, in which every other name is a path that starts with a crate or with `__private`, which no type can
//! be named.

pub(super) mod app_error;
pub(super) mod code;
pub(super) mod code_docs;
pub(super) mod code_info;
mod crate_docs;
pub(in crate::emit) mod doc_comments;
pub(super) mod example;
mod file;
mod form;
mod format;
pub(super) mod index;
pub(super) mod kind;
pub(super) mod lib;
pub(super) mod members;
mod nested;
pub(super) mod openapi;
pub(super) mod pages;
pub(super) mod payload;
mod perfect_hash;
pub(super) mod schema;
mod structs;
mod syntax;
mod types;
