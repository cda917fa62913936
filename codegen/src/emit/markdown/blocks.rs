//! Markdown of several blocks: the spec's `details`, and the prose of guides.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// The same Markdown under a heading of level `below`: its headings lie deeper, and HTML is shown, not obeyed.
pub(in crate::emit) fn blocks(text: &str, below: usize) -> String {
    rewrite(text, below, true)
}

/// The same for prose that may hold HTML.
pub(in crate::emit) fn prose(text: &str, below: usize) -> String {
    rewrite(text, below, false)
}

fn rewrite(text: &str, below: usize, escape_html: bool) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let raw = &text[range.clone()];
                let marks = raw.len() - raw.trim_start_matches('#').len();
                let deeper = (level as usize + below).min(6);
                if marks > 0 {
                    edits.push((range.start..range.start + marks, "#".repeat(deeper)));
                } else if let Some((title, _)) = raw.trim_end().rsplit_once('\n') {
                    // Underlined: there are no such headings below the second level.
                    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
                    edits.push((range, format!("{} {title}\n", "#".repeat(deeper))));
                }
            }
            Event::Html(_) | Event::InlineHtml(_) if escape_html => {
                edits.push((range.clone(), text[range].replace('<', "\\<")));
            }
            _ => {}
        }
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut at = 0;
    for (range, with) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&with);
        at = range.end;
    }
    out.push_str(&text[at..]);
    out
}
