//! The commands: each reads its arguments, and says how it ended.

pub(super) mod check;
pub(super) mod codegen;
pub(super) mod diff;
pub(super) mod docs;
pub(super) mod explain;
pub(super) mod list;
