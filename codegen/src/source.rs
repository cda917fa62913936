//! Source files and spans. It knows nothing of YAML, Markdown, or the origin of a file.

use std::ops::Range;

/// Identifies a file of [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file. The end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// The span from this one's start to the other's end. Both are in one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.start), ..self }
    }

    /// A part of this span. `range` is in bytes, relative to its start.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Self {
        let at = |offset: usize| self.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)).min(self.end);
        Self { file: self.file, start: at(range.start), end: at(range.end) }
    }
}

/// A position for people: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// The text of one file, with an index of its lines.
#[derive(Debug)]
pub struct Source {
    /// Its path below the spec folder, with `/` as the separator.
    pub path: String,
    /// Its text, without a byte order mark. Every line ends with a line feed, whatever the line ending in the file.
    pub text: String,
    lines: Vec<u32>,
    /// The number of characters that begin before each block of the text.
    blocks: Vec<u32>,
}

/// Columns are counted from the start of a block: a line may have 60 MB, and ten thousand diagnostics.
const BLOCK: usize = 4096;

impl Source {
    fn new(path: String, text: String) -> Self {
        let lines = line_starts(&text);
        let blocks = text.as_bytes().chunks(BLOCK).scan(0_u32, |count, block| {
            let before = *count;
            *count = count.saturating_add(u32::try_from(characters(block)).unwrap_or(u32::MAX));
            Some(before)
        });
        let blocks = blocks.collect();
        Self { path, text, lines, blocks }
    }

    /// The byte range of line `line` (from 0), without its line break.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines.get(line).map_or(self.text.len(), |&at| at as usize);
        let end = self.lines.get(line + 1).map_or(self.text.len(), |&at| at as usize);
        let body = &self.text[start..end];
        start..start + body.trim_end_matches('\n').len()
    }

    /// The line (from 0) that contains a byte.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// The position of a byte. An offset inside a character counts as the character's start.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.floor(offset);
        let line = self.line_of(offset);
        let start = self.lines[line] as usize;
        let column = match self.text.as_bytes().get(start..offset) {
            Some(near) if near.len() <= BLOCK => characters(near),
            _ => self.characters_before(offset) - self.characters_before(start),
        };
        LineColumn { line: line + 1, column: column + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.blocks.get(block).or(self.blocks.last()).map_or(0, |&it| it as usize);
        let start = block.min(self.blocks.len().saturating_sub(1)) * BLOCK;
        before + characters(&self.text.as_bytes()[start..offset])
    }

    /// The last character boundary that is not after `offset`.
    pub fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// The text of a span of this file.
    pub fn slice(&self, span: Span) -> &str {
        let start = self.floor(span.start as usize);
        let end = self.floor(span.end as usize);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The number of characters that begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// The offset of each line.
fn line_starts(text: &str) -> Vec<u32> {
    let after_breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(after_breaks).map_while(|at| u32::try_from(at).ok()).collect()
}

/// Every file of the spec, in the order of their paths.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file. Its id identifies it, and its path does not.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path, text));
        id
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The span of a whole file.
    pub fn whole(&self, id: FileId) -> Span {
        Span { file: id, start: 0, end: u32::try_from(self.file(id).text.len()).unwrap_or(u32::MAX) }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).slice(span)
    }

    /// The positions of a span's start and end.
    pub(crate) fn ends(&self, span: Span) -> (LineColumn, LineColumn) {
        let file = self.file(span.file);
        (file.line_column(span.start as usize), file.line_column(span.end as usize))
    }
}
