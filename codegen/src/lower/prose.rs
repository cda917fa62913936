//! Markdown in the spec: where its links lead, and HTML in it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::shape::Report;
use crate::book::site;
use crate::diagnostic::{self, Diagnostic, quoted};
use crate::yaml::Value;

/// Where a link may lead.
static SCHEMES: &[&str] = &["http://", "https://", "mailto:"];

/// Where links lead that begin with `/`.
pub(super) enum Site {
    /// To the site on which the docs are published: `https://shop.example`.
    Docs(String),
    Nowhere,
    /// To one that could not be read, which has been reported.
    Unsure,
}

impl Site {
    /// The site of a page.
    pub(super) fn of(url: &str) -> Self {
        Self::Docs(site(url).to_owned())
    }
}

/// How many mistakes of one text are told. After a score of them nobody reads on.
pub(super) const MOST_MISTAKES: usize = 20;

impl Report<'_> {
    /// One paragraph of inline Markdown.
    pub(super) fn markdown(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.paragraph(value, what)?;
        Some(self.markup(value, &text))
    }

    /// Reports links that lead elsewhere than to the web or to a mailbox, and HTML, which is shown and not obeyed. Gives
    /// the text with whole links.
    pub(super) fn markup(&mut self, value: Value<'_>, text: &str) -> String {
        let mut on_site = Vec::new();
        let (mut links, mut html) = (0, 0);
        for (event, range) in Parser::new(text).into_offset_iter() {
            match event {
                Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                    let is_allowed = SCHEMES.iter().any(|it| dest_url.to_ascii_lowercase().starts_with(it));
                    // `<paul@example.com>` is a link to a mailbox without saying so.
                    let is_mailbox = text[range.clone()].starts_with('<') && dest_url.contains('@');
                    if is_allowed || is_mailbox {
                        continue;
                    }
                    let is_on_site = dest_url.starts_with('/') && !dest_url.starts_with("//");
                    if is_on_site && let Some(at) = target(text, range.clone(), link_type, &dest_url) {
                        on_site.push(at);
                        if !matches!(self.site, Site::Nowhere) {
                            continue;
                        }
                    }
                    let at = text[range.clone()].find(&*dest_url).map_or(range.clone(), |at| {
                        let start = range.start + at;
                        start..start + dest_url.len()
                    });
                    links += 1;
                    if links > MOST_MISTAKES {
                        break; // There is no book, whatever follows.
                    }
                    let place = self.within(value, text, at);
                    let found = Diagnostic::new(
                        &diagnostic::BAD_LINK,
                        format!("a link that nobody can follow: {}", quoted(&dest_url)),
                    );
                    let help = "Write it whole, with `https://`, `http://` or `mailto:` in front.";
                    self.push(if is_on_site && matches!(self.site, Site::Nowhere) {
                        let site = "Or say under `api` where the docs are published: `docs_url: https://…`. Then it leads to the same site.";
                        found.at(place, "").help(format!("{help} {site}"))
                    } else {
                        found.at(place, "").help(help)
                    });
                }
                // A closing tag says nothing new.
                Event::Html(_) | Event::InlineHtml(_)
                    if !text[range.clone()].starts_with("</") && html < MOST_MISTAKES =>
                {
                    html += 1;
                    let place = self.within(value, text, range.clone());
                    let tag = quoted(text[range].trim());
                    let found = Diagnostic::new(&diagnostic::RAW_HTML, format!("HTML is shown as text: {tag}"));
                    self.push(found.at(place, "").help("Use Markdown, or put what is meant as text into backticks."));
                }
                _ => {}
            }
        }
        let Site::Docs(site) = &self.site else { return text.to_owned() };
        // A picture that is a link stands in front of where it leads, and was found after it.
        on_site.sort_unstable();
        let mut whole = text.to_owned();
        for at in on_site.into_iter().rev() {
            whole.insert_str(at, site);
        }
        whole
    }
}

/// Where the target of a link begins that stands beside its text: `[text](target)`.
fn target(text: &str, range: Range<usize>, link_type: LinkType, target: &str) -> Option<usize> {
    let link = &text[range.clone()];
    let is_target = |at: &usize| link[..*at].trim_end_matches(['<', ' ', '\n']).ends_with("](");
    // A picture in its text may lead to the same place.
    let found = link.rmatch_indices(target).map(|(at, _)| at).find(is_target);
    found.filter(|_| link_type == LinkType::Inline).map(|at| range.start + at)
}
