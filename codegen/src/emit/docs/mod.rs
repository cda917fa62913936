//! Markdown: the pages, and the spec's texts in whatever they are put into.

pub(super) mod book_toml;
pub(super) mod page;
mod payload;
pub(super) mod reference;
pub(super) mod retry;
mod snippets;
pub(super) mod statuses;
pub(super) mod summary;
pub(super) mod table;

use super::urls::page_at;
use crate::markdown::{Place, fence, label};
use crate::model::{Api, Book, ErrorDef, Example};
use crate::wire::{Response, status_line};

/// A code, linked to its page in the folder `to`.
fn code_link(api: &Api, name: &str, to: &str) -> String {
    format!("[{}]({})", label(name, Place::Paragraph), page_at(api, to, name))
}

/// A response as it is on the wire.
fn response(book: &Book, entry: &ErrorDef, example: &Example) -> String {
    let response = Response::new(&book.envelope, entry, example);
    let mut text = format!("HTTP/1.1 {}\nContent-Type: application/json\n", status_line(response.status));
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    fence("http", format!("{text}\n{}", response.pretty_body()).trim_end())
}

/// A page's end: one line break.
fn finished(mut page: String) -> String {
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}
