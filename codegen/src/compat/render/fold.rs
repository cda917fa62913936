//! A bulk edit as one line: the harmless changes of a rule to many codes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Entry;
use crate::compat::change::Change;
use crate::compat::excerpt::{Run, Words};
use crate::compat::impact::Verdict;
use crate::compat::report::Pass;
use crate::compat::rule::Rule;
use crate::compat::value::Value;
use crate::compat::wording::{Wording, code, text, wording};
use crate::text::counted;

/// The number of codes above which harmless changes of a rule are folded.
const MOST: usize = 10;

/// The maximum number of edits of a fold shown separately.
const EDITS: usize = 5;

/// The maximum number of characters on each side of an edit.
const LONGEST: usize = 60;

/// The changes of one rule.
pub(super) struct Fold<'a> {
    pub(super) rule: &'static Rule,
    pub(super) verdict: Verdict,
    /// In the order of the report.
    pub(super) changes: Vec<&'a Change>,
}

/// The codes with the same edit.
pub(super) struct Edit<'a> {
    /// The removed and the added text; `None`: it differs in each of them.
    pub(super) what: Option<(String, String)>,
    /// In the order of the report.
    pub(super) codes: Vec<&'a str>,
}

/// The changes with their own rows, and the folded ones. Changes that are waived or worse than a note are never folded.
pub(super) fn folded<'a>(changes: &[Entry<'a>]) -> (Vec<Entry<'a>>, Vec<Fold<'a>>) {
    let is_harmless =
        |it: &Entry<'_>| it.verdict() < Verdict::Dangerous && !matches!(it.assessment.pass, Some(Pass::Waiver(_)));
    let mut codes: HashMap<&str, HashSet<&str>> = HashMap::new();
    for change in changes.iter().filter(|it| is_harmless(it)).map(|it| &it.assessment.change) {
        codes.entry(change.rule.id).or_default().extend(change.code());
    }
    let (mut rows, mut folds) = (Vec::new(), Vec::<Fold<'a>>::new());
    for entry in changes {
        let change = &entry.assessment.change;
        let is_one_of_many = codes.get(change.rule.id).is_some_and(|it| it.len() > MOST);
        if !is_harmless(entry) || change.code().is_none() || !is_one_of_many {
            rows.push(*entry);
            continue;
        }
        match folds.iter_mut().find(|it| it.rule == change.rule) {
            Some(fold) => fold.changes.push(change),
            None => folds.push(Fold { rule: change.rule, verdict: entry.verdict(), changes: vec![change] }),
        }
    }
    (rows, folds)
}

impl<'a> Fold<'a> {
    /// Its codes, without duplicates.
    pub(super) fn codes(&self) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        self.changes.iter().filter_map(|it| it.code()).filter(|it| seen.insert(*it)).collect()
    }

    /// The number of its codes and changes: `480 codes`.
    pub(super) fn title(&self) -> String {
        let codes = counted(self.codes().len(), "code");
        if self.changes.len() == self.codes().len() {
            codes
        } else {
            format!("{} of {codes}", counted(self.changes.len(), "change"))
        }
    }

    /// Its codes by edit: the edits that several codes share, the most frequent first, and all others last.
    pub(super) fn edits(&self) -> Vec<Edit<'a>> {
        let mut by_edit: BTreeMap<(String, String), Vec<&'a str>> = BTreeMap::new();
        for change in &self.changes {
            if let (Some(edit), Some(code)) = (edit(change), change.code()) {
                let codes = by_edit.entry(edit).or_default();
                if codes.last() != Some(&code) {
                    codes.push(code);
                }
            }
        }
        let mut shared: Vec<Edit<'a>> = by_edit
            .into_iter()
            .filter(|(_, codes)| codes.len() > 1)
            .map(|(what, codes)| Edit { what: Some(what), codes })
            .collect();
        shared.sort_by_key(|it| std::cmp::Reverse(it.codes.len()));
        shared.truncate(EDITS);
        let seen: HashSet<&str> = shared.iter().flat_map(|it| it.codes.iter().copied()).collect();
        let codes: Vec<&str> = self.codes().into_iter().filter(|it| !seen.contains(it)).collect();
        shared.extend((!codes.is_empty()).then_some(Edit { what: None, codes }));
        shared
    }
}

impl Edit<'_> {
    /// The edit, and the number of its codes unless it is the only edit. `None`: there is nothing to report.
    pub(super) fn title(&self, is_only: bool) -> Option<Wording> {
        let what = match &self.what {
            None if is_only => return None,
            None => wording!["each in its own way"],
            Some((from, to)) if from.is_empty() => wording![code(to), " was added"],
            Some((from, to)) if to.is_empty() => wording![code(from), " was removed"],
            Some((from, to)) => wording![code(from), " became ", code(to)],
        };
        let count = counted(self.codes.len(), "code");
        Some(if is_only { what } else { what.then(wording![" (", text(&count), ")"]) })
    }
}

/// The removed and the added text, if short.
fn edit(change: &Change) -> Option<(String, String)> {
    let text = |it: &Option<Value>| it.as_ref().map(|it| it.as_text().into_owned()).unwrap_or_default();
    let (from, to) = (text(&change.from), text(&change.to));
    let words = Words::new(&from, &to);
    let (mut removed, mut added): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for run in words.runs() {
        if let Run::Changed(old, new) = run {
            removed.extend(old);
            added.extend(new);
        }
    }
    let out = (removed.join(" "), added.join(" "));
    let is_short = |it: &str| it.chars().nth(LONGEST).is_none();
    (is_short(&out.0) && is_short(&out.1) && out.0 != out.1).then_some(out)
}
