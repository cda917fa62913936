//! What a reader sees of Markdown, however it is written: the proof that writing it otherwise has changed nothing.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A block's beginning, or words that are all set alike.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Block(&'static str),
    Numbered(u64),
    Words { emphasis: u32, strong: u32, text: String },
}

/// A text's blocks and words. The levels of headings, links, HTML blocks and blanks are left out: those are changed on
/// purpose.
pub(super) fn shape(text: &str) -> Vec<Seen> {
    let mut out = Vec::new();
    let (mut emphasis, mut strong) = (0, 0);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Emphasis) => emphasis += 1,
            Event::End(TagEnd::Emphasis) => emphasis -= 1,
            Event::Start(Tag::Strong) => strong += 1,
            Event::End(TagEnd::Strong) => strong -= 1,
            // It may become a link behind this sign.
            Event::Start(Tag::Image { .. }) => words(&mut out, emphasis, strong, "!"),
            Event::Start(tag) => out.extend(block(&tag)),
            Event::End(TagEnd::CodeBlock) => without_line_breaks(&mut out),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => out.push(Seen::Block("end")),
            // What only keeps two blocks apart is not seen.
            Event::Html(it) if it.trim() != "<!-- -->" => out.push(Seen::Block("html")),
            Event::Rule => out.push(Seen::Block("rule")),
            Event::Text(it) | Event::InlineHtml(it) | Event::Code(it) => words(&mut out, emphasis, strong, &it),
            _ => {}
        }
    }
    out
}

fn block(tag: &Tag<'_>) -> Option<Seen> {
    Some(Seen::Block(match tag {
        Tag::Paragraph => "paragraph",
        Tag::Heading { .. } => "heading",
        Tag::BlockQuote(_) => "quote",
        Tag::CodeBlock(_) => "code",
        Tag::List(Some(first)) => return Some(Seen::Numbered(*first)),
        Tag::List(None) => "list",
        Tag::Item => "item",
        Tag::Table(_) => "table",
        Tag::TableRow => "row",
        Tag::TableCell => "cell",
        _ => return None,
    }))
}

fn words(out: &mut Vec<Seen>, emphasis: u32, strong: u32, more: &str) {
    match out.last_mut() {
        _ if more.trim_matches(' ').is_empty() => {}
        Some(Seen::Words { emphasis: e, strong: s, text }) if (*e, *s) == (emphasis, strong) => {
            text.extend(more.split(' '));
        }
        _ => out.push(Seen::Words { emphasis, strong, text: more.split(' ').collect() }),
    }
}

/// How many there are at the end of code depends on whether its fence was closed.
fn without_line_breaks(out: &mut Vec<Seen>) {
    if let Some(Seen::Words { text, .. }) = out.last_mut() {
        text.truncate(text.trim_end_matches('\n').len());
        if text.is_empty() {
            out.pop();
        }
    }
}
