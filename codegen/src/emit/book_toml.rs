//! `book.toml`: with it the output folder is a book of `mdbook`, as it stands.

use super::cargo_toml::string;
use crate::model::Book;
use crate::output::{NOTICE, Output};

pub(super) fn emit(book: &Book) -> Output {
    let contents = format!(
        r#"# {NOTICE}

[book]
title = {title}
src = "docs"

[build]
# `docs` is codegen's alone, so nothing is built there, and no page is made that is not in it.
build-dir = "target/book"
create-missing = false
# A text with `{{{{#include FILE}}}}` in it shows these words, and not the file.
use-default-preprocessors = false

[output.html]
no-section-label = true

# There is no crate of this API on the playground.
[output.html.playground]
runnable = false

# However many codes there are, the chapters are one line for each status.
[output.html.fold]
enable = true
level = 0
"#,
        title = string(&format!("{} API errors", book.api.name)),
    );
    Output { path: "book.toml".to_owned(), contents }
}
