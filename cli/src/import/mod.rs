//! `import`: errors of other formats as a book.
//!
//! ```text
//! sources ─ readers ─▶ Draft (rows, each fact with its place) ─ merge ─▶ entries ─ complete ─▶ YAML ─ compile ─▶ Import
//! ```
//!
//! Each reader knows one format and adds to the draft. Nothing here writes to the disk: the command does.

mod bodies;
mod book;
mod cells;
mod columns;
mod documents;
mod draft;
mod envelope;
mod existing;
mod finish;
mod head;
mod inputs;
mod kinds;
mod layouts;
mod merge;
mod openapi;
mod pages;
mod presets;
mod records;
mod report;
mod rules;
mod rust;
mod shape;
mod spreadsheet;
mod tables;
mod templates;
mod texts;
mod tree;
mod yaml;

use errbook_codegen::diagnostics::Diagnostic;
use errbook_codegen::input::Input;
use errbook_codegen::source::Sources;
use errbook_codegen::text::counted;
use errbook_codegen::{Compiled, compile};

pub use kinds::Kind;
pub use report::{Note, NoteKind, Report};

/// The options of an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind of all sources; `None` tells it by their content.
    pub kind: Option<Kind>,
    /// The status of codes for which the source has none.
    pub default_status: Option<u16>,
    /// The API's name.
    pub name: Option<String>,
    /// The API's name, if neither `name` nor the source gives one.
    pub folder: Option<String>,
    /// The crate's name.
    pub krate: Option<String>,
    /// The keys of `runtime`, for a new book, as in braces.
    pub runtime: Option<String>,
}

/// Reads a file that a document refers to. The arguments are the document's path, and the file's path below the
/// document's folder.
pub type LoadFrom<'l> = dyn Fn(&str, &str) -> Result<Vec<u8>, String> + 'l;

/// An existing book, to which an import adds.
#[derive(Debug, Clone, Default)]
pub struct Existing {
    /// The files of its folder.
    pub files: Vec<Input>,
    /// The file that gets the new errors, by its path below the folder. It need not exist.
    pub into: String,
}

/// The result of an import.
#[derive(Debug)]
pub struct Import {
    /// The sources, for the places of notes and diagnostics.
    pub sources: Sources,
    /// The report.
    pub report: Report,
    /// What is wrong with the sources, in their order. If there is any, nothing is to be written.
    pub diagnostics: Vec<Diagnostic>,
    /// The file to write, if anything is new.
    pub written: Option<Written>,
    /// The book with its diagnostics, if it would not compile, or did not before. Nothing is to be written.
    pub broken: Option<Broken>,
}

/// A file of the book.
#[derive(Debug)]
pub struct Written {
    /// Its path below the spec folder.
    pub path: String,
    /// Its whole text.
    pub text: String,
    /// Whether there was no book before.
    pub is_new_book: bool,
}

/// A book that does not compile.
#[derive(Debug)]
pub struct Broken {
    /// The book with its diagnostics.
    pub compiled: Compiled,
    /// Whether it did not compile before the import.
    pub was_broken: bool,
}

/// Imports sources: as a new book, or into an existing one. Paths are for people; a name may tell the kind.
///
/// `load` reads a file that an `OpenAPI` document refers to, by its path below that document's folder; its first argument is
/// the document's path.
///
/// ```
/// use errbook_cli::import::{Existing, Options, import};
/// use errbook_codegen::Input;
///
/// let table = "# Shop\n\n| Status | Code | Meaning |\n|--|--|--|\n| 404 | `not_found` | There is no such order. |\n";
/// let existing = Existing { into: "errors.yaml".to_owned(), ..Existing::default() };
/// let done = import(vec![Input::new("errors.md", table)], &Options::default(), &existing, &|_, _| Err("none".to_owned()));
/// let book = done.written.expect("the table has a code").text;
/// assert!(book.contains("code: not_found\n    meaning: There is no such order.\n    remediation: TODO\n"));
/// ```
pub fn import(inputs: Vec<Input>, options: &Options, existing: &Existing, load: &LoadFrom<'_>) -> Import {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let (draft, diagnostics) = inputs::read(inputs, options, load, &mut sources, &mut report);
    let mut out = Import { sources, report, diagnostics, written: None, broken: None };
    if !out.diagnostics.is_empty() {
        return out;
    }
    let old = match existing::compiled(existing) {
        Ok(old) => old,
        Err(compiled) => {
            out.broken = Some(Broken { compiled: *compiled, was_broken: true });
            return out;
        }
    };
    let taken = old.as_ref().map(existing::names).unwrap_or_default();
    let made = match head::new_book(draft, options, &taken, &mut out.report) {
        Ok(made) => made,
        Err(found) => {
            out.diagnostics = found;
            return out;
        }
    };
    if old.is_none() {
        out.report.notes.extend(made.notes);
    }
    let text = yaml::book(&made.head, &made.entries);
    let compiled = compile(vec![Input::new(existing.into.clone(), text.clone())]);
    let (old, new) = match (old, &compiled.book) {
        (_, None) => {
            out.broken = Some(Broken { compiled, was_broken: false });
            return out;
        }
        (None, Some(_)) => {
            out.written = Some(Written { path: existing.into.clone(), text, is_new_book: true });
            return out;
        }
        (Some(old), Some(new)) => (old, new),
    };
    let added = existing::added(&old, new, made.entries, &mut out.report);
    if !added.is_empty() {
        let (path, text) = existing::inserted(&old, existing, &added);
        let mut files: Vec<Input> = existing.files.iter().filter(|it| it.path != path).cloned().collect();
        files.push(Input::new(path.clone(), text.clone()));
        let compiled = compile(files);
        if compiled.book.is_some() {
            out.written = Some(Written { path, text, is_new_book: false });
        } else {
            out.broken = Some(Broken { compiled, was_broken: false });
        }
    }
    out
}

/// The summary of an import, in one line.
pub fn summary(import: &Import) -> String {
    let report = &import.report;
    let count = |kind, noun: &str| {
        let count = report.count(kind);
        (count > 0).then(|| format!("{count} {noun}"))
    };
    let parts = [
        (report.known > 0).then(|| format!("{} in the book already", report.known)),
        count(NoteKind::Guessed, "guessed"),
        count(NoteKind::Merged, "merged"),
        count(NoteKind::Left, "left"),
        count(NoteKind::Differs, "different"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let codes = counted(report.codes.len(), if report.known > 0 { "new code" } else { "code" });
    if parts.is_empty() { codes } else { format!("{codes} ({})", parts.join(", ")) }
}
