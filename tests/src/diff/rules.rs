//! Every rule of the diff, with a change that it reports and one that it does not. The report on the first is a
//! snapshot.

use std::collections::BTreeSet;

use errbook_codegen::Compiled;
use errbook_codegen::compat::{Assessment, Pass, RULES, find};

use super::cases::{Case, all};
use super::{AFTER, BEFORE, place, report, side};

/// The snapshot of one case: both sides, and the full report on the change.
fn assessed(old: &str, new: &str) -> (Compiled, Compiled, Vec<Assessment>) {
    let (old, new) = (side(BEFORE, old), side(AFTER, new));
    let changes = report(&old, &new, None).changes;
    (old, new, changes)
}

/// A change in readable form.
fn drawn(old: &Compiled, new: &Compiled, it: &Assessment) -> String {
    let change = &it.change;
    let impact = change.impact();
    let bump = format!("{}/{}", impact.contract.as_str(), impact.crate_bump.as_str());
    let mut out = format!("{:9} {:9} {bump:11} {}\n", impact.client.as_str(), impact.server.as_str(), change.rule.id);
    let mut line = |key: &str, value: &str| out.push_str(&format!("  {key:8} {value}\n"));
    let (_, code, path, from, to) = change.identity();
    line("code", code.unwrap_or("-"));
    line("path", &path);
    line("from", from.as_deref().unwrap_or("-"));
    line("to", to.as_deref().unwrap_or("-"));
    line("message", &change.message_with_anchor().to_string());
    line("help", &change.help().map_or_else(|| "-".to_owned(), |it| it.to_string()));
    line("old", &place(&old.sources, change.location.old));
    line("new", &place(&new.sources, change.location.new));
    let pass = match &it.pass {
        None => "no".to_owned(),
        Some(Pass::Version(_)) => "by the version".to_owned(),
        Some(Pass::Waiver(it)) => format!("by a waiver: {}", it.reason),
        Some(Pass::Unreleased) => "it was never released".to_owned(),
    };
    line("passes", &pass);
    out
}

#[test]
fn each_rule_sees_its_change() {
    let mut names: Vec<String> = Vec::new();
    for Case { rule, when, old, new, .. } in all() {
        let (old, new, changes) = assessed(&old, &new);
        let text: Vec<String> = changes.iter().map(|it| drawn(&old, &new, it)).collect();
        let known = find(rule).unwrap_or_else(|| panic!("there is no rule {rule}"));
        let is_seen = |it: &Assessment| it.change.rule == known && it.change.case.when == when;
        assert!(changes.iter().any(is_seen), "{rule} {when}\n{}", text.join("\n"));
        let name = if when.is_empty() { rule.to_owned() } else { format!("{rule}, {when}") };
        let again = names.iter().filter(|it| **it == name).count();
        names.push(name.clone());
        let name = if again > 0 { format!("{name} {}", again + 1) } else { name };
        insta::with_settings!({snapshot_path => "../../snapshots/diff", prepend_module_to_snapshot => false, description => name.clone()}, {
            insta::assert_snapshot!(name.replace(", ", "-").replace(' ', "-"), text.join("\n"));
        });
    }
}

#[test]
fn and_no_other() {
    for Case { rule, when, old, other, .. } in all() {
        let (old, other, changes) = assessed(&old, &other);
        let known = find(rule).unwrap_or_else(|| panic!("there is no rule {rule}"));
        let is_seen = |it: &&Assessment| it.change.rule == known && it.change.case.when == when;
        if let Some(found) = changes.iter().find(is_seen) {
            panic!("{rule} {when}\n{}", drawn(&old, &other, found));
        }
    }
}

#[test]
fn every_rule_has_a_case_for_each_of_its_circumstances() {
    // No pair of books has it: `review::moved` does.
    let rules = RULES.iter().filter(|it| it.id != "base-without-book");
    let known: Vec<(&str, &str)> = rules.flat_map(|rule| rule.cases.iter().map(|it| (rule.id, it.when))).collect();
    let tried: Vec<(&str, &str)> = all().iter().map(|it| (it.rule, it.when)).collect();
    let set = |all: &[(&'static str, &'static str)]| all.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(set(&known), set(&tried));
    assert_eq!(set(&known).len(), known.len(), "duplicate circumstances");
}

#[test]
fn an_id_is_one_rules_alone() {
    let ids: BTreeSet<&str> = RULES.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), RULES.len());
    for rule in RULES.iter() {
        assert!(rule.id.bytes().all(|it| it.is_ascii_lowercase() || it == b'-'), "{}", rule.id);
        for text in [rule.summary, rule.rationale] {
            assert!(
                text.ends_with('.') && text.starts_with(|c: char| c.is_uppercase() || c == '`'),
                "{}: {text}",
                rule.id
            );
        }
        assert_eq!(find(rule.id), Some(*rule));
        // Several rules may share a former id, which is then the id of none.
        for id in rule.aliases {
            assert!(!ids.contains(id) && find(id).is_some_and(|it| it.has_name(id)), "{id}");
        }
    }
}
