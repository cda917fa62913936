//! `docs/SUMMARY.md`: the chapters of the mdBook book, by status.

use std::collections::BTreeMap;

use super::parts::{code_link, finished};
use super::statuses::status_path;
use crate::emit::output::markdown_notice;
use crate::markdown::{Place, plain};
use crate::model::{Api, Book};
use crate::wire::status_line;

pub(in crate::emit) fn emit(book: &Book) -> String {
    let name = plain(&book.api.full_name(), Place::Paragraph);
    let mut out = markdown_notice();
    out.push_str(&format!("# Summary\n\n[{name} errors](errors.md)\n\n"));
    // A status that is not the default of any code has a page too.
    let mut chapters: BTreeMap<u16, String> = BTreeMap::new();
    for entry in &book.errors {
        for status in &entry.statuses {
            chapters.entry(*status).or_default();
        }
        chapters.entry(entry.status()).or_default().push_str(&chapter(&book.api, &entry.code));
    }
    for (status, codes) in chapters {
        out.push_str(&format!("- [{}]({})\n{codes}", status_line(status), status_path(status)));
    }
    if !book.retired.is_empty() {
        out.push_str("- [Retired codes](retired.md)\n");
    }
    for retired in &book.retired {
        out.push_str(&chapter(&book.api, &retired.code));
    }
    finished(out)
}

fn chapter(api: &Api, code: &str) -> String {
    format!("  - {}\n", code_link(api, code, "errors/"))
}
