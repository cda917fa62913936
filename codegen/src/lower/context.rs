//! The state of one run: the sources, and the diagnostics so far.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::site;
use crate::source::{Sources, Span};

/// The limit of names compared for suggestions: in a spec with thousands of mistakes, some get none.
const COMPARISONS: usize = 100_000;

/// The state shared by all readers and checks.
pub(crate) struct Context<'s> {
    pub(crate) sources: &'s Sources,
    pub(crate) diagnostics: Diagnostics,
    /// Whether every file could be read.
    pub(super) is_readable: bool,
    /// Invisible characters outside of all errors that were read so far: an error may allow those within it.
    pub(super) invisible: Vec<Diagnostic>,
    /// The places of those fields and headers of the current error that have mistakes.
    pub(super) flawed: HashSet<Span>,
    /// Codes whose fields or headers are not all known, because of mistakes.
    pub(super) doubtful: HashSet<String>,
    /// The number of comparisons left for suggestions.
    pub(super) comparisons: usize,
    /// The target of links that begin with `/`.
    pub(super) site: Site,
}

impl<'s> Context<'s> {
    /// A run over these sources, after their files were read.
    pub(crate) fn new(sources: &'s Sources, diagnostics: Diagnostics) -> Self {
        Self {
            sources,
            is_readable: !diagnostics.iter().any(Diagnostic::is_error),
            diagnostics,
            invisible: Vec::new(),
            flawed: HashSet::new(),
            doubtful: HashSet::new(),
            comparisons: COMPARISONS,
            site: Site::Unsure,
        }
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads the value of a name, and marks the name as flawed if the value has an error.
    pub(super) fn watched<T>(&mut self, name: Span, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.diagnostics.len();
        let out = read(self);
        if self.diagnostics[before..].iter().any(Diagnostic::is_error) {
            self.flawed.insert(name);
        }
        out
    }
}

/// The site to which links that begin with `/` belong.
pub(super) enum Site {
    /// The site of the published docs: `https://shop.example`.
    Docs(String),
    Nowhere,
    /// A site that could not be read, and was reported already.
    Unsure,
}

impl Site {
    /// The site of a page.
    pub(super) fn of(url: &str) -> Self {
        Self::Docs(site(url).to_owned())
    }
}
