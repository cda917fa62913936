//! A line of a text: a paragraph, or a table's cell.

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::links::{LEAD, LINE, Links};
use super::{Place, code, merged, read, written};
use crate::text::visible;

/// One paragraph of inline Markdown: emphasis, code and links. HTML is shown as text.
pub(crate) fn inline(text: &str, place: Place) -> String {
    if is_bare(text) {
        return text.to_owned();
    }
    let text = visible(text);
    let source = format!("{LEAD}{text}");
    let events = merged(Parser::new_ext(&source, LINE));
    let [Event::Start(Tag::Paragraph), Event::Text(first), rest @ .., Event::End(TagEnd::Paragraph)] = &*events else {
        return plain(&text, place);
    };
    let first = first.get(LEAD.len()..).unwrap_or_default().to_owned();
    let mut line = Inline {
        links: Links::Absolute,
        images: false,
        out: Vec::new(),
        kept: Vec::new(),
        is_cell: place == Place::Cell,
    };
    for event in [Event::Text(first.into())].into_iter().chain(rest.iter().cloned()) {
        line.event(event);
    }
    line_written(merged(line.out), place).unwrap_or_else(|| plain(&text, place))
}

/// A text without any markup, shown verbatim.
pub(crate) fn plain(text: &str, place: Place) -> String {
    let text = visible(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.is_empty() || is_bare(&text) {
        return text;
    }
    line_written(vec![Event::Text(CowStr::Borrowed(&text))], place).unwrap_or_else(|| match place {
        Place::Cell => code(&text).replace('|', "\\|"),
        Place::Paragraph => code(&text),
    })
}

/// Code in a table's cell, where `|` ends even code. Plain text if code cannot express it.
pub(crate) fn cell_code(text: &str) -> String {
    // In a cell `\|` is a pipe, so code cannot contain a backslash before a pipe.
    if text.contains("\\|") { plain(text, Place::Cell) } else { code(text).replace('|', "\\|") }
}

/// A name as the label of a link. A renderer may treat a character in the code as the end of the code or of the label.
pub(crate) fn label(name: &str, place: Place) -> String {
    if !name.contains(['`', '[', ']']) {
        match place {
            Place::Cell => return cell_code(name),
            Place::Paragraph if !name.contains('|') => return code(name),
            // In a table of a guide it would end the cell.
            Place::Paragraph => {}
        }
    }
    // marked reads a label without its backslashes before brackets.
    plain(name, Place::Cell).replace("\\[", "&#91;").replace("\\]", "&#93;")
}

/// A code as a heading: bare if it is a word, and as code if it has characters that a renderer or linter could
/// interpret.
pub(crate) fn heading(name: &str) -> String {
    let is_word = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && name.contains(char::is_alphanumeric)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www."));
    if is_word { plain(name, Place::Paragraph) } else { code(name) }
}

/// Whether a text certainly contains no markup or URL, so that it need not be parsed.
fn is_bare(text: &str) -> bool {
    let means_nothing = |it: u8| it.is_ascii_alphanumeric() || b" ,;.?'\"()/%-".contains(&it);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !(digits > 0 && text[digits..].starts_with(['.', ')']))
        && text.bytes().all(means_nothing)
        && !text.as_bytes().windows(4).any(|it| it.eq_ignore_ascii_case(b"www."))
}

fn line_written(events: Vec<Event<'_>>, place: Place) -> Option<String> {
    let mut paragraph = vec![Event::Start(Tag::Paragraph)];
    paragraph.extend(events);
    paragraph.push(Event::End(TagEnd::Paragraph));
    written(&paragraph, place, |out| match place {
        Place::Paragraph => read(out) == paragraph,
        Place::Cell => {
            let table = format!("|a|b|\n|-|-|\n|{out}|c|\n");
            let read = read(&table);
            let start = read.iter().position(|it| matches!(it, Event::Start(Tag::TableRow))).unwrap_or(read.len());
            let end = [
                Event::End(TagEnd::TableCell),
                Event::Start(Tag::TableCell),
                Event::Text("c".into()),
                Event::End(TagEnd::TableCell),
                Event::End(TagEnd::TableRow),
                Event::End(TagEnd::Table),
            ];
            !out.contains('\n') && read[start..].iter().skip(2).eq(paragraph[1..paragraph.len() - 1].iter().chain(&end))
        }
    })
}

/// The inline events of a text, with disallowed ones as text.
pub(super) struct Inline<'a> {
    pub(super) links: Links,
    /// Whether images are shown, or only linked.
    pub(super) images: bool,
    pub(super) is_cell: bool,
    pub(super) out: Vec<Event<'a>>,
    /// The open links and images: the event that ends each, or `None` if only its text is kept.
    pub(super) kept: Vec<Option<TagEnd>>,
}

impl<'a> Inline<'a> {
    pub(super) fn event(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                self.open(link_type, dest_url, title, false);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, .. }) => {
                self.open(link_type, dest_url, title, true);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let end = self.kept.pop().flatten();
                self.out.extend(end.map(Event::End));
            }
            Event::Html(html) | Event::InlineHtml(html) if self.kept.iter().all(Option::is_none) => self.linked(&html),
            Event::Html(html) | Event::InlineHtml(html) => self.out.push(Event::Text(html)),
            Event::FootnoteReference(name) => self.out.push(Event::Text(format!("[^{name}]").into())),
            // A renderer may treat a character in it as the end of the code or of the label.
            Event::Code(text) if self.kept.iter().any(Option::is_some) && text.contains(['`', '[', ']']) => {
                self.out.push(Event::Text(text));
            }
            // In a cell `\|` is a pipe, so code cannot contain a backslash before a pipe.
            Event::Code(text) if self.is_cell && text.contains("\\|") => self.out.push(Event::Text(text)),
            Event::Text(text) if self.kept.iter().all(Option::is_none) => self.linked(&text),
            event => self.out.push(event),
        }
    }

    fn open(&mut self, kind: LinkType, destination: CowStr<'a>, title: CowStr<'a>, is_image: bool) {
        let is_shown = is_image && self.images;
        // Links cannot be nested.
        let is_nested = !is_shown && self.kept.iter().any(Option::is_some);
        if is_nested || !self.links.allow(kind, &destination) {
            self.kept.push(None);
            return;
        }
        // Reference links are written inline.
        let link_type = match kind {
            LinkType::Autolink | LinkType::Email => kind,
            _ => LinkType::Inline,
        };
        let dest_url = if self.is_cell { destination.replace('|', "%7C").into() } else { destination };
        let title = if self.is_cell && title.contains('|') { CowStr::Borrowed("") } else { title };
        let id = CowStr::Borrowed("");
        let tag = if is_shown {
            Tag::Image { link_type, dest_url, title, id }
        } else {
            Tag::Link { link_type, dest_url, title, id }
        };
        self.kept.push(Some(tag.to_end()));
        self.out.push(Event::Start(tag));
    }

    /// A text with its bare URLs as links: only some renderers link them.
    pub(super) fn linked(&mut self, text: &str) {
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false);
        for span in finder.spans(text) {
            let part = span.as_str();
            let is_www = part.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www."));
            let has_scheme = part.contains("://") && Links::Absolute.allow(LinkType::Autolink, part);
            let link = match span.kind() {
                Some(LinkKind::Email) => Some((LinkType::Email, part.to_owned())),
                Some(LinkKind::Url) if has_scheme => Some((LinkType::Autolink, part.to_owned())),
                Some(LinkKind::Url) if is_www => Some((LinkType::Inline, format!("https://{part}"))),
                _ => None,
            };
            let text = Event::Text(part.to_owned().into());
            match link {
                Some((link_type, address)) if !part.contains('|') => {
                    let link = Tag::Link {
                        link_type,
                        dest_url: address.into(),
                        title: CowStr::Borrowed(""),
                        id: CowStr::Borrowed(""),
                    };
                    self.out.extend([Event::Start(link), text, Event::End(TagEnd::Link)]);
                }
                _ => self.out.push(text),
            }
        }
    }
}
