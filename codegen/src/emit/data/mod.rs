//! The book as data: for programs, for spreadsheets, and for language models.

pub(super) mod body_schema;
pub(super) mod csv;
pub(super) mod errors_json;
pub(super) mod llms;
