//! The names of examples as components: letters, digits, `.`, `_` and `-`, unique in a book.

use crate::markdown::slug;
use crate::model::{Api, ErrorDef};
use crate::urls::page_name;

/// The name of each example: its code, followed by its title, if it has one. Names of pages have no `.`.
pub(super) fn examples(api: &Api, entry: &ErrorDef) -> Vec<String> {
    let code = page_name(api, &entry.code);
    let mut names: Vec<String> = Vec::new();
    for example in &entry.examples {
        let title = example.title.as_deref().map(slug).unwrap_or_default();
        let title: String = title.chars().filter(char::is_ascii).collect();
        let title = title.trim_matches('-');
        let name = if title.is_empty() { code.clone() } else { format!("{code}.{title}") };
        let numbered = (2..).map(|number| format!("{name}.{number}"));
        let mut free = [name.clone()].into_iter().chain(numbered).filter(|it| !names.contains(it));
        names.extend(free.next());
    }
    names
}
