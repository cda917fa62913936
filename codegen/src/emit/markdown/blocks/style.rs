//! How the page is written, where Markdown leaves a choice: as markdownlint's default rules ask.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Parser, Tag, TagEnd};

use crate::emit::markdown::edits::Edits;
use crate::emit::markdown::inline::{Place, asterisks, code_span, words};

#[derive(Default)]
pub(super) struct Style {
    /// Where a line begins that a blank one comes before.
    apart: BTreeSet<usize>,
    /// Code and HTML, which stay as they are.
    verbatim: Vec<Range<usize>>,
    /// How many links are open.
    links: usize,
    is_heading: bool,
    /// The signs of the lists that are open; of numbered ones `1`.
    signs: Vec<char>,
    /// The sign of the list or quote that ended last, by depth, as long as nothing has followed.
    ended: Vec<Option<char>>,
    /// The columns of the table that is open, if it stands in no other block.
    columns: usize,
    /// The cells of its row.
    cells: Vec<Range<usize>>,
}

/// What stands between two blocks that would be one, or be read as one.
const BETWEEN: &str = "<!-- -->\n\n";

impl Style {
    /// What an event asks for, `depth` blocks deep.
    pub(super) fn event(
        &mut self,
        text: &str,
        depth: usize,
        event: &Event<'_>,
        range: &Range<usize>,
        edits: &mut Edits,
    ) {
        match event {
            Event::Start(tag) => self.start(text, depth, tag, range, edits),
            Event::End(TagEnd::Link | TagEnd::Image) => self.links -= 1,
            Event::End(TagEnd::Heading(_)) => self.is_heading = false,
            Event::End(TagEnd::List(_)) => {
                let sign = self.signs.pop();
                *self.ended_at(depth) = sign;
            }
            Event::End(TagEnd::BlockQuote(_)) => *self.ended_at(depth) = Some('>'),
            Event::End(TagEnd::Table) => self.columns = 0,
            Event::End(TagEnd::TableHead | TagEnd::TableRow) if self.columns > 0 => self.row(text, range, edits),
            Event::Rule if depth == 0 => {
                *self.ended_at(depth) = None;
                self.set_apart(text, range);
                let length = text[range.clone()].trim_end().len();
                edits.replace(range.start..range.start + length, "---");
            }
            // Over several lines it would take its place in a list or quote along.
            Event::Code(it) if !it.contains('|') && !text[range.clone()].contains('\n') => {
                code_span(text, range.clone(), it, Place::Paragraph, edits);
            }
            Event::Text(_) if !self.is_verbatim(range.start) => {
                let part = &text[range.clone()];
                let lone = match (part.contains('$'), part.contains("][")) {
                    // Between dollars it may be a formula.
                    (true, _) => "",
                    // `[a][b]` is taken for a link that leads nowhere.
                    (false, true) => "*_[",
                    (false, false) => "*_",
                };
                words(text, range.clone(), self.links > 0, lone, edits);
            }
            Event::HardBreak if !self.is_heading => {
                let blanks = text[range.clone()].find(|c| c != ' ').unwrap_or(0);
                if blanks > 0 {
                    edits.replace(range.start..range.start + blanks, "\\");
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, text: &str, depth: usize, tag: &Tag<'_>, range: &Range<usize>, edits: &mut Edits) {
        if depth == 0 && matches!(tag, Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::List(_) | Tag::Table(_)) {
            self.set_apart(text, range);
        }
        let before = self.ended_at(depth).take();
        match tag {
            // Of the same sign, two lists would be one.
            Tag::List(None) if before == Some('-') && depth > 0 => self.signs.push('*'),
            Tag::List(None) => {
                if before == Some('-') {
                    edits.insert(line_start(text, range.start), BETWEEN);
                }
                self.signs.push('-');
            }
            Tag::BlockQuote(_) if before == Some('>') && depth == 0 => {
                edits.insert(line_start(text, range.start), BETWEEN);
            }
            Tag::Table(alignments) if depth == 0 => {
                self.columns = alignments.len();
                let line = line_end(text, range.start) + 1;
                edits.replace(line..line_end(text, line), delimiters(alignments));
            }
            Tag::TableHead | Tag::TableRow => self.cells.clear(),
            Tag::TableCell => self.cells.push(range.clone()),
            Tag::List(Some(_)) => {
                if depth == 0 {
                    count_up(text, range, edits);
                }
                self.signs.push('1');
            }
            Tag::Heading { .. } => self.is_heading = true,
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.verbatim.push(range.clone()),
            Tag::Item => {
                if let Some(sign) = self.signs.last().filter(|it| **it != '1') {
                    // Where it is indented more than it has to be, the blanks are a part of it.
                    let blanks = text[range.clone()].find(|c| c != ' ').unwrap_or(0);
                    let at = range.start + blanks;
                    edits.replace(at..at + 1, sign.to_string());
                }
            }
            Tag::Emphasis => asterisks(text, range, 1, edits),
            Tag::Strong => asterisks(text, range, 2, edits),
            Tag::Link { link_type, .. } => {
                // Between `<` and `>` an address stands already.
                let is_autolink =
                    matches!(link_type, pulldown_cmark::LinkType::Autolink | pulldown_cmark::LinkType::Email);
                if is_autolink {
                    self.verbatim.push(range.clone());
                }
                self.links += 1;
            }
            Tag::Image { .. } => self.links += 1,
            _ => {}
        }
    }

    /// A table's row with a pipe on each side of every cell.
    fn row(&self, text: &str, range: &Range<usize>, edits: &mut Edits) {
        let mut at = line_start(text, range.start);
        let end = line_end(text, at);
        let mut between = String::from("|");
        for cell in &self.cells {
            let content = text[cell.clone()].trim();
            if content.is_empty() {
                between.push_str(" |");
                continue;
            }
            let start = cell.start + text[cell.clone()].len() - text[cell.clone()].trim_start().len();
            edits.replace(at..start, format!("{between} "));
            at = start + content.len();
            between = String::from(" |");
        }
        between.push_str(&" |".repeat(self.columns - self.cells.len().min(self.columns)));
        edits.replace(at..end, between);
    }

    fn ended_at(&mut self, depth: usize) -> &mut Option<char> {
        if self.ended.len() <= depth {
            self.ended.resize(depth + 1, None);
        }
        &mut self.ended[depth]
    }

    fn is_verbatim(&self, at: usize) -> bool {
        self.verbatim.last().is_some_and(|it| it.contains(&at))
    }

    /// Blank lines before and after a block.
    fn set_apart(&mut self, text: &str, range: &Range<usize>) {
        if let Some(line_break) = text[..range.start].rfind('\n') {
            self.line(text, line_break + 1);
        }
        let end = range.start + text[range.clone()].trim_end().len();
        if let Some(line_break) = text[end..].find('\n') {
            self.line(text, end + line_break + 1);
        }
    }

    /// A blank line between this line and the one before, if neither is blank.
    fn line(&mut self, text: &str, at: usize) {
        let before = text[..at.saturating_sub(1)].rsplit('\n').next().unwrap_or_default();
        let behind = text[at..].split('\n').next().unwrap_or_default();
        if !before.trim().is_empty() && !behind.trim().is_empty() {
            self.apart.insert(at);
        }
    }

    /// Blank lines where they belong, and one at a time; no blanks at a line's end.
    pub(super) fn finish(self, text: &str, edits: &mut Edits) {
        edits.insert_first(self.apart.iter().map(|at| (*at, "\n")));
        let mut verbatim = self.verbatim.iter().peekable();
        let mut was_blank = true;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let range = start..start + line.len();
            start = range.end;
            while verbatim.next_if(|it| it.end <= range.start).is_some() {}
            let kept = line.trim_end().len();
            let is_verbatim = verbatim.peek().is_some_and(|it| it.start <= range.start);
            if is_verbatim {
                was_blank = false;
            } else if kept == 0 && was_blank {
                edits.replace(range, "");
            } else {
                let line_break = usize::from(line.ends_with('\n'));
                edits.replace(range.start + kept..range.end - line_break, "");
                was_blank = kept == 0;
            }
        }
    }
}

/// Numbers that count, as readers see them, unless all are `1`. What has another length would move what stands below it.
fn count_up(text: &str, list: &Range<usize>, edits: &mut Edits) {
    let mut depth = 0;
    let mut numbers = Vec::new();
    for (event, range) in Parser::new(&text[list.clone()]).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) if depth == 1 => {
                let item = &text[list.start + range.start..list.start + range.end];
                let at = list.start + range.end - item.trim_start().len();
                let length = item.trim_start().find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
                numbers.push(at..at + length);
            }
            _ => {}
        }
    }
    let first = numbers.first().and_then(|it| text[it.clone()].parse().ok()).unwrap_or(0);
    let counted: Vec<(Range<usize>, String)> =
        numbers.into_iter().zip(first..).map(|(at, number): (_, u64)| (at, number.to_string())).collect();
    let are_ones = counted.iter().all(|(at, _)| &text[at.clone()] == "1");
    if !are_ones && counted.iter().all(|(at, number)| at.len() == number.len()) {
        for (at, number) in counted {
            edits.replace(at, number);
        }
    }
}

/// The line below a table's head.
fn delimiters(alignments: &[Alignment]) -> String {
    let column = |it: &Alignment| match it {
        Alignment::None => " --- |",
        Alignment::Left => " :--- |",
        Alignment::Center => " :---: |",
        Alignment::Right => " ---: |",
    };
    format!("|{}", alignments.iter().map(column).collect::<String>())
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |it| at + it)
}
