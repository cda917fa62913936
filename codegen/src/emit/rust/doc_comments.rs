//! Doc comments from the texts of the spec.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, parse_quote};

use super::syntax;
use crate::emit::Publication;
use crate::markdown::{Place, code, inline};
use crate::model::{Deprecated, ErrorDef};
use crate::wire::status_line;

/// Doc comments, one per line.
pub(super) fn doc(lines: impl IntoIterator<Item = impl AsRef<str>>) -> TokenStream {
    let lines = lines.into_iter().map(|line| spaced(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// The same, as `syn` attributes that need not be parsed.
pub(super) fn comments(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<Attribute> {
    lines.into_iter().map(|line| syntax::attribute("doc", &spaced(line.as_ref()))).collect()
}

fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The attributes of all items of an error.
pub(super) fn attributes(error: &ErrorDef) -> Vec<Attribute> {
    let mut out = comments(entry(error));
    out.extend(deprecated_attribute(error));
    out
}

/// `#[deprecated]`, if the code is deprecated.
pub(super) fn deprecated_attribute(entry: &ErrorDef) -> Option<Attribute> {
    let deprecated = entry.deprecated.as_ref()?;
    let since = &deprecated.since;
    // rustdoc renders it as Markdown.
    let replacement = deprecated.replacement.as_ref().map(|code_text| format!("use {}", code(code_text)));
    let note = match (replacement, deprecated.note.as_ref().map(|note| paragraph(note))) {
        (Some(replacement), Some(note)) => format!("{replacement}: {note}"),
        (Some(replacement), None) => replacement,
        (None, Some(note)) => note,
        (None, None) => return Some(parse_quote!(#[deprecated(since = #since)])),
    };
    Some(parse_quote!(#[deprecated(since = #since, note = #note)]))
}

/// A paragraph from the spec.
pub(super) fn paragraph(text: &str) -> String {
    inline(text, Place::Paragraph)
}

/// The meaning of an error and what to do: the docs of all its items.
pub(in crate::emit) fn entry(entry: &ErrorDef) -> Vec<String> {
    let mut lines = vec![
        format!("{} ({}): {}", code(&entry.code), status_line(entry.status()), paragraph(&entry.meaning)),
        String::new(),
        format!("What to do: {}", paragraph(&entry.remediation)),
    ];
    if entry.envelope.omits_code {
        lines.extend([
            String::new(),
            "The code is not sent: clients identify the error by its status and its form.".to_owned(),
        ]);
    }
    if let Some(since) = &entry.since {
        lines.extend([String::new(), format!("Since {since}.")]);
    }
    lines.extend(entry.deprecated.iter().flat_map(deprecated));
    lines
}

fn deprecated(deprecated: &Deprecated) -> [String; 2] {
    let instead = deprecated.replacement.iter().map(|code_text| format!(" Use {} instead.", code(code_text)));
    let note = deprecated.note.iter().map(|note| format!(" {}", paragraph(note)));
    [String::new(), format!("Deprecated since {}.{}", deprecated.since, instead.chain(note).collect::<String>())]
}

/// An example. rustdoc runs it in a crate; a module may be private, and its path is not that of the example.
pub(super) fn example(book: &Publication<'_>, lines: impl IntoIterator<Item = String>) -> Vec<String> {
    let fence = if book.options.is_module() { "```ignore" } else { "```" };
    let body = lines.into_iter().flat_map(|line| line.lines().map(str::to_owned).collect::<Vec<_>>());
    [String::new(), fence.to_owned()].into_iter().chain(body).chain(["```".to_owned()]).collect()
}
