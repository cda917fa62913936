//! CSV, with commas, semicolons, tabs or pipes: a table whose cells are texts.

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::source::{FileId, Sources};

use super::pages::{Cell, Table};
use super::rules;

/// Reads a file as a table.
pub(super) fn table(sources: &Sources, file: FileId) -> Result<Table, Diagnostic> {
    let (text, whole) = (&sources.file(file).text, sources.whole(file));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut last = 0;
    for record in reader.records() {
        let record = record.map_err(|error| {
            let offset = error.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or_default();
            Diagnostic::new(&rules::BROKEN_SOURCE, format!("the file is not valid CSV: {error}"))
                .at(whole.part(offset..offset + 1), "")
                .help("Fix the file, then import it again. Nothing was written.")
        })?;
        let start = record.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or_default();
        last = start;
        // The reader's position may be that of blank lines before the record.
        let blank = text.get(start..).map_or(0, |it| it.len() - it.trim_start().len());
        let line = text.get(start + blank..).and_then(|it| it.lines().next()).map_or(0, str::len);
        let at = whole.part(start + blank..start + blank + line);
        rows.push(record.iter().map(|it| Cell { text: it.trim().to_owned(), at }).collect());
    }
    if let Some(quote) = open_quote(text, last, delimiter(text)) {
        return Err(Diagnostic::new(&rules::BROKEN_SOURCE, "the file is not valid CSV: a quote is not closed")
            .at(whole.part(quote..quote + 1), "the rest of the file is in this cell")
            .help("Close the quote, or write `\"\"` for a quote in a quoted cell. Nothing was written."));
    }
    let mut rows = rows.into_iter();
    let header = rows.next().unwrap_or_default();
    Ok(Table { header, rows: rows.collect(), headings: Vec::new(), at: whole.part(0..1), is_whole: true })
}

/// The quote of a cell that nothing ends, from a record's start to the end of the file. The reader takes such a cell as it is.
fn open_quote(text: &str, start: usize, delimiter: u8) -> Option<usize> {
    let (mut open, mut is_start, mut was_quote) = (None, true, false);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'"' if open.is_some() => was_quote = !was_quote,
            b'"' if is_start => open = Some(at),
            _ if was_quote || open.is_none() => {
                (open, was_quote) = (None, false);
                is_start = byte == delimiter || byte == b'\n';
                continue;
            }
            _ => {}
        }
        is_start = false;
    }
    open.filter(|_| !was_quote)
}

/// The character that splits the first line into most parts.
pub(super) fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
    let count = |it: &u8| first.bytes().filter(|byte| byte == it).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}
