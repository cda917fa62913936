//! Codes at a glance: a row for each, with what tells them apart.

use crate::markdown::{Place, cell_code, inline};
use crate::model::ErrorDef;

pub(in crate::emit) fn table(entries: &[&ErrorDef]) -> String {
    let mut out = String::from("| HTTP | Error Code | Retry | Meaning |\n| --- | --- | --- | --- |\n");
    for entry in entries {
        let statuses: Vec<String> = entry.statuses.iter().map(u16::to_string).collect();
        let deprecated = if entry.deprecated.is_some() { "**Deprecated.** " } else { "" };
        out.push_str(&format!(
            "| {} | {} | {} | {deprecated}{} |\n",
            statuses.join(", "),
            cell_code(&entry.code),
            entry.retry.when.as_str(),
            inline(&entry.meaning, Place::Cell)
        ));
    }
    out
}
