//! A report as workflow commands of GitHub Actions: one annotation a code, the worst first. GitHub shows ten of each level.

use super::words::{deep, pass, short};
use super::{Comparison, Seen, place};
use crate::diagnostics::render::github::annotation;
use crate::diff::rule::Verdict;

/// How many changes of a code are told in its annotation.
const MOST: usize = 10;

/// How many characters of a text are told.
const LONGEST: usize = 300;

/// One command a line.
pub fn github(it: &Comparison<'_>) -> String {
    let mut codes: Vec<Vec<Seen<'_>>> = Vec::new();
    let mut of_code = std::collections::HashMap::new();
    for seen in it.own().all() {
        let change = &seen.judged.change;
        // What is about the whole book has no code to stand by.
        let key = change.code.as_deref().ok_or((change.rule.id, &change.path));
        let at = *of_code.entry(key).or_insert(codes.len());
        if at == codes.len() {
            codes.push(Vec::new());
        }
        codes[at].push(seen);
    }
    codes.iter().filter_map(|all| Some(command(it, all.first()?, all))).collect()
}

/// The annotation of a code, at the place of the worst of its changes.
fn command(it: &Comparison<'_>, worst: &Seen<'_>, all: &[Seen<'_>]) -> String {
    let level = match worst.verdict() {
        _ if worst.fails => "error",
        Verdict::Gate | Verdict::Breaking | Verdict::Dangerous => "warning",
        Verdict::Note | Verdict::Safe => "notice",
    };
    let change = &worst.judged.change;
    let title = match &change.code {
        Some(code) => format!("{} ({})", short(code, LONGEST), change.rule.id),
        None => change.rule.id.to_owned(),
    };
    let mut lines: Vec<String> = all.iter().take(MOST).map(|seen| told(seen)).collect();
    if let Some(more @ 1..) = all.len().checked_sub(MOST) {
        lines.push(format!("… and {more} more"));
    }
    annotation(level, &title, change.new.map(|span| (it.head.sources, span)), it.repository, &lines.join("\n"))
}

fn told(seen: &Seen<'_>) -> String {
    let change = &seen.judged.change;
    let pass = pass(seen.judged).map(|it| format!(" ({})", short(&it, LONGEST))).unwrap_or_default();
    let path = deep(seen).map(|it| format!("{}: ", short(it, LONGEST))).unwrap_or_default();
    let mut out = format!("{}: {path}{}{pass}", seen.verdict().as_str(), short(&change.message, LONGEST));
    // A removal points at a neighbour.
    if let (None, Some(span), Some(old)) = (&change.to, change.old, seen.old) {
        out.push_str(&format!("; it stood at {}", short(&place(old, old.prefix, span), LONGEST)));
    }
    if seen.fails {
        out.push_str(&format!("\n{}", short(change.help.as_deref().unwrap_or(change.rule.why), LONGEST)));
    }
    out
}
