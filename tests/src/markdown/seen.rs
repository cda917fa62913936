//! A page, parsed.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

pub(super) fn events(page: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter()
}

/// The text between an element's start and its end, for each.
pub(super) fn within(page: &str, is_start: fn(&Tag<'_>) -> bool, is_end: fn(&TagEnd) -> bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut is_open = false;
    for (event, _) in events(page) {
        match event {
            Event::Start(tag) if is_start(&tag) => {
                out.push(String::new());
                is_open = true;
            }
            Event::End(tag) if is_end(&tag) => is_open = false,
            Event::Text(it) | Event::Code(it) | Event::InlineHtml(it) if is_open => {
                out.last_mut().expect("one is open").push_str(&it);
            }
            Event::SoftBreak | Event::HardBreak if is_open => out.last_mut().expect("one is open").push(' '),
            _ => {}
        }
    }
    out
}

pub(crate) fn headings(page: &str) -> Vec<String> {
    within(page, |it| matches!(it, Tag::Heading { .. }), |it| matches!(it, TagEnd::Heading(_)))
}

pub(crate) fn paragraphs(page: &str) -> Vec<String> {
    within(page, |it| matches!(it, Tag::Paragraph), |it| matches!(it, TagEnd::Paragraph))
}

pub(super) fn cells(page: &str) -> Vec<String> {
    within(page, |it| matches!(it, Tag::TableCell), |it| matches!(it, TagEnd::TableCell))
}

/// The cells of the page's tables, row by row, without their heads.
pub(crate) fn table(page: &str) -> Vec<Vec<String>> {
    let mut cells = cells(page).into_iter();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_head = false;
    for (event, _) in events(page) {
        match event {
            Event::Start(Tag::TableHead) => is_head = true,
            Event::End(TagEnd::TableHead) => is_head = false,
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                let cell = cells.next().expect("a cell");
                if !is_head {
                    rows.last_mut().expect("a row is open").push(cell);
                }
            }
            _ => {}
        }
    }
    rows
}

pub(crate) fn code_blocks(page: &str) -> Vec<String> {
    within(page, |it| matches!(it, Tag::CodeBlock(_)), |it| matches!(it, TagEnd::CodeBlock))
}

/// The destinations of the links in a text, with their kind.
pub(crate) fn links(page: &str) -> Vec<(LinkType, String)> {
    events(page)
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => Some((link_type, dest_url.into_string())),
            _ => None,
        })
        .collect()
}

/// The ids of the headings, as github-slugger gives them.
pub(crate) fn ids(page: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    headings(page)
        .iter()
        .map(|heading| {
            let slug: String = heading
                .to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect();
            let mut id = slug.clone();
            while seen.contains_key(&id) {
                let count = seen.entry(slug.clone()).or_default();
                *count += 1;
                id = format!("{slug}-{count}");
            }
            seen.insert(id.clone(), 0);
            id
        })
        .collect()
}
