//! Anybody's text in Markdown: it is read as it is written, and neither ends what it is put into, nor calls anybody, nor
//! becomes a link.

use super::words::short;
use crate::markdown::{self as emitted, Place};

/// A text without any markup.
pub(super) fn cell(text: &str, most: usize) -> String {
    tame(&emitted::plain(&short(text, most), Place::Cell))
}

/// A text as code, outside of a table: there nothing escapes a `|`, and nothing has to.
pub(super) fn span(text: &str, most: usize) -> String {
    emitted::code(&short(text, most))
}

/// A text as code in a table.
pub(super) fn code_cell(text: &str, most: usize) -> String {
    // Outside of code it would be a mention again.
    tame_outside(emitted::cell_code(&short(text, most)))
}

/// A sentence of ours that quotes texts of others in backticks, which become a `span` or a `code_cell`.
pub(super) fn sentence(text: &str, most: usize, code: fn(&str, usize) -> String) -> String {
    let text = short(text, most);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // One has no partner: somebody's text has backticks of its own, or was cut off.
        return cell(&text, most);
    }
    let mut out = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        let is_code = at % 2 == 1;
        let blank = |is_there: bool| if is_there && !is_code { " " } else { "" };
        let written = if is_code { code(part, most) } else { cell(part, most) };
        let (before, behind) = (blank(part.starts_with(' ')), blank(part.ends_with(' ') && !written.is_empty()));
        // A code directly behind another would end it.
        let apart = if is_code && out.ends_with('`') { " " } else { "" };
        out.push_str(&format!("{apart}{before}{written}{behind}"));
    }
    out
}

/// A text within HTML.
pub(super) fn html(text: &str, most: usize) -> String {
    emitted::html(&short(text, most))
}

/// Code that can be no code in a cell is text there.
fn tame_outside(written: String) -> String {
    if written.starts_with('`') { written } else { tame(&written) }
}

/// What GitHub makes links of even where it is escaped, broken by a space of no width: mentions of people, and of issues
/// by number.
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
