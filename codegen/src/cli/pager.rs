//! Standard output in a terminal: its size, its colours, and a pager for long output.

use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use anstream::stream::RawStream;

/// Whether a stream shows colour.
pub(super) fn has_colour(to: &impl RawStream) -> bool {
    anstream::AutoStream::choice(to) != anstream::ColorChoice::Never
}

/// The width of standard output in columns: `$COLUMNS`, or the terminal's.
pub(super) fn columns() -> Option<usize> {
    let variable = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok()).filter(|it| *it > 0);
    variable.or_else(|| size().map(|it| it.0))
}

/// The columns and rows of the terminal.
fn size() -> Option<(usize, usize)> {
    let (width, height) = terminal_size::terminal_size().filter(|_| is_terminal())?;
    // A serial line reports neither.
    (width.0 > 0 && height.0 > 0).then(|| (width.0.into(), height.0.into()))
}

/// Whether standard output is a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Prints a text, through a pager if it exceeds the height of the terminal.
pub(super) fn show(text: &str) -> io::Result<()> {
    let is_long = size().is_some_and(|(_, height)| text.lines().count() >= height);
    if is_long && paged(text) {
        return Ok(());
    }
    io::stdout().write_all(text.as_bytes())
}

/// Shows a text in a pager. Returns false if the pager cannot be run or fails.
fn paged(text: &str) -> bool {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // As git sets it: quit if the text fits on one screen, show colours, and leave the text on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // The user may quit the pager before the end.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok_and(|it| it.success())
}
