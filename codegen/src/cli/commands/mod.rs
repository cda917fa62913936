//! The commands: each takes its arguments, and returns how it ended.

pub(super) mod check;
pub(super) mod codegen;
pub(super) mod diff;
pub(super) mod docs;
pub(super) mod explain;
pub(super) mod fmt;
pub(super) mod list;
pub(super) mod new;
pub(super) mod retire;
pub(super) mod schema;
pub(super) mod unused;
