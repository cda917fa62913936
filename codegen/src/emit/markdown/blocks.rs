//! Markdown of several blocks: the spec's `details`, and the prose of guides.
//!
//! What must be so for the rest of the page is always done: headings lie deeper, what is open is closed, and HTML of an
//! entry is shown. The page's style comes on top, and only where it changes nothing that a reader sees. Blocks within
//! lists and quotes keep their blank lines, and HTML elements that a guide leaves open stay so.

mod style;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::edits::Edits;
use super::inline::longest_run;
use super::shape::shape;
use style::Style;

/// The same Markdown under a heading of level `below`: its headings lie deeper, and HTML is shown, not obeyed.
pub(in crate::emit) fn blocks(text: &str, below: usize) -> String {
    let mut text = text.to_owned();
    while let Some(shown) = without_html(&text) {
        text = shown;
    }
    rewrite(&text, below)
}

/// The same for prose that may hold HTML.
pub(in crate::emit) fn prose(text: &str, below: usize) -> String {
    rewrite(text, below)
}

/// A fenced block; the fence is longer than any in it.
pub(crate) fn fence(info: &str, text: &str) -> String {
    // What stands behind backticks cannot have any.
    let sign = if info.contains('`') { '~' } else { '`' };
    let fence = sign.to_string().repeat((longest_run(text, sign) + 1).max(3));
    let line_break = if text.is_empty() { "" } else { "\n" };
    let blank = if info.starts_with(sign) { " " } else { "" };
    format!("{fence}{blank}{info}\n{text}{line_break}{fence}")
}

/// The text with its HTML shown, up to the first block of it: what that has covered is Markdown as soon as it is none.
fn without_html(text: &str) -> Option<String> {
    let mut edits = Edits::default();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let sign = text[range.clone()].find('<').unwrap_or(0);
                edits.insert(range.start + sign, "\\");
                break;
            }
            Event::InlineHtml(_) => edits.replace(range.clone(), text[range].replace('<', "\\<")),
            _ => {}
        }
    }
    (!edits.is_empty()).then(|| edits.apply(text))
}

fn rewrite(text: &str, below: usize) -> String {
    let styled = Blocks::new(text, below, Some(Style::default())).written();
    if shape(text) == shape(&styled) { styled } else { Blocks::new(text, below, None).written() }
}

struct Blocks<'a> {
    text: &'a str,
    below: usize,
    /// The last heading's level.
    level: usize,
    edits: Edits,
    style: Option<Style>,
    /// How many blocks are open.
    depth: usize,
    is_heading: bool,
    /// The code that is open.
    code: Option<String>,
}

impl<'a> Blocks<'a> {
    fn new(text: &'a str, below: usize, style: Option<Style>) -> Self {
        let edits = Edits::default();
        Self { text, below, level: below, edits, style, depth: 0, is_heading: false, code: None }
    }

    fn written(mut self) -> String {
        let mut kind = CodeBlockKind::Indented;
        for (event, range) in
            TextMergeWithOffset::new(Parser::new_ext(self.text, Options::ENABLE_TABLES).into_offset_iter())
        {
            match &event {
                Event::End(tag) if is_block(*tag) => self.depth -= 1,
                _ => {}
            }
            if let Some(style) = &mut self.style {
                style.event(self.text, self.depth, &event, &range, &mut self.edits);
            }
            match event {
                Event::Start(tag) => {
                    self.depth += usize::from(is_block(tag.to_end()));
                    match tag {
                        Tag::Heading { level, .. } => self.heading(level, range),
                        Tag::HtmlBlock => self.html(range),
                        Tag::CodeBlock(it) => (kind, self.code) = (it, Some(String::new())),
                        _ => {}
                    }
                }
                Event::End(TagEnd::Heading(_)) => self.is_heading = false,
                Event::End(TagEnd::CodeBlock) => {
                    let content = self.code.take().unwrap_or_default();
                    self.code(matches!(kind, CodeBlockKind::Fenced(_)), &content, range);
                }
                Event::Text(it) => {
                    if let Some(code) = &mut self.code {
                        code.push_str(&it);
                    }
                }
                Event::SoftBreak | Event::HardBreak if self.is_heading => self.line_break(range),
                _ => {}
            }
        }
        if let Some(style) = self.style {
            style.finish(self.text, &mut self.edits);
        }
        self.edits.apply(self.text)
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        self.is_heading = true;
        // A level is never left out on the way down.
        self.level = (level as usize + self.below).min(self.level + 1).min(6);
        let marks = "#".repeat(self.level);
        let raw = self.text[range.clone()].trim_end();
        let start = self.start(range.start);
        let end = range.start + raw.len();
        if let Some((title, _)) = raw.rsplit_once('\n') {
            // Underlined: there are no such headings below the second level.
            let title = title.trim_end();
            self.edits.replace(start..range.start, format!("{marks} "));
            if let Some(closing) = closing(title) {
                self.edits.insert(range.start + closing.end, "\\");
            }
            self.edits.replace(range.start + title.len()..end, "");
            return;
        }
        let bare = raw.trim_start_matches('#');
        let title = bare.trim_start();
        let title_start = range.start + raw.len() - title.len();
        let title_end = closing(title).map_or(title.len(), |it| it.start);
        let blank = if title_end == 0 { "" } else { " " };
        self.edits.replace(start..title_start, format!("{marks}{blank}"));
        self.edits.replace(title_start + title_end..end, "");
    }

    /// A line break in an underlined heading, which now stands on one line.
    fn line_break(&mut self, range: Range<usize>) {
        let rest = &self.text[range.end..];
        let container = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        self.edits.replace(range.start..range.end + container, " ");
    }

    fn code(&mut self, is_fenced: bool, content: &str, range: Range<usize>) {
        let raw = self.text[range.clone()].trim_end();
        let end = range.start + raw.len();
        let first = raw.lines().next().unwrap_or_default();
        let info = first.trim_start_matches(['`', '~']);
        if self.depth == 0 {
            // Indented code too: written like this it is never a part of what stands before.
            let info = if is_fenced { info.trim() } else { "" };
            let info = if info.is_empty() { "text" } else { info };
            self.edits.replace(self.start(range.start)..end, fence(info, content.trim_end_matches('\n')));
        } else if is_fenced {
            let marks = &first[..first.len() - info.len()];
            if info.trim().is_empty() {
                self.edits.insert(range.start + marks.len(), "text");
            }
            if !is_closed(raw, marks) {
                self.close(marks, range.start, end);
            }
        }
    }

    /// HTML that goes on until it is closed (`CommonMark`, section 4.6, the first five kinds).
    fn html(&mut self, range: Range<usize>) {
        let raw = self.text[range.clone()].trim_end().to_ascii_lowercase();
        let closers = [
            ("<script", "</script>"),
            ("<pre", "</pre>"),
            ("<style", "</style>"),
            ("<textarea", "</textarea>"),
            ("<![cdata[", "]]>"),
            ("<?", "?>"),
        ];
        let has_comment = raw.rfind("<!--").is_some_and(|at| !raw[at + 2..].contains("-->"));
        let comment = if has_comment { "-->" } else { "" };
        let element = match closers.iter().find(|(open, _)| raw.starts_with(open)) {
            Some((_, close)) if !raw.contains(close) => *close,
            None if raw.starts_with("<!") && !raw.contains('>') && comment.is_empty() => ">",
            _ => "",
        };
        if !(comment.is_empty() && element.is_empty()) {
            self.close(&format!("{comment}{element}"), range.start, range.start + raw.len());
        }
    }

    /// A line that closes a block, in the lists and quotes in which it was opened.
    fn close(&mut self, with: &str, start: usize, end: usize) {
        let line = self.text[..start].rfind('\n').map_or(0, |it| it + 1);
        let container = self.text[line..start].chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' });
        self.edits.insert(end, format!("\n{}{with}", container.collect::<String>()));
    }

    /// Where a block begins, with its indentation if it stands in no other.
    fn start(&self, at: usize) -> usize {
        let indented = self.text[..at].trim_end_matches([' ', '\t']).len();
        let is_line_start = indented == 0 || self.text[..indented].ends_with('\n');
        if is_line_start && self.depth <= usize::from(self.is_heading) { indented } else { at }
    }
}

/// The signs at a heading's end that do not count, with the blanks before them; its end is where these end.
fn closing(title: &str) -> Option<Range<usize>> {
    let bare = title.trim_end_matches('#');
    let is_apart = bare.is_empty() || bare.ends_with([' ', '\t']);
    (bare.len() < title.len() && is_apart).then(|| bare.trim_end().len()..bare.len())
}

fn is_closed(raw: &str, marks: &str) -> bool {
    let sign = marks.chars().next().unwrap_or('`');
    raw.rsplit_once('\n').is_some_and(|(_, last)| {
        let last = last.trim_start_matches([' ', '\t', '>']).trim_end();
        last.len() >= marks.len() && last.trim_start_matches(sign).is_empty()
    })
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
