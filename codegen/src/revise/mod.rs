//! `new` and `retire`: edits of a spec that add an error, or move one to `retired`. Everything else, comments included, stays as
//! it is. It finds the places by the syntax tree, and leaves every check of the result to the compiler.

mod add;
mod lists;
mod retire;
mod write;

use std::collections::BTreeMap;
use std::fmt;

pub use add::{NewError, add};
pub use retire::{Retirement, retire};

use crate::diagnostics::{Diagnostic, Diagnostics, Edit};
use crate::input::{self, Input, Role, role};
use crate::model::CodeStyle;
use crate::source::{FileId, Sources};
use crate::syntax::{self, Kind, Tree, Value};
use crate::text::yaml;

/// Edits of a spec.
#[derive(Debug)]
pub struct Revision {
    /// The files, for the places of the edits.
    pub sources: Sources,
    /// The edits, by file and in the order of their places.
    pub edits: BTreeMap<FileId, Vec<Edit>>,
}

/// Why a spec cannot be edited.
#[derive(Debug)]
pub enum Refusal {
    /// A file cannot be read or parsed.
    Unreadable {
        /// The files, for the places of the diagnostics.
        sources: Sources,
        /// What is wrong.
        diagnostics: Vec<Diagnostic>,
    },
    /// The spec does not have what the edit is about, or has it twice.
    Unsuitable(String),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { .. } => f.write_str("the spec cannot be parsed"),
            Self::Unsuitable(why) => f.write_str(why),
        }
    }
}

/// The files of a spec that can be edited.
fn read(inputs: &[Input]) -> Result<(Sources, Vec<FileId>), Refusal> {
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    let mut files = Vec::new();
    let mut inputs: Vec<&Input> = inputs.iter().filter(|it| role(&it.path) == Role::Spec).collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    for input in inputs {
        files.extend(input::read(&mut sources, input.clone(), &mut found));
    }
    for &file in &files {
        syntax::parse(&sources, file, &mut found);
    }
    let diagnostics = found.sorted();
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Refusal::Unreadable { sources, diagnostics });
    }
    Ok((sources, files))
}

/// The value of a key of `api`.
fn api<'t>(trees: &'t [(FileId, Tree<'_>)], key: &str) -> Option<&'t str> {
    let pair = |value: Value<'t>, key: &str| value.pairs().find(|it| it.key == key).map(|it| it.value);
    let api = trees.iter().find_map(|(_, tree)| pair(tree.root()?, "api"))?;
    if let Kind::Scalar(it) = pair(api, key)?.kind() { Some(it.as_written().trim_end()) } else { None }
}

/// A code as YAML: an integer, if the codes of the book are integers.
fn code(trees: &[(FileId, Tree<'_>)], code: &str) -> String {
    let are_integers = api(trees, "code_style") == Some(CodeStyle::Integer.as_str());
    if are_integers && code.parse::<i64>().is_ok() { code.to_owned() } else { yaml(code) }
}

/// The trees of files that can be parsed.
fn trees<'s>(sources: &'s Sources, files: &[FileId]) -> Vec<(FileId, Tree<'s>)> {
    // Their diagnostics were examined already.
    let mut found = Diagnostics::default();
    files.iter().map(|&file| (file, syntax::parse(sources, file, &mut found))).collect()
}
