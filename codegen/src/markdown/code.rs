//! Texts as code, and texts within HTML.

use crate::text::visible;

/// A text within HTML.
pub(crate) fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A text as code: the fence is longer than any run of backticks in it.
pub(crate) fn code(text: &str) -> String {
    // Most codes and names are words.
    if !text.is_empty() && text.bytes().all(|it| it.is_ascii_graphic() && it != b'`') {
        return format!("`{text}`");
    }
    // An empty text is shown as `""`.
    let text = if text.is_empty() { "\"\"" } else { text };
    let one_line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown = visible(&one_line);
    let fence = "`".repeat(longest_run(&shown, '`') + 1);
    let has_at_ends = |sign: char| shown.starts_with(sign) && shown.ends_with(sign);
    let pad = if shown.starts_with('`') || shown.ends_with('`') || has_at_ends(' ') { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// A fenced block; the fence is longer than any in it.
pub(crate) fn fence(info: &str, text: &str) -> String {
    // An info string after backticks cannot have any.
    let sign = if info.contains('`') { '~' } else { '`' };
    let fence = sign.to_string().repeat((longest_run(text, sign) + 1).max(3));
    let line_break = if text.is_empty() { "" } else { "\n" };
    let space = if info.starts_with(sign) { " " } else { "" };
    format!("{fence}{space}{info}\n{text}{line_break}{fence}")
}

/// The longest run of a character.
fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.chars().count()).max().unwrap_or(0)
}
