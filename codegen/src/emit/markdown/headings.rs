//! Headings and their anchors, as GitHub makes them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::edits::Edits;
use super::inline::{Place, code, plain};

/// A code as a heading: bare if it is a word, and as code if it has signs that a renderer or a linter could read.
pub(super) fn heading(name: &str) -> String {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && name.contains(char::is_alphanumeric)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www."));
    if is_word { plain(name, Place::Paragraph) } else { code(name) }
}

/// The anchors of a page's headings, by where these begin. One whose text has no letters has none.
pub(in crate::emit) fn anchors(page: &str) -> HashMap<usize, String> {
    let mut out = HashMap::new();
    let mut taken = Taken::default();
    let mut open: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some((range.start, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((at, text)) = open.take() {
                    out.extend(taken.anchor(&slug(&text)).map(|it| (at, it)));
                }
            }
            Event::Text(it) | Event::Code(it) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&it);
                }
            }
            _ => {}
        }
    }
    out
}

/// The page, with no heading written as another is: linters ask for that. Where people read the same words twice, a letter of
/// the deeper heading is written as its number, which changes neither the words nor the anchors.
pub(super) fn apart(page: &str) -> String {
    let mut headings = headings(page);
    headings.sort_by_key(|it| it.level);
    let mut edits = Edits::default();
    let mut taken = HashSet::new();
    for heading in headings {
        let written = &page[heading.range.clone()];
        if taken.insert(written.to_owned()) {
            continue;
        }
        let other = heading.letters.iter().find_map(|&(at, letter)| {
            let (before, behind) = written.split_at(at - heading.range.start);
            let number = format!("&#{};", u32::from(letter));
            let behind = &behind[letter.len_utf8()..];
            taken.insert(format!("{before}{number}{behind}")).then_some((at..at + letter.len_utf8(), number))
        });
        if let Some((range, number)) = other {
            edits.replace(range, number);
        }
    }
    edits.apply(page)
}

/// A heading as it is written.
struct Heading {
    level: HeadingLevel,
    /// Without its signs.
    range: Range<usize>,
    /// Letters and digits that stand for themselves.
    letters: Vec<(usize, char)>,
}

fn headings(page: &str) -> Vec<Heading> {
    let mut out: Vec<Heading> = Vec::new();
    let (mut is_open, mut links) = (false, 0);
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let title = page[range.clone()].trim_start_matches('#').trim_start();
                let start = range.end - title.len();
                is_open = true;
                out.push(Heading { level, range: start..start + title.trim_end().len(), letters: Vec::new() });
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::Text(it) if is_open && links == 0 && page[range.clone()] == *it => {
                let letters = it.char_indices().filter(|it| it.1.is_alphanumeric());
                if let Some(heading) = out.last_mut() {
                    heading.letters.extend(letters.map(|(at, letter)| (range.start + at, letter)));
                }
            }
            _ => {}
        }
    }
    out
}

/// The anchors so far, and how often each was wanted.
#[derive(Default)]
struct Taken(HashMap<String, usize>);

impl Taken {
    fn anchor(&mut self, slug: &str) -> Option<String> {
        let mut anchor = slug.to_owned();
        while self.0.contains_key(&anchor) {
            let count = self.0.entry(slug.to_owned()).or_default();
            *count += 1;
            anchor = format!("{slug}-{count}");
        }
        self.0.insert(anchor.clone(), 0);
        (!slug.is_empty()).then_some(anchor)
    }
}

/// A heading's anchor before it is told from others.
pub(super) fn slug(heading: &str) -> String {
    let lowered = heading.to_lowercase();
    lowered.chars().filter(|&c| is_kept(c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Letters, marks, decimal digits and connecting punctuation, as Ruby's `\p{Word}` has them; and blanks and hyphens.
fn is_kept(c: char) -> bool {
    match c {
        ' ' | '-' | '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{ff3f}' => true,
        // Numbers that are no digits.
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{249b}' => {
            false
        }
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// Whether it is drawn upon the letter before. `Debug` shows those that are no letters, and nothing else that a heading
/// can hold, by their number.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && !crate::diagnostic::is_invisible(c) && !c.is_whitespace() && c.escape_debug().len() > 1
}
