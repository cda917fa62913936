//! A report as workflow commands of GitHub Actions: one annotation for each code, the worst first. GitHub shows ten of each
//! level.

use super::advice::{Advice, Adviser};
use super::summary::{deep, pass, short};
use super::{Comparison, Entry, place};
use crate::compat::impact::Verdict;
use crate::diagnostics::render::github::annotation;

/// The maximum number of changes listed in the annotation of a code.
const MOST: usize = 10;

/// The maximum number of characters shown of a text.
const LONGEST: usize = 300;

/// One command on each line.
pub fn github(it: &Comparison<'_>) -> String {
    let mut codes: Vec<Vec<Entry<'_>>> = Vec::new();
    let mut of_code = std::collections::HashMap::new();
    for entry in it.own().all() {
        let change = &entry.assessment.change;
        // Changes to the whole book have no code to group by.
        let key = change.code().ok_or((change.rule.id, change.path().to_string()));
        let at = *of_code.entry(key).or_insert(codes.len());
        if at == codes.len() {
            codes.push(Vec::new());
        }
        codes[at].push(entry);
    }
    let adviser = Adviser::new(it, it.repository);
    let commands = codes.iter().filter_map(|all| Some(command(it, &adviser, all.first()?, all)));
    let remark = it.remark().map(|remark| annotation("notice", "base", None, "", &remark.to_string()));
    commands.chain(remark).collect()
}

/// The annotation of a code, at the place of its worst change.
fn command(it: &Comparison<'_>, adviser: &Adviser<'_>, worst: &Entry<'_>, all: &[Entry<'_>]) -> String {
    let level = match worst.verdict() {
        _ if worst.fails => "error",
        Verdict::Policy | Verdict::Breaking | Verdict::Dangerous => "warning",
        Verdict::Note | Verdict::Safe => "notice",
    };
    let change = &worst.assessment.change;
    let title = match change.code() {
        Some(code) => format!("{} ({})", short(code, LONGEST), change.rule.id),
        None => change.rule.id.to_owned(),
    };
    let mut lines: Vec<String> = all.iter().take(MOST).map(|entry| line(adviser, entry)).collect();
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        lines.push(format!("… and {more} more"));
    }
    annotation(level, &title, change.location.new.map(|span| (it.head.sources, span)), it.repository, &lines.join("\n"))
}

fn line(adviser: &Adviser<'_>, entry: &Entry<'_>) -> String {
    let change = &entry.assessment.change;
    let pass = pass(entry.assessment).map(|it| format!(" ({})", short(&it.to_string(), LONGEST))).unwrap_or_default();
    let path = deep(change).map(|it| format!("{}: ", short(&it, LONGEST))).unwrap_or_default();
    let message = short(&change.message_with_anchor().to_string(), 3 * LONGEST);
    let mut out = format!("{}: {path}{message}{pass}", entry.verdict().as_str());
    // A removed item is shown at its neighbour.
    if let (None, Some(span), Some(old)) = (&change.to, change.location.old, entry.old) {
        out.push_str(&format!("; it was at {}", short(&place(old, old.prefix, span), LONGEST)));
    }
    let Advice { help, version, waiver, .. } = adviser.advice(entry);
    if let Some(help) = help {
        out.push_str(&format!("\n{}", short(&help.to_string(), 2 * LONGEST)));
    }
    if let Some(version) = version {
        out.push_str(&format!("\nOr {}.", short(&version.to_string(), LONGEST)));
    }
    if let Some(waiver) = waiver {
        out.push_str(&format!("\nOr waive it in {}:\n{waiver}", short(&adviser.waivers(), LONGEST)));
    }
    out
}
