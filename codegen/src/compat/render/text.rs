//! A report for people at a terminal: the verdict, the worst change and what to do; then one line for each change, the
//! worst first.

use super::added::lines;
use super::advice::{Advice, Adviser, to_do, worst};
use super::fold::{Fold, folded};
use super::summary::{deep, outcome, pass, short, subject, total, values, verdict};
use super::{Comparison, Entry, place, versions};
use crate::compat::impact::Verdict;
use crate::text::wrapped;

/// Options of the report for people.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextOptions {
    /// Whether to use colour.
    pub colour: bool,
    /// Whether to show the details of each change.
    pub details: bool,
}

/// The maximum number of characters shown of a value.
const LONGEST: usize = 200;

/// The maximum length of a line of codes, in characters.
const WIDTH: usize = 120;

/// The indentation of a line below that of a change.
const INDENTATION: &str = "    ";

/// The outcome, and one line for each change; with more lines below it for a breaking change, a new code, or if details
/// are requested. Last, the bulk edits.
pub fn text(it: &Comparison<'_>, options: TextOptions) -> String {
    let adviser = Adviser::new(it, it.head.prefix);
    let mut out = head(it, &adviser);
    for section in it.sections() {
        let (rows, folds) = folded(&section.changes);
        if !section.changes.is_empty() {
            out.push('\n');
        }
        if let Some(since) = section.since {
            out.push_str(&format!("{} {}:\n", section.title(), short(since, LONGEST)));
        }
        for entry in &rows {
            line(it, entry, options, &mut out);
            below(&adviser, entry, options, &mut out);
        }
        for fold in &folds {
            mass_edit(fold, options, &mut out);
        }
    }
    out
}

/// The verdict, the worst change, what to do, and the version.
fn head(it: &Comparison<'_>, adviser: &Adviser<'_>) -> String {
    let mut out = format!("{}.{} {}\n", verdict(it), total(it), outcome(it));
    if let Some(worst) = worst(it) {
        out.push_str(&format!("Worst: {}\n", short(&worst.to_string(), 5 * LONGEST)));
    }
    out.push_str(&format!("To do: {}\n", short(&to_do(adviser).to_string(), 5 * LONGEST)));
    for verdict in versions::verdicts(it.report, str::to_owned) {
        out.push_str(&format!("{verdict}\n"));
    }
    if let Some(remark) = it.remark() {
        out.push_str(&format!("{remark}\n"));
    }
    out
}

/// The start of a line: the verdict and the rule.
fn label(verdict: Verdict, rule: &str, passes: bool, options: TextOptions) -> String {
    let (on, off) = if options.colour { (colour(verdict, passes), "\u{1b}[0m") } else { ("", "") };
    format!("{on}{}[{rule}]{off}: ", verdict.as_str())
}

fn line(it: &Comparison<'_>, entry: &Entry<'_>, options: TextOptions, out: &mut String) {
    let change = &entry.assessment.change;
    out.push_str(&label(entry.verdict(), change.rule.id, entry.assessment.pass.is_some(), options));
    let path = deep(change);
    let subject: Vec<String> =
        subject(change).into_iter().chain(path.as_deref()).map(|it| short(it, LONGEST)).collect();
    if !subject.is_empty() {
        out.push_str(&format!("{}: ", subject.join(" ")));
    }
    out.push_str(&short(&change.message_with_anchor().to_string(), 5 * LONGEST));
    if let Some(pass) = pass(entry.assessment) {
        out.push_str(&format!(" ({})", short(&pass.to_string(), LONGEST)));
    }
    if let Some(span) = change.location.new {
        out.push_str(&format!(" --> {}", short(&place(it.head, it.head.prefix, span), LONGEST)));
    }
    out.push('\n');
}

/// A line for a rule that touches many codes, and the codes.
fn mass_edit(fold: &Fold<'_>, options: TextOptions, out: &mut String) {
    out.push_str(&label(fold.verdict, fold.rule.id, true, options));
    out.push_str(&format!("{}\n", fold.title()));
    let edits = fold.edits();
    for edit in &edits {
        let codes: Vec<String> = edit.codes.iter().map(|it| short(it, LONGEST)).collect();
        let codes = codes.join(", ");
        let mut indentation = INDENTATION.to_owned();
        if let Some(title) = edit.title(edits.len() == 1) {
            out.push_str(&format!("{indentation}{title}:\n"));
            indentation.push_str(INDENTATION);
        }
        for line in wrapped(&codes, WIDTH) {
            out.push_str(&format!("{indentation}{line}\n"));
        }
    }
}

fn colour(verdict: Verdict, passes: bool) -> &'static str {
    match verdict {
        Verdict::Policy | Verdict::Breaking if !passes => "\u{1b}[1;91m",
        Verdict::Policy | Verdict::Breaking | Verdict::Dangerous => "\u{1b}[1;93m",
        Verdict::Note | Verdict::Safe => "\u{1b}[1m",
    }
}

/// The lines below that of a change.
fn below(adviser: &Adviser<'_>, entry: &Entry<'_>, options: TextOptions, out: &mut String) {
    let change = &entry.assessment.change;
    let mut detail = |name: &str, text: &str| out.push_str(&format!("{INDENTATION}{name}: {text}\n"));
    if let Some(entry) = adviser.added(change) {
        for (name, text) in lines(entry) {
            detail(name, &text);
        }
    }
    let Advice { help, version, waiver, parties } = adviser.advice(entry);
    if options.details {
        let impact = change.impact();
        if !change.rule.is_policy() {
            detail("client", &format!("{}; contract version: {}", impact.client.as_str(), impact.contract.as_str()));
            detail("server", &format!("{}; crate version: {}", impact.server.as_str(), impact.crate_bump.as_str()));
        }
        let path = change.path().as_text();
        if !path.is_empty() {
            detail("path", &short(&path, LONGEST));
        }
        let (from, to) = values(change);
        for (name, value) in [("from", from), ("to", to)] {
            if let Some(value) = value {
                detail(name, &short(&value, 5 * LONGEST));
            }
        }
        if let (Some(span), Some(old)) = (change.location.old, entry.old) {
            detail("was at", &short(&place(old, old.prefix, span), LONGEST));
        }
        detail("why", change.rule.rationale);
    }
    // A change that passes needs no advice on how to avoid it.
    let help = if options.details && parties.is_empty() { change.help() } else { help };
    for (party, note) in parties {
        detail(&format!("for {party}"), &short(&note.to_string(), 5 * LONGEST));
    }
    for (name, text) in [("help", help), ("or", version)] {
        if let Some(text) = text {
            detail(name, &short(&text.to_string(), 5 * LONGEST));
        }
    }
    if let Some(waiver) = waiver {
        detail(&format!("or waive it in {}", short(&adviser.waivers(), LONGEST)), &waiver);
    }
}
