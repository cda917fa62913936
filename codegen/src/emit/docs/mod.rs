//! Markdown: the pages, and the spec's texts in their containers.

pub(super) mod book_toml;
pub(super) mod layout;
pub(super) mod page;
mod parts;
mod payload;
pub(super) mod reference;
pub(super) mod retry;
mod snippets;
pub(super) mod statuses;
pub(super) mod summary;
pub(super) mod table;
