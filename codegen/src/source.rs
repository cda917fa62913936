//! Files and places in them. It knows nothing of YAML, of Markdown, or of where a file came from.

use std::ops::Range;

use crate::diagnostic::{self, Diagnostic, Findings};

/// One file of the spec, as it was found.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path below the spec folder, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub content: Content,
}

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// Nothing that could be read, and why.
    Unreadable(String),
    /// More bytes than whoever read it takes.
    TooLarge {
        /// How many bytes it has.
        length: u64,
        /// How many it may have.
        cap: u64,
    },
}

/// How many bytes a file of the spec may have, unless the reader says otherwise: 64 MiB. A book of 100,000 codes in one
/// file has about half of that.
pub const LARGEST_FILE: u64 = 64 << 20;

/// How many bytes a file may have at all: places in it are counted with 32 bits.
pub const LONGEST_FILE: u64 = u32::MAX as u64;

impl Input {
    /// A file that was read.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Content::Bytes(bytes.into()) }
    }
}

/// A file among the [`Sources`].
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
    /// From this one's start to the other's end. Both are in one file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.start), ..self }
    }

    /// A part of this span, `range` bytes from its start.
    #[must_use]
    pub fn part(self, range: Range<usize>) -> Self {
        let at = |offset: usize| self.start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)).min(self.end);
        Self { file: self.file, start: at(range.start), end: at(range.end) }
    }
}

/// A place as people count it: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// The text of one file, and where its lines begin.
#[derive(Debug)]
pub struct Source {
    /// Its path below the spec folder, with `/` between the parts.
    pub path: String,
    /// Its text, without a byte order mark. Every line ends with a line feed, whatever ends it in the file.
    pub text: String,
    lines: Vec<u32>,
    /// How many characters begin before each block of the text.
    blocks: Vec<u32>,
}

/// Columns are counted from the block that a place lies in: a line may have 60 MB, and ten thousand findings.
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

    /// The bytes of line `line` (from 0), without its line break.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.lines.get(line).map_or(self.text.len(), |&at| at as usize);
        let end = self.lines.get(line + 1).map_or(self.text.len(), |&at| at as usize);
        let body = &self.text[start..end];
        start..start + body.trim_end_matches('\n').len()
    }

    /// The line (from 0) that a byte lies in.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// A byte's place as people count it. An offset inside a character counts as the character's start.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.floor(offset);
        let line = self.line_of(offset);
        let start = self.lines[line] as usize;
        LineColumn { line: line + 1, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.blocks.get(block).or(self.blocks.last()).map_or(0, |&it| it as usize);
        let start = block.min(self.blocks.len().saturating_sub(1)) * BLOCK;
        before + characters(&self.text.as_bytes()[start..offset])
    }

    /// The nearest character boundary that isn't after `offset`, nor after the end.
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

/// A text with a line feed at the end of each line: to YAML and to Markdown all line ends are the same.
pub(crate) fn line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// How many characters begin in some bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// Where each line begins.
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
    /// Adds a file, and says which one it is. Files are told apart by this, not by their paths.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path, text));
        id
    }

    /// Takes a file in, or reports why it cannot be read.
    pub(crate) fn read(&mut self, input: Input, diagnostics: &mut Findings) -> Option<FileId> {
        let bytes = match input.content {
            Content::Bytes(bytes) if bytes.len() as u64 > LONGEST_FILE => Err((bytes.len() as u64, LONGEST_FILE)),
            Content::Bytes(bytes) => Ok(bytes),
            Content::TooLarge { length, cap } => Err((length, cap)),
            Content::Unreadable(why) => {
                let file = self.add(input.path, String::new());
                let found = Diagnostic::new(&diagnostic::UNREADABLE_FILE, format!("the file cannot be read: {why}"));
                diagnostics.push(found.at(self.whole(file), "").help("Every `*.yaml` below the spec folder is part of the book. Make it a file that can be read, or move it out."));
                return None;
            }
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err((length, cap)) => {
                let file = self.add(input.path, String::new());
                let found = Diagnostic::new(
                    &diagnostic::FILE_TOO_LARGE,
                    format!("the file has {length} bytes; {cap} is the cap"),
                );
                let split = "Split it: every `*.yaml` below the spec folder is part of the book.";
                let help = if length > LONGEST_FILE {
                    split.to_owned()
                } else {
                    format!("{split} Or raise the cap: `--max-file-size {length}`.")
                };
                diagnostics.push(found.at(self.whole(file), "").help(help));
                return None;
            }
        };
        match String::from_utf8(bytes) {
            // A byte order mark is no part of the text, and editors do not count it.
            Ok(text) => {
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Some(self.add(input.path, line_feeds(text)))
            }
            Err(error) => {
                self.not_utf8(input.path, &error.into_bytes(), diagnostics);
                None
            }
        }
    }

    /// Reports the first byte that is not UTF-8. The text is kept up to there.
    fn not_utf8(&mut self, path: String, bytes: &[u8], diagnostics: &mut Findings) {
        let valid = bytes.utf8_chunks().next().map(|it| it.valid()).unwrap_or_default();
        let bad = bytes.get(valid.len()).copied().unwrap_or_default();
        let valid = line_feeds(valid.to_owned());
        let file = self.add(path, format!("{valid}\u{fffd}"));
        let start = u32::try_from(valid.len()).unwrap_or(u32::MAX);
        let found = Diagnostic::new(
            &diagnostic::NOT_UTF8,
            format!("the file is not UTF-8: the byte {bad:#04x} cannot stand here"),
        );
        let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            "This is UTF-16. Save the file as UTF-8."
        } else {
            "Save the file as UTF-8."
        };
        diagnostics.push(found.at(Span { file, start, end: start + 3 }, "here").help(help));
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// A whole file.
    pub fn whole(&self, id: FileId) -> Span {
        Span { file: id, start: 0, end: u32::try_from(self.file(id).text.len()).unwrap_or(u32::MAX) }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).slice(span)
    }
}
