//! Headings' anchors, as GitHub makes them.

use std::collections::HashMap;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::READ;

/// The anchors of a page's headings, by where these begin. One whose text has no letters has none.
pub(crate) fn anchors(page: &str) -> HashMap<usize, String> {
    let mut out = HashMap::new();
    let mut taken = Taken::default();
    let mut open: Option<(usize, String)> = None;
    for (event, range) in Parser::new_ext(page, READ).into_offset_iter() {
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

/// A heading's anchor, before it is made unique.
pub(crate) fn slug(heading: &str) -> String {
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
    !c.is_ascii() && !crate::text::is_invisible(c) && !c.is_whitespace() && c.escape_debug().len() > 1
}
