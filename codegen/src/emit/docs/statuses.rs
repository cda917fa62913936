//! Index pages: one for each status, and one for retired codes.

use std::collections::BTreeMap;

use super::parts::{code_link, finished};
use super::table::Table;
use crate::emit::output::markdown_notice;
use crate::emit::{Publication, Series};
use crate::model::{Api, Book, ErrorDef, Retired};
use crate::urls::page_at;
use crate::wire::status_line;

/// `docs/statuses/….md`: the codes that may have a status.
pub(in crate::emit) fn statuses(publication: Publication<'_>) -> Series<'_> {
    let book = publication.book;
    let (table, pages) = (Table::of(book), Vec::from_iter(by_status(book)));
    let names = pages.iter().map(|(status, _)| status.to_string()).collect();
    let contents = move |at: usize| {
        let (status, entries) = &pages[at];
        let many = if entries.len() == 1 { "One code has" } else { "These codes have" };
        let page = format!(
            "# {}\n\n{many} this status. [All codes](../errors.md)\n\n{}",
            status_line(*status),
            table.written(entries.iter().copied(), &|code| page_at(&book.api, "../errors/", code))
        );
        markdown_notice() + &finished(page)
    };
    Series { names, contents: Box::new(contents) }
}

/// The codes that may have each status.
pub(super) fn by_status(book: &Book) -> BTreeMap<u16, Vec<&ErrorDef>> {
    let mut groups: BTreeMap<u16, Vec<&ErrorDef>> = BTreeMap::new();
    for entry in &book.errors {
        for status in &entry.statuses {
            groups.entry(*status).or_default().push(entry);
        }
    }
    groups
}

/// A status's page, below `docs`.
pub(super) fn status_path(status: u16) -> String {
    format!("statuses/{status}.md")
}

/// `docs/retired.md`, if there are retired codes.
pub(in crate::emit) fn retired(book: &Book) -> Option<String> {
    if book.retired.is_empty() {
        return None;
    }
    let mut out = markdown_notice();
    out.push_str(
        "# Retired codes\n\nThe API no longer sends these codes, and will not reuse them. [All codes](errors.md)\n\n",
    );
    for it in &book.retired {
        let (link, onward) = (code_link(&book.api, &it.code, "errors/"), onward(&book.api, it, "errors/"));
        out.push_str(&format!("- {link}: retired since {}.{onward}\n", it.since));
    }
    Some(finished(out))
}

/// The replacement of a retired code, as sentences to append.
pub(super) fn onward(api: &Api, it: &Retired, to: &str) -> String {
    let sentence = |verb: &str, code: &String| format!(" {verb} {}.", code_link(api, code, to));
    let replaced = it.replacement.iter().map(|code| sentence("Use", code));
    let renamed = it.renamed_to.iter().map(|code| sentence("It was renamed to", code));
    replaced.chain(renamed).collect()
}

/// The replacement of a retired code.
pub(super) fn leads_to(it: &Retired) -> Option<&str> {
    it.renamed_to.as_deref().or(it.replacement.as_deref())
}
