//! The diagnostics collected so far, within limits: a file of 60 MB can have ten million mistakes.

use std::ops::Deref;

use super::{Diagnostic, Severity, TOO_MANY_FINDINGS};
use crate::text::counted;

/// How many errors are kept, and how many warnings: more than anyone fixes at once.
const MOST: usize = 10_000;

/// Diagnostics in the order of reporting. The first of each severity are kept, and the others counted.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    kept: Vec<Diagnostic>,
    errors: Tally,
    warnings: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    kept: usize,
    omitted: usize,
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.kept
    }
}

impl Diagnostics {
    /// Adds one.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let tally = self.tally(&diagnostic);
        if tally.kept < MOST {
            tally.kept += 1;
            self.kept.push(diagnostic);
        } else {
            tally.omitted += 1;
        }
    }

    /// Adds several.
    pub(crate) fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|it| self.push(it));
    }

    /// Whether the limit of errors is reached.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.kept >= MOST
    }

    /// Removes and returns the diagnostics after the first `count`.
    pub(crate) fn split_off(&mut self, count: usize) -> Vec<Diagnostic> {
        let taken = self.kept.split_off(count);
        for it in &taken {
            self.tally(it).kept -= 1;
        }
        taken
    }

    /// Keeps the diagnostics that a predicate selects.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        let all = self.split_off(0);
        self.extend(all.into_iter().filter(is_kept));
    }

    fn tally(&mut self, it: &Diagnostic) -> &mut Tally {
        if it.is_error() { &mut self.errors } else { &mut self.warnings }
    }

    /// All kept diagnostics, in the order of the files; last, the number of omitted ones.
    pub(crate) fn sorted(self) -> Vec<Diagnostic> {
        let Self { kept: mut all, errors, warnings } = self;
        super::sort(&mut all);
        let omitted: Vec<String> = [(errors.omitted, Severity::Error), (warnings.omitted, Severity::Warning)]
            .into_iter()
            .filter(|it| it.0 > 0)
            .map(|(count, severity)| counted(count, &format!("more {}", severity.as_str())))
            .collect();
        if !omitted.is_empty() {
            let found = Diagnostic::new(&TOO_MANY_FINDINGS, format!("{} not shown", omitted.join(" and ")));
            all.push(found.help("Fix these first, then check again."));
        }
        all
    }
}
