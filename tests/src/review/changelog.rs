//! The entry for a changelog: every break has a note that says what to do.

use std::collections::BTreeSet;

use errbook_codegen::compat::{Assessment, RULES, render};

use crate::diff::cases::{Case, all};
use crate::diff::{AFTER, BEFORE, side};

use super::forms::{NEW, OLD, Pair};

/// A pair of books for each rule in each of its cases.
fn pairs() -> impl Iterator<Item = (&'static str, Pair)> {
    let pair = |case: Case| (case.rule, Pair::new(Some(side(BEFORE, &case.old)), side(AFTER, &case.new), None));
    all().into_iter().map(pair)
}

#[test]
fn every_break_has_a_migration_note_for_each_party_that_it_breaks() {
    let mut breaks = BTreeSet::new();
    for (rule, mut pair) in pairs() {
        for change in std::mem::take(&mut pair.report.changes) {
            if change.change.rule.id != rule || change.change.rule.is_policy() {
                continue;
            }
            let (rule, impact) = (change.change.rule, change.change.impact());
            let case = change.change.case.when;
            pair.report.changes = vec![Assessment { pass: None, ..change }];
            let entry = render::changelog(&pair.comparison());
            let (client, server) = (impact.breaks_clients(), impact.breaks_servers());
            assert_eq!(entry.contains("- **Breaking:** "), client || server, "{}: {entry}", rule.id);
            assert_eq!(entry.contains("\n  - Clients: "), client, "{}: {entry}", rule.id);
            assert_eq!(entry.contains("\n  - Servers: "), server, "{}: {entry}", rule.id);
            // What it does to people is not what they are to do.
            let rationale = rule.rationale.get(1..).expect("a sentence");
            assert!(!entry.contains(rationale), "{} has no note of its own: {entry}", rule.id);
            if client || server {
                breaks.insert((rule.id, case));
            }
        }
    }
    let breaking = RULES.iter().flat_map(|rule| rule.cases.iter().map(move |it| (rule.id, it)));
    let breaking = breaking.filter(|(_, it)| it.impact.breaks_clients() || it.impact.breaks_servers());
    assert_eq!(breaks, breaking.map(|(rule, it)| (rule, it.when)).collect());
    assert!(breaks.len() > 30, "{}", breaks.len());
}

/// The notes as people read them, of the changes that the rules are tried with.
#[test]
fn notes() {
    let mut shown = String::new();
    for case in all() {
        let pair = Pair::new(Some(side(BEFORE, &case.old)), side(AFTER, &case.new), None);
        let entry = render::changelog(&pair.comparison());
        if entry.contains("**Breaking:**") {
            let lines = entry.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
            let breaks: Vec<&str> = lines.filter(|it| it.contains("**Breaking:**") || it.starts_with("  - ")).collect();
            shown.push_str(&format!("{} {}\n{}\n\n", case.rule, case.when, breaks.join("\n")));
        }
    }
    insta::assert_snapshot!("notes", shown);
}

/// The headings are those of Keep a Changelog, in its order, each once.
#[test]
fn headings_come_in_order() {
    let mut pair = Pair::of(OLD, NEW);
    pair.report.changes = pairs().flat_map(|(_, pair)| pair.report.changes).collect();
    let entry = render::changelog(&pair.comparison());
    let headings: Vec<&str> = entry.lines().filter(|it| it.starts_with('#')).collect();
    assert_eq!(headings, ["## [1.5.0]", "### Added", "### Changed", "### Deprecated", "### Removed"]);
}

#[test]
fn a_version_that_was_not_raised_is_not_released() {
    let same = NEW.replace("1.5.0", "1.4.2");
    let entry = render::changelog(&Pair::of(OLD, &same).comparison());
    assert!(entry.starts_with("## [Unreleased]\n\n### Added\n"), "{entry}");
}
