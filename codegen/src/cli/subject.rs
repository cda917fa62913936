//! What somebody means by a word: codes of the book, codes that are gone, and rules.

use serde::Serialize;

use super::rules::{RULES, Rule};

use crate::emit;
use crate::model::{Book, ErrorDef, Retired};
use crate::text::{nearest, visible_json};

/// Something that can be explained.
#[derive(Clone, Copy)]
pub(super) enum Subject<'a> {
    Code(&'a ErrorDef),
    Retired(&'a Retired),
    Rule(&'static Rule),
}

impl<'a> Subject<'a> {
    /// What it is called.
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Code(it) => &it.code,
            Self::Retired(it) => &it.code,
            Self::Rule(it) => it.id,
        }
    }
}

/// What a word may mean.
pub(super) enum Meant<'a> {
    /// These: whatever is called so, all codes of a status, or the one thing whose name begins so.
    These(Vec<Subject<'a>>),
    /// One of these, whose names begin so.
    OneOf(Vec<Subject<'a>>),
    /// Nothing. This is the nearest name.
    Nothing(Option<&'a str>),
}

/// Everything that can be explained. Rules can be where there is no book.
fn all(book: Option<&Book>) -> Vec<Subject<'_>> {
    let codes = book.into_iter().flat_map(|it| &it.errors).map(Subject::Code);
    let retired = book.into_iter().flat_map(|it| &it.retired).map(Subject::Retired);
    codes.chain(retired).chain(RULES.iter().map(Subject::Rule)).collect()
}

/// What is meant by a word.
pub(super) fn meant<'a>(book: Option<&'a Book>, word: &str) -> Meant<'a> {
    let all = all(book);
    let those =
        |is: &dyn Fn(Subject<'a>) -> bool| -> Vec<Subject<'a>> { all.iter().copied().filter(|it| is(*it)).collect() };
    let exactly = those(&|it| it.name() == word);
    if !exactly.is_empty() {
        return Meant::These(exactly);
    }
    if let Some(status) = status(word) {
        let found = those(&|it| matches!(it, Subject::Code(it) if it.statuses.contains(&status)));
        return if found.is_empty() { Meant::Nothing(None) } else { Meant::These(found) };
    }
    let beginning = if word.is_empty() { Vec::new() } else { those(&|it| it.name().starts_with(word)) };
    match beginning.len() {
        0 => Meant::Nothing(nearest(word, all.iter().map(|it| it.name()))),
        1 => Meant::These(beginning),
        _ => Meant::OneOf(beginning),
    }
}

/// The status that a word is.
pub(super) fn status(word: &str) -> Option<u16> {
    let is_one = word.len() == 3 && word.bytes().all(|it| it.is_ascii_digit());
    word.parse().ok().filter(|_| is_one)
}

/// The version of this form. It rises when a program that reads it would have to change.
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

/// The same for programs.
pub(super) fn json(book: Option<&Book>, subjects: &[Subject<'_>]) -> String {
    let mut document =
        Document { schema_version: SCHEMA_VERSION, errors: Vec::new(), retired: Vec::new(), rules: Vec::new() };
    for &it in subjects {
        match (it, book) {
            (Subject::Code(it), Some(book)) => document.errors.push(emit::data(book, it)),
            (Subject::Retired(it), Some(book)) => document.retired.push(emit::data_of_retired(book, it)),
            (Subject::Rule(it), _) => document.rules.push(it),
            // Without a book nothing is found that would be of one.
            (Subject::Code(_) | Subject::Retired(_), None) => {}
        }
    }
    visible_json(serde_json::to_string_pretty(&document).unwrap_or_default()) + "\n"
}
