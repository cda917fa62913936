//! Text in Markdown: the spec's inline Markdown and plain texts, so that they stay where they are put.
//!
//! A parser says what is code, a link or HTML; everything else is written again as it stood, with what could mean
//! something in its new place escaped.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::edits::Edits;
use super::links;
use super::shape::shape;
use crate::diagnostic::visible;

/// Where a text is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A paragraph of its own, or behind other text of one; on a page or in a doc comment.
    Paragraph,
    /// A table's cell, where `|` ends it.
    Cell,
}

/// A paragraph of inline Markdown: emphasis, code and links. HTML is shown, not obeyed.
pub(in crate::emit) fn inline(text: &str, place: Place) -> String {
    // Behind a word no sign at the line's start means anything.
    const BEFORE: &str = "x ";
    if is_bare(text) {
        return finish(text, place);
    }
    let source = format!("{BEFORE}{text}");
    let mut out = written(&source, place, Style { asterisks: true, links: true });
    if text.contains(['*', '_']) {
        let seen = shape(&source);
        // Asterisks are emphasis in more places than underscores, `*a*_b_`, and beside a link's `>` in fewer.
        for links in [true, false] {
            if shape(&out) == seen {
                break;
            }
            out = written(&source, place, Style { asterisks: false, links });
        }
    }
    finish(&out[BEFORE.len().min(out.len())..], place)
}

/// Whether nothing in a text could be markup or an address, so that no parser has to say so.
fn is_bare(text: &str) -> bool {
    let means_nothing = |it: u8| it.is_ascii_alphanumeric() || b" ,;.?'\"()/%-".contains(&it);
    text.bytes().all(means_nothing) && !text.as_bytes().windows(4).any(|it| it.eq_ignore_ascii_case(b"www."))
}

/// What is written otherwise than in the spec, though it would stay where it is put.
#[derive(Clone, Copy)]
struct Style {
    /// Emphasis with `*`, whatever its marks were.
    asterisks: bool,
    /// Links of bare addresses.
    links: bool,
}

fn written(source: &str, place: Place, style: Style) -> String {
    let mut edits = Edits::default();
    let (mut links, mut autolinks) = (0_usize, 0_usize);
    for (event, range) in TextMergeWithOffset::new(Parser::new(source).into_offset_iter()) {
        match event {
            Event::Start(Tag::Image { .. }) => {
                edits.insert(range.start, "\\");
                links += 1;
            }
            Event::Start(Tag::Link { link_type, .. }) => {
                links += 1;
                autolinks += usize::from(matches!(link_type, LinkType::Autolink | LinkType::Email));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                links -= 1;
                // They hold no others.
                autolinks = 0;
            }
            Event::Start(Tag::Emphasis) if style.asterisks => asterisks(source, &range, 1, &mut edits),
            Event::Start(Tag::Strong) if style.asterisks => asterisks(source, &range, 2, &mut edits),
            Event::Html(_) | Event::InlineHtml(_) => edits.replace(range.clone(), punctuation(&source[range])),
            Event::Code(it) => code_span(source, range, &it, place, &mut edits),
            Event::Text(_) if autolinks == 0 => {
                words(source, range, links > 0 || !style.links, "[]<>~$`*_", &mut edits);
            }
            _ => {}
        }
    }
    edits.apply(source)
}

/// A text without any markup, so that it is read as it is written.
pub(crate) fn plain(text: &str, place: Place) -> String {
    finish(&plainly(text), place)
}

fn plainly(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next().unwrap_or(' ');
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '&' | '$' => true,
            // Between letters and digits it means nothing, and names are full of it.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            // Some renderers make links of bare addresses.
            ':' => rest.starts_with("//"),
            '.' => text.get(at.saturating_sub(3)..at).is_some_and(|it| it.eq_ignore_ascii_case("www")),
            '@' => !before.is_whitespace() && after.is_alphanumeric(),
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

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
    // No text at all is shown as JSON has it.
    let text = if text.is_empty() { "\"\"" } else { text };
    let one_line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let shown = visible(&one_line);
    let fence = "`".repeat(longest_run(&shown, '`') + 1);
    let has_at_ends = |sign: char| shown.starts_with(sign) && shown.ends_with(sign);
    let pad = if shown.starts_with('`') || shown.ends_with('`') || has_at_ends(' ') { " " } else { "" };
    format!("{fence}{pad}{shown}{pad}{fence}")
}

/// Code in a table's cell, where `|` ends even that. It is text where no code can say it.
pub(crate) fn cell_code(text: &str) -> String {
    if fits_cell(text) { code(text).replace('|', "\\|") } else { plain(text, Place::Cell) }
}

/// Whether code in a cell can say it: there `\|` is a pipe, so that nothing is a backslash before one.
fn fits_cell(text: &str) -> bool {
    !text.contains("\\|")
}

/// Somebody's code. Blanks at its ends are not of the code; they stay between it and a word.
pub(super) fn code_span(source: &str, range: Range<usize>, content: &str, place: Place, edits: &mut Edits) {
    let trimmed = content.trim_matches(' ');
    if trimmed.is_empty() {
        return;
    }
    let shown = if place == Place::Cell && !fits_cell(trimmed) { plainly(trimmed) } else { code(trimmed) };
    let before = content.starts_with(' ') && source[..range.start].ends_with(char::is_alphanumeric);
    let behind = content.ends_with(' ') && source[range.end..].starts_with(char::is_alphanumeric);
    let blank = |is_lost| if is_lost { " " } else { "" };
    edits.replace(range, format!("{}{shown}{}", blank(before), blank(behind)));
}

/// The longest run of a character.
pub(in crate::emit) fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Underscores around emphasis as the asterisks that the page uses.
pub(super) fn asterisks(source: &str, range: &Range<usize>, width: usize, edits: &mut Edits) {
    if source[range.clone()].starts_with('_') {
        edits.replace(range.start..range.start + width, "*".repeat(width));
        edits.replace(range.end - width..range.end, "*".repeat(width));
    }
}

/// Text that is no markup: the signs in `escaped` stay so, and outside of links bare addresses become links.
pub(super) fn words(source: &str, range: Range<usize>, in_link: bool, escaped: &str, edits: &mut Edits) {
    // A backslash before it has escaped its first character already.
    let backslashes = range.start - source[..range.start].trim_end_matches('\\').len();
    let kept = if backslashes % 2 == 1 { source[range.clone()].chars().next().map_or(0, char::len_utf8) } else { 0 };
    let range = range.start + kept..range.end;
    let mut at = range.start;
    let found = if in_link { Vec::new() } else { links::bare(source, range.clone()) };
    for (link, written) in found {
        signs(source, at..link.start, escaped, edits);
        at = link.end;
        edits.replace(link, written);
    }
    signs(source, at..range.end, escaped, edits);
}

fn signs(source: &str, range: Range<usize>, escaped: &str, edits: &mut Edits) {
    let mut before = source[..range.start].chars().next_back().unwrap_or(' ');
    let behind = source[range.end..].chars().next().unwrap_or(' ');
    let mut chars = source[range.clone()].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, it)| it);
        let in_word = c == '_' && before.is_alphanumeric() && after.unwrap_or(behind).is_alphanumeric();
        before = c;
        if c == '\\' && after.is_some_and(|it| it.is_ascii_punctuation()) {
            // It escapes what follows, as it did where it stood.
            chars.next().inspect(|&(_, it)| before = it);
        } else if escaped.contains(c) && !in_word {
            edits.insert(range.start + at, "\\");
        }
    }
}

fn punctuation(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
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

/// A sign that would begin a heading, a list, a quote or a table at a line's start.
fn escape_start(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '>', '|', '=', ':', '-', '+', '~']) { format!("\\{text}") } else { text }
}
