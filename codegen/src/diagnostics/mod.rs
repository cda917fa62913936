//! Diagnostics of a spec: what is wrong, where, and how to fix it. `render` shows them.

mod bag;
pub mod render;
mod rules;

pub(crate) use bag::Diagnostics;
pub use rules::*;

use crate::source::Span;
use crate::text::visible_lines;

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is generated until it is fixed.
    Error,
    /// The spec compiles, but is probably not what its author intended.
    Warning,
}

impl Severity {
    /// Its name: `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of diagnostic.
#[derive(Debug)]
pub struct Rule {
    /// Its id, in kebab-case. It never changes.
    pub id: &'static str,
    /// The severity of its diagnostics.
    pub severity: Severity,
    /// What it reports, in one sentence.
    pub summary: &'static str,
    /// A spec that breaks it and the same spec fixed, if it is about a spec's text.
    pub example: Option<Example>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// A place involved in a diagnostic.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub message: String,
}

/// An edit that fixes a diagnostic.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

/// One diagnostic.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Every place involved, the primary one first; empty if there is none, as for a missing folder.
    pub labels: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
    /// Edits that fix it.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A diagnostic without a place.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self { rule, message: visible_lines(message.into()), labels: Vec::new(), help: None, edits: Vec::new() }
    }

    /// Adds a place. The first one is the primary place.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: visible_lines(message.into()) });
        self
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(visible_lines(help.into()));
        self
    }

    /// Adds an edit that fixes it.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }
}

/// Sorts diagnostics by their primary place; those without a place are first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|it| it.labels.first().map(|label| (label.span, it.rule.id)));
}
