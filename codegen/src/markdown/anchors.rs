//! Headings' anchors, as GitHub makes them.

use std::collections::HashMap;

/// The anchors of a page so far, and how often each was requested.
#[derive(Default)]
pub(crate) struct Anchors(HashMap<String, usize>);

impl Anchors {
    /// The anchor of the next heading; `None` if its text has no letters.
    pub(crate) fn next(&mut self, heading: &str) -> Option<String> {
        let slug = slug(heading);
        let mut anchor = slug.clone();
        while self.0.contains_key(&anchor) {
            let count = self.0.entry(slug.clone()).or_default();
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

/// Letters, marks, decimal digits and connecting punctuation, as in Ruby's `\p{Word}`; and spaces and hyphens.
fn is_kept(c: char) -> bool {
    match c {
        ' ' | '-' | '_' | '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{ff3f}' => true,
        // Numbers that are not decimal digits.
        '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{249b}' => {
            false
        }
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// Whether it combines with the preceding letter. `Debug` escapes marks, and nothing else that passes the other
/// conditions.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && !crate::text::is_invisible(c) && !c.is_whitespace() && c.escape_debug().len() > 1
}
