//! A new code as the docs show it, since that is what a reviewer approves.

use super::escape::{cell, code_cell};
use super::summary::short;
use crate::markdown::{Columns, Row};
use crate::model::{ErrorDef, Field};

/// The maximum number of characters shown of a text.
const LONGEST: usize = 1_000;

/// The maximum number of characters shown of a name or type.
const NAME: usize = 100;

/// The maximum number of fields and headers listed.
const MEMBERS: usize = 40;

/// A table of new codes, row by row; the first one is its head.
pub(super) fn rows(entries: &[&ErrorDef]) -> Vec<String> {
    let columns = Columns {
        payload: entries.iter().any(|it| it.has_payload() || !it.headers.is_empty()),
        retry: entries.iter().any(|it| it.states_retry()),
        ..Columns::default()
    };
    let row = |entry: &&ErrorDef| {
        let mut out = String::new();
        columns.row(&cells(entry), &mut out);
        out
    };
    std::iter::once(columns.head()).chain(entries.iter().map(row)).collect()
}

fn cells(entry: &ErrorDef) -> Row {
    Row {
        statuses: statuses(entry),
        code: code_cell(&entry.code, NAME),
        meaning: cell(&entry.meaning, LONGEST),
        remediation: cell(&entry.remediation, LONGEST),
        payload: payload(entry, |it| code_cell(it, NAME)),
        retry: retry(entry).to_owned(),
        ..Row::default()
    }
}

/// A new code in lines, each with its label.
pub(super) fn lines(entry: &ErrorDef) -> Vec<(&'static str, String)> {
    let several = (entry.statuses.len() > 1).then(|| ("statuses", statuses(entry)));
    let payload = payload(entry, |it| format!("`{}`", short(it, NAME)));
    let texts = [
        ("meaning", short(&entry.meaning, LONGEST)),
        ("remediation", short(&entry.remediation, LONGEST)),
        ("payload", payload),
        ("retry", retry(entry).to_owned()),
    ];
    several.into_iter().chain(texts.into_iter().filter(|it| !it.1.is_empty())).collect()
}

fn statuses(entry: &ErrorDef) -> String {
    entry.statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

fn retry(entry: &ErrorDef) -> &'static str {
    if entry.states_retry() { entry.retry.when.answer() } else { "" }
}

/// Its fields and headers with their types. `quote` writes a name or a value.
fn payload(entry: &ErrorDef, quote: impl Fn(&str) -> String + Copy) -> String {
    let mut out = Vec::new();
    fields(&entry.fields, "", quote, &mut out);
    for header in &entry.headers {
        let optional = if header.optional { ", optional" } else { "" };
        out.push(format!("header {} ({}{optional})", quote(&header.name), header.ty.in_words(quote)));
    }
    let more = out.len().saturating_sub(MEMBERS);
    out.truncate(MEMBERS);
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    out.join(", ") + &rest
}

fn fields(all: &[Field], path: &str, quote: impl Fn(&str) -> String + Copy, out: &mut Vec<String>) {
    for field in all {
        let name = format!("{path}{}", field.name);
        let optional = if field.optional { ", optional" } else { "" };
        out.push(format!("{} ({}{optional})", quote(&name), field.ty.in_words(quote)));
        if let Some(members) = field.ty.members() {
            fields(members, &format!("{name}{}.", field.ty.brackets()), quote, out);
        }
    }
}
