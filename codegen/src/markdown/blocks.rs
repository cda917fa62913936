//! Markdown of several blocks: the spec's `details`, and the prose of guides.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd};

use super::inline::Inline;
use super::links::Links;
use super::{Place, READ, fence, merged, read, written};
use crate::text::is_invisible;

/// The same Markdown under a heading of level `below`. HTML is shown as text.
pub(crate) fn blocks(text: &str, below: usize, links: Links) -> String {
    blocks_with_headings(text, below, links).0
}

/// The same, and the texts of the headings in it.
pub(crate) fn blocks_with_headings(text: &str, below: usize, links: Links) -> (String, Vec<String>) {
    let text = visible(text);
    let inline = Inline { links, images: true, is_cell: false, out: Vec::new(), kept: Vec::new() };
    let mut blocks = Blocks { below, inline, heading: None, footnote: None, is_html_paragraph: false };
    let parser = Parser::new_ext(&text, READ);
    let mut unused: HashMap<String, Range<usize>> =
        parser.reference_definitions().iter().map(|(id, it)| (id.to_lowercase(), it.span.clone())).collect();
    for event in merged(parser) {
        if let Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) = &event {
            unused.remove(&id.to_lowercase());
        }
        blocks.event(event);
    }
    // An unused link definition is text.
    let mut unused: Vec<Range<usize>> = unused.into_values().collect();
    unused.sort_by_key(|it| it.start);
    for span in unused {
        blocks.inline.out.extend(paragraphs(&text[span]));
    }
    let events = merged(blocks.inline.out);
    if let Some(out) = block_written(&events) {
        return (out, headings(&events));
    }
    let out = block_written(&paragraphs(&text)).unwrap_or_else(|| fence("text", text.trim_end()));
    (out, Vec::new())
}

/// The texts of headings, without markup.
fn headings(events: &[Event<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    let mut open: Option<String> = None;
    for event in events {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { .. }), _) => open = Some(String::new()),
            (Event::End(TagEnd::Heading(_)), _) => out.extend(open.take()),
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.push_str(text),
            _ => {}
        }
    }
    out
}

/// The text with its invisible characters as escapes, all but those that lay it out.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) && !matches!(c, '\n' | '\t') { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

fn block_written(events: &[Event<'_>]) -> Option<String> {
    // Text after the block must not become part of it.
    let next = [Event::Start(Tag::Paragraph), Event::Text("x".into()), Event::End(TagEnd::Paragraph)];
    written(events, Place::Paragraph, |out| {
        let page = format!("{out}\n\nx");
        // The writer may add a link definition to keep a list's layout. The result must not have one.
        let is_defined = Parser::new_ext(&page, READ).reference_definitions().iter().next().is_some();
        !is_defined && read(&page).iter().eq(events.iter().chain(&next))
    })
    // The writer begins some blocks with a line break.
    .map(|it| it.trim_start_matches('\n').to_owned())
}

/// A text without markup, with its original layout.
fn paragraphs(text: &str) -> Vec<Event<'_>> {
    let mut out = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for paragraph in lines.split(|it| it.is_empty()).filter(|it| !it.is_empty()) {
        out.push(Event::Start(Tag::Paragraph));
        for (at, line) in paragraph.iter().enumerate() {
            out.extend((at > 0).then_some(Event::SoftBreak));
            out.push(Event::Text(CowStr::Borrowed(line)));
        }
        out.push(Event::End(TagEnd::Paragraph));
    }
    out
}

struct Blocks<'a> {
    below: usize,
    inline: Inline<'a>,
    /// The heading that is open.
    heading: Option<Heading>,
    /// The footnote whose text must begin with its name.
    footnote: Option<CowStr<'a>>,
    /// Whether the open HTML block is a separate paragraph, and not part of a tight item's text.
    is_html_paragraph: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    Level(HeadingLevel),
    /// A bold paragraph: there is no seventh level.
    Bold,
}

impl<'a> Blocks<'a> {
    fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) if !is_inline(tag.to_end()) => self.start(tag),
            Event::End(tag) if !is_inline(tag) => self.end(tag),
            // They are bold already.
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) if self.heading == Some(Heading::Bold) => {}
            Event::SoftBreak | Event::HardBreak if self.heading.is_some() => self.push(Event::Text(" ".into())),
            Event::Html(lines) => lines.lines().filter(|it| !it.trim().is_empty()).for_each(|it| self.html(it)),
            // Without a final line break the writer leaves the block open.
            Event::Text(code) if matches!(self.inline.out.last(), Some(Event::Start(Tag::CodeBlock(_)))) => {
                let line_break = if code.ends_with('\n') { "" } else { "\n" };
                self.push(Event::Text(format!("{code}{line_break}").into()));
            }
            event => self.inline.event(event),
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.inline.out.push(event);
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::FootnoteDefinition(name) => return self.footnote = Some(name),
            // Its lines follow, as text.
            Tag::HtmlBlock => return self.start_html(),
            _ => {}
        }
        if let Some(name) = self.footnote.take() {
            let name = Event::Text(format!("[^{name}]: ").into());
            if tag == Tag::Paragraph {
                return self.inline.out.extend([Event::Start(tag), name]);
            }
            self.inline.out.extend([Event::Start(Tag::Paragraph), name, Event::End(TagEnd::Paragraph)]);
        }
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => language(&info).to_owned(),
                    CodeBlockKind::Indented => language("").to_owned(),
                };
                self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info.into()))));
            }
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::FootnoteDefinition => self.footnote = None,
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::Heading(_) => match self.heading.take() {
                Some(Heading::Level(level)) => self.push(Event::End(TagEnd::Heading(level))),
                _ => self.inline.out.extend([Event::End(TagEnd::Strong), Event::End(TagEnd::Paragraph)]),
            },
            tag => self.push(Event::End(tag)),
        }
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        if let Ok(level) = HeadingLevel::try_from(level as usize + self.below) {
            self.heading = Some(Heading::Level(level));
            self.push(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }));
        } else {
            self.heading = Some(Heading::Bold);
            self.inline.out.extend([Event::Start(Tag::Paragraph), Event::Start(Tag::Strong)]);
        }
    }

    fn start_html(&mut self) {
        self.is_html_paragraph = match self.inline.out.last() {
            Some(Event::Start(tag)) => !matches!(tag, Tag::Item),
            Some(Event::End(tag)) => !is_inline(*tag),
            Some(Event::Rule) | None => true,
            Some(_) => false,
        };
        if self.is_html_paragraph {
            self.push(Event::Start(Tag::Paragraph));
        }
    }

    /// A line of an HTML block.
    fn html(&mut self, line: &str) {
        let is_first = matches!(self.inline.out.last(), Some(Event::Start(_)));
        self.inline.out.extend((!is_first).then_some(Event::SoftBreak));
        self.inline.linked(line.trim());
    }

    fn end_html(&mut self) {
        if self.is_html_paragraph {
            self.push(Event::End(TagEnd::Paragraph));
        }
    }
}

/// The language of a fenced block: the info string's first word, if it is a name. Renderers guess if there is none.
fn language(info: &str) -> &str {
    let word = info.split([' ', '\t', ',']).next().unwrap_or_default();
    let is_name = word.bytes().all(|it| it.is_ascii_alphanumeric() || b"+#-_.".contains(&it));
    if is_name && !word.is_empty() { word } else { "text" }
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
