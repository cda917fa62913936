//! HTML: its tables, headings and code blocks; and the tags in texts, as Markdown.

use errbook_codegen::source::Span;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::{Block, Cell, Headings, Page, Table};

/// The limit of a table's cells. `rowspan` makes many of a few bytes.
const MOST_CELLS: usize = 200_000;

type Tokens<'t> = Tokenizer<html5gum::StringReader<'t>, DefaultEmitter<usize>>;

fn tokens(text: &str) -> Tokens<'_> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter)
}

/// The tables, headings and code blocks of a page; `whole` is its place.
pub(super) fn page(text: &str, whole: Span) -> Page {
    let mut page = Page::default();
    let mut reader = Reader::new(whole, 0);
    let mut headings = Headings::default();
    let mut heading: Option<(u8, Text, usize)> = None;
    let mut block: Option<(String, usize)> = None;
    for Ok(token) in tokens(text) {
        match &token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                if let Some(level) = heading_level(&name) {
                    heading = Some((level, Text::default(), tag.span.start));
                } else if name == "pre" {
                    block = Some((String::new(), tag.span.start));
                }
            }
            Token::EndTag(tag) => {
                let name = lossy(&tag.name);
                if heading_level(&name).is_some() {
                    if let Some((level, text, start)) = heading.take() {
                        let at = whole.part(start..tag.span.end);
                        let cell = Cell { text: super::plain(&text.finish()), at };
                        if level == 1 {
                            page.title.get_or_insert_with(|| cell.clone());
                        }
                        headings.add(level, cell);
                    }
                } else if name == "pre"
                    && let Some((text, start)) = block.take()
                {
                    page.blocks.push(Block { text, at: whole.part(start..tag.span.end) });
                }
            }
            Token::String(content) => {
                if let Some((block, _)) = &mut block {
                    block.push_str(&lossy(&content.value));
                }
            }
            _ => {}
        }
        if let Some((_, text, _)) = &mut heading {
            text.token(&token);
        }
        if let Some(table) = reader.token(&token) {
            page.tables.push(Table { headings: headings.list(), ..table });
        }
    }
    page
}

/// The tables of a piece of HTML that begins at `start`.
pub(super) fn tables(text: &str, whole: Span, start: usize) -> Vec<Table> {
    let mut reader = Reader::new(whole, start);
    let mut out: Vec<Table> = tokens(text).flatten().filter_map(|it| reader.token(&it)).collect();
    // A table without its end tag.
    out.extend(reader.finish(text.len()));
    out
}

/// A text of Markdown with its HTML tags as Markdown. Unknown tags stay as they are.
pub(super) fn in_markdown(text: &str) -> String {
    let mut out = Text::default();
    for Ok(token) in tokens(text) {
        match &token {
            Token::StartTag(tag) if !is_known(&lossy(&tag.name)) => out.push(slice(text, tag.span.start, tag.span.end)),
            Token::EndTag(tag) if !is_known(&lossy(&tag.name)) => out.push(slice(text, tag.span.start, tag.span.end)),
            Token::String(content) => out.push(slice(text, content.span.start, content.span.end)),
            _ => out.token(&token),
        }
    }
    out.finish()
}

fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn is_known(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "b"
            | "br"
            | "code"
            | "div"
            | "em"
            | "font"
            | "i"
            | "li"
            | "nobr"
            | "ol"
            | "p"
            | "pre"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "ul"
            | "wbr"
            | "kbd"
            | "samp"
            | "var"
    )
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Inline HTML as Markdown.
#[derive(Default)]
struct Text {
    out: String,
    code: bool,
    links: Vec<Option<(String, usize)>>,
}

impl Text {
    fn token(&mut self, token: &Token<usize>) {
        match token {
            Token::StartTag(tag) => match &*lossy(&tag.name) {
                "code" | "tt" | "kbd" | "samp" => self.code(true),
                "b" | "strong" => self.mark("**"),
                "i" | "em" => self.mark("*"),
                "a" => {
                    let href = tag.attributes.get(&b"href"[..]).map(|it| lossy(&it.value));
                    let is_link = |it: &String| {
                        ["https://", "http://", "mailto:"].iter().any(|scheme| it.starts_with(scheme))
                            && !it.contains(|c: char| c.is_whitespace() || "()<>".contains(c))
                    };
                    self.links.push(href.filter(is_link).filter(|_| !self.code).map(|it| (it, self.out.len())));
                }
                "br" | "p" | "div" | "li" | "ul" | "ol" | "tr" | "td" | "th" => self.push(" "),
                _ => {}
            },
            Token::EndTag(tag) => match &*lossy(&tag.name) {
                "code" | "tt" | "kbd" | "samp" => self.code(false),
                "b" | "strong" => self.mark("**"),
                "i" | "em" => self.mark("*"),
                "a" => {
                    if let Some(Some((href, start))) = self.links.pop()
                        && let Some(text) = self.out.get(start..).map(str::trim).filter(|it| !it.is_empty())
                    {
                        let link = format!("[{text}]({href})");
                        self.out.truncate(start);
                        self.out.push_str(&link);
                    }
                }
                "p" | "div" | "li" => self.push(" "),
                _ => {}
            },
            Token::String(content) => {
                let text = lossy(&content.value);
                if self.code { self.push(&text.replace('`', "'")) } else { self.push(&escaped(&text)) }
            }
            _ => {}
        }
    }

    fn code(&mut self, begins: bool) {
        if self.code != begins {
            self.code = begins;
            self.out.push('`');
        }
    }

    fn mark(&mut self, mark: &str) {
        if !self.code {
            self.out.push_str(mark);
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn finish(mut self) -> String {
        self.code(false);
        // Marks with nothing between them are no markup.
        let text = self.out.replace("****", "").replace("``", "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_inner = before.is_alphanumeric() && characters.peek().is_some_and(|it| it.is_alphanumeric());
        if matches!(c, '*' | '[' | ']' | '<' | '`' | '\\') || (c == '_' && !is_inner) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Puts the tokens of tables together.
struct Reader {
    whole: Span,
    start: usize,
    depth: usize,
    begin: usize,
    rows: Vec<(Vec<Cell>, bool)>,
    row: Option<(Vec<Cell>, bool)>,
    cell: Option<OpenCell>,
    /// Cells of earlier rows that reach into the next ones: column, rows left, cell.
    spans: Vec<(usize, usize, Cell)>,
    cells: usize,
}

struct OpenCell {
    text: Text,
    start: usize,
    columns: usize,
    rows: usize,
}

impl Reader {
    fn new(whole: Span, start: usize) -> Self {
        Self { whole, start, depth: 0, begin: 0, rows: Vec::new(), row: None, cell: None, spans: Vec::new(), cells: 0 }
    }

    /// A table that ends with this token.
    fn token(&mut self, token: &Token<usize>) -> Option<Table> {
        match token {
            Token::StartTag(tag) => {
                let name = lossy(&tag.name);
                match name.as_str() {
                    "table" => {
                        self.depth += 1;
                        if self.depth == 1 {
                            self.begin = tag.span.start;
                        }
                    }
                    "tr" if self.depth == 1 => {
                        self.end_row(tag.span.start);
                        self.row = Some((Vec::new(), true));
                    }
                    "td" | "th" if self.depth == 1 => {
                        self.end_cell(tag.span.start);
                        let (_, is_header) = self.row.get_or_insert_with(|| (Vec::new(), true));
                        *is_header &= name == "th";
                        let count = |key: &[u8], most| {
                            let given = tag.attributes.get(key).and_then(|it| lossy(&it.value).trim().parse().ok());
                            given.unwrap_or(1_usize).clamp(1, most)
                        };
                        self.cell = Some(OpenCell {
                            text: Text::default(),
                            start: tag.span.start,
                            columns: count(b"colspan", 50),
                            rows: count(b"rowspan", 10_000),
                        });
                        return None;
                    }
                    _ => {}
                }
            }
            Token::EndTag(tag) => match &*lossy(&tag.name) {
                "table" => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return self.finish(tag.span.end);
                    }
                }
                "tr" if self.depth == 1 => self.end_row(tag.span.start),
                "td" | "th" if self.depth == 1 => self.end_cell(tag.span.start),
                _ => {}
            },
            _ => {}
        }
        if let Some(cell) = &mut self.cell {
            cell.text.token(token);
        }
        None
    }

    fn place(&self, start: usize, end: usize) -> Span {
        self.whole.part(self.start + start..self.start + end)
    }

    fn end_cell(&mut self, end: usize) {
        let Some(open) = self.cell.take() else { return };
        let cell = Cell { at: self.place(open.start, end), text: open.text.finish() };
        self.fill();
        let Some((row, _)) = &mut self.row else { return };
        for _ in 0..open.columns {
            if self.cells >= MOST_CELLS {
                return;
            }
            self.cells += 1;
            if open.rows > 1 {
                self.spans.push((row.len(), open.rows - 1, cell.clone()));
            }
            row.push(cell.clone());
        }
    }

    /// Adds the cells of earlier rows that are next in this one.
    fn fill(&mut self) {
        let Some((row, _)) = &mut self.row else { return };
        // A span that began in this row is to the left of the next cell.
        while let Some(span) = self.spans.iter_mut().find(|it| it.0 == row.len() && it.1 > 0) {
            if self.cells >= MOST_CELLS {
                return;
            }
            self.cells += 1;
            span.1 -= 1;
            row.push(span.2.clone());
        }
    }

    fn end_row(&mut self, end: usize) {
        self.end_cell(end);
        self.fill();
        if let Some(row) = self.row.take().filter(|it| !it.0.is_empty()) {
            self.rows.push(row);
        }
        self.spans.retain(|it| it.1 > 0);
    }

    fn finish(&mut self, end: usize) -> Option<Table> {
        self.end_row(end);
        let at = self.place(self.begin, end);
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        self.spans.clear();
        self.depth = 0;
        let (header, _) = rows.next()?;
        // A heading row may be repeated.
        let rows = rows.filter(|it| !it.1 || it.0.len() > 1).map(|it| it.0).collect();
        Some(Table { header, rows, headings: Vec::new(), at, is_whole: false })
    }
}
