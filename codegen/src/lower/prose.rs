//! Markdown in the spec: where its links lead, and HTML in it.

use pulldown_cmark::{Event, Parser, Tag};

use super::shape::Report;
use crate::diagnostic::{self, Diagnostic, quoted};
use crate::yaml::Value;

/// Where a link may lead.
static SCHEMES: &[&str] = &["http://", "https://", "mailto:"];

impl Report<'_> {
    /// One paragraph of inline Markdown.
    pub(super) fn markdown(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.paragraph(value, what)?;
        self.markup(value, &text);
        Some(text)
    }

    /// Reports links that lead elsewhere than to the web or to a mailbox, and HTML, which is shown and not obeyed.
    pub(super) fn markup(&mut self, value: Value<'_>, text: &str) {
        for (event, range) in Parser::new(text).into_offset_iter() {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    let is_allowed = SCHEMES.iter().any(|it| dest_url.to_ascii_lowercase().starts_with(it));
                    // `<paul@example.com>` is a link to a mailbox without saying so.
                    let is_mailbox = text[range.clone()].starts_with('<') && dest_url.contains('@');
                    if is_allowed || is_mailbox {
                        continue;
                    }
                    let at = text[range.clone()].find(&*dest_url).map_or(range.clone(), |at| {
                        let start = range.start + at;
                        start..start + dest_url.len()
                    });
                    let place = self.within(value, text, at);
                    let found = Diagnostic::new(
                        &diagnostic::BAD_LINK,
                        format!("a link that nobody can follow: {}", quoted(&dest_url)),
                    );
                    self.push(
                        found.at(place, "").help("Write it whole, with `https://`, `http://` or `mailto:` in front."),
                    );
                }
                // A closing tag says nothing new.
                Event::Html(_) | Event::InlineHtml(_) if !text[range.clone()].starts_with("</") => {
                    let place = self.within(value, text, range.clone());
                    let html = text[range].trim();
                    let found =
                        Diagnostic::new(&diagnostic::RAW_HTML, format!("HTML is shown as text: {}", quoted(html)));
                    self.push(found.at(place, "").help("Use Markdown, or put what is meant as text into backticks."));
                }
                _ => {}
            }
        }
    }
}
