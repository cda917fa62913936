//! Rows of one code as one entry: statuses together, the first text of each kind, and all others kept where a book has a
//! place for them.

use std::collections::HashMap;

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::text::{counted, is_invisible, quoted};

use super::book;
use super::cells::folded;
use super::draft::{Entry, united};
use super::finish::finished;
use super::report::Report;
use super::rules;

/// The entries of a book, in the order in which their codes come. A code without a status gets `default_status`.
pub(super) fn merged(
    rows: Vec<Entry>,
    default_status: Option<u16>,
    report: &mut Report,
) -> (Vec<book::Entry>, Vec<Diagnostic>) {
    let mut order: Vec<Entry> = Vec::new();
    let mut index: HashMap<String, (usize, usize)> = HashMap::new();
    for row in rows {
        let is_success = |it: &str| matches!(folded(it).as_str(), "success" | "ok" | "succeeded" | "noerror");
        if is_success(&row.code) || row.alias.as_deref().is_some_and(is_success) {
            report.left(row.at, format!("the code {}", shown(&row.code)), "it is no error");
            continue;
        }
        if row.code.chars().any(is_invisible) || row.code.trim() != row.code {
            report.left(
                row.at,
                format!("the code {}", shown(&row.code)),
                "it has invisible characters, or spaces at its ends",
            );
            continue;
        }
        if let Some((at, count)) = index.get_mut(&row.code) {
            *count += 1;
            join(&mut order[*at], row);
        } else {
            index.insert(row.code.clone(), (order.len(), 1));
            order.push(row);
        }
    }
    let mut missing = Vec::new();
    let mut out = Vec::with_capacity(order.len());
    for mut entry in order {
        let count = index.get(&entry.code).map_or(1, |it| it.1);
        if count > 1 {
            report.merged(entry.at, format!("{} of {}", counted(count, "row"), shown(&entry.code)));
        }
        if entry.statuses.is_empty() {
            match default_status {
                Some(status) => {
                    let what = format!("the status of {} is {status}", shown(&entry.code));
                    report.guessed(entry.at, what, "the source gives none; this is `--default-status`");
                    entry.add_status(status, entry.at);
                }
                None => missing.push((entry.code.clone(), entry.at)),
            }
        }
        out.push(finished(entry, report));
    }
    (out, missing_statuses(&missing))
}

/// One diagnostic for all codes without a status.
fn missing_statuses(missing: &[(String, errbook_codegen::source::Span)]) -> Vec<Diagnostic> {
    const MOST_SHOWN: usize = 5;
    let Some(((first, at), rest)) = missing.split_first() else { return Vec::new() };
    let message = match rest.len() {
        0 => format!("the code {} has no status", shown(first)),
        _ => format!("{} have no status", counted(missing.len(), "code")),
    };
    let mut found = Diagnostic::new(&rules::MISSING_STATUS, message).at(*at, "no status");
    for (_, at) in rest.iter().take(MOST_SHOWN) {
        found = found.at(*at, "no status");
    }
    vec![found.help(
        "Add the statuses to the source, or set one for all of them: `--default-status 400`. The report then lists them.",
    )]
}

pub(super) fn shown(code: &str) -> String {
    if code.is_empty() { "the empty code".to_owned() } else { quoted(code) }
}

fn join(entry: &mut Entry, row: Entry) {
    for status in row.statuses {
        entry.add_status(status.value, status.at);
    }
    entry.alias = entry.alias.take().or(row.alias);
    entry.meanings.extend(row.meanings);
    entry.remediations.extend(row.remediations);
    entry.messages.extend(row.messages);
    entry.example_messages.extend(row.example_messages);
    entry.details.extend(row.details);
    entry.causes.extend(row.causes);
    entry.retry.extend(row.retry);
    entry.tags.extend(row.tags);
    entry.fields = match (std::mem::take(&mut entry.fields), row.fields) {
        // A row without fields says nothing about them.
        (some, none) | (none, some) if none.is_empty() => some,
        (a, b) => united(a, b),
    };
    for header in row.headers {
        match entry.headers.iter_mut().find(|it| it.name.eq_ignore_ascii_case(&header.name)) {
            Some(known) => {
                known.optional |= header.optional;
                known.doc = known.doc.take().or(header.doc);
                known.example = known.example.take().or(header.example);
            }
            None => entry.headers.push(header),
        }
    }
    for (name, value) in row.constants {
        if !entry.constants.iter().any(|it| it.0 == name) {
            entry.constants.push((name, value));
        }
    }
}
