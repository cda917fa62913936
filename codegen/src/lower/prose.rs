//! Markdown in the spec: its links, and the raw HTML in it.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::context::{Context, Site};
use crate::diagnostics::{self, Diagnostic};
use crate::markdown::{Found, Links, Target, found_in_blocks, found_in_line};
use crate::source::Span;
use crate::syntax::Value;
use crate::text::{line_feeds, quoted};

/// The maximum number of mistakes of one kind reported for one text.
pub(super) const MOST_MISTAKES: usize = 20;

const ABSOLUTE: &str = "Write the whole address, with `https://`, `http://` or `mailto:`.";

impl Context<'_> {
    /// One paragraph of inline Markdown.
    pub(super) fn markdown(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.paragraph(value, what)?;
        Some(self.markup(value, &text, found_in_line(&text)))
    }

    /// Markdown of several blocks.
    pub(super) fn markdown_blocks(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        // In quotes, escapes can produce any line ending.
        let text = line_feeds(self.prose(value, what)?);
        Some(self.markup(value, &text, found_in_blocks(&text)).trim_end().to_owned())
    }

    /// Reports links and HTML that a text cannot have. Returns the text with links to the docs' site made absolute.
    fn markup(&mut self, value: Value<'_>, text: &str, found: Vec<(Found, Range<usize>)>) -> String {
        let mut rooted = Vec::new();
        let (links, html): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| matches!(it.0, Found::Link { .. }));
        for (_, range) in html.into_iter().filter(|it| is_opening(text, &it.1)).take(MOST_MISTAKES) {
            let place = self.within(value, text, range.clone());
            self.raw_html(text[range].trim(), place);
        }
        let mut reported = 0;
        for (found, range) in links {
            let Found::Link { kind, destination } = found else { continue };
            let target = Target::of(kind, &destination);
            let at = if target == Target::Rooted { position(text, range.clone(), kind, &destination) } else { None };
            match (target, &self.site) {
                (Target::Rooted, Site::Docs(_)) if at.is_some() => {
                    rooted.extend(at);
                    continue;
                }
                (Target::Absolute, _) | (Target::Rooted, Site::Unsure) => continue,
                _ if reported == MOST_MISTAKES => continue,
                _ => reported += 1,
            }
            let place = self.within(value, text, destination_range(text, range, &destination));
            self.bad_link(target, &destination, Links::Absolute, place);
        }
        let Site::Docs(site) = &self.site else { return text.to_owned() };
        // An image within a link is found after the link, but its address comes before the link's.
        rooted.sort_unstable();
        let mut whole = text.to_owned();
        for at in rooted.into_iter().rev() {
            whole.insert_str(at, site);
        }
        whole
    }

    /// Reports links and HTML that a guide's text cannot have. `span` is the text's.
    pub(super) fn guide_markup(&mut self, text: &str, span: Span) {
        let mut reported = 0;
        for (found, range) in found_in_blocks(text) {
            if reported == MOST_MISTAKES {
                break;
            }
            let before = self.diagnostics.len();
            match found {
                Found::Html if is_opening(text, &range) => {
                    self.raw_html(text[range.clone()].trim(), span.part(range));
                }
                Found::Html => {}
                Found::Link { kind, destination } => {
                    let place = span.part(destination_range(text, range, &destination));
                    self.bad_link(Target::of(kind, &destination), &destination, Links::Relative, place);
                }
            }
            reported += usize::from(self.diagnostics.len() > before);
        }
    }

    fn raw_html(&mut self, tag: &str, place: Span) {
        let found = Diagnostic::new(&diagnostics::RAW_HTML, format!("HTML is shown as text: {}", quoted(tag)));
        self.push(found.at(place, "").help("Use Markdown, or put the text into backticks."));
    }

    /// Reports a link that is not `allowed`.
    fn bad_link(&mut self, target: Target, destination: &str, allowed: Links, place: Span) {
        let shown = quoted(destination);
        let found = match (target, allowed) {
            (Target::Absolute, _) | (Target::Relative | Target::Rooted, Links::Relative) => return,
            (Target::Unsupported, _) => {
                Diagnostic::new(&diagnostics::BAD_LINK, format!("unsupported link scheme: {shown}")).help(ABSOLUTE)
            }
            (Target::Relative, Links::Absolute) => relative(&shown).help(format!(
                "{ABSOLUTE} The text appears on several pages, and a relative link resolves differently on each."
            )),
            (Target::Rooted, Links::Absolute) => relative(&shown).help(format!(
                "{ABSOLUTE} Or set `docs_url` under `api`: links that begin with `/` then lead to the same site."
            )),
        };
        self.push(found.at(place, ""));
    }
}

fn relative(shown: &str) -> Diagnostic {
    Diagnostic::new(&diagnostics::RELATIVE_LINK, format!("a relative link is shown as text: {shown}"))
}

/// Whether HTML is more than a closing tag, which is redundant.
fn is_opening(text: &str, range: &Range<usize>) -> bool {
    let html = text[range.clone()].trim();
    html.starts_with('<') && !html.starts_with("</")
}

/// The place of a link's destination, or of the whole link if it is not an inline link.
fn destination_range(text: &str, range: Range<usize>, destination: &str) -> Range<usize> {
    text[range.clone()].find(destination).filter(|_| !destination.is_empty()).map_or(range.clone(), |at| {
        let start = range.start + at;
        start..start + destination.len()
    })
}

/// The start of the destination of an inline link: `[text](destination)`.
fn position(text: &str, range: Range<usize>, kind: LinkType, destination: &str) -> Option<usize> {
    let link = &text[range.clone()];
    let is_destination = |at: &usize| link[..*at].trim_end_matches(['<', ' ', '\n']).ends_with("](");
    // An image within the link may have the same destination.
    let found = link.rmatch_indices(destination).map(|(at, _)| at).find(is_destination);
    found.filter(|_| kind == LinkType::Inline).map(|at| range.start + at)
}
