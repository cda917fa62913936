//! `docs/errors/….md`: the page of one code.

use std::collections::HashMap;

use super::layout::{place_of_fields, recognition};
use super::parts::{FIELDS, HEADERS, code_link, finished, put, response, row};
use super::payload::{fields, headers};
use super::reference::guide_anchors;
use super::retry::{is_retried, retry};
use super::snippets::{curl, javascript, python, typescript};
use super::statuses::{leads_to, onward, status_path};
use crate::emit::options::Group;
use crate::emit::output::markdown_notice;
use crate::emit::rust::example::handling;
use crate::emit::{Publication, Series};
use crate::markdown::{Links, Place, blocks, code, heading, inline, plain};
use crate::model::{ErrorDef, Piece, Retired};
use crate::urls::page_name;
use crate::wire::status_line;

/// The pages of all codes with their names: in the order of the book, then those of retired codes.
pub(in crate::emit) fn emit(publication: Publication<'_>) -> Series<'_> {
    let (pages, book) = (Pages::new(publication), publication.book);
    let codes = book.errors.iter().map(|it| &it.code).chain(book.retired.iter().map(|it| &it.code));
    let names = codes.map(|code| page_name(&book.api, code)).collect();
    let contents = move |at: usize| {
        let retired = at.checked_sub(book.errors.len()).map(|at| pages.retired(&book.retired[at]));
        markdown_notice() + &retired.unwrap_or_else(|| pages.entry(at))
    };
    Series { names, contents: Box::new(contents) }
}

/// The page of one code.
pub(in crate::emit) fn of_code(book: Publication<'_>, code: &str) -> Option<String> {
    let pages = Pages::new(book);
    let sent = book.errors.iter().position(|it| it.code == code).map(|at| pages.entry(at));
    sent.or_else(|| book.retired.iter().find(|it| it.code == code).map(|it| pages.retired(it)))
}

/// The codes as sections of one text, for programs that read prose: without snippets and without navigation. The pages are in
/// the folder `to`.
pub(in crate::emit) fn sections<'a>(book: Publication<'a>, to: &'a str) -> impl Iterator<Item = String> + 'a {
    let pages = Pages { to, ..Pages::new(book) };
    book.book.errors.iter().map(move |entry| {
        let mut out = format!("## {}\n\n", heading(&entry.code));
        pages.facts(&mut out, entry, 3);
        finished(out)
    })
}

/// A book, and the cross-references between its pages.
struct Pages<'a> {
    book: Publication<'a>,
    /// The folder of the pages, relative to the text.
    to: &'a str,
    /// By code: the codes that it replaces, deprecated ones first.
    earlier: HashMap<&'a str, Vec<&'a str>>,
    /// By code: the guides that mention it, as links.
    guides: HashMap<&'a str, Vec<String>>,
}

impl<'a> Pages<'a> {
    fn new(publication: Publication<'a>) -> Self {
        let book = publication.book;
        let mut earlier: HashMap<&str, Vec<&str>> = HashMap::new();
        let deprecated = book.errors.iter().filter_map(|it| {
            let to = it.deprecated.as_ref()?.replacement.as_deref()?;
            Some((to, &*it.code))
        });
        let gone = book.retired.iter().filter_map(|it| Some((leads_to(it)?, &*it.code)));
        for (to, from) in deprecated.chain(gone) {
            earlier.entry(to).or_default().push(from);
        }
        let mut guides: HashMap<&str, Vec<String>> = HashMap::new();
        for (guide, anchor) in book.guides.iter().zip(guide_anchors(&publication)) {
            // Links cannot be nested: a title that contains one is shown as plain text.
            let title = inline(&guide.title, Place::Paragraph);
            let is_link = title.contains("](") || title.contains("://");
            let title = if is_link { plain(&guide.title, Place::Paragraph) } else { title };
            let link = format!("[{title}](../errors.md#{anchor})");
            for it in guide.pieces.iter().filter_map(told_of) {
                let links = guides.entry(it).or_default();
                if links.last() != Some(&link) {
                    links.push(link.clone());
                }
            }
        }
        Self { book: publication, to: "", earlier, guides }
    }

    fn entry(&self, at: usize) -> String {
        let (book, entry) = (&self.book, &self.book.errors[at]);
        let mut out = title(&entry.code);
        self.facts(&mut out, entry, 2);
        // Information common to all codes is in the reference.
        if entry.has_payload() {
            section(&mut out, 2, "In Rust", &handling(book, entry));
        }
        if book.options.has(Group::Typescript) {
            section(&mut out, 2, "In TypeScript", &typescript::handling(book, entry));
        } else if is_retried(entry) {
            section(&mut out, 2, "In JavaScript", &javascript::handling(book, entry));
        }
        if book.options.has(Group::Python) {
            section(&mut out, 2, "In Python", &python::handling(book, entry));
        }
        if is_retried(entry) {
            section(&mut out, 2, "With curl", &curl::handling(book, entry).unwrap_or_default());
        }
        section(&mut out, 2, "See also", &self.neighbours(at));
        finished(out)
    }

    /// The facts, in sections of this level.
    fn facts(&self, out: &mut String, entry: &ErrorDef, level: usize) {
        let statuses: Vec<String> = entry.statuses.iter().map(|it| status_line(*it)).collect();
        put(out, &format!("**{}.** {}", statuses.join(", or "), inline(&entry.meaning, Place::Paragraph)));
        put(out, &self.standing(entry));
        section(out, level, "Causes", &causes(entry));
        section(out, level, "What to do", &inline(&entry.remediation, Place::Paragraph));
        let details = entry.details.as_deref().map(|it| blocks(it, level, Links::Absolute));
        section(out, level, "Details", &details.unwrap_or_default());
        section(out, level, "Whether to retry", &retry(&self.book, entry));
        section(out, level, FIELDS, &self.fields(entry));
        section(out, level, HEADERS, &headers(&entry.headers));
        section(out, level, "The full response", &self.responses(entry));
    }

    /// Whether it has a code on the wire, its deprecation, the version that added it, and its tags.
    fn standing(&self, entry: &ErrorDef) -> String {
        let mut out = String::new();
        if !self.book.sends_code(entry) {
            put(&mut out, &recognition(&self.book, entry));
        }
        if let Some(it) = &entry.deprecated {
            let link = |it: &String| format!(" Use {} instead.", code_link(&self.book.api, it, self.to));
            let note = it.note.iter().map(|it| format!(" {}", inline(it, Place::Paragraph)));
            let more: String = it.replacement.iter().map(link).chain(note).collect();
            put(&mut out, &format!("**Deprecated** since {}.{more}", it.since));
        }
        let since = entry.since.iter().map(|it| format!("Since {it}."));
        let tags: Vec<String> = entry.tags.iter().map(|it| plain(it, Place::Paragraph)).collect();
        let tags = (!tags.is_empty()).then(|| format!("Tags: {}.", tags.join(", ")));
        put(&mut out, &since.chain(tags).collect::<Vec<_>>().join(" "));
        out
    }

    fn retired(&self, it: &Retired) -> String {
        let mut out = title(&it.code);
        put(&mut out, &format!("**Retired** since {}.{}", it.since, onward(&self.book.api, it, "")));
        put(&mut out, "The API no longer sends this code, and will not reuse it.");
        put(
            &mut out,
            &self
                .earlier
                .get(&*it.code)
                .map_or_else(String::new, |it| format!("It replaced {}.", row(&self.book.api, it.iter().copied(), ""))),
        );
        put(&mut out, "[Retired codes](../retired.md) | [All codes](../errors.md)");
        finished(out)
    }

    fn fields(&self, entry: &ErrorDef) -> String {
        if entry.fields.is_empty() {
            return String::new();
        }
        let place = match self.book.short_envelope() {
            None => place_of_fields(&self.book, entry),
            Some(short) => match (short.within.as_deref(), short.fields_under.as_deref()) {
                (Some(outer), Some(under)) => format!("In {}, inside {}:", code(under), code(outer)),
                (None, Some(under)) => format!("In {}:", code(under)),
                (_, None) => format!("Beside {} and {}:", code(&short.code), code(&short.message)),
            },
        };
        format!("{place}\n\n{}", fields(&entry.fields))
    }

    fn responses(&self, entry: &ErrorDef) -> String {
        let mut out = String::new();
        for example in &entry.examples {
            if let Some(title) = &example.title {
                put(&mut out, &format!("{}:", plain(title, Place::Paragraph)));
            }
            put(&mut out, &response(&self.book, entry, example));
        }
        out
    }

    /// Navigation from a code's page.
    fn neighbours(&self, at: usize) -> String {
        /// The maximum number of codes listed on either side.
        const MOST: usize = 4;
        let (errors, entry) = (&self.book.errors, &self.book.errors[at]);
        let mut items: Vec<String> = self.guides.get(&*entry.code).cloned().unwrap_or_default();
        if let Some(earlier) = self.earlier.get(&*entry.code) {
            items.push(format!("It replaces {}.", row(&self.book.api, earlier.iter().copied(), "")));
        }
        let near = at.saturating_sub(MOST)..(at + MOST + 1).min(errors.len());
        let is_other = |it: &&ErrorDef| it.status() == entry.status() && it.code != entry.code;
        let same: Vec<&str> = errors[near].iter().filter(is_other).map(|it| &*it.code).collect();
        let status = format!("[{}](../{})", status_line(entry.status()), status_path(entry.status()));
        items.push(if same.is_empty() {
            format!("{status}: the only code")
        } else {
            format!("{status}: {}", row(&self.book.api, same, ""))
        });
        let beside = |at: Option<usize>, what: &str| {
            let other = at.and_then(|it| errors.get(it))?;
            Some(format!("{what}: {}", code_link(&self.book.api, &other.code, "")))
        };
        items.extend(beside(at.checked_sub(1), "Previous"));
        items.extend(beside(Some(at + 1), "Next"));
        items.push("[All codes](../errors.md)".to_owned());
        list(items)
    }
}

/// The code that a guide's piece is about.
fn told_of(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Code(it) | Piece::Example(it) | Piece::Field(it, _) => Some(it),
        Piece::Markdown(_) | Piece::Table(_) => None,
    }
}

fn title(name: &str) -> String {
    format!("# {}\n\n", heading(name))
}

/// A section, unless it is empty.
fn section(out: &mut String, level: usize, title: &str, text: &str) {
    if !text.trim_end().is_empty() {
        put(out, &format!("{} {title}", "#".repeat(level)));
        put(out, text);
    }
}

fn causes(entry: &ErrorDef) -> String {
    list(entry.causes.iter().map(|it| inline(it, Place::Paragraph)))
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().flat_map(|it| ["- ".to_owned(), it, "\n".to_owned()]).collect()
}
