//! Nodes to the book: shape, then names, then messages, then what spans several entries. Everything that is wrong is
//! collected; a book comes out only where nothing is.
//!
//! It knows the language. It knows nothing of what is made of a book.

mod api;
mod code;
mod entry;
mod example;
mod guide;
mod header;
mod message;
mod payload;
mod prose;
mod references;
mod scalars;
mod shape;
mod suggest;
mod unseen;
mod waivers;
mod warnings;
mod whole;

use std::collections::HashSet;

use prose::Site;
use shape::{Key, Keys, Report, optional};

use crate::book::{Api, Backoff, Book, CodeStyle, Entry, Envelope, Retired};
use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::diff::Waiver;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, Value};
use crate::text::quoted;

/// The version of the language that is read.
pub(crate) const LANGUAGE: i128 = 1;

static ROOT: &[Key] = &[
    optional("errbook"),
    optional("api"),
    optional("envelope"),
    optional("retry"),
    optional("errors"),
    optional("retired"),
];
/// What a book has once.
static HEAD: &[&str] = &["errbook", "api", "envelope", "retry"];

/// The files of a spec, each kind in the order of their paths.
pub(crate) struct Files {
    pub(crate) specs: Vec<FileId>,
    pub(crate) guides: Vec<FileId>,
    pub(crate) waivers: Option<FileId>,
}

/// What has become of them.
pub(crate) struct Lowered {
    pub(crate) book: Option<Book>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) found: Diagnostics,
}

/// Lowers the files of a spec.
pub(crate) fn lower(sources: &Sources, files: &Files, diagnostics: Diagnostics) -> Lowered {
    let Files { specs, guides, waivers } = files;
    let mut report = Report {
        sources,
        diagnostics,
        unseen: Vec::new(),
        flawed: HashSet::new(),
        doubtful: HashSet::new(),
        comparisons: suggest::COMPARISONS,
        site: Site::Unsure,
    };
    let is_readable = !report.diagnostics.iter().any(Diagnostic::is_error);
    let trees: Vec<_> = specs.iter().map(|&file| syntax::parse(sources, file, &mut report.diagnostics)).collect();
    for (&file, tree) in specs.iter().zip(&trees) {
        report.look_through(file, tree.root(), tree.is_whole);
    }
    for &file in guides {
        report.look_through(file, None, true);
    }
    let waivers = waivers.map(|it| report.waivers(it)).unwrap_or_default();
    let is_whole = is_readable && trees.iter().all(|it| it.is_whole);
    let values: Vec<Value<'_>> = trees.iter().filter_map(syntax::Tree::root).collect();
    let roots: Vec<Keys<'_>> = values.iter().filter_map(|it| report.keys(*it, "a file of the spec", ROOT)).collect();
    let is_whole = is_whole && roots.len() == values.len();
    let Some(mut draft) = report.draft(&roots, is_whole) else {
        return Lowered { book: None, waivers, found: report.finished() };
    };
    // The draft has all that it needs of them, and they are large.
    drop((roots, values));
    drop(trees);
    report.check(&draft);
    let known = draft.errors.iter().map(|it| (&*it.code, it)).collect();
    let codes = guide::Codes { known, are_all: draft.knows_codes };
    let guides = guides.iter().filter_map(|&it| report.guide(it, &codes)).collect();
    drop(codes);
    let found = report.finished();
    let is_sound = is_whole && !found.iter().any(Diagnostic::is_error);
    draft.errors.sort_by(|a, b| a.status().cmp(&b.status()).then_with(|| a.code.cmp(&b.code)));
    draft.retired.sort_by(|a, b| a.code.cmp(&b.code));
    let Draft { api, envelope, retry, retry_place, errors, retired, .. } = draft;
    let book = api.filter(|_| is_sound).map(|api| Book { api, envelope, retry, errors, retired, guides, retry_place });
    Lowered { book, waivers, found }
}

/// A book that may still hold what stands in for a mistake, in the order of the files.
struct Draft {
    api: Option<Api>,
    envelope: Envelope,
    retry: Backoff,
    retry_place: Option<Span>,
    errors: Vec<Entry>,
    retired: Vec<Retired>,
    /// Whether the envelope was read as it was meant.
    knows_envelope: bool,
    /// Whether every code was read, so that one that is not there is missing.
    knows_codes: bool,
}

impl Report<'_> {
    /// All that the files say, unchecked as a whole. `None` where it is of another version of the language.
    fn draft(&mut self, roots: &[Keys<'_>], is_whole: bool) -> Option<Draft> {
        let head = self.head(roots, is_whole);
        if let Some(value) = head.and_then(|it| it.get("errbook"))
            && !self.is_our_language(value)
        {
            return None;
        }
        let api = head.and_then(|it| it.get("api")).and_then(|it| self.api(it));
        let mistakes = self.diagnostics.len();
        let envelope = self.envelope(head.and_then(|it| it.get("envelope")));
        let knows_envelope = mistakes == self.diagnostics.len() && head.is_some_and(|it| !it.is_doubtful("envelope"));
        let own_retry = head.and_then(|it| it.get("retry"));
        let retry = self.book_retry(own_retry);
        let retry_place = own_retry.map(Value::span);
        let style = api.as_ref().map_or(CodeStyle::Any, |it| it.code_style);
        let mut errors = Vec::new();
        let mut retired = Vec::new();
        let mut knows_codes = is_whole;
        for root in roots {
            knows_codes &= !root.is_doubtful("errors");
            let items = root.get("errors").map(|it| self.list(it, "`errors`")).unwrap_or_default();
            for item in items {
                if self.diagnostics.is_full() {
                    knows_codes = false;
                    break; // What stands in for a mistake takes memory too, and nothing is made of it.
                }
                let entry = self.entry(item, style, &retry);
                knows_codes &= entry.as_ref().is_some_and(|it| it.places.has("code"));
                errors.extend(entry);
            }
            let items = root.get("retired").map(|it| self.list(it, "`retired`")).unwrap_or_default();
            retired.extend(items.into_iter().filter_map(|it| self.retired(it)));
        }
        Some(Draft { api, envelope, retry, retry_place, errors, retired, knows_envelope, knows_codes })
    }

    /// The one file that says which API it is.
    fn head<'a, 't>(&mut self, roots: &'a [Keys<'t>], is_whole: bool) -> Option<&'a Keys<'t>> {
        let claims = |it: &&Keys<'t>| HEAD.iter().any(|key| it.pair(key).is_some());
        let strong = |it: &&Keys<'t>| it.pair("errbook").or_else(|| it.pair("api")).is_some();
        let Some(head) = roots.iter().find(strong) else {
            if is_whole {
                let found = Diagnostic::new(&diagnostics::NO_API, "no file of the spec says which API it is about");
                self.push(
                    found.help("Begin one of them with `errbook: 1` and `api: {name: …, version: 0.1.0, crate: …}`."),
                );
            }
            return None;
        };
        for key in ["errbook", "api"] {
            if let Some(pair) = head.pair(key) {
                self.expect_value(&pair);
            } else if !head.is_doubtful(key) && !roots.iter().any(|it| it.pair(key).is_some()) {
                let found = Diagnostic::new(
                    &diagnostics::MISSING_KEY,
                    format!("the file with what the book has once has no {}", quoted(key)),
                );
                let help = if key == "api" {
                    "Add `api: {name: …, version: 0.1.0, crate: …}`."
                } else {
                    "Add `errbook: 1`: the version of the language."
                };
                self.push(found.at(head.head(), format!("{} must stand beside this", quoted(key))).help(help));
            }
        }
        for other in roots.iter().filter(claims).filter(|it| !std::ptr::eq(*it, head)) {
            for pair in HEAD.iter().filter_map(|key| other.pair(key)) {
                let found =
                    Diagnostic::new(&diagnostics::TWO_APIS, format!("{} stands in a second file", quoted(pair.key)));
                let first = head.pair(pair.key).map_or(head.head(), |it| it.key_span);
                self.push(found.at(pair.key_span, "here").at(first, "the book's head is here").help(
                    "One file has `errbook`, `api`, `envelope` and `retry`. The others have `errors` and `retired`.",
                ));
            }
        }
        Some(head)
    }

    fn is_our_language(&mut self, value: Value<'_>) -> bool {
        match self.integer(value, "`errbook`") {
            Some(LANGUAGE) | None => true,
            Some(other) => {
                let found = Diagnostic::new(
                    &diagnostics::UNSUPPORTED_VERSION,
                    format!("the spec is written in version {other} of the language"),
                );
                let help = if other > LANGUAGE {
                    format!("This errbook reads version {LANGUAGE}. Use a newer errbook.")
                } else {
                    format!("Write `errbook: {LANGUAGE}`.")
                };
                self.push(found.at(value.span(), format!("this errbook reads version {LANGUAGE}")).help(help));
                false
            }
        }
    }
}
