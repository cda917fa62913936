//! Standard output as people see it: how wide it is, whether it shows colour, and a pager for what is long.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use anstream::stream::RawStream;

use super::{Outcome, unanswered};

/// Whether a stream shows colour.
pub(super) fn has_colour(to: &impl RawStream) -> bool {
    anstream::AutoStream::choice(to) != anstream::ColorChoice::Never
}

/// How many columns standard output has: what the environment says, or else the terminal.
pub(super) fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok()).filter(|it| *it > 0);
    said.or_else(|| size().map(|it| it.0))
}

/// The columns and rows of the terminal that standard output is.
fn size() -> Option<(usize, usize)> {
    // A terminal on a line that has no size says that it has none.
    let (width, height) = terminal_size::terminal_size().filter(|_| is_terminal())?;
    (width.0 > 0 && height.0 > 0).then(|| (width.0.into(), height.0.into()))
}

/// Whether somebody looks at standard output.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Shows a page: through a pager where it is longer than the terminal is high.
pub(super) fn show(page: &str) -> io::Result<()> {
    let is_long = size().is_some_and(|(_, height)| page.lines().count() >= height);
    if is_long && paged(page) {
        return Ok(());
    }
    anstream::stdout().write_all(page.as_bytes())
}

/// What became of an answer. Who has read enough, as `head` has, closes the pipe, which is no mistake.
pub(super) fn answered(written: &io::Result<()>) -> Outcome {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => unanswered(error),
        _ => Outcome::Fine,
    }
}

/// Whether a pager has shown it. Where there is none, or it does not work, the page is still to be shown.
fn paged(page: &str) -> bool {
    let wanted = std::env::var("PAGER").unwrap_or_else(|_| "less -R".to_owned());
    let mut words = wanted.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    // `less` shows escape sequences as text unless it is told otherwise, and `PAGER=less` is how most people write it.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // Who has read enough closes the pager, which is no mistake.
        let _ = input.write_all(page.as_bytes());
    }
    child.wait().is_ok_and(|it| it.success())
}
