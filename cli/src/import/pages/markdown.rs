//! Markdown: its tables, headings and code blocks. HTML tables in it are `html`'s.

use std::ops::Range;

use errbook_codegen::source::Span;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Block, Cell, Headings, Page, Table, html};

/// The tables, headings and code blocks of a text; `whole` is its place.
pub(super) fn page(text: &str, whole: Span) -> Page {
    let mut page = Page::default();
    let mut headings = Headings::default();
    let mut state = State::default();
    let mut skip_to = 0;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let cell = |range: Range<usize>| Cell { text: cell_text(&text[range.clone()]), at: whole.part(range) };
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let heading =
                    Cell { text: plain(text[range.clone()].trim_matches(['#', ' ', '\n'])), at: whole.part(range) };
                if level == HeadingLevel::H1 {
                    page.title.get_or_insert_with(|| heading.clone());
                }
                headings.add(level as u8, heading);
            }
            Event::Start(Tag::Table(_)) => {
                state.header.clear();
                state.rows.clear();
                state.row.clear();
                state.table = Some(range);
            }
            Event::Start(Tag::TableCell) => {
                state.cell_end = range.end;
                state.row.push(cell(range));
            }
            Event::End(TagEnd::TableHead) => state.header = std::mem::take(&mut state.row),
            Event::End(TagEnd::TableRow) => {
                // The parser drops what comes after the last column.
                let rest = state.cell_end.min(range.end)..range.end;
                if text[rest.clone()].contains(|c: char| c != '|' && !c.is_whitespace()) {
                    state.row.push(cell(rest));
                }
                state.rows.push(std::mem::take(&mut state.row));
            }
            Event::End(TagEnd::Table) => {
                let Some(range) = state.table.take() else { continue };
                page.tables.push(Table {
                    header: std::mem::take(&mut state.header),
                    rows: std::mem::take(&mut state.rows),
                    headings: headings.list(),
                    at: whole.part(range),
                    is_whole: false,
                });
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
                state.block = Some((String::new(), range.start, is_fenced));
            }
            Event::Text(content) => {
                if let Some((block, ..)) = &mut state.block {
                    block.push_str(&content);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((content, start, _)) = state.block.take() {
                    page.blocks.push(Block { text: content, at: whole.part(start..range.end) });
                }
            }
            // A component of MDX takes the next line with it, which may be a heading.
            Event::Html(line) if state.table.is_none() && line.starts_with('#') => {
                let level = line.bytes().take_while(|it| *it == b'#').count();
                if let (1..=6, Some(b' ')) = (level, line.as_bytes().get(level)) {
                    let text = plain(line[level..].trim());
                    headings.add(u8::try_from(level).unwrap_or(6), Cell { text, at: whole.part(range) });
                }
            }
            // A table of HTML may contain blank lines and Markdown: it is read from the text as a whole.
            Event::Html(_) | Event::InlineHtml(_) if range.start >= skip_to && state.table.is_none() => {
                let Some(table) = html_table(text, &range) else { continue };
                skip_to = table.end;
                let found = html::tables(&text[table.clone()], whole, table.start);
                page.tables.extend(found.into_iter().map(|it| Table { headings: headings.list(), ..it }));
            }
            _ => {}
        }
    }
    page
}

#[derive(Default)]
struct State {
    table: Option<Range<usize>>,
    /// The end of the last cell.
    cell_end: usize,
    header: Vec<Cell>,
    row: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    block: Option<(String, usize, bool)>,
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

/// The table that begins in a piece of HTML, up to its end.
fn html_table(text: &str, piece: &Range<usize>) -> Option<Range<usize>> {
    let start = piece.start + position(&text[piece.clone()], "<table")?;
    let end = position(&text[start..], "</table>").map_or(text.len(), |it| start + it + "</table>".len());
    Some(start..end)
}

/// The position of an ASCII text, in any case.
fn position(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len()).position(|it| it.eq_ignore_ascii_case(part.as_bytes()))
}

/// The content of a cell: on one line, with pipes unescaped, and HTML as Markdown.
fn cell_text(source: &str) -> String {
    let text = source.trim().trim_start_matches('|').trim_end_matches('|').trim().replace("\\|", "|");
    if text.contains('<') { html::in_markdown(&text) } else { text }
}

/// Markdown without its markup.
pub(in crate::import) fn plain(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Text(it) | Event::Code(it) | Event::InlineHtml(it) => out.push_str(&it),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}
