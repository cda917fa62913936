//! The entry for a changelog: every break has a note that says what to do.

use errbook_codegen::diff::show;
use errbook_codegen::diff::{Bump, Change, Judged, RULES, Verdict};

use crate::diff::{AFTER, BEFORE, side};

use super::forms::{NEW, OLD, Pair};

/// One change of each rule in each of its cases, whether books can have them together or not.
fn changes() -> Vec<Change> {
    let of_rule = |rule: &'static errbook_codegen::diff::Rule| {
        rule.cases.iter().map(move |case| Change {
            rule,
            code: Some("card_declined".to_owned()),
            path: "fields.reason.type".to_owned(),
            from: Some("integer".to_owned()),
            to: Some("string".to_owned()),
            effect: case.effect,
            message: format!("a change of {}", rule.id),
            help: None,
            old: None,
            new: None,
        })
    };
    RULES.iter().copied().filter(|it| !it.is_gate()).flat_map(of_rule).collect()
}

#[test]
fn every_break_has_a_migration_note_for_whoever_it_breaks() {
    let mut breaks = 0;
    for change in changes() {
        let mut pair = Pair::of(OLD, NEW);
        let (rule, effect) = (change.rule, change.effect);
        pair.report.changes = vec![Judged { change, pass: None }];
        let entry = show::changelog(&pair.comparison());
        let client = effect.client == Verdict::Breaking || effect.contract == Bump::Major;
        let server = effect.server == Verdict::Breaking || effect.crate_bump == Bump::Major;
        assert_eq!(entry.contains("- **Breaking:** "), client || server, "{}: {entry}", rule.id);
        assert_eq!(entry.contains("\n  - Clients: "), client, "{}: {entry}", rule.id);
        assert_eq!(entry.contains("\n  - Servers: "), server, "{}: {entry}", rule.id);
        // What it does to people is not what they are to do.
        let why = rule.why.get(1..).expect("a sentence");
        assert!(!entry.contains(why), "{} has no note of its own: {entry}", rule.id);
        breaks += usize::from(client || server);
    }
    assert!(breaks > 30, "{breaks}");
}

/// The notes as people read them, of the changes that the rules are tried with.
#[test]
fn notes() {
    let mut shown = String::new();
    for case in crate::diff::cases::all() {
        let pair = Pair::new(Some(side(BEFORE, &case.old)), side(AFTER, &case.new), None);
        let entry = show::changelog(&pair.comparison());
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
    pair.report.changes = changes().into_iter().map(|change| Judged { change, pass: None }).collect();
    let entry = show::changelog(&pair.comparison());
    let headings: Vec<&str> = entry.lines().filter(|it| it.starts_with('#')).collect();
    assert_eq!(headings, ["## [1.5.0]", "### Added", "### Changed", "### Deprecated", "### Removed"]);
}

#[test]
fn a_version_that_was_not_raised_is_not_released() {
    let same = NEW.replace("1.5.0", "1.4.2");
    let entry = show::changelog(&Pair::of(OLD, &same).comparison());
    assert!(entry.starts_with("## [Unreleased]\n\n### Added\n"), "{entry}");
}
