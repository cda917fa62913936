//! The files of a spec folder: which of them are inputs, and how their bytes become sources.

use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::text::line_feeds;

/// One file of the spec folder.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its path below the spec folder, with `/` as the separator.
    pub path: String,
    /// Its content.
    pub content: Content,
}

/// The content of a file, or why there is none.
#[derive(Debug, Clone)]
pub enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It cannot be read, for this reason.
    Unreadable(String),
    /// It is larger than the limit.
    TooLarge {
        /// Its length in bytes.
        length: u64,
        /// The limit in bytes.
        cap: u64,
    },
}

/// The default limit of a file's length: 64 MiB. A book of 100,000 codes in one file has about half that size.
pub const LARGEST_FILE: u64 = 64 << 20;

/// The largest possible limit: offsets have 32 bits.
pub const LONGEST_FILE: u64 = u32::MAX as u64;

impl Input {
    /// A file with its bytes.
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Content::Bytes(bytes.into()) }
    }
}

/// The role of a file in a spec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A part of the book.
    Spec,
    /// A guide: prose in Markdown.
    Guide,
    /// The waivers of `diff`.
    Waivers,
    /// Not read, but its name suggests a part of the book: it ends in `.yml`, or in an upper-case extension.
    Misnamed,
    /// None: the file is ignored.
    None,
}

/// The role of a file, by its path below the spec folder.
pub fn role(path: &str) -> Role {
    match path.rsplit_once('.') {
        _ if path == "waivers.yaml" => Role::Waivers,
        Some((_, "yaml")) => Role::Spec,
        Some((_, it)) if it.eq_ignore_ascii_case("yml") || it.eq_ignore_ascii_case("yaml") => Role::Misnamed,
        Some((_, "md")) if path.starts_with("guides/") => Role::Guide,
        _ => Role::None,
    }
}

const SPLIT: &str = "Split it: every `*.yaml` below the spec folder is part of the book.";

/// Adds a file to the sources, or reports why it cannot be read.
pub(crate) fn read(sources: &mut Sources, input: Input, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let bytes = match input.content {
        Content::Bytes(bytes) if bytes.len() as u64 > LONGEST_FILE => Err((bytes.len() as u64, LONGEST_FILE)),
        Content::Bytes(bytes) => Ok(bytes),
        Content::TooLarge { length, cap } => Err((length, cap)),
        Content::Unreadable(why) => {
            let file = sources.add(input.path, String::new());
            let found = Diagnostic::new(&diagnostics::UNREADABLE_FILE, format!("cannot read the file: {why}"));
            let help = "Every `*.yaml` below the spec folder is part of the book. Make the file readable, or move it out of the folder.";
            diagnostics.push(found.at(sources.whole(file), "").help(help));
            return None;
        }
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err((length, cap)) => {
            let file = sources.add(input.path, String::new());
            let message = format!("the file has {length} bytes, and the limit is {cap}");
            let found = Diagnostic::new(&diagnostics::FILE_TOO_LARGE, message);
            let help = if length > LONGEST_FILE {
                SPLIT.to_owned()
            } else {
                format!("{SPLIT} Or raise the limit: `--max-file-size {length}`.")
            };
            diagnostics.push(found.at(sources.whole(file), "").help(help));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        // A byte order mark is not part of the text, and editors do not count it.
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Some(sources.add(input.path, line_feeds(text)))
        }
        Err(error) => {
            not_utf8(sources, input.path, &error.into_bytes(), diagnostics);
            None
        }
    }
}

/// Reports the first byte that is not UTF-8. The text up to it is kept.
fn not_utf8(sources: &mut Sources, path: String, bytes: &[u8], diagnostics: &mut Diagnostics) {
    let valid = bytes.utf8_chunks().next().map(|it| it.valid()).unwrap_or_default();
    let bad = bytes.get(valid.len()).copied().unwrap_or_default();
    let valid = line_feeds(valid.to_owned());
    let file = sources.add(path, format!("{valid}\u{fffd}"));
    let start = u32::try_from(valid.len()).unwrap_or(u32::MAX);
    let message = format!("the file is not UTF-8: invalid byte {bad:#04x}");
    let help = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "This is UTF-16. Save the file as UTF-8."
    } else {
        "Save the file as UTF-8."
    };
    let found = Diagnostic::new(&diagnostics::NOT_UTF8, message);
    diagnostics.push(found.at(Span { file, start, end: start + 3 }, "invalid byte").help(help));
}
