//! A report for people at a terminal: one line for each change, the worst first.

use super::summary::{deep, outcome, pass, short, subject, total, verdict};
use super::{Comparison, Entry, place, versions};
use crate::compat::impact::Verdict;

/// How a report is written for people.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextOptions {
    /// Whether in colour.
    pub colour: bool,
    /// Whether with the details of each change.
    pub details: bool,
}

/// How many characters of a value are shown.
const LONGEST: usize = 200;

/// One line for each change, with its details below if the options say so. Last, the outcome.
pub fn text(it: &Comparison<'_>, options: TextOptions) -> String {
    let mut out = String::new();
    for section in it.sections() {
        if let Some(since) = section.since {
            let apart = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{apart}since {}:\n", short(since, LONGEST)));
        }
        for entry in &section.changes {
            line(it, entry, options, &mut out);
            if options.details {
                details(entry, &mut out);
            }
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!("{}.{} {}\n", verdict(it), total(it), outcome(it)));
    for verdict in versions::verdicts(it.report, str::to_owned) {
        out.push_str(&format!("{verdict}\n"));
    }
    if let Some(remark) = it.remark() {
        out.push_str(&format!("{remark}\n"));
    }
    out
}

fn line(it: &Comparison<'_>, entry: &Entry<'_>, options: TextOptions, out: &mut String) {
    let change = &entry.assessment.change;
    let verdict = entry.verdict();
    let (on, off) =
        if options.colour { (colour(verdict, entry.assessment.pass.is_some()), "\u{1b}[0m") } else { ("", "") };
    out.push_str(&format!("{on}{}[{}]{off}: ", verdict.as_str(), change.rule.id));
    let path = deep(entry);
    let subject: Vec<String> = subject(entry).into_iter().chain(path.as_deref()).map(|it| short(it, LONGEST)).collect();
    if !subject.is_empty() {
        out.push_str(&format!("{}: ", subject.join(" ")));
    }
    out.push_str(&short(&change.message_with_anchor().to_string(), 2 * LONGEST));
    if let Some(pass) = pass(entry.assessment) {
        out.push_str(&format!(" ({})", short(&pass.to_string(), LONGEST)));
    }
    if let Some(span) = change.location.new {
        out.push_str(&format!(" --> {}", short(&place(it.head, it.head.prefix, span), LONGEST)));
    }
    out.push('\n');
}

fn colour(verdict: Verdict, passes: bool) -> &'static str {
    match verdict {
        Verdict::Policy | Verdict::Breaking if !passes => "\u{1b}[1;91m",
        Verdict::Policy | Verdict::Breaking | Verdict::Dangerous => "\u{1b}[1;93m",
        Verdict::Note | Verdict::Safe => "\u{1b}[1m",
    }
}

fn details(entry: &Entry<'_>, out: &mut String) {
    let change = &entry.assessment.change;
    let mut detail = |name: &str, text: &str| out.push_str(&format!("    {name}: {}\n", short(text, 5 * LONGEST)));
    let impact = change.impact();
    if !change.rule.is_policy() {
        detail("client", &format!("{}; contract version: {}", impact.client.as_str(), impact.contract.as_str()));
        detail("server", &format!("{}; crate version: {}", impact.server.as_str(), impact.crate_bump.as_str()));
    }
    let path = change.path().as_text();
    if !path.is_empty() {
        detail("path", &path);
    }
    if let Some(from) = &change.from {
        detail("from", &from.as_text());
    }
    if let Some(to) = &change.to {
        detail("to", &to.as_text());
    }
    if let (Some(span), Some(old)) = (change.location.old, entry.old) {
        detail("was at", &place(old, old.prefix, span));
    }
    detail("why", change.rule.rationale);
    if let Some(help) = change.help() {
        detail("help", &help.to_string());
    }
}
