//! Exit statuses of commands, and output on standard error.

use std::io;
use std::process::ExitCode;

use super::pager;
use crate::Compiled;
use crate::diagnostics::render::{Terminal, terminal};
use crate::diagnostics::{self, Diagnostic};
use crate::text::counted;

/// Prints a line to standard error, and ignores a closed one.
macro_rules! status {
    ($($arg:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(anstream::stderr(), $($arg)*);
    }};
}
pub(super) use status;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Success,
    /// Drift, errors in the spec, or changes that fail.
    Findings,
    /// The command could not be carried out.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Prints an error.
pub(super) fn failed(error: impl std::fmt::Display) -> Outcome {
    status!("error: {error}");
    Outcome::Failed
}

/// The outcome of writing to standard output. A reader such as `head` may close the pipe early.
pub(super) fn answered(written: &io::Result<()>) -> Outcome {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Outcome::Success,
        Err(error) => failed(format_args!("cannot write to standard output: {error}")),
        Ok(()) => Outcome::Success,
    }
}

/// The outcome of compiling a spec. A file that cannot be read is not a mistake in the spec.
pub(super) fn compiled(compiled: &Compiled) -> Outcome {
    let is_unreadable = |it: &Diagnostic| *it.rule == diagnostics::NO_SPEC || *it.rule == diagnostics::UNREADABLE_FILE;
    if compiled.diagnostics.iter().any(is_unreadable) {
        Outcome::Failed
    } else if compiled.book.is_none() {
        Outcome::Findings
    } else {
        Outcome::Success
    }
}

/// The default width of diagnostics.
const WIDTH: usize = 120;

/// A text for people in the style of standard error: with or without colour, and at most this wide.
pub(super) fn styled(text: impl FnOnce(bool, usize) -> String) -> String {
    text(pager::has_colour(&io::stderr()), pager::columns().unwrap_or(WIDTH))
}

/// Diagnostics for people, in the style of the output stream.
pub(super) fn rendered(prefix: &str, compiled: &Compiled, to: &impl anstream::stream::RawStream) -> String {
    let (colour, width) = (pager::has_colour(to), pager::columns().unwrap_or(WIDTH));
    let text = terminal(&compiled.sources, &compiled.diagnostics, Terminal { prefix, colour, width });
    format!("{}\n", text.trim_end())
}

/// Prints the diagnostics and their number.
pub(super) fn report(prefix: &str, compiled: &Compiled) {
    if !compiled.diagnostics.is_empty() {
        status!("{}", rendered(prefix, compiled, &io::stderr()));
        status!("{}", count(compiled));
    }
}

/// The number of errors and of warnings.
pub(super) fn count(compiled: &Compiled) -> String {
    let errors = compiled.diagnostics.iter().filter(|it| it.is_error()).count();
    let warnings = compiled.diagnostics.len() - errors;
    let counts = [(errors, "error"), (warnings, "warning")].into_iter().filter(|it| it.0 > 0);
    counts.map(|(count, noun)| counted(count, noun)).collect::<Vec<_>>().join(", ")
}
