//! Markdown laid out for a terminal: paragraphs wrapped at its width, tables that fit it, code as it stands.
//!
//! It knows no terminal and no book. Whatever it is given, nothing comes out that a terminal would obey but its own colours.

mod table;
mod words;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use crate::output::visible;
use table::Table;
use words::{Style, Text, put};

/// How a page is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// How many columns there are.
    pub width: usize,
    /// Whether to draw in colour. Without it, code has its backticks and headings are underlined.
    pub colour: bool,
}

/// Fewer columns than these are not written for: a line may then be longer than the terminal is wide.
pub const NARROWEST: usize = 20;

/// Lists and quotes that lie deeper in one another than this are not moved any further to the right.
const DEEPEST: usize = 6;

/// A page of `CommonMark` with tables, laid out. It ends with a line break unless it is empty.
pub fn laid_out(markdown: &str, look: Look) -> String {
    let look = Look { width: look.width.max(NARROWEST), ..look };
    let mut page = Page::new(look);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        page.take(event);
    }
    page.flush();
    page.out
}

/// What stands before each line of a list's item or of a quote.
struct Margin {
    /// Before the first line.
    first: String,
    /// Before the others.
    rest: String,
    is_begun: bool,
}

struct Page {
    look: Look,
    out: String,
    margins: Vec<Margin>,
    /// For each list that is open, the number of its next item, and whether its items hold paragraphs.
    lists: Vec<(Option<u64>, bool)>,
    /// What was said since the last block.
    text: Text,
    style: Style,
    /// Links and images that are open: where their text begins, and where they lead.
    links: Vec<(usize, String)>,
    /// Code or HTML that is open.
    verbatim: Option<String>,
    table: Option<Table>,
    /// Whether a blank line goes before whatever comes.
    is_apart: bool,
}

impl Page {
    fn new(look: Look) -> Self {
        Self {
            look,
            out: String::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            text: Text::new(),
            style: Style::default(),
            links: Vec::new(),
            verbatim: None,
            table: None,
            is_apart: false,
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(it) | Event::Html(it) => match &mut self.verbatim {
                Some(verbatim) => verbatim.push_str(&it),
                None => put(&mut self.text, &visible(&it), self.style),
            },
            Event::InlineHtml(it) if is_comment(&it) => {}
            Event::InlineHtml(it) => put(&mut self.text, &visible(&it), self.style),
            Event::Code(it) => {
                let mark = if self.look.colour { "" } else { "`" };
                let style = Style { code: true, ..self.style };
                put(&mut self.text, &format!("{mark}{}{mark}", visible(&it)), style);
            }
            Event::SoftBreak => put(&mut self.text, " ", self.style),
            Event::HardBreak => put(&mut self.text, "\n", self.style),
            Event::Rule => {
                let room = self.begin();
                self.line(&"-".repeat(room));
                self.is_apart = true;
            }
            // Of these there are none without the options for them.
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Strong => self.style.strong = true,
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.links.push((self.text.len(), dest_url.into_string()));
                self.style.link = true;
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.row();
                }
            }
            Tag::TableCell => self.text.clear(),
            block => {
                self.flush();
                self.block(&block);
            }
        }
    }

    fn block(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                if let Some((_, holds_paragraphs)) = self.lists.last_mut() {
                    *holds_paragraphs = true;
                }
            }
            Tag::Heading { .. } => self.style.heading = true,
            Tag::BlockQuote(_) => self.indent("> ".to_owned(), "> ".to_owned()),
            Tag::CodeBlock(_) | Tag::HtmlBlock => self.verbatim = Some(String::new()),
            Tag::List(first) => self.lists.push((*first, false)),
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some((Some(number), _)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(mark.len());
                self.indent(mark, rest);
            }
            Tag::Table(_) => self.table = Some(Table::default()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Link | TagEnd::Image => self.end_of_link(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                if let Some(table) = &mut self.table {
                    table.cell(cell);
                }
            }
            TagEnd::Paragraph => {
                self.flush();
                self.is_apart = true;
            }
            TagEnd::Heading(level) => {
                self.heading(level);
                self.is_apart = true;
            }
            TagEnd::CodeBlock => {
                let code = self.verbatim.take().unwrap_or_default();
                self.code(&code);
                self.is_apart = true;
            }
            TagEnd::HtmlBlock => {
                let html = self.verbatim.take().unwrap_or_default();
                if !is_comment(html.trim()) {
                    let text: Vec<String> = html.lines().map(visible).collect();
                    put(&mut self.text, &text.join("\n"), self.style);
                    self.flush();
                    self.is_apart = true;
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let room = self.begin();
                    table.lines(room, self.look.colour).iter().for_each(|it| self.line(it));
                    self.is_apart = true;
                }
            }
            TagEnd::Item => {
                self.flush();
                if self.margins.last().is_some_and(|it| !it.is_begun) {
                    self.begin();
                    self.line(""); // An item of nothing.
                }
                self.margins.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.margins.pop();
                self.is_apart = true;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.is_apart = self.lists.last().is_none_or(|it| it.1);
            }
            _ => {}
        }
    }

    /// Says where a link leads, unless its text has said so or it leads to another part of the docs.
    fn end_of_link(&mut self) {
        let Some((start, to)) = self.links.pop() else { return };
        self.style.link = !self.links.is_empty();
        let said: String = self.text[start.min(self.text.len())..].iter().map(|it| it.c).collect();
        let said = said.trim_matches('`');
        let bare = ["https://", "http://", "mailto:"].into_iter().find_map(|it| to.strip_prefix(it));
        if bare.is_some_and(|it| it != said && to != said) {
            put(&mut self.text, &format!(" ({})", visible(&to)), self.style);
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let room = self.begin();
        let lines = words::wrapped(&std::mem::take(&mut self.text), room);
        let longest = lines.iter().map(|it| words::width(it)).max().unwrap_or(0);
        for line in &lines {
            self.line(&words::drawn(line, self.look.colour));
        }
        let mark = match level {
            HeadingLevel::H1 => "=",
            HeadingLevel::H2 => "-",
            _ => "",
        };
        if !self.look.colour && !mark.is_empty() && longest > 0 {
            self.line(&mark.repeat(longest));
        }
        self.style.heading = false;
    }

    /// Code is not wrapped: it is there to be copied.
    fn code(&mut self, code: &str) {
        self.begin();
        for line in code.lines() {
            self.line(&format!("    {}", visible(line).replace('\t', "    ")));
        }
    }

    fn indent(&mut self, first: String, rest: String) {
        let (first, rest) = if self.margins.len() < DEEPEST { (first, rest) } else { (String::new(), String::new()) };
        self.margins.push(Margin { first, rest, is_begun: false });
    }

    /// Writes what was said since the last block as a paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.iter().all(|it| it.c.is_whitespace()) {
            return;
        }
        let room = self.begin();
        for line in words::wrapped(&text, room) {
            self.line(&words::drawn(&line, self.look.colour));
        }
    }

    /// Begins a block, with a blank line if it has to be apart from the one before. It has so many columns.
    fn begin(&mut self) -> usize {
        if std::mem::take(&mut self.is_apart) {
            let margin: String = self.margins.iter().filter(|it| it.is_begun).map(|it| &*it.rest).collect();
            self.out.push_str(margin.trim_end());
            self.out.push('\n');
        }
        let margin: usize = self.margins.iter().map(|it| it.rest.width()).sum();
        self.look.width.saturating_sub(margin).max(NARROWEST / 2)
    }

    fn line(&mut self, drawn: &str) {
        let start = self.out.len();
        for margin in &mut self.margins {
            self.out.push_str(if margin.is_begun { &margin.rest } else { &margin.first });
            margin.is_begun = true;
        }
        self.out.push_str(drawn);
        let end = self.out[start..].trim_end_matches(' ').len();
        self.out.truncate(start + end);
        self.out.push('\n');
    }
}

/// Whether HTML is nothing but a comment.
fn is_comment(html: &str) -> bool {
    html.strip_prefix("<!--").is_some_and(|it| it.find("-->").is_some_and(|at| it[at + 3..].trim().is_empty()))
}
