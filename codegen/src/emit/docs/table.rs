//! The reference table: a row for each code.

use super::retry::is_stated;
use crate::markdown::{Place, inline, label};
use crate::model::{Book, ErrorDef, When};

/// The columns that a book's tables have.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) struct Table {
    retry: bool,
    since: bool,
    deprecated: bool,
}

impl Table {
    pub(in crate::emit) fn of(book: &Book) -> Self {
        let any = |has: fn(&ErrorDef) -> bool| book.errors.iter().any(has);
        Self {
            retry: any(is_stated),
            since: any(|it| it.since.is_some()),
            deprecated: any(|it| it.deprecated.is_some()),
        }
    }

    /// A table of these codes. `page` says where a code's page is.
    pub(in crate::emit) fn written<'e>(
        self,
        entries: impl IntoIterator<Item = &'e ErrorDef>,
        page: &dyn Fn(&str) -> String,
    ) -> String {
        let columns = [
            ("HTTP", true),
            ("Error Code", true),
            ("Meaning", true),
            ("What To Do", true),
            ("Retry", self.retry),
            ("Since", self.since),
            ("Deprecated", self.deprecated),
        ];
        let names: Vec<&str> = columns.iter().filter(|it| it.1).map(|it| it.0).collect();
        let mut out = format!("| {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len()));
        for entry in entries {
            self.row(entry, page, &mut out);
        }
        out.push('\n');
        out
    }

    fn row(self, entry: &ErrorDef, page: &dyn Fn(&str) -> String, out: &mut String) {
        let link = |code: &str| format!("[{}]({})", label(code, Place::Cell), page(code));
        let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
        let mut cells = vec![
            statuses.join(", "),
            link(&entry.code),
            inline(&entry.meaning, Place::Cell),
            inline(&entry.remediation, Place::Cell),
        ];
        if self.retry {
            cells.push(if is_stated(entry) { short(entry.retry.when).to_owned() } else { String::new() });
        }
        if self.since {
            cells.push(entry.since.clone().unwrap_or_default());
        }
        if self.deprecated {
            cells.push(entry.deprecated.as_ref().map_or_else(String::new, |it| {
                let instead = it.replacement.iter().map(|it| format!(": use {}", link(it)));
                format!("since {}{}", it.since, instead.collect::<String>())
            }));
        }
        for cell in cells {
            out.push_str("| ");
            out.push_str(&cell);
            out.push_str(if cell.is_empty() { "" } else { " " });
        }
        out.push_str("|\n");
    }
}

/// Which requests to retry, in a cell.
fn short(when: When) -> &'static str {
    match when {
        When::Never => "no",
        When::Idempotent => "if idempotent",
        When::Always => "yes",
    }
}
