//! `book.toml`: it makes the output folder a book of `mdbook`.

use crate::emit::output::NOTICE;
use crate::model::{Api, Book};
use crate::text::toml;

/// The file's path.
pub const BOOK_TOML: &str = "book.toml";

/// Where `mdbook` builds the site: not in `docs`, where every file is ours.
pub const SITE: &str = "target/book";

pub(in crate::emit) fn emit(book: &Book) -> String {
    let contents = format!(
        r#"# {NOTICE}

[book]
title = {title}
src = "docs"

[build]
build-dir = "{SITE}"
create-missing = false
# They would replace `{{{{#include FILE}}}}` in a text by the file.
use-default-preprocessors = false

[output.html]
no-section-label = true
# Where the site is published: the page for unknown addresses needs it.
site-url = {site_url}

# The playground does not have this crate.
[output.html.playground]
runnable = false

[output.html.fold]
enable = true
level = 0

# All pages on one: with a thousand codes that is half of the time that `mdbook` takes.
[output.html.print]
enable = false

[output.html.search]
use-boolean-and = true
"#,
        title = toml(&format!("{} API errors", book.api.name)),
        site_url = toml(&site_url(&book.api)),
    );
    contents
}

/// The path of the address that the docs are published under: `/`, `/docs/`.
fn site_url(api: &Api) -> String {
    let address = api.docs_url.as_deref().and_then(|it| it.split_once("://"));
    let path = address.and_then(|(_, rest)| rest.split_once('/')).map_or("", |it| it.1);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}
