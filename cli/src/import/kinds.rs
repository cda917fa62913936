//! The kinds of sources, and how to tell them by their content.

use super::columns::{self, Column};
use super::spreadsheet;

/// A kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Markdown with tables.
    Markdown,
    /// HTML with tables.
    Html,
    /// Comma-separated values, or with another separator.
    Csv,
    /// JSON Lines, or a JSON list of objects.
    Jsonl,
    /// `OpenAPI` 3.0 or 3.1, or Swagger 2.0, as YAML or JSON.
    Openapi,
    /// Rust with enums of errors.
    Rust,
}

impl Kind {
    /// Every kind with its word.
    pub const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
        (Self::Csv, "csv"),
        (Self::Jsonl, "jsonl"),
        (Self::Openapi, "openapi"),
        (Self::Rust, "rust"),
    ];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }

    /// What an import looks for in it, as help.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Markdown | Self::Html => {
                "An import reads tables that have a column of codes, or one of statuses, and a text for each: headers such as `Status`, `Code`, `Description`."
            }
            Self::Csv => "The first line names the columns, such as `status,code,description`.",
            Self::Jsonl => "Each record needs a `code`.",
            Self::Rust => {
                "An import reads enums with `#[error(…)]`, with words of strum or serde, or with a `match` that gives their statuses."
            }
            Self::Openapi => "An import reads the responses of operations with statuses from 400 to 599.",
        }
    }
}

/// The kind of a source, by its content; its name decides only between kinds that fit both.
pub(super) fn kind_of(path: &str, text: &str) -> Option<Kind> {
    let extension = path.rsplit_once('.').map(|it| it.1.to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start();
    let head = start.get(..start.len().min(2000)).unwrap_or_else(|| start.lines().next().unwrap_or_default());
    let lower = head.to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return Some(Kind::Html);
    }
    if start.starts_with('{') || start.starts_with('[') {
        let is_document =
            ["\"openapi\"", "\"swagger\""].iter().any(|it| text.contains(it)) && text.contains("\"paths\"");
        return Some(if is_document { Kind::Openapi } else { Kind::Jsonl });
    }
    let has_key = |key: &str| text.lines().any(|it| it.trim_matches(['"', '\'']).starts_with(key));
    if ["openapi:", "openapi\":", "openapi':", "swagger:", "swagger\":", "swagger':"].iter().any(|it| has_key(it))
        && extension != "md"
    {
        return Some(Kind::Openapi);
    }
    let is_csv = || {
        let delimiter = char::from(spreadsheet::delimiter(text));
        let first = start.lines().next().unwrap_or_default();
        let names: Vec<Column> =
            first.split(delimiter).flat_map(|it| columns::meanings(it).into_iter().take(1).map(|it| it.0)).collect();
        first.contains(delimiter)
            && names.len() >= 2
            && !start.starts_with('|')
            && !text.contains("|-")
            && !text.contains("| -")
    };
    match extension.as_str() {
        "rs" => return Some(Kind::Rust),
        "md" | "markdown" => return Some(Kind::Markdown),
        "html" | "htm" => return Some(Kind::Html),
        "csv" | "tsv" => return Some(Kind::Csv),
        _ => {}
    }
    if is_csv() {
        return Some(Kind::Csv);
    }
    let has_table = text.lines().any(|it| {
        let it = it.trim();
        it.len() >= 3 && it.contains('-') && it.contains('|') && it.chars().all(|c| "|-: ".contains(c))
    });
    let is_rust = text
        .lines()
        .any(|it| it.starts_with("pub enum ") || it.starts_with("enum ") || it.starts_with("pub(crate) enum "));
    if is_rust && !has_table {
        return Some(Kind::Rust);
    }
    if has_table || lower.contains("<table") || text.to_ascii_lowercase().contains("<table") {
        return Some(Kind::Markdown);
    }
    None
}
