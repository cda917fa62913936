//! Doc comments from the spec's texts.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use super::{deprecated_attribute, syntax};

use crate::markdown::{Place, code, inline};
use crate::model::{Deprecated, ErrorDef};
use crate::wire::status_line;

/// Doc comments: one for each line.
pub(super) fn doc(lines: impl IntoIterator<Item = impl AsRef<str>>) -> TokenStream {
    let lines = lines.into_iter().map(|it| spaced(it.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// The same, built and not to be parsed.
pub(super) fn comments(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Attribute> {
    lines.into_iter().map(|it| syntax::attribute("doc", &spaced(it.as_ref()))).collect()
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// What stands above everything that stands for an entry.
pub(super) fn attributes(it: &ErrorDef) -> Vec<Attribute> {
    let mut out = comments(entry(it));
    out.extend(deprecated_attribute(it));
    out
}

/// A paragraph of the spec's.
pub(super) fn paragraph(text: &str) -> String {
    inline(text, Place::Paragraph)
}

/// What an error means, and what to do: the first lines of everything that stands for it.
pub(super) fn entry(entry: &ErrorDef) -> Vec<String> {
    let mut lines = vec![
        format!("{} ({}): {}", code(&entry.code), status_line(entry.status()), paragraph(&entry.meaning)),
        String::new(),
        format!("What to do: {}", paragraph(&entry.remediation)),
    ];
    if let Some(since) = &entry.since {
        lines.extend([String::new(), format!("Since {since}.")]);
    }
    lines.extend(entry.deprecated.iter().flat_map(deprecated));
    lines
}

fn deprecated(it: &Deprecated) -> [String; 2] {
    let instead = it.replacement.iter().map(|code_text| format!(" Use {} instead.", code(code_text)));
    let note = it.note.iter().map(|note| format!(" {}", paragraph(note)));
    [String::new(), format!("Deprecated since {}.{}", it.since, instead.chain(note).collect::<String>())]
}

/// Lines of an example that runs.
pub(super) fn example(lines: impl IntoIterator<Item = String>) -> Vec<String> {
    let body = lines.into_iter().flat_map(|line| line.lines().map(str::to_owned).collect::<Vec<_>>());
    [String::new(), "```".to_owned()].into_iter().chain(body).chain(["```".to_owned()]).collect()
}
