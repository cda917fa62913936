//! `errors.csv`: the table for spreadsheets, by RFC 4180, but with the line ends of all generated files. It contains
//! what fits into cells; `errors.json` has the rest.

use crate::model::{Book, ErrorDef, Retired, When};
use crate::text::visible;
use crate::urls::{page_path, page_url};
use crate::wire::status_phrase;

/// The columns. New ones are added at the end.
const COLUMNS: [&str; 18] = [
    "code",
    "status",
    "statuses",
    "reason",
    "meaning",
    "remediation",
    "message",
    "retry",
    "retries",
    "fields",
    "headers",
    "tags",
    "since",
    "deprecated_since",
    "retired_since",
    "use",
    "page",
    "url",
];

pub(in crate::emit) fn emit(book: &Book) -> String {
    let head = COLUMNS.map(str::to_owned);
    let sent = book.errors.iter().map(|it| sent(book, it));
    let gone = book.retired.iter().map(|it| gone(book, it));
    written([head].into_iter().chain(sent).chain(gone))
}

fn sent(book: &Book, entry: &ErrorDef) -> [String; COLUMNS.len()] {
    let list = |items: Vec<&str>| items.join("; ");
    let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
    let is_retried = entry.retry.when != When::Never;
    let deprecated = entry.deprecated.as_ref();
    [
        entry.code.clone(),
        entry.status().to_string(),
        statuses.join("; "),
        status_phrase(entry.status()).unwrap_or_default().to_owned(),
        entry.meaning.clone(),
        entry.remediation.clone(),
        entry.message.template.clone(),
        entry.retry.when.as_str().to_owned(),
        if is_retried { entry.retry.backoff.retries.to_string() } else { String::new() },
        list(entry.fields.iter().map(|it| &*it.name).collect()),
        list(entry.headers.iter().map(|it| &*it.name).collect()),
        list(entry.tags.iter().map(String::as_str).collect()),
        entry.since.clone().unwrap_or_default(),
        deprecated.map(|it| it.since.clone()).unwrap_or_default(),
        String::new(),
        deprecated.and_then(|it| it.replacement.clone()).unwrap_or_default(),
        page_path(&book.api, &entry.code),
        page_url(&book.api, &entry.code).unwrap_or_default(),
    ]
}

fn gone(book: &Book, it: &Retired) -> [String; COLUMNS.len()] {
    let mut out = [const { String::new() }; COLUMNS.len()];
    let cells = [
        ("code", it.code.clone()),
        ("retired_since", it.since.clone()),
        ("use", it.renamed_to.clone().or(it.replacement.clone()).unwrap_or_default()),
        ("page", page_path(&book.api, &it.code)),
        ("url", page_url(&book.api, &it.code).unwrap_or_default()),
    ];
    for (name, value) in cells {
        for (cell, _) in out.iter_mut().zip(COLUMNS).filter(|it| it.1 == name) {
            cell.clone_from(&value);
        }
    }
    out
}

fn written(records: impl Iterator<Item = [String; COLUMNS.len()]>) -> String {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    for record in records {
        // It cannot fail: all records have the same length, and the writer is in memory.
        let _ = out.write_record(record.map(|it| cell(&it)));
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A cell on one line. A text that a spreadsheet would interpret as a formula is prefixed with `'`.
fn cell(text: &str) -> String {
    let line = visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_formula = line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\'']);
    if is_formula { format!("'{line}") } else { line }
}
