//! The links of a text, and the raw HTML in it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::READ;

/// A line is plain `CommonMark`: the extensions are for blocks.
pub(super) const LINE: Options = Options::empty();

/// After a word, characters at the line's start have no meaning, so any line is a paragraph.
pub(super) const LEAD: &str = "x ";

/// A place in a line that was parsed after [`LEAD`].
fn after_lead(range: Range<usize>) -> Range<usize> {
    range.start.saturating_sub(LEAD.len())..range.end.saturating_sub(LEAD.len())
}

/// Which links a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// Links with an allowed scheme: a text appears on pages in several folders.
    Absolute,
    /// Also relative ones: a guide appears on one page.
    Relative,
}

impl Links {
    pub(super) fn allow(self, kind: LinkType, destination: &str) -> bool {
        match Target::of(kind, destination) {
            Target::Absolute => true,
            Target::Relative | Target::Rooted => self == Self::Relative,
            Target::Unsupported => false,
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// To the web or to a mailbox.
    Absolute,
    /// To a page beside this one, or to a part of it: `guide.md`, `#part`.
    Relative,
    /// To a page of the same site: `/guide`.
    Rooted,
    /// Any other scheme, or a host without a scheme: `javascript:…`, `//host`.
    Unsupported,
}

impl Target {
    pub(crate) fn of(kind: LinkType, destination: &str) -> Self {
        const SCHEMES: &[&str] = &["http://", "https://", "mailto:"];
        let has_scheme = |it: &&str| destination.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it));
        // A browser drops control characters, and reads `\` as `/`.
        let is_odd = destination.contains(|c: char| c == '\\' || c.is_control());
        let first = destination.split(['/', '?', '#']).next().unwrap_or_default();
        if kind == LinkType::Email || SCHEMES.iter().any(has_scheme) {
            Self::Absolute
        } else if is_odd || destination.starts_with("//") || first.contains(':') {
            Self::Unsupported
        } else if destination.starts_with('/') {
            Self::Rooted
        } else {
            Self::Relative
        }
    }
}

/// Something in a text that its author should know about.
#[derive(Debug)]
pub(crate) enum Found {
    Html,
    Link { kind: LinkType, destination: String },
}

/// The links that a spec rejects, each with its place: of a paragraph, or of several blocks.
pub fn unsupported_links(text: &str, is_paragraph: bool) -> Vec<(String, Range<usize>)> {
    let found = if is_paragraph { found_in_line(text) } else { found_in_blocks(text) };
    let unsupported = found.into_iter().filter_map(|(found, range)| match found {
        Found::Link { kind, destination } if Target::of(kind, &destination) == Target::Unsupported => {
            Some((destination, range))
        }
        _ => None,
    });
    unsupported.collect()
}

/// The links and the raw HTML of a line of Markdown, each with its place.
pub(crate) fn found_in_line(text: &str) -> Vec<(Found, Range<usize>)> {
    let found = found(Parser::new_ext(&format!("{LEAD}{text}"), LINE));
    found.into_iter().map(|(found, range)| (found, after_lead(range))).collect()
}

/// The links and the raw HTML of Markdown, each with its place.
pub(crate) fn found_in_blocks(text: &str) -> Vec<(Found, Range<usize>)> {
    found(Parser::new_ext(text, READ))
}

fn found(parser: Parser<'_>) -> Vec<(Found, Range<usize>)> {
    let found = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
            Some((Found::Link { kind: link_type, destination: dest_url.into_string() }, range))
        }
        Event::Html(_) | Event::InlineHtml(_) => Some((Found::Html, range)),
        _ => None,
    };
    parser.into_offset_iter().filter_map(found).collect()
}
