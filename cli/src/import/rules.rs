//! The diagnostics of an import. They are about the sources; the compiler's own are about the book.

use errbook_codegen::diagnostics::{Rule, Severity};

const fn rule(id: &'static str, summary: &'static str) -> Rule {
    Rule { id, severity: Severity::Error, summary, example: None }
}

pub(super) static BROKEN_SOURCE: Rule = rule("broken-source", "A source is not valid in its format.");
pub(super) static UNKNOWN_SOURCE: Rule = rule("unknown-source", "The format of a source is unknown.");
pub(super) static SOURCE_TOO_LARGE: Rule = rule("source-too-large", "A source is larger than an import reads.");
pub(super) static NO_ERRORS: Rule = rule("no-errors", "A source has no errors that can be imported.");
pub(super) static MISSING_STATUS: Rule = rule("missing-status", "A code has no status.");
pub(super) static UNREADABLE_SOURCE: Rule = rule("unreadable-source", "A source cannot be read.");
