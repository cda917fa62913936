//! The reference table: a row for each code.

use crate::markdown::{Columns, Place, Row, inline, label};
use crate::model::{Book, ErrorDef};

/// The columns of a book's tables.
#[derive(Debug, Clone, Copy)]
pub(in crate::emit) struct Table(Columns);

impl Table {
    pub(in crate::emit) fn of(book: &Book) -> Self {
        let any = |has: fn(&ErrorDef) -> bool| book.errors.iter().any(has);
        Self(Columns {
            payload: false,
            retry: any(ErrorDef::states_retry),
            since: any(|it| it.since.is_some()),
            deprecated: any(|it| it.deprecated.is_some()),
        })
    }

    /// A table of these codes. `page` gives the path of a code's page.
    pub(in crate::emit) fn written<'e>(
        self,
        entries: impl IntoIterator<Item = &'e ErrorDef>,
        page: &dyn Fn(&str) -> String,
    ) -> String {
        let mut out = self.0.head();
        for entry in entries {
            self.0.row(&row(entry, page), &mut out);
        }
        out.push('\n');
        out
    }
}

fn row(entry: &ErrorDef, page: &dyn Fn(&str) -> String) -> Row {
    let link = |code: &str| format!("[{}]({})", label(code, Place::Cell), page(code));
    let deprecated = entry.deprecated.as_ref().map(|it| {
        let instead = it.replacement.iter().map(|it| format!(": use {}", link(it)));
        format!("since {}{}", it.since, instead.collect::<String>())
    });
    Row {
        statuses: entry.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
        code: link(&entry.code),
        meaning: inline(&entry.meaning, Place::Cell),
        remediation: inline(&entry.remediation, Place::Cell),
        payload: String::new(),
        retry: if entry.states_retry() { entry.retry.when.answer().to_owned() } else { String::new() },
        since: entry.since.clone().unwrap_or_default(),
        deprecated: deprecated.unwrap_or_default(),
    }
}
