//! The lists `errors` and `retired`: their items, and the places where one is added or removed.

use super::write::Entry;
use crate::diagnostics::Edit;
use crate::format::Reader;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Kind, Pair, Tree, Value};

/// A list of entries in one file.
pub(super) struct List<'t> {
    pub(super) file: FileId,
    text: &'t str,
    root: Value<'t>,
    /// The key with the list, if the file has it.
    pair: Option<Pair<'t>>,
    pub(super) items: Vec<Item<'t>>,
}

/// An item of a list.
#[derive(Clone, Copy)]
pub(super) struct Item<'t> {
    pub(super) value: Value<'t>,
    pub(super) code: &'t str,
    /// The default status; 0 if there is none.
    pub(super) status: u16,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    After(usize),
    /// Before the first item; the end of a list without items.
    First,
}

impl<'t> List<'t> {
    /// The list under a key of each file whose contents are a map.
    pub(super) fn all(sources: &'t Sources, trees: &'t [(FileId, Tree<'t>)], key: &str) -> Vec<Self> {
        let of = |(file, tree): &'t (FileId, Tree<'t>)| {
            let root = tree.root().filter(|it| matches!(it.kind(), Kind::Map))?;
            let pair = root.pairs().find(|it| it.key == key);
            let items = pair.into_iter().flat_map(|it| it.value.items()).map(Item::new).collect();
            Some(Self { file: *file, text: &sources.file(*file).text, root, pair, items })
        };
        trees.iter().filter_map(of).collect()
    }

    /// Whether it is a list of lines that begin with a dash.
    pub(super) fn is_block(&self) -> bool {
        self.pair.is_some_and(|it| it.value.is_block())
    }

    pub(super) fn has_key(&self) -> bool {
        self.pair.is_some()
    }

    /// Whether the file has the head of the book.
    pub(super) fn is_in_head(&self) -> bool {
        self.root.pairs().any(|it| it.key == "api")
    }

    /// The edit that adds an entry, with comments above it. `key` is the list's key. `None` if the list is in a form to which nothing can be added.
    pub(super) fn added(&self, key: &str, entry: &Entry, comments: &[&str], place: Place) -> Option<Edit> {
        let Some(pair) = self.pair else { return self.with_key(key, entry, comments) };
        let span = pair.value.span();
        let neighbour = match place {
            Place::After(at) => self.items.get(at),
            Place::First => self.items.first(),
        };
        let Some(neighbour) = neighbour else { return self.in_empty(&pair, entry, comments) };
        if !pair.value.is_block() {
            // There is no room for comments.
            comments.is_empty().then_some(())?;
            let item = neighbour.value.span();
            return Some(match place {
                Place::After(_) => {
                    edit(item, item.end as usize, item.end as usize, format!(", {}", entry.in_brackets()))
                }
                Place::First => {
                    edit(item, item.start as usize, item.start as usize, format!("{}, ", entry.in_brackets()))
                }
            });
        }
        let region = self.region(neighbour);
        let is_flow = neighbour.value.is_flow_map();
        let indent = region.dash;
        let lines = lines(entry, comments, indent, is_flow);
        Some(match place {
            Place::After(at) => {
                let gap = if self.is_spaced(at) { "\n\n" } else { "\n" };
                edit(span, region.end, region.end, format!("{gap}{lines}"))
            }
            Place::First => {
                let gap = if self.is_spaced(0) { "\n\n" } else { "\n" };
                edit(span, region.start, region.start, format!("{lines}{gap}"))
            }
        })
    }

    /// In a list without items: `errors: []` or `errors:`.
    fn in_empty(&self, pair: &Pair<'_>, entry: &Entry, comments: &[&str]) -> Option<Edit> {
        let span = pair.value.span();
        if !self.root.is_block() {
            (comments.is_empty() && matches!(pair.value.kind(), Kind::List)).then_some(())?;
            return Some(edit(span, span.start as usize, span.end as usize, format!("[{}]", entry.in_brackets())));
        }
        let colon = pair.key_span.end as usize + self.text[pair.key_span.end as usize..].find(':')? + 1;
        let end = if pair.value.is_null() && span == pair.key_span { colon } else { span.end as usize };
        // A comment after it stays on its line.
        let line_end = end + self.text[end..].find('\n').unwrap_or(self.text.len() - end);
        let rest = &self.text[end..line_end];
        let is_free = rest.trim().is_empty() || rest.trim_start().starts_with('#');
        is_free.then_some(())?;
        let indent = self.column() + 2;
        Some(edit(
            span,
            colon,
            line_end,
            format!("{}\n{}", rest.trim_end(), lines(entry, comments, indent, entry.is_short)),
        ))
    }

    /// At the end of a file without the key.
    fn with_key(&self, key: &str, entry: &Entry, comments: &[&str]) -> Option<Edit> {
        self.root.is_block().then_some(())?;
        let end = self.text.trim_end().len();
        // Nothing may follow the end of a document.
        (!self.text[self.root.span().end as usize..].contains("\n...")).then_some(())?;
        let column = self.column();
        let text = lines(entry, comments, column + 2, entry.is_short);
        let indent = " ".repeat(column);
        Some(edit(self.root.span(), end, self.text.len(), format!("\n\n{indent}{key}:\n{text}\n")))
    }

    /// The column of the keys of the file.
    fn column(&self) -> usize {
        let start = self.root.pairs().next().map_or(0, |it| it.key_span.start as usize);
        Reader { text: self.text, at: 0 }.column(start)
    }

    /// Whether there is a blank line before the next item, or before this one.
    fn is_spaced(&self, at: usize) -> bool {
        let gap = |a: usize, b: usize| {
            let (a, b) = (self.items.get(a)?, self.items.get(b)?);
            let between = self.text.get(a.value.span().end as usize..b.value.span().start as usize)?;
            Some(between.split('\n').skip(1).any(|it| it.trim().is_empty()))
        };
        gap(at, at + 1).or_else(|| gap(at.checked_sub(1)?, at)).unwrap_or(false)
    }

    /// The lines of an item of a list in lines.
    pub(super) fn region(&self, item: &Item<'_>) -> Region<'t> {
        let span = item.value.span();
        let text = self.text;
        let mut reader = Reader { text, at: span.start as usize };
        let column = reader.column(reader.at);
        // The dash is the last one before the item that only spaces and comments follow.
        let mut start = line_start(text, span.start as usize);
        while !text[start..].trim_start_matches(' ').starts_with('-') && start > 0 {
            start = line_start(text, start - 1);
        }
        let dash = text[start..].len() - text[start..].trim_start_matches(' ').len();
        // Comments right above belong to it.
        while start > 0 {
            let above = line_start(text, start - 1);
            if !text[above..start].trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        reader.at = span.end as usize;
        let line_end = text[reader.at..].find('\n').map_or(text.len(), |it| reader.at + it);
        reader.at = line_end;
        let mut tail = String::new();
        reader.tail(&mut tail, column.max(dash + 1), 0);
        let end = reader.at;
        Region { start, dash, end, text }
    }

    /// The edit that removes an item; `None` if the list is in a form from which nothing can be removed.
    pub(super) fn removed(&self, at: usize) -> Option<Edit> {
        let list = self.pair?.value;
        let item = self.items.get(at)?;
        let span = item.value.span();
        if !list.is_block() {
            let end = |it: &Item<'_>| it.value.span().end as usize;
            let start = |it: &Item<'_>| it.value.span().start as usize;
            return Some(match (self.items.get(at + 1), at.checked_sub(1).and_then(|it| self.items.get(it))) {
                (Some(next), _) => edit(span, start(item), start(next), String::new()),
                (None, Some(before)) => edit(span, end(before), end(item), String::new()),
                (None, None) => edit(span, start(item), end(item), String::new()),
            });
        }
        let Region { mut start, end, .. } = self.region(item);
        let end = (end + 1).min(self.text.len());
        // Not two blank lines, and none at the end.
        let is_blank = |line: &str| line.trim().is_empty();
        let above = line_start(self.text, start.saturating_sub(1));
        let below = self.text[end..].split('\n').next().unwrap_or_default();
        if start > 0 && is_blank(&self.text[above..start]) && is_blank(below) {
            start = above;
        }
        Some(edit(span, start, end, String::new()))
    }
}

/// The lines of an item.
pub(super) struct Region<'t> {
    /// The start of its first line, or of the comments right above.
    start: usize,
    /// The column of its dash.
    dash: usize,
    /// The end of its last line, without the line break.
    end: usize,
    text: &'t str,
}

impl<'t> Region<'t> {
    /// The comments of the item, from above it to its end.
    pub(super) fn comments(&self, tree: &Tree<'_>) -> Vec<&'t str> {
        let scalars: Vec<(usize, usize)> = tree.scalars().map(|it| (it.start as usize, it.end as usize)).collect();
        let is_in_scalar = |at: usize| scalars.iter().any(|(start, end)| (*start..*end).contains(&at));
        let mut out = Vec::new();
        let mut at = self.start;
        while let Some(found) = self.text[at..self.end].find('#') {
            let hash = at + found;
            let is_start = self.text[..hash].ends_with([' ', '\t', '\n']) || hash == 0;
            if !is_start || is_in_scalar(hash) {
                at = hash + 1;
                continue;
            }
            let end = self.text[hash..self.end].find('\n').map_or(self.end, |it| hash + it);
            out.push(self.text[hash..end].trim_end());
            at = end;
        }
        out
    }
}

impl<'t> Item<'t> {
    fn new(value: Value<'t>) -> Self {
        let scalar = |name: &str| {
            let pair = value.pairs().find(|it| it.key == name)?;
            let first = pair.value.items().next().unwrap_or(pair.value);
            if let Kind::Scalar(it) = first.kind() { Some(it.as_written()) } else { None }
        };
        let status = scalar("status").and_then(|it| it.parse().ok()).unwrap_or(0);
        Self { value, code: scalar("code").unwrap_or_default().trim_end_matches('\n'), status }
    }
}

fn lines(entry: &Entry, comments: &[&str], indent: usize, in_brackets: bool) -> String {
    let own_lines = comments.iter().flat_map(|it| [&*" ".repeat(indent), it, "\n"].map(str::to_owned));
    own_lines.chain([entry.item(indent, in_brackets)]).collect()
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |it| it + 1)
}

fn edit(near: Span, start: usize, end: usize, text: String) -> Edit {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Edit { span: Span { file: near.file, start: at(start), end: at(end) }, text }
}
