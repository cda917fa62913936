//! What has been found so far, within bounds: a file of 60 MB can have ten million mistakes.

use std::ops::Deref;

use super::{Diagnostic, Severity, TOO_MANY_FINDINGS};

/// How many errors are kept, and how many warnings. Nobody mends as many in one go.
const MOST: usize = 10_000;

/// Findings in the order in which they came up. Of errors, and of warnings, the first are kept and the others counted.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Diagnostic>,
    errors: Tally,
    warnings: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    kept: usize,
    more: usize,
}

impl Deref for Findings {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.kept
    }
}

impl Findings {
    /// Adds one.
    pub(crate) fn push(&mut self, found: Diagnostic) {
        let tally = self.tally(&found);
        if tally.kept < MOST {
            tally.kept += 1;
            self.kept.push(found);
        } else {
            tally.more += 1;
        }
    }

    /// Adds some.
    pub(crate) fn extend(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        found.into_iter().for_each(|it| self.push(it));
    }

    /// Whether no more errors are kept.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.kept >= MOST
    }

    /// Takes out what was added since there were `count`.
    pub(crate) fn split_off(&mut self, count: usize) -> Vec<Diagnostic> {
        let taken = self.kept.split_off(count);
        for it in &taken {
            self.tally(it).kept -= 1;
        }
        taken
    }

    /// Drops some.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Diagnostic) -> bool) {
        let all = self.split_off(0);
        self.extend(all.into_iter().filter(is_kept));
    }

    fn tally(&mut self, it: &Diagnostic) -> &mut Tally {
        if it.is_error() { &mut self.errors } else { &mut self.warnings }
    }

    /// All that was kept, in the order of the files; last, how many there were more.
    pub(crate) fn sorted(self) -> Vec<Diagnostic> {
        let Self { kept: mut all, errors, warnings } = self;
        super::sort(&mut all);
        let more: Vec<String> = [(errors.more, Severity::Error), (warnings.more, Severity::Warning)]
            .into_iter()
            .filter(|it| it.0 > 0)
            .map(|(more, severity)| format!("{more} {}s", severity.as_str()))
            .collect();
        if !more.is_empty() {
            let found = Diagnostic::new(&TOO_MANY_FINDINGS, format!("{} more are not shown", more.join(" and ")));
            all.push(found.help("Mend those that are shown, then check again."));
        }
        all
    }
}
