//! Text in Markdown: the spec's inline Markdown and plain texts, so that they stay where they are put.
//!
//! A parser says what is code, a link or HTML; everything else is written again as it stood, with what could mean
//! something in its new place escaped.

use pulldown_cmark::{Event, Parser, Tag, TextMergeWithOffset};

use crate::diagnostic::is_invisible;

/// Where a text is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Place {
    /// A paragraph of its own, or behind other text of one; on a page or in a doc comment.
    Paragraph,
    /// A table's cell, where `|` ends it.
    Cell,
}

/// A paragraph of inline Markdown: emphasis, code and links. HTML is shown, not obeyed.
pub(in crate::emit) fn inline(text: &str, place: Place) -> String {
    // Behind a word no sign at the line's start means anything.
    const BEFORE: &str = "x ";
    let source = format!("{BEFORE}{text}");
    let mut out = String::with_capacity(source.len() + 16);
    let mut at = 0;
    let mut in_autolink = false;
    for (event, range) in TextMergeWithOffset::new(Parser::new(&source).into_offset_iter()) {
        if range.start < at && !matches!(event, Event::Start(_) | Event::End(_)) {
            continue;
        }
        match event {
            Event::Start(Tag::Image { .. }) => {
                out.push_str(&source[at..range.start]);
                out.push_str("\\!");
                at = range.start + 1;
            }
            Event::Start(Tag::Link { link_type, .. }) => {
                in_autolink = matches!(link_type, pulldown_cmark::LinkType::Autolink | pulldown_cmark::LinkType::Email);
            }
            Event::End(_) => in_autolink = false,
            Event::Text(_) | Event::Html(_) | Event::InlineHtml(_) | Event::Code(_) => {
                let gap = &source[at..range.start];
                out.push_str(gap);
                let leaf = &source[range.clone()];
                match event {
                    Event::Code(_) => out.push_str(leaf),
                    Event::Text(_) if in_autolink => out.push_str(leaf),
                    Event::Text(_) => {
                        // A backslash before it has escaped its first character already.
                        let escaped = gap.len() - gap.trim_end_matches('\\').len();
                        let kept = if escaped % 2 == 1 { leaf.chars().next().map_or(0, char::len_utf8) } else { 0 };
                        out.push_str(&leaf[..kept]);
                        escape(&leaf[kept..], &mut out);
                    }
                    _ => punctuation(leaf, &mut out),
                }
                at = range.end;
            }
            _ => {}
        }
    }
    out.push_str(&source[at..]);
    finish(&out[BEFORE.len().min(out.len())..], place)
}

/// A text without any markup, so that it is read as it is written.
pub(in crate::emit) fn plain(text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut before = ' ';
    let mut rest = one_line.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        // Between letters and digits `_` means nothing, and names are full of it.
        let in_word = c == '_' && before.is_alphanumeric() && after.is_alphanumeric();
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '$') && !in_word {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    finish(&out, place)
}

/// A text as code: the fence is longer than any run of backticks in it.
pub(in crate::emit) fn code(text: &str) -> String {
    let one_line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown = visible(&one_line);
    let fence = "`".repeat(longest_run(&shown, '`') + 1);
    let pad = if shown.starts_with('`') || shown.ends_with('`') || shown.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Code in a table's cell, where `|` ends even that.
pub(in crate::emit) fn cell_code(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// The longest run of a character.
pub(in crate::emit) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// What could mean something escaped, and links that stand bare made links.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = ["https://", "http://"].iter().filter_map(|it| rest.find(it)).min() {
        let url = &rest[start..];
        let end = url
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\'))
            .unwrap_or(url.len());
        let url = url[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '*', '_']);
        signs(&rest[..start], out);
        out.push('<');
        out.push_str(url);
        out.push('>');
        rest = &rest[start + url.len()..];
    }
    signs(rest, out);
}

fn signs(text: &str, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // It escapes what follows, as it did where it stood.
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                out.push(c);
                out.extend(chars.next());
            }
            '[' | ']' | '<' | '>' | '~' | '$' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
}

fn punctuation(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Characters that nobody sees, shown.
fn visible(text: &str) -> String {
    if !text.contains(is_invisible) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_invisible(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// The rest that a place asks for.
fn finish(text: &str, place: Place) -> String {
    let text = visible(text);
    match place {
        Place::Cell => escape_pipes(&text),
        Place::Paragraph => escape_start(text),
    }
}

fn escape_pipes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut backslashes = 0;
    for c in text.chars() {
        // One that is escaped already stays so.
        if c == '|' && backslashes % 2 == 0 {
            out.push('\\');
        }
        backslashes = if c == '\\' { backslashes + 1 } else { 0 };
        out.push(c);
    }
    out
}

/// A sign that would begin a heading, a list, a quote, a fence or a table at a line's start.
fn escape_start(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    let is_sign = matches!(
        text.as_bytes(),
        [b'#' | b'>' | b'|' | b'=' | b':' | b'-' | b'+' | b'~', ..]
            | [b'*']
            | [b'*', b' ', ..]
            | [b'`', b'`', b'`', ..]
    );
    if is_sign { format!("\\{text}") } else { text }
}
