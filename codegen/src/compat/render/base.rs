//! The base of the comparison: where its book was found, or why there is none.

use serde::Serialize;

use super::Comparison;
use crate::compat::base::{BASE_WITHOUT_BOOK, named};
use crate::compat::difference::OtherBook;
use crate::compat::wording::{Part, Wording, code, wording};

/// The origin of an old book.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Its display name: a revision, a folder.
    pub name: &'a str,
    /// The commit that it was read from.
    pub commit: Option<&'a str>,
    /// The spec folder in the commit, from the root of the repository; `None` without a commit, or without a book.
    pub folder: Option<&'a str>,
    /// The books that the commit has instead of this one.
    pub others: &'a [OtherBook],
}

impl<'a> Origin<'a> {
    /// One that is not a commit.
    pub fn new(name: &'a str) -> Self {
        Self { name, commit: None, folder: None, others: &[] }
    }
}

/// An origin as programs read it.
#[derive(Serialize)]
pub(super) struct Form<'a> {
    name: &'a str,
    commit: Option<&'a str>,
    folder: Option<&'a str>,
    moved: bool,
    has_book: bool,
    others: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    folder: &'a str,
    #[serde(rename = "crate")]
    crate_name: Option<&'a str>,
}

impl<'a> Comparison<'a> {
    pub(super) fn base_form(&self) -> Form<'a> {
        self.form(self.base_origin, self.base.is_some())
    }

    pub(super) fn release_form(&self) -> Option<Form<'a>> {
        self.release_origin.map(|it| self.form(it, true))
    }

    fn form(&self, origin: Origin<'a>, has_book: bool) -> Form<'a> {
        let Origin { name, commit, folder, others } = origin;
        let other = |it: &'a OtherBook| Other { folder: &it.folder, crate_name: it.crate_name.as_deref() };
        Form {
            name,
            commit,
            folder,
            moved: self.moved(origin).is_some(),
            has_book,
            others: others.iter().map(other).collect(),
        }
    }

    /// The folders of the old book and of the head's, if the book was moved.
    fn moved(&self, origin: Origin<'a>) -> Option<(&'a str, &'a str)> {
        let now = self.repository.trim_end_matches('/');
        origin.folder.filter(|then| *then != now).map(|then| (then, now))
    }

    /// Sentences about an unusual base.
    pub(super) fn remark(&self) -> Option<Wording> {
        let Origin { name, others, .. } = self.base_origin;
        let name = code(name);
        if self.base.is_some() {
            let (then, now) = self.moved(self.base_origin)?;
            return Some(wording![
                "The book was moved: it is compared with the one in ",
                folder(then),
                " of ",
                name,
                ", and is in ",
                folder(now),
                " now."
            ]);
        }
        if others.is_empty() {
            return Some(wording!["There is nothing to compare with: ", name, " has no book. Everything is new."]);
        }
        // The policy reports this.
        let fails = self.report.changes.iter().any(|it| it.change.rule == &BASE_WITHOUT_BOOK);
        let crate_name = code(&self.head.book.api.crate_name);
        (!fails).then(|| {
            wording!["There is nothing to compare with: ", name, " has no book of ", crate_name, ", only "]
                .then(named(others))
                .then(wording![". Everything is new."])
        })
    }
}

fn folder(path: &str) -> Part {
    if path.is_empty() { "the root folder".into() } else { code(path) }
}
