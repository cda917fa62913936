//! `fmt`: the canonical order and spacing of a spec's files.
//!
//! - The keys of the language are in the order of the reference. Entries, and names such as those of fields, keep theirs,
//!   and so do maps with unknown keys or with a text after `|+`, to which a blank line after it belongs.
//! - Two spaces for each level, one after `:` and `-`, none at the ends of lines; at most one blank line.
//! - Scalars, and lists and maps in brackets over several lines, are kept byte for byte. Only their indentation changes.
//! - A comment stays above the key or item that it was above, or after the value that it was after.
//!
//! It works on the text by the places of the syntax tree. It knows the language's keys, and nothing of their meaning.

mod blocks;
mod flow;
mod order;
mod trivia;
mod verify;

pub(crate) use trivia::Reader;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::input::{self, Input, Role, role};
use crate::source::{FileId, Sources};
use crate::syntax;

/// A file of a spec, formatted.
#[derive(Debug)]
pub struct Formatted {
    /// Its path below the spec folder.
    pub path: String,
    /// Its text, with line feeds and without a byte order mark.
    pub before: String,
    /// The same text formatted.
    pub after: String,
    /// Why it was left as it is.
    pub left: Option<Left>,
}

/// Why a file was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It has a form of YAML that is not formatted, such as a key after `?`.
    Form,
    /// Formatting would change its contents, which is a bug.
    Contents,
}

/// The files of a spec that could not be formatted.
#[derive(Debug)]
pub struct Unformatted {
    /// The files, for the places of the diagnostics.
    pub sources: Sources,
    /// What is not YAML, or not the subset of YAML that a spec may use.
    pub diagnostics: Vec<Diagnostic>,
}

/// Formats the YAML files of a spec, in the order of their paths. Other files are ignored. If one cannot be parsed, none
/// is formatted.
///
/// ```
/// use errbook_codegen::{Input, format};
///
/// let spec = "errors:\n- code: gone # for good\n  status:   410\n";
/// let files = format::format(vec![Input::new("shop.yaml", spec)]).expect("it is YAML");
/// assert_eq!(files[0].after, "errors:\n  - status: 410\n    code: gone # for good\n");
/// ```
pub fn format(mut inputs: Vec<Input>) -> Result<Vec<Formatted>, Unformatted> {
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut files = Vec::new();
    for input in inputs {
        let role = role(&input.path);
        if matches!(role, Role::Spec | Role::Waivers) {
            files.extend(input::read(&mut sources, input, &mut found).map(|file| (file, role)));
        }
    }
    let formatted: Vec<Formatted> =
        files.into_iter().map(|(file, role)| one(&sources, file, role, &mut found)).collect();
    let diagnostics = found.sorted();
    if diagnostics.iter().any(Diagnostic::is_error) { Err(Unformatted { sources, diagnostics }) } else { Ok(formatted) }
}

fn one(sources: &Sources, file: FileId, role: Role, found: &mut Diagnostics) -> Formatted {
    let source = sources.file(file);
    let tree = syntax::parse(sources, file, found);
    let (after, left) = match blocks::file(&source.text, &tree, order::Shape::of_file(role)) {
        None => (source.text.clone(), Some(Left::Form)),
        Some(text) if verify::is_same(&source.text, &tree, &text) => (text, None),
        Some(_) => (source.text.clone(), Some(Left::Contents)),
    };
    Formatted { path: source.path.clone(), before: source.text.clone(), after, left }
}
