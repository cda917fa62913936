//! Untrusted texts in Markdown: each is shown verbatim, and cannot end its container, mention a user, or become a link.

use super::summary::short;
use crate::compat::wording::{Part, Wording};
use crate::markdown::{self, Place};

pub(super) use crate::markdown::fence;

/// A text without any markup, after other text.
pub(super) fn cell(text: &str, most: usize) -> String {
    // After a word, no character at the start begins a block.
    let written = markdown::plain(&format!("x {}", short(text, most)), Place::Cell);
    tame(written.strip_prefix('x').unwrap_or(&written).trim_start())
}

/// A text as code, outside of a table: there a `|` cannot be escaped, and need not be.
pub(super) fn span(text: &str, most: usize) -> String {
    markdown::code(&short(text, most))
}

/// A text as code in a table.
pub(super) fn code_cell(text: &str, most: usize) -> String {
    let written = markdown::cell_code(&short(text, most));
    // Text that cannot be code in a cell becomes plain text, where mentions must be broken again.
    if written.starts_with('`') { written } else { tame(&written) }
}

/// A sentence. `code` writes a name or a value: [`span`] or [`code_cell`]; `most` limits each of them.
pub(super) fn sentence(wording: &Wording, most: usize, code: fn(&str, usize) -> String) -> String {
    let part = |part: &Part| match part {
        Part::Ours(ours) => (*ours).to_owned(),
        Part::Text(text) => cell(text, most),
        Part::Code(it) => code(it, most),
    };
    wording.0.iter().map(part).collect()
}

/// A text within HTML.
pub(super) fn html(text: &str, most: usize) -> String {
    markdown::html(&short(text, most))
}

/// Breaks, with a zero-width space, what GitHub links even if escaped: mentions of users, and of issues by number.
fn tame(written: &str) -> String {
    const NOTHING: &str = "&#8203;";
    let mut out = String::with_capacity(written.len());
    for (at, c) in written.char_indices() {
        out.push(c);
        let is_issue = c == '-'
            && written[..at].to_ascii_lowercase().ends_with("gh")
            && written[at + 1..].starts_with(|it: char| it.is_ascii_digit());
        if matches!(c, '@' | '#') || is_issue {
            out.push_str(NOTHING);
        }
    }
    out
}
