//! Addresses that stand bare in a text. Some renderers make links of them and some do not: written out they are links
//! everywhere.

use std::ops::Range;

/// Each bare address in a part of a text, and how it is written as a link.
pub(super) fn bare(source: &str, part: Range<usize>) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut at = part.start;
    while let Some(step) = source[at..part.end].find(['h', 'H', 'm', 'M', 'w', 'W', '@']) {
        let sign = at + step;
        let from = out.last().map_or(part.start, |(range, _): &(Range<usize>, String)| range.end);
        let found = if source[sign..].starts_with('@') {
            mailbox(source, from..part.end, sign)
        } else {
            address(source, sign..part.end)
        };
        at = found.as_ref().map_or(sign + 1, |(range, _)| range.end);
        out.extend(found);
    }
    out
}

/// `https://…`, `mailto:…` or `www.…` at the part's start.
fn address(source: &str, part: Range<usize>) -> Option<(Range<usize>, String)> {
    let before = source[..part.start].chars().next_back();
    let rest = &source[part.clone()];
    let scheme = ["https://", "http://", "mailto:", "www."]
        .into_iter()
        .find(|it| rest.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)))?;
    // A backslash would escape the link.
    if before.is_some_and(|c| c.is_alphanumeric() || c == '\\') {
        return None;
    }
    let (length, text) = extent(rest);
    let range = part.start..part.start + length;
    let host = text.get(scheme.len()..).filter(|it| it.starts_with(|c: char| c.is_alphanumeric() || c == '['))?;
    match scheme {
        "mailto:" => host.contains('@').then(|| (range, format!("<{text}>"))),
        "www." => Some((range, www(&text))),
        _ => Some((range, format!("<{text}>"))),
    }
}

/// How far an address goes, and what it is without backslashes (GFM 0.29, section 6.9).
fn extent(rest: &str) -> (usize, String) {
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\');
    let mut kept: Vec<(usize, char)> = Vec::new();
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let escaped = if c == '\\' { chars.next_if(|&(_, it)| it.is_ascii_punctuation() && !ends(it)) } else { None };
        match escaped {
            Some((at, c)) => kept.push((at + 1, c)),
            None if ends(c) => break,
            // Between `<` and `>` not every renderer reads it.
            None if rest[at..].starts_with("&amp;") => {
                kept.push((at + "&amp;".len(), c));
                chars.nth("amp;".len() - 1);
            }
            None => kept.push((at + c.len_utf8(), c)),
        }
    }
    let count = |of: char| kept.iter().filter(|(_, c)| *c == of).count();
    let (open, mut closed) = (count('('), count(')'));
    while let Some((_, c)) = kept.last() {
        match c {
            '.' | ',' | ';' | ':' | '!' | '?' | ']' | '\'' | '*' | '_' | '~' => {}
            // The sentence's, unless the address has opened it.
            ')' if closed > open => closed -= 1,
            _ => break,
        }
        kept.pop();
    }
    (kept.last().map_or(0, |(end, _)| *end), kept.iter().map(|(_, c)| c).collect())
}

fn www(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if matches!(c, '[' | ']' | '*' | '_' | '~' | '$' | '&') {
            shown.push('\\');
        }
        shown.push(c);
    }
    let (open, close) = if text.contains(['(', ')']) { ("<", ">") } else { ("", "") };
    format!("[{shown}]({open}https://{text}{close})")
}

/// The mailbox around an `@`.
fn mailbox(source: &str, part: Range<usize>, at: usize) -> Option<(Range<usize>, String)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let start = part.start + source[part.start..at].trim_end_matches(is_name).len();
    let rest = &source[at + 1..part.end];
    let host = &rest[..rest.len() - rest.trim_start_matches(is_host).len()];
    let goes_on = rest[host.len()..].starts_with(['_', '@']);
    let host = host.trim_end_matches(['.', '-']);
    let are_labels = |it: &str| it.split('.').all(|it| (1..=63).contains(&it.len()) && it.trim_matches('-') == it);
    let before = source[..start].chars().next_back();
    let is_apart = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | '/' | ':' | '@'));
    let is_mailbox = start < at && is_apart && !goes_on && host.contains('.') && are_labels(host);
    let range = start..at + 1 + host.len();
    is_mailbox.then(|| (range.clone(), format!("<{}>", &source[range])))
}
