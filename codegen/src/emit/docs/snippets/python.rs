//! Errors in Python, with the generated package.

use crate::emit::Publication;
use crate::emit::docs::retry::is_retried;
use crate::emit::python::{reading, repeating};
use crate::markdown::code;
use crate::model::ErrorDef;

/// How to install the package, and code that handles every error.
pub(in crate::emit::docs) fn reference(book: &Publication<'_>, sample: &ErrorDef) -> String {
    let (name, _) = book.python();
    format!(
        "The package {} has an exception for each code. `decode_if_error` gives the error of a response, or `None` for a success. \
         `response` is one of `httpx` or `requests`.\n\n```sh\npip install {name}\n```\n\n{}",
        code(name),
        block(&reading(book, sample)),
    )
}

/// Code for an error with a payload, or one that may be retried; empty for any other.
pub(in crate::emit::docs) fn handling(book: &Publication<'_>, entry: &ErrorDef) -> String {
    let mut out = String::new();
    if entry.has_payload() {
        out.push_str(&format!("`response` is one of `httpx` or `requests`.\n\n{}", block(&reading(book, entry))));
    }
    if is_retried(entry) {
        let line = if out.is_empty() { "" } else { "\n" };
        let about = "`retry_advice` says whether to send the request again, and after how many seconds:";
        out.push_str(&format!("{line}{about}\n\n{}", block(&repeating(book))));
    }
    if out.is_empty() { out } else { format!("With the package {}. {out}", code(book.python().0)) }
}

fn block(code: &str) -> String {
    format!("```python\n{code}```\n")
}
