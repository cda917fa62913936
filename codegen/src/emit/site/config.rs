//! What `mdbook` is told: its settings, how the site looks, and the page for an address that there is not.

use super::output;
use crate::emit::cargo_toml::string;
use crate::emit::markdown::page_name;
use crate::model::Book;
use crate::output::Output;

/// What is added to how `mdbook`'s pages look.
const STYLE: &str = include_str!("errbook.css");

/// What is added to what they do.
const SCRIPT: &str = include_str!("errbook.js");

/// The files beside the pages. All books of a site name the same files, but for the one with the sidebar.
pub(super) fn settings(book: &Book, summary: &str, search: &str, is_whole: bool, is_first: bool) -> Vec<Output> {
    let mut toml = format!(
        r#"[book]
title = {title}
src = "docs"

[build]
create-missing = false
use-default-preprocessors = false

[output.html]
no-section-label = true
site-url = {site}
additional-css = ["errbook.css"]
additional-js = ["errbook.js"]

[output.html.playground]
runnable = false

[output.html.fold]
enable = true
level = 0

# All pages on one are printed while they can be.
[output.html.print]
enable = {is_whole}

# The index is another: see `search`. A file's name is made of what `mdbook` writes to it, and browsers keep what has a
# name that they know. So there is a number in it that is another for each index.
[output.html.search]
teaser-word-count = {number}

[output.html.search.chapter]
"#,
        title = string(&format!("{} API errors", book.api.name)),
        site = string(&below(book)),
        number = errbook::hash::v1(search.as_bytes(), 0) % 1_000_000,
    );
    for (chapter, link) in [
        ("errors.md", "(errors.md)"),
        ("retired.md", "(retired.md)"),
        ("statuses", "(statuses/"),
        ("errors", "(errors/"),
    ] {
        // `mdbook` refuses a name that no chapter has.
        if summary.contains(link) {
            toml.push_str(&format!("{} = {{ enable = false }}\n", string(chapter)));
        }
    }
    if is_first {
        toml.push_str("\n[output.html.redirect]\n");
        for (from, to) in book.retired.iter().filter_map(|it| Some((&it.code, it.renamed_to.as_ref()?))) {
            toml.push_str(&format!("\"/errors/{}.html\" = \"{}.html\"\n", page_name(from), page_name(to)));
        }
    }
    vec![
        output("book.toml", toml),
        output("errbook.css", STYLE.to_owned()),
        output("errbook.js", SCRIPT.to_owned()),
        output("docs/404.md", NOT_FOUND.to_owned()),
    ]
}

const NOT_FOUND: &str = "# There is no such page

What was here may be called otherwise now. See [all codes](errors.md): those that are gone have pages too.
";

/// The path that the site is published under, as its address has it: `/`, `/docs/`.
pub(super) fn below(book: &Book) -> String {
    let address = book.api.docs_url.as_deref().and_then(|it| it.split_once("://"));
    let path = address.and_then(|(_, rest)| rest.split_once('/')).map_or("", |it| it.1);
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}
