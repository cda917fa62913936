//! Resolves a name: codes of the book, retired codes, and rules.

mod rules;

use serde::Serialize;

use super::args::status;
use crate::emit;
use crate::emit::options::Options;
use crate::model::{Book, ErrorDef, Retired};
use crate::text::{nearest, pretty_json};
use rules::{RULES, Rule};

/// Something that can be explained.
#[derive(Clone, Copy)]
pub(super) enum Topic<'a> {
    Code(&'a ErrorDef),
    Retired(&'a Retired),
    Rule(&'static Rule),
}

impl<'a> Topic<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Code(it) => &it.code,
            Self::Retired(it) => &it.code,
            Self::Rule(it) => it.id,
        }
    }

    /// Its page, as Markdown.
    pub(super) fn page(self, book: Option<&Book>, options: &Options) -> String {
        match self {
            Self::Rule(rule) => rule.page(),
            Self::Code(_) | Self::Retired(_) => {
                book.and_then(|book| emit::page_with(book, options, self.name())).unwrap_or_default()
            }
        }
    }
}

/// The result of a query.
pub(super) enum Found<'a> {
    /// The topics with exactly this name, all codes of a status, or the only topic whose name has this prefix.
    Topics(Vec<Topic<'a>>),
    /// Several topics whose names have this prefix.
    Ambiguous(Vec<Topic<'a>>),
    /// None; the most similar name.
    Unknown(Option<&'a str>),
}

/// All topics. Without a book, these are the rules.
fn all(book: Option<&Book>) -> Vec<Topic<'_>> {
    let codes = book.into_iter().flat_map(|it| &it.errors).map(Topic::Code);
    let retired = book.into_iter().flat_map(|it| &it.retired).map(Topic::Retired);
    codes.chain(retired).chain(RULES.iter().map(Topic::Rule)).collect()
}

pub(super) fn find<'a>(book: Option<&'a Book>, name: &str) -> Found<'a> {
    let all = all(book);
    let matching =
        |is: &dyn Fn(Topic<'a>) -> bool| -> Vec<Topic<'a>> { all.iter().copied().filter(|it| is(*it)).collect() };
    let exact = matching(&|it| it.name() == name);
    if !exact.is_empty() {
        return Found::Topics(exact);
    }
    if let Some(status) = status(name) {
        let codes = matching(&|it| matches!(it, Topic::Code(it) if it.statuses.contains(&status)));
        return if codes.is_empty() { Found::Unknown(None) } else { Found::Topics(codes) };
    }
    let longer = if name.is_empty() { Vec::new() } else { matching(&|it| it.name().starts_with(name)) };
    match longer.len() {
        0 => Found::Unknown(nearest(name, all.iter().map(|it| it.name()))),
        1 => Found::Topics(longer),
        _ => Found::Ambiguous(longer),
    }
}

/// The version of the JSON form. It is raised for changes that break programs.
const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<E, R> {
    schema_version: u32,
    /// As in `errors.json`.
    errors: Vec<E>,
    /// As in `errors.json`.
    retired: Vec<R>,
    rules: Vec<&'static Rule>,
}

/// Topics as JSON.
pub(super) fn json(book: Option<&Book>, topics: &[Topic<'_>]) -> String {
    let mut document =
        Document { schema_version: SCHEMA_VERSION, errors: Vec::new(), retired: Vec::new(), rules: Vec::new() };
    for &topic in topics {
        match (topic, book) {
            (Topic::Code(it), Some(book)) => document.errors.push(emit::data(book, it)),
            (Topic::Retired(it), Some(book)) => document.retired.push(emit::data_of_retired(book, it)),
            (Topic::Rule(it), _) => document.rules.push(it),
            // Codes are found in books only.
            (Topic::Code(_) | Topic::Retired(_), None) => {}
        }
    }
    pretty_json(&document)
}
