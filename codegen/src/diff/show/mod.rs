//! The forms in which a report is shown: for people, for a pull request, for programs.
//!
//! Each is a function of the report, the two books and their files. None reads the disk, the clock or git: the same two
//! books give the same bytes.

mod changelog;
mod escape;
mod github;
mod json;
mod markdown;
mod sarif;
mod text;
mod words;

use std::collections::HashSet;

pub use changelog::changelog;
pub use github::github;
pub use json::{SCHEMA_VERSION, json};
pub use markdown::{MARKER, markdown};
pub use sarif::sarif;
pub use text::{Text, text};

use super::report::{FailOn, Judged, Report};
use super::rule::Verdict;
use crate::model::Book;
use crate::source::{Sources, Span};

/// A book as it was at some time, with its files.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// What people call it: a revision, a folder.
    pub name: &'a str,
    /// The book.
    pub book: &'a Book,
    /// Its files.
    pub sources: &'a Sources,
    /// What stands before a file's path, such as `spec/`.
    pub prefix: &'a str,
}

/// A report, and what it was made from.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The report.
    pub report: &'a Report,
    /// What is proposed.
    pub head: Edition<'a>,
    /// What is there; `None`: nothing yet.
    pub base: Option<Edition<'a>>,
    /// What was released last, if the report asks about that.
    pub release: Option<Edition<'a>>,
    /// Whether all is shown that has changed since the release. Otherwise it is what fails.
    pub is_whole: bool,
    /// From how bad a change on it fails.
    pub fail_on: FailOn,
    /// What stands before the path of one of the head's files as seen from the repository's root.
    pub repository: &'a str,
    /// The command that says the same again.
    pub command: &'a str,
}

/// Changes of one old book.
struct Section<'a> {
    /// What they are compared with, where that is not the base.
    since: Option<&'a str>,
    changes: Vec<Seen<'a>>,
}

/// A change as it is shown.
#[derive(Clone, Copy)]
struct Seen<'a> {
    judged: &'a Judged,
    old: Option<Edition<'a>>,
    /// Whether it is one of those for which the report fails.
    fails: bool,
}

impl Seen<'_> {
    /// The worse of its two verdicts.
    fn verdict(&self) -> Verdict {
        self.judged.change.effect.verdict()
    }
}

impl<'a> Comparison<'a> {
    /// What has changed since the base; then what has changed since the release, if that is to be shown.
    fn sections(&self) -> Vec<Section<'a>> {
        let failing: HashSet<*const Judged> = self.report.failures(self.fail_on).map(std::ptr::from_ref).collect();
        let seen = |old| {
            let failing = &failing;
            move |judged: &'a Judged| Seen { judged, old, fails: failing.contains(&std::ptr::from_ref(judged)) }
        };
        let changes = self.report.changes.iter().map(seen(self.base)).collect();
        let mut out = vec![Section { since: None, changes }];
        if let (Some(since), Some(release)) = (&self.report.since_release, self.release) {
            let all = since.iter().map(seen(Some(release)));
            let changes: Vec<Seen<'a>> = all.filter(|it| self.is_whole || it.fails).collect();
            if !changes.is_empty() {
                out.push(Section { since: Some(release.name), changes });
            }
        }
        out
    }

    /// The same without what has changed since the release and does not fail: another pull request has brought that.
    fn own(&self) -> Self {
        Self { is_whole: false, ..*self }
    }

    /// Every change once, those that fail first, then the worst. One that is the same since the base and since the
    /// release is what it is since the release: that decides.
    fn all(&self) -> Vec<Seen<'a>> {
        let mut seen = HashSet::new();
        let sections = self.sections();
        let released_first = sections.iter().rev().flat_map(|it| it.changes.iter().copied());
        let mut out: Vec<Seen<'a>> = released_first
            .filter(|it| {
                let change = &it.judged.change;
                let what = (
                    change.rule.id,
                    &change.code,
                    &change.path,
                    &change.from,
                    &change.to,
                    change.rule.is_gate().then_some(&change.message),
                );
                seen.insert(what)
            })
            .collect();
        out.sort_by(|a, b| {
            let rank = |it: &Seen<'_>| (!it.fails, std::cmp::Reverse(it.verdict()));
            let name = |it: &Seen<'a>| (&it.judged.change.code, it.judged.change.rule.id, &it.judged.change.path);
            rank(a).cmp(&rank(b)).then_with(|| name(a).cmp(&name(b)))
        });
        out
    }
}

/// A place for people: `spec/masko.yaml:12:5`.
fn place(edition: Edition<'_>, prefix: &str, span: Span) -> String {
    let file = edition.sources.file(span.file);
    let at = file.line_column(span.start as usize);
    format!("{prefix}{}:{}:{}", file.path, at.line, at.column)
}
