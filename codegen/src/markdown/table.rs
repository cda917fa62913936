//! The table of codes: a row for each. The caller provides the cells as Markdown.

/// The optional columns of a table.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a column")]
pub(crate) struct Columns {
    pub(crate) payload: bool,
    pub(crate) retry: bool,
    pub(crate) since: bool,
    pub(crate) deprecated: bool,
}

/// The cells of a code.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) statuses: String,
    pub(crate) code: String,
    pub(crate) meaning: String,
    pub(crate) remediation: String,
    pub(crate) payload: String,
    pub(crate) retry: String,
    pub(crate) since: String,
    pub(crate) deprecated: String,
}

impl Columns {
    /// The head of a table.
    pub(crate) fn head(self) -> String {
        let columns = [
            ("HTTP", true),
            ("Error Code", true),
            ("Meaning", true),
            ("What To Do", true),
            ("Payload", self.payload),
            ("Retry", self.retry),
            ("Since", self.since),
            ("Deprecated", self.deprecated),
        ];
        let names: Vec<&str> = columns.iter().filter(|it| it.1).map(|it| it.0).collect();
        format!("| {} |\n|{}\n", names.join(" | "), " --- |".repeat(names.len()))
    }

    /// A row of a table.
    pub(crate) fn row(self, it: &Row, out: &mut String) {
        let cells = [
            (&it.statuses, true),
            (&it.code, true),
            (&it.meaning, true),
            (&it.remediation, true),
            (&it.payload, self.payload),
            (&it.retry, self.retry),
            (&it.since, self.since),
            (&it.deprecated, self.deprecated),
        ];
        for (cell, _) in cells.iter().filter(|it| it.1) {
            out.push_str("| ");
            out.push_str(cell);
            out.push_str(if cell.is_empty() { "" } else { " " });
        }
        out.push_str("|\n");
    }
}
