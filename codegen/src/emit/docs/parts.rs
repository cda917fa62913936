//! Shared by several pages: links to codes, a response, the names of linked sections, and joining blocks.

use crate::markdown::{Place, fence, label};
use crate::model::{Api, Book, ErrorDef, Example};
use crate::urls::page_at;
use crate::wire::{Response, status_line};

/// The sections of a code's page to which other pages link.
pub(super) const FIELDS: &str = "Fields of the body";
pub(super) const HEADERS: &str = "Headers of the response";

/// A code, linked to its page in the folder `to`.
pub(super) fn code_link(api: &Api, name: &str, to: &str) -> String {
    format!("[{}]({})", label(name, Place::Paragraph), page_at(api, to, name))
}

/// A few codes in a row, linked.
pub(super) fn row<'a>(api: &Api, codes: impl IntoIterator<Item = &'a str>, to: &str) -> String {
    codes.into_iter().map(|it| code_link(api, it, to)).collect::<Vec<_>>().join(", ")
}

/// A response on the wire.
pub(super) fn response(book: &Book, entry: &ErrorDef, example: &Example) -> String {
    let response = Response::new(book, entry, example);
    let mut text = format!("HTTP/1.1 {}\nContent-Type: {}\n", status_line(response.status), response.content_type);
    for (name, value) in &response.headers {
        text.push_str(&format!("{name}: {value}\n"));
    }
    fence("http", format!("{text}\n{}", response.pretty_body()).trim_end())
}

/// Appends a block and an empty line.
pub(super) fn put(out: &mut String, block: &str) {
    let block = block.trim_end();
    if !block.is_empty() {
        out.push_str(block);
        out.push_str("\n\n");
    }
}

/// A page's end: one line break.
pub(super) fn finished(mut page: String) -> String {
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}
