//! Tables in Markdown that somebody else has written: between two lines that say so, they are kept current.
//!
//! It knows texts alone. Nothing outside of those lines is ever changed.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use crate::emit;
use crate::model::Book;
use crate::text::{nearest, quoted};

/// Begins a table of all codes.
pub const START: &str = "<!-- errbook:table -->";

/// Ends a table.
pub const END: &str = "<!-- /errbook:table -->";

/// What begins a table of some codes; they follow, with blanks between them.
const START_OF_SOME: &str = "<!-- errbook:table ";

/// Why a text's tables cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line that it is about, from 1.
    pub line: Option<usize>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// A text with its tables as they should be. `page` says where a code's page is.
pub fn embedded(book: &Book, text: &str, page: &dyn Fn(&str) -> String) -> Result<String, Vec<Problem>> {
    let mut problems = Vec::new();
    let tables = tables(text, &mut problems);
    let known: HashMap<&str, usize> = book.errors.iter().enumerate().map(|(at, it)| (&*it.code, at)).collect();
    for (line, code) in tables.iter().flat_map(|it| it.codes.iter().map(|code| (it.line, *code))) {
        if !known.contains_key(code) {
            let near = nearest(code, known.keys().copied()).map(|it| format!(" Did you mean {}?", quoted(it)));
            let help = near.unwrap_or_else(|| " Name codes that stand under `errors`.".to_owned());
            let message = format!("the book has no code {}.{help}", quoted(code));
            problems.push(Problem { line: Some(line), message });
        }
    }
    if !problems.is_empty() {
        problems.sort_by_key(|it| it.line);
        return Err(problems);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for table in tables {
        out.push_str(&text[at..table.body.start]);
        let entries: Vec<_> = match table.codes.as_slice() {
            [] => book.errors.iter().collect(),
            codes => codes.iter().filter_map(|it| book.errors.get(*known.get(it)?)).collect(),
        };
        let written = emit::table(book, &entries, page);
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

/// A table to be, and where.
struct Table<'t> {
    line: usize,
    codes: Vec<&'t str>,
    /// What lies between the two lines.
    body: Range<usize>,
    indentation: &'t str,
    line_end: &'static str,
}

/// A line that begins or ends a table.
struct Marker<'t> {
    /// The codes that it names; `None`: it ends one.
    codes: Option<Vec<&'t str>>,
    /// The whole line, with its end.
    range: Range<usize>,
    line: usize,
}

fn tables<'t>(text: &'t str, problems: &mut Vec<Problem>) -> Vec<Table<'t>> {
    let mut problem = |line: usize, message: String| problems.push(Problem { line: Some(line), message });
    let mut out = Vec::new();
    let mut open: Option<Marker<'t>> = None;
    for marker in markers(text) {
        match (&marker.codes, open.take()) {
            (Some(_), None) => open = Some(marker),
            (Some(_), Some(first)) => {
                problem(
                    first.line,
                    format!(
                        "this table has no end before another begins, in line {}. Put the line `{END}` behind it.",
                        marker.line
                    ),
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
                problem(
                    marker.line,
                    format!(
                        "a table ends here that has not begun. Put the line `{START}` before it, or take this line out."
                    ),
                );
            }
        }
    }
    if let Some(start) = open {
        problem(start.line, format!("this table has no end. Put the line `{END}` behind it."));
    } else if out.is_empty() && problems.is_empty() {
        let message = format!(
            "there is no line `{START}`. Put it where the table is to be, and the line `{END}` below it. In a block of code they do not count."
        );
        problems.push(Problem { line: None, message });
    }
    out
}

/// The lines that begin and end tables, where Markdown takes them for comments: in a block of code they are text.
fn markers(text: &str) -> Vec<Marker<'_>> {
    let mut out: Vec<Marker<'_>> = Vec::new();
    let (mut counted, mut lines) = (0, 0);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Html(_) = event else { continue };
        // A comment that is followed by more of it comes in several pieces.
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
