//! Errors in TypeScript and JavaScript, with the generated package.

use crate::emit::Publication;
use crate::emit::docs::retry::is_retried;
use crate::emit::typescript::snippets::{install, payload, repeating, switch};
use crate::markdown::code;
use crate::model::ErrorDef;

/// How to install the package, and code that handles every error.
pub(in crate::emit::docs) fn reference(book: &Publication<'_>, sample: &ErrorDef) -> String {
    format!(
        "The package {} has a type for each code. `errorOf` gives the error of a response of `fetch`, or `null` for a success. \
         `url` and `options` are the arguments of `fetch`.\n\n\
         {}\n{}",
        code(book.npm().0),
        install(book),
        block(&switch(book, sample)),
    )
}

/// Code for an error with a payload, or one that may be retried; empty for any other.
pub(in crate::emit::docs) fn handling(book: &Publication<'_>, entry: &ErrorDef) -> String {
    let mut out = Vec::new();
    if entry.has_payload() {
        out.push(block(&payload(book, entry)));
    }
    if is_retried(entry) {
        let about = "`retryAdvice` says whether to send the request again, and after how many milliseconds:\n\n";
        out.push(format!("{about}{}", block(&repeating(book, ""))));
    }
    let about =
        format!("With the package {}, where `url` and `options` are the arguments of `fetch`:\n\n", code(book.npm().0));
    if out.is_empty() { String::new() } else { about + &out.join("\n") }
}

fn block(code: &str) -> String {
    format!("```ts\n{code}```\n")
}
