//! The changes as an entry for a `CHANGELOG.md`, in the format of Keep a Changelog. The release adds the date.

use std::collections::{HashMap, HashSet};

use super::Comparison;
use super::escape::{sentence, span};
use super::summary::subject;
use crate::compat::change::Change;
use crate::compat::impact::{Bump, Section, Verdict};
use crate::compat::version::Raise;

/// The maximum number of characters shown of a name or value.
const LONGEST: usize = 1_000;

/// The maximum number of codes listed whose texts alone changed.
const MOST_CODES: usize = 20;

/// An entry. Every breaking change has a migration note.
pub fn changelog(it: &Comparison<'_>) -> String {
    let mut out = heading(it);
    let report = it.report;
    let changes = report.since_release.as_ref().filter(|_| it.is_whole).unwrap_or(&report.changes);
    let all = changes.iter().map(|it| &it.change).filter(|it| !it.rule.is_policy());
    let (items, texts): (Vec<&Change>, Vec<&Change>) = all.partition(|it| is_item(it));
    let texts = of_texts(&texts);
    let names: HashMap<&str, &str> = it.head.book.errors.iter().map(|it| (&*it.code, &*it.name)).collect();
    for section in Section::ALL {
        let items = items.iter().filter(|it| it.rule.section == section);
        let mut items: String = items.map(|it| item(&names, it)).collect();
        if section == Section::Changed {
            items.push_str(&texts);
        }
        if !items.is_empty() {
            out.push_str(&format!("\n### {}\n\n{items}", section.as_str()));
        }
    }
    if items.is_empty() && texts.is_empty() {
        out.push_str("\nNo changes for clients or servers.\n");
    }
    out
}

/// The released version: the contract's, or the crate's if only that was raised. If they are separate, both follow.
fn heading(it: &Comparison<'_>) -> String {
    let versions = &it.report.versions;
    let (contract, of_crate) = (&versions.contract, &versions.of_crate);
    let crate_name = &it.head.book.api.crate_name;
    let is_raised = |it: &Raise| it.from.as_ref().is_none_or(|from| *from != it.to);
    let heading = match (is_raised(contract), is_raised(of_crate)) {
        (true, _) => contract.to.clone(),
        (false, true) => format!("{crate_name} {}", of_crate.to),
        (false, false) => "Unreleased".to_owned(),
    };
    let mut out = format!("## [{heading}]\n");
    if !versions.are_one {
        let crate_name = span(crate_name, LONGEST);
        out.push_str(&format!(
            "\nContract version: {}. Version of the crate {crate_name}: {}.\n",
            contract.to, of_crate.to
        ));
    }
    out
}

/// Whether a change has its own line: it affects programs, or may surprise people.
fn is_item(it: &Change) -> bool {
    it.impact().bump() >= Bump::Minor || it.verdict() >= Verdict::Dangerous
}

fn item(names: &HashMap<&str, &str>, change: &Change) -> String {
    let code = subject(change).map(|code| format!("{}: ", span(code, LONGEST))).unwrap_or_default();
    let name = change.code().and_then(|code| names.get(code).copied()).unwrap_or("its type");
    let notes = [("Clients", change.clients()), ("Servers", change.servers(name))];
    let breaking = if notes.iter().any(|it| it.1.is_some()) { "**Breaking:** " } else { "" };
    let message = sentence(&change.message(), LONGEST, span);
    // A complete sentence.
    let message = match message.strip_prefix("the ") {
        Some(rest) if breaking.is_empty() && code.is_empty() => format!("The {rest}"),
        _ => message,
    };
    let mut out = format!("- {breaking}{code}{message}.\n");
    for (party, note) in notes {
        if let Some(note) = note {
            out.push_str(&format!("  - {party}: {}\n", sentence(&note, LONGEST, span)));
        }
    }
    out
}

/// Changes of texts and examples, on one line.
fn of_texts(all: &[&Change]) -> String {
    let is_text = |it: &&&Change| it.impact().bump() == Bump::Patch;
    let mut seen = HashSet::new();
    let codes = all.iter().filter(is_text).map(|it| it.code()).filter(|it| seen.insert(*it));
    let codes: Vec<Option<&str>> = codes.collect();
    let more = codes.len().saturating_sub(MOST_CODES);
    let name = |it: Option<&str>| it.map_or_else(|| "the book".to_owned(), |it| span(it, LONGEST));
    let names: Vec<String> = codes.into_iter().take(MOST_CODES).map(name).collect();
    match (names.as_slice(), more) {
        ([], _) => String::new(),
        (names, 0) => format!("- Texts and examples of {}.\n", names.join(", ")),
        (names, more) => format!("- Texts and examples of {}, and {more} more.\n", names.join(", ")),
    }
}
