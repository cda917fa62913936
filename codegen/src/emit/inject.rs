//! Tables of codes in the user's own documents: only the text between two marker lines is replaced.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::docs::table;
use crate::model::Book;
use crate::text::{nearest, quoted};

/// The line before a table of all codes.
pub const START: &str = "<!-- errbook:table -->";

/// The line after a table.
pub const END: &str = "<!-- /errbook:table -->";

/// The prefix of the line before a table of some codes, followed by the codes.
const START_OF_SOME: &str = "<!-- errbook:table ";

/// A mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InjectError {
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong, and how to fix it.
    pub message: String,
}

/// A document with its tables up to date. `page` gives the link to a code's page.
pub fn inject(book: &Book, text: &str, page: &dyn Fn(&str) -> String) -> Result<String, Vec<InjectError>> {
    let mut errors = Vec::new();
    let tables = tables(text, &mut errors);
    let known: HashMap<&str, usize> = book.errors.iter().enumerate().map(|(at, it)| (&*it.code, at)).collect();
    for (line, code) in tables.iter().flat_map(|it| it.codes.iter().map(|code| (it.line, *code))) {
        if !known.contains_key(code) {
            let near = nearest(code, known.keys().copied()).map(|it| format!(" Did you mean {}?", quoted(it)));
            let help = near.unwrap_or_else(|| " Name codes of the list `errors`.".to_owned());
            errors.push(InjectError { line: Some(line), message: format!("unknown code {}.{help}", quoted(code)) });
        }
    }
    if !errors.is_empty() {
        errors.sort_by_key(|it| it.line);
        return Err(errors);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for table in tables {
        out.push_str(&text[at..table.body.start]);
        let entries: Vec<_> = match table.codes.as_slice() {
            [] => book.errors.iter().collect(),
            codes => codes.iter().filter_map(|it| book.errors.get(*known.get(it)?)).collect(),
        };
        let written = table::Table::of(book).written(entries, page);
        for line in ["", written.trim_end(), ""].iter().flat_map(|it| it.split('\n')) {
            out.push_str(if line.is_empty() { "" } else { table.indentation });
            out.push_str(line);
            out.push_str(table.line_end);
        }
        at = table.body.end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// The place of a table.
struct Table<'t> {
    line: usize,
    codes: Vec<&'t str>,
    /// The text between the two lines.
    body: Range<usize>,
    indentation: &'t str,
    line_end: &'static str,
}

/// A line before or after a table.
struct Marker<'t> {
    /// The codes that it names; `None` for a line after a table.
    codes: Option<Vec<&'t str>>,
    /// The line with its end.
    range: Range<usize>,
    line: usize,
}

fn tables<'t>(text: &'t str, errors: &mut Vec<InjectError>) -> Vec<Table<'t>> {
    let mut error = |line: usize, message: String| errors.push(InjectError { line: Some(line), message });
    let mut out = Vec::new();
    let mut open: Option<Marker<'t>> = None;
    for marker in markers(text) {
        match (&marker.codes, open.take()) {
            (Some(_), None) => open = Some(marker),
            (Some(_), Some(first)) => {
                let next = marker.line;
                error(
                    first.line,
                    format!("the table has no end before the one in line {next}. Add a line `{END}` after it."),
                );
                open = Some(marker);
            }
            (None, Some(start)) => {
                let line = &text[start.range.clone()];
                out.push(Table {
                    line: start.line,
                    indentation: &line[..line.len() - line.trim_start().len()],
                    line_end: if line.ends_with("\r\n") { "\r\n" } else { "\n" },
                    body: start.range.end..marker.range.start,
                    codes: start.codes.unwrap_or_default(),
                });
            }
            (None, None) => {
                error(
                    marker.line,
                    format!(
                        "the end of a table without its start. Add a line `{START}` before it, or delete this line."
                    ),
                );
            }
        }
    }
    if let Some(start) = open {
        error(start.line, format!("the table has no end. Add a line `{END}` after it."));
    } else if out.is_empty() && errors.is_empty() {
        let message = format!(
            "no line `{START}`. Add it where the table belongs, with a line `{END}` after it. Lines in a code block do not count."
        );
        errors.push(InjectError { line: None, message });
    }
    out
}

/// The marker lines that are comments in Markdown: in a code block they are text.
fn markers(text: &str) -> Vec<Marker<'_>> {
    let mut out: Vec<Marker<'_>> = Vec::new();
    let (mut counted, mut lines) = (0, 0);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Html(_) = event else { continue };
        // A multi-line comment yields several events.
        let start = text[..range.start].rfind('\n').map_or(0, |it| it + 1);
        let end = text[range.start..].find('\n').map_or(text.len(), |it| range.start + it + 1);
        let codes = match text[start..end].trim() {
            END => None,
            START => Some(Vec::new()),
            line => match line.strip_prefix(START_OF_SOME).and_then(|it| it.strip_suffix("-->")) {
                Some(codes) => Some(codes.split_whitespace().collect()),
                None => continue,
            },
        };
        if out.last().is_some_and(|it| it.range.start == start) {
            continue;
        }
        lines += text[counted..start].matches('\n').count();
        counted = start;
        out.push(Marker { codes, range: start..end, line: lines + 1 });
    }
    out
}
