//! A spec's texts in Markdown, written so that every renderer reads them alike. Knows nothing of the model.
//!
//! A text is parsed once. Disallowed parts are removed from the parser's events: HTML and footnotes become text, links
//! need an allowed scheme, headings move below the page's own. `pulldown-cmark-to-cmark` writes the events again, and
//! escapes everything that `CommonMark`, GitHub or mdBook would interpret. The result is read back: if it differs, the
//! text is written without markup.

mod anchors;
mod blocks;
mod code;
mod inline;
mod links;
mod table;

use pulldown_cmark::utils::TextMergeStream;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark as writer;

pub(crate) use anchors::{Anchors, slug};
pub(crate) use blocks::{blocks, blocks_with_headings};
pub(crate) use code::{code, fence, html};
pub(crate) use inline::{cell_code, heading, inline, label, plain};
pub use links::unsupported_links;
pub(crate) use links::{Found, Links, Target, found_in_blocks, found_in_line};
pub(crate) use table::{Columns, Row};

/// The container of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A separate paragraph, or text within one; on a page or in a doc comment.
    Paragraph,
    /// A table's cell, where `|` ends it.
    Cell,
}

/// The syntax for authors: `CommonMark`, and the extensions that GitHub and mdBook share.
const READ: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// Extensions that only some renderers interpret. An author's text never uses them.
const OBEYED: Options =
    Options::ENABLE_HEADING_ATTRIBUTES.union(Options::ENABLE_MATH).union(Options::ENABLE_DEFINITION_LIST);

/// The maximum nesting of blocks and emphasis. The writer's time is quadratic in the depth.
const DEEPEST: usize = 64;

/// Events with adjacent texts merged.
fn merged<'a>(events: impl IntoIterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    TextMergeStream::new(events.into_iter()).collect()
}

/// Events as Markdown, if the renderer with the most extensions reads the same events again. `read_back` returns
/// whether it does so in its final context.
fn written(events: &[Event<'_>], place: Place, read_back: impl Fn(&str) -> bool) -> Option<String> {
    if depth(events) > DEEPEST {
        return None;
    }
    let spelled = spelled(events, place);
    let has_table = place == Place::Cell || events.iter().any(|it| matches!(it, Event::Start(Tag::Table(_))));
    let least = if has_table { READ } else { READ.difference(Options::ENABLE_TABLES) };
    let style = writer::Options {
        code_block_token_count: writer::DEFAULT_CODE_BLOCK_TOKEN_COUNT,
        list_token: '-',
        increment_ordered_list_bullets: true,
        ..writer::Options::default()
    };
    // The writer escapes the characters of the extensions that it is given. Few texts need all of them.
    [least, READ.union(OBEYED)].into_iter().find_map(|extensions| {
        let mut out = String::new();
        writer::cmark_with_options(spelled.iter(), &mut out, extensions, style.clone()).ok()?;
        read_back(&out).then_some(out)
    })
}

/// The maximum depth of the events.
fn depth(events: &[Event<'_>]) -> usize {
    let mut open = 0_usize;
    let depths = events.iter().map(|event| {
        match event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    depths.max().unwrap_or_default()
}

/// The events, with texts and code as raw events if the writer would escape them wrongly.
fn spelled<'a>(events: &[Event<'a>], place: Place) -> Vec<Event<'a>> {
    let mut out = Vec::with_capacity(events.len());
    // Whether the text is in a block of code or between `<` and `>`; whether it is the label of a link.
    let (mut is_verbatim, mut is_label) = (false, false);
    for event in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                is_verbatim = true;
            }
            Event::Start(Tag::Link { .. }) => is_label = true,
            Event::End(TagEnd::CodeBlock | TagEnd::Link) => (is_verbatim, is_label) = (false, false),
            Event::Text(text) if !is_verbatim => {
                spell(text, is_label, &mut out);
                continue;
            }
            Event::Code(code) if place == Place::Cell => {
                out.push(Event::Code(code.replace('|', "\\|").into()));
                continue;
            }
            _ => {}
        }
        out.push(event.clone());
    }
    out
}

/// A text, with the parts that the writer must not change as raw events. Bare URLs are broken up: intended links are
/// links already, and a renderer that links a URL would include the backslash that follows it.
fn spell(text: &str, is_label: bool, out: &mut Vec<Event<'_>>) {
    let mut start = 0;
    for (at, sign) in text.match_indices(['&', ':', '.', '@', '[', ']']) {
        let (before, rest) = (&text[..at], &text[at + sign.len()..]);
        let raw = match sign {
            // The writer would write each as an entity.
            "&" if !begins_entity(rest) => "&",
            // marked reads a label without its backslashes before brackets.
            "[" if is_label => "&#91;",
            "]" if is_label => "&#93;",
            // No renderer links URLs in a label.
            _ if is_label => continue,
            ":" if rest.starts_with("//") => "\\:",
            "." if ends_with_www(before) => "\\.",
            "@" if before.ends_with(|c: char| !c.is_whitespace()) && rest.starts_with(char::is_alphanumeric) => "\\@",
            _ => continue,
        };
        if start < at {
            out.push(Event::Text(text[start..at].to_owned().into()));
        }
        out.push(Event::InlineHtml(raw.into()));
        start = at + sign.len();
    }
    if start < text.len() {
        out.push(Event::Text(text[start..].to_owned().into()));
    }
}

/// Whether a `&` begins an entity.
fn begins_entity(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    after.len() < rest.len() && after.starts_with(';')
}

fn ends_with_www(text: &str) -> bool {
    text.len().checked_sub(3).and_then(|at| text.get(at..)).is_some_and(|it| it.eq_ignore_ascii_case("www"))
}

/// Markdown as the renderer with the most extensions reads it.
fn read(markdown: &str) -> Vec<Event<'_>> {
    merged(Parser::new_ext(markdown, READ.union(OBEYED)))
}
