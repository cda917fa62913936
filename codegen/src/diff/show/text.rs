//! A report for people at a terminal: one line a change, the worst first.

use super::words::{deep, judgement, pass, short, subject, summed_up, verdict, versions};
use super::{Comparison, Seen, place};
use crate::diff::rule::Verdict;

/// How a report is written for people.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text {
    /// Whether in colour.
    pub colour: bool,
    /// Whether with what stands behind each change.
    pub details: bool,
}

/// How many characters of a value are shown.
const LONGEST: usize = 200;

/// One line a change; under it, where that is asked for, what it does to whom and how to mend it. Last, how it went.
pub fn text(it: &Comparison<'_>, how: Text) -> String {
    let mut out = String::new();
    for section in it.sections() {
        if let Some(since) = section.since {
            let apart = if out.is_empty() { "" } else { "\n" };
            out.push_str(&format!("{apart}since {}:\n", short(since, LONGEST)));
        }
        for seen in &section.changes {
            line(it, seen, how, &mut out);
            if how.details {
                details(seen, &mut out);
            }
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    let versions = versions(it);
    out.push_str(&format!("{}.{} {}\n", verdict(it), summed_up(it), judgement(it)));
    out.push_str(&format!(
        "Version asked for: {}. Declared: {}. That is {}.\n",
        versions.asked, versions.declared, versions.judgement
    ));
    out
}

fn line(it: &Comparison<'_>, seen: &Seen<'_>, how: Text, out: &mut String) {
    let change = &seen.judged.change;
    let verdict = seen.verdict();
    let (on, off) = if how.colour { (colour(verdict, seen.judged.pass.is_some()), "\u{1b}[0m") } else { ("", "") };
    out.push_str(&format!("{on}{}[{}]{off}: ", verdict.as_str(), change.rule.id));
    let subject: Vec<String> = subject(seen).into_iter().chain(deep(seen)).map(|it| short(it, LONGEST)).collect();
    if !subject.is_empty() {
        out.push_str(&format!("{}: ", subject.join(" ")));
    }
    out.push_str(&short(&change.message, 2 * LONGEST));
    if let Some(pass) = pass(seen.judged) {
        out.push_str(&format!(" ({})", short(&pass, LONGEST)));
    }
    if let Some(span) = change.new {
        out.push_str(&format!(" --> {}", short(&place(it.head, it.head.prefix, span), LONGEST)));
    }
    out.push('\n');
}

fn colour(verdict: Verdict, passes: bool) -> &'static str {
    match verdict {
        Verdict::Gate | Verdict::Breaking if !passes => "\u{1b}[1;91m",
        Verdict::Gate | Verdict::Breaking | Verdict::Dangerous => "\u{1b}[1;93m",
        Verdict::Note | Verdict::Safe => "\u{1b}[1m",
    }
}

fn details(seen: &Seen<'_>, out: &mut String) {
    let change = &seen.judged.change;
    let mut detail = |name: &str, text: &str| out.push_str(&format!("    {name}: {}\n", short(text, 5 * LONGEST)));
    let effect = change.effect;
    if !change.rule.is_gate() {
        detail("client", &format!("{}, asks for {} of the contract", effect.client.as_str(), effect.contract.as_str()));
        detail("server", &format!("{}, asks for {} of the crate", effect.server.as_str(), effect.crate_bump.as_str()));
    }
    if let Some(path) = Some(&change.path).filter(|it| !it.is_empty()) {
        detail("path", path);
    }
    if let Some(from) = &change.from {
        detail("from", from);
    }
    if let Some(to) = &change.to {
        detail("to", to);
    }
    if let (Some(span), Some(old)) = (change.old, seen.old) {
        detail("stood at", &place(old, old.prefix, span));
    }
    detail("why", change.rule.why);
    if let Some(help) = &change.help {
        detail("help", help);
    }
}
