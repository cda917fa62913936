//! `codes.js` and `codes.d.ts`: the texts of the codes, apart from everything that decodes.

use super::source::{comment, headed, key, literal, property};
use super::types::docs;
use crate::model::{Book, Deprecated, ErrorDef};
use crate::urls::page_url;

pub(in crate::emit) fn script(book: &Book) -> String {
    let rows: String = book.errors.iter().map(|it| row(book, it)).collect();
    headed(&format!("export const codes = {{\n{rows}}};\n"))
}

fn row(book: &Book, entry: &ErrorDef) -> String {
    let url = page_url(&book.api, &entry.code);
    let members = [
        ("statuses", Some(literal(&entry.statuses))),
        ("meaning", Some(literal(&entry.meaning))),
        ("remediation", Some(literal(&entry.remediation))),
        ("docsUrl", url.map(|it| literal(&it))),
        ("deprecated", entry.deprecated.as_ref().map(deprecated)),
    ];
    let members = members.into_iter().filter_map(|(name, value)| Some(format!("    {name}: {},\n", value?)));
    format!("  {}: {{\n{}  }},\n", key(&entry.code), members.collect::<String>())
}

fn deprecated(it: &Deprecated) -> String {
    let members = [("since", Some(&it.since)), ("use", it.replacement.as_ref()), ("note", it.note.as_ref())];
    let members = members.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", literal(value?))));
    format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
}

pub(in crate::emit) fn types(book: &Book) -> String {
    let rows = book
        .errors
        .iter()
        .map(|it| format!("{}  readonly {}: CodeDocs;\n", comment("  ", docs(book, it)), property(&it.code)));
    // A loop over no codes compiles, too.
    let none = if book.errors.is_empty() { "  readonly [code: string]: CodeDocs;\n" } else { "" };
    headed(&format!(
        "\
/** The documentation of a code. The texts are inline Markdown. */
export interface CodeDocs {{
  /** Its HTTP statuses, the default first. */
  readonly statuses: readonly number[];
  /** What happened. */
  readonly meaning: string;
  /** What the caller should do. */
  readonly remediation: string;
  /** The URL of its page. */
  readonly docsUrl?: string;
  /** Since which version it is deprecated, the code that replaces it, and why. */
  readonly deprecated?: {{ readonly since: string; readonly use?: string; readonly note?: string }};
}}

/** Every code of the API. */
export declare const codes: {{
{none}{}}};
",
        rows.collect::<String>()
    ))
}
