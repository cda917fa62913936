//! The forms of a report: for people, for a pull request, for programs.
//!
//! Each is a function of the report, the two books and their files. None reads the disk, the clock or git: the same two
//! books give the same bytes.

mod added;
mod advice;
mod base;
mod changelog;
mod escape;
mod fold;
mod github;
mod json;
mod markdown;
mod sarif;
mod summary;
mod text;
mod versions;
mod waivers;

use std::collections::HashSet;

pub use advice::beside_waivers;
pub use base::Origin;
pub use changelog::changelog;
pub use github::github;
pub use json::{SCHEMA_VERSION, json};
pub use markdown::{MARKER, markdown};
pub use sarif::sarif;
pub use text::{TextOptions, text};
pub use waivers::suggest_waivers;

use super::change::{Change, Identity};
use super::impact::Verdict;
use super::report::{Assessment, FailOn, Report};
use crate::model::Book;
use crate::source::{Sources, Span};

/// A snapshot of a book, with its files.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// Its display name: a revision, a folder.
    pub name: &'a str,
    /// The book.
    pub book: &'a Book,
    /// Its files.
    pub sources: &'a Sources,
    /// The prefix of file paths, such as `spec/`.
    pub prefix: &'a str,
}

/// A report, and its inputs.
#[derive(Debug, Clone, Copy)]
pub struct Comparison<'a> {
    /// The report.
    pub report: &'a Report,
    /// The head: the proposed book.
    pub head: Snapshot<'a>,
    /// The base; `None`: there is none.
    pub base: Option<Snapshot<'a>>,
    /// The origin of the base, or where it was searched.
    pub base_origin: Origin<'a>,
    /// The latest release, if the report compares with one.
    pub release: Option<Snapshot<'a>>,
    /// The origin of the release.
    pub release_origin: Option<Origin<'a>>,
    /// Whether everything that changed since the release is shown, or only what fails.
    pub is_whole: bool,
    /// The lowest verdict that fails it.
    pub fail_on: FailOn,
    /// The prefix of the paths of the head's files, from the root of the repository.
    pub repository: &'a str,
    /// The command that reproduces it.
    pub command: &'a str,
}

/// The changes since one old book.
struct Section<'a> {
    /// That book, if it is not the base. Items that the base has too are not repeated.
    since: Option<&'a str>,
    /// Whether the base shows changes too.
    is_more: bool,
    changes: Vec<Entry<'a>>,
}

impl Section<'_> {
    /// The words before the name of its book.
    fn title(&self) -> &'static str {
        if self.is_more { "Also since" } else { "Since" }
    }
}

/// A change with what is needed to show it.
#[derive(Clone, Copy)]
struct Entry<'a> {
    assessment: &'a Assessment,
    old: Option<Snapshot<'a>>,
    /// Whether it makes the report fail.
    fails: bool,
}

impl<'a> Entry<'a> {
    fn change(&self) -> &'a Change {
        &self.assessment.change
    }

    fn verdict(&self) -> Verdict {
        self.assessment.change.verdict()
    }
}

/// The key that distinguishes changes. Several waivers may have problems with one change.
type Key<'a> = (Identity<'a>, Option<Option<Span>>);

fn key(it: &Assessment) -> Key<'_> {
    (it.change.identity(), it.change.rule.is_policy().then_some(it.change.location.new))
}

impl<'a> Comparison<'a> {
    /// The changes since the base; then, if shown, the remaining changes since the release.
    fn sections(&self) -> Vec<Section<'a>> {
        let report = self.report;
        let failing: HashSet<Key<'_>> = report.failures(self.fail_on).map(key).collect();
        let entry =
            |assessment: &'a Assessment, old| Entry { assessment, old, fails: failing.contains(&key(assessment)) };
        let changes = report.changes.iter().map(|it| entry(it, self.base)).collect();
        let mut out = vec![Section { since: None, is_more: false, changes }];
        if let (Some(since), Some(release)) = (&report.since_release, self.release) {
            let own: HashSet<Key<'_>> = report.changes.iter().map(key).collect();
            let others = since.iter().filter(|it| !own.contains(&key(it))).map(|it| entry(it, Some(release)));
            let changes: Vec<Entry<'a>> = others.filter(|it| self.is_whole || it.fails).collect();
            if !changes.is_empty() {
                out.push(Section { since: Some(release.name), is_more: !report.changes.is_empty(), changes });
            }
        }
        out
    }

    /// The same without passing changes since the release: these belong to other pull requests.
    fn own(&self) -> Self {
        Self { is_whole: false, ..*self }
    }

    /// Every change, those that fail first, then the worst.
    fn all(&self) -> Vec<Entry<'a>> {
        let mut out: Vec<Entry<'a>> = self.sections().into_iter().flat_map(|it| it.changes).collect();
        out.sort_by_cached_key(|it| {
            let change = it.change();
            (!it.fails, std::cmp::Reverse(it.verdict()), change.code(), change.rule.id, change.path().as_text())
        });
        out
    }
}

/// A place to show: `spec/masko.yaml:12:5`.
fn place(snapshot: Snapshot<'_>, prefix: &str, span: Span) -> String {
    let file = snapshot.sources.file(span.file);
    let at = file.line_column(span.start as usize);
    format!("{prefix}{}:{}:{}", file.path, at.line, at.column)
}
