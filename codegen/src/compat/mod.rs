//! The changes between two books: whom each breaks, and which version it requires.
//!
//! It knows books only: no text of a spec, no disk, no clock and no git. A rule is declared in the module of its topic
//! in `rules`, with its impact and wording; all texts about rules come from there.

pub mod render;

mod base;
mod change;
mod context;
mod difference;
mod excerpt;
mod impact;
mod lattice;
mod location;
mod matching;
mod prose;
mod renames;
mod report;
mod rule;
mod rules;
mod value;
mod version;
mod waiver;
mod wording;

use std::cmp::Reverse;
use std::sync::LazyLock;

pub use change::{Change, Identity};
pub use difference::{Difference, Ends, Fault, Kind, OtherBook};
pub use impact::{Bump, Case, Impact, Section, Verdict, VersionOf};
pub use jiff::civil::Date;
pub use location::{Location, Path, Step};
pub use renames::{Aspect, Evidence};
pub use report::{Assessment, Declared, FailOn, Pass, Question, Report, Side};
pub use rule::Rule;
pub use value::Value;
pub use version::{Raise, Versions};
pub use waiver::{Waiver, parse_date};
pub use wording::Wording;

use crate::model::{Api, Book};
use context::Context;
use rules::{
    api, codes, envelope, error, examples, fallback, fields, guides, headers, order, retired, retry, status, texts,
    types,
};

/// A part of a book: its rules, and its comparison. Topics of entries are compared by `error`, entry by entry.
struct Topic {
    rules: &'static [&'static Rule],
    compare: Option<fn(&mut Context<'_>)>,
}

const fn topic(rules: &'static [&'static Rule]) -> Topic {
    Topic { rules, compare: None }
}

const fn compared(rules: &'static [&'static Rule], compare: fn(&mut Context<'_>)) -> Topic {
    Topic { rules, compare: Some(compare) }
}

/// Every topic, in the order of the reference.
static TOPICS: [Topic; 18] = [
    compared(codes::RULES, codes::compare),
    compared(retired::RULES, retired::compare),
    topic(error::RULES),
    topic(status::RULES),
    compared(envelope::RULES, envelope::compare),
    compared(fallback::RULES, fallback::compare),
    compared(retry::RULES, retry::compare_books),
    topic(fields::RULES),
    topic(types::RULES),
    topic(order::RULES),
    topic(headers::RULES),
    topic(texts::RULES),
    topic(examples::RULES),
    compared(guides::RULES, guides::compare),
    compared(api::RULES, api::compare),
    topic(version::RULES),
    topic(waiver::RULES),
    topic(base::RULES),
];

/// Every rule, by topic.
pub static RULES: LazyLock<Vec<&'static Rule>> =
    LazyLock::new(|| TOPICS.iter().flat_map(|it| it.rules).copied().collect());

/// The rule with an id. If several rules share a former id, the first one.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|it| it.has_name(id))
}

/// The changes from one book to another, the worst first, then by code, rule and path.
///
/// The position of an entry in the files has no effect. Policies are not included: they belong to a [`Report`].
pub fn diff(old: &Book, new: &Book) -> Vec<Change> {
    diff_since(old, new, &old.api)
}

/// The same, if the old book is not the one whose versions precede the new book's.
fn diff_since(old: &Book, new: &Book, released: &Api) -> Vec<Change> {
    let mut context = Context::new(old, new, released);
    TOPICS.iter().filter_map(|it| it.compare).for_each(|compare| compare(&mut context));
    sorted(context.found)
}

/// The one order of changes.
fn sorted(mut changes: Vec<Change>) -> Vec<Change> {
    let owned = |it: Option<std::borrow::Cow<'_, str>>| it.map(std::borrow::Cow::into_owned);
    changes.sort_by_cached_key(|it| {
        let (rule, code, path, from, to) = it.identity();
        let what = (code.map(str::to_owned), rule, path.into_owned(), owned(from), owned(to));
        (Reverse(it.verdict()), what, it.location.old, it.location.new)
    });
    changes
}
