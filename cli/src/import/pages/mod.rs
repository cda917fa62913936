//! Pages: Markdown and HTML as tables, headings and code blocks. `tables` decides what they mean.

mod html;
mod markdown;

use errbook_codegen::source::{FileId, Sources, Span};

pub(super) use markdown::plain;

/// A text with its place: inline Markdown in cells, plain text elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) at: Span,
}

/// A table with its header row.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) header: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// The headings above it, the nearest last.
    pub(super) headings: Vec<Cell>,
    pub(super) at: Span,
    /// Whether the source has nothing else.
    pub(super) is_whole: bool,
}

/// A code block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) at: Span,
}

/// What a page has.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: Option<Cell>,
    pub(super) tables: Vec<Table>,
    pub(super) blocks: Vec<Block>,
}

/// A file of Markdown, with HTML tables in it.
pub(super) fn markdown(sources: &Sources, file: FileId) -> Page {
    markdown::page(&sources.file(file).text, sources.whole(file))
}

/// Markdown in a text of another format, whose places are all `at`.
pub(super) fn markdown_in(text: &str, at: Span) -> Page {
    markdown::page(text, at)
}

/// A file of HTML.
pub(super) fn html(sources: &Sources, file: FileId) -> Page {
    html::page(&sources.file(file).text, sources.whole(file))
}

/// The headings that are open at a place: each of a higher level than the next.
#[derive(Debug, Default)]
struct Headings(Vec<(u8, Cell)>);

impl Headings {
    fn add(&mut self, level: u8, cell: Cell) {
        self.0.retain(|it| it.0 < level);
        self.0.push((level, cell));
    }

    fn list(&self) -> Vec<Cell> {
        self.0.iter().map(|it| it.1.clone()).collect()
    }
}
