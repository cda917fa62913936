//! The site: the pages of the docs as books for `mdbook`, and what is put around them. It runs nothing and knows no disk.
//!
//! `mdbook` takes time by the square of its chapters. So where there are many codes, those of each status are a book of
//! their own, and what is made of these goes into one site: its pages are the same, and the sidebar lists the codes of the
//! status that the page belongs to.

mod config;
mod search;

use std::collections::BTreeSet;

use super::markdown;
use crate::model::Book;
use crate::output::Output;

/// A site to be built.
#[derive(Debug)]
pub struct Site {
    /// Books for `mdbook`. The site is what is made of the first one, with the codes' pages of the others, and the
    /// sidebars that these name.
    pub books: Vec<Vec<Output>>,
    /// The search index, in the place of the one that `mdbook` has made.
    pub search: String,
    /// The path that the site is published under: `/`, `/docs/`.
    pub below: String,
}

/// So many codes are in one book: the sidebar lists them all, and it is made in three seconds.
const MOST: usize = 1000;

/// A book's site.
pub fn site(book: &Book) -> Site {
    let mut docs = vec![markdown::errors::emit(book), markdown::summary::emit(book)];
    docs.extend(super::pages(book));
    let search = search::index(&docs);
    let renamed: BTreeSet<String> =
        book.retired.iter().filter(|it| it.renamed_to.is_some()).map(|it| markdown::page_path(&it.code)).collect();
    let summary = docs.iter().find(|it| it.path == SUMMARY).map_or("", |it| &*it.contents);
    let chapters = Chapters::read(summary, &renamed);
    let count = book.errors.len() + book.retired.len();
    let pages = docs.iter().filter(|it| it.path != SUMMARY && !renamed.contains(&it.path));
    let is_whole = count <= MOST;
    let settings = |summary: &str, is_first: bool| config::settings(book, summary, &search, is_whole, is_first);
    let mut first: Vec<Output> = pages.clone().filter(|it| is_whole || !is_of_code(&it.path)).cloned().collect();
    first.extend(chapters.book(|_| is_whole, settings, true));
    let mut books = vec![first];
    let groups = if is_whole { 0..0 } else { 0..chapters.groups.len() };
    for at in groups.filter(|&at| !chapters.groups[at].codes.is_empty()) {
        // The other pages are those of the first book: here it is enough that there are any.
        let is_own = |it: &&Output| chapters.groups[at].holds(&it.path);
        let mut own: Vec<Output> = pages.clone().filter(is_own).cloned().collect();
        own.extend(pages.clone().filter(|it| !is_of_code(&it.path)).map(|it| output(&it.path, "# …\n".to_owned())));
        own.extend(chapters.book(|other| other == at, settings, false));
        books.push(own);
    }
    Site { books, search, below: config::below(book) }
}

const SUMMARY: &str = "docs/SUMMARY.md";

fn output(path: &str, contents: String) -> Output {
    Output { path: path.to_owned(), contents }
}

fn is_of_code(path: &str) -> bool {
    path.starts_with("docs/errors/")
}

/// The chapters as the summary has them: those before all codes, and a group for each status.
struct Chapters<'a> {
    head: Vec<&'a str>,
    groups: Vec<Group<'a>>,
}

/// A chapter, and those of the codes below it.
struct Group<'a> {
    line: &'a str,
    codes: Vec<&'a str>,
    paths: BTreeSet<&'a str>,
}

impl Group<'_> {
    fn holds(&self, path: &str) -> bool {
        path.strip_prefix("docs/").is_some_and(|it| self.paths.contains(it))
    }
}

impl<'a> Chapters<'a> {
    fn read(summary: &'a str, without: &BTreeSet<String>) -> Self {
        let mut out = Self { head: Vec::new(), groups: Vec::new() };
        for line in summary.lines() {
            let path = line.rsplit_once("](").map_or("", |it| it.1.trim_end_matches(')'));
            match out.groups.last_mut() {
                Some(group) if line.starts_with("  - ") => {
                    if !without.contains(&format!("docs/{path}")) {
                        group.codes.push(line);
                        group.paths.insert(path);
                    }
                }
                _ if line.starts_with("- ") => {
                    out.groups.push(Group { line, codes: Vec::new(), paths: BTreeSet::new() });
                }
                _ => out.head.push(line),
            }
        }
        out
    }

    /// What makes a book of pages: the summary, with the codes of some groups, and the settings that go with it.
    fn book(
        &self,
        lists: impl Fn(usize) -> bool,
        settings: impl Fn(&str, bool) -> Vec<Output>,
        is_first: bool,
    ) -> Vec<Output> {
        let mut summary = self.head.join("\n") + "\n";
        for (at, group) in self.groups.iter().enumerate() {
            let codes = if lists(at) { &*group.codes } else { &[] };
            for line in [group.line].iter().chain(codes) {
                summary.push_str(line);
                summary.push('\n');
            }
        }
        let mut out = settings(&summary, is_first);
        out.push(output(SUMMARY, summary));
        out
    }
}
