//! `codegen --docs-into`: the user's own documents in which a table is updated.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::out_dir;
use crate::cli::display::shown;
use crate::cli::load::real;
use crate::drift::{diff, is_temporary, without_crlf};
use crate::emit::inject::inject;
use crate::emit::output::OWNED_FOLDERS;
use crate::emit::{page_path, page_url};
use crate::input::{Role, role};
use crate::model::Book;

/// A document, and its updated text.
pub(in crate::cli) struct Document {
    path: PathBuf,
    found: String,
    wanted: String,
}

impl Document {
    /// Whether it is up to date. Line endings are ignored.
    pub(in crate::cli) fn is_current(&self) -> bool {
        without_crlf(self.found.as_bytes()) == without_crlf(self.wanted.as_bytes())
    }

    /// Its display path.
    pub(in crate::cli) fn name(&self) -> String {
        shown(&self.path)
    }

    /// Its diff, to show.
    pub(in crate::cli) fn drift(&self) -> String {
        format!("changed: {}\n{}", self.name(), diff(self.found.as_bytes(), &self.wanted.replace("\r\n", "\n")))
    }

    /// Writes the file atomically. It keeps its permissions.
    pub(in crate::cli) fn write(&self) -> io::Result<()> {
        out_dir::replacement(&self.path, &self.wanted)?.persist()
    }
}

/// Reads documents, each once. The error lists the problems of all of them.
pub(super) fn read(book: &Book, spec: &Path, out: &Path, paths: &[PathBuf]) -> Result<Vec<Document>, Vec<String>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        match document(book, spec, out, path) {
            Ok(it) if documents.iter().all(|other| real(&other.path).ok() != real(path).ok()) => documents.push(it),
            Ok(_) => {}
            Err(more) => errors.extend(more),
        }
    }
    if errors.is_empty() { Ok(documents) } else { Err(errors) }
}

fn document(book: &Book, spec: &Path, out: &Path, path: &Path) -> Result<Document, Vec<String>> {
    let name = shown(path);
    let refuse = |why: String| Err(vec![format!("{name}{why}")]);
    let kind = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) => return refuse(format!(": {error}")),
    };
    if kind.is_symlink() {
        let target = fs::canonicalize(path).map(|it| format!(": {}", shown(&it))).unwrap_or_default();
        return refuse(format!(" is a link. Name its target{target}"));
    }
    if !kind.is_file() {
        return refuse(" is not a file".to_owned());
    }
    match generated_or_read(spec, out, path) {
        Ok(None) => {}
        Ok(Some(why)) => return refuse(format!(" {why}")),
        Err(error) => return refuse(format!(": {error}")),
    }
    let found = match fs::read(path).map(String::from_utf8) {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => {
            let at = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..at]).matches('\n').count() + 1;
            return refuse(format!(":{line}: the byte at {at} is not UTF-8. Save the file as UTF-8."));
        }
        Err(error) => return refuse(format!(": {error}")),
    };
    let base = relative(path, out).map_err(|error| vec![format!("{name}: {error}")])?;
    let page =
        |code: &str| page_url(&book.api, code).unwrap_or_else(|| format!("{base}{}", page_path(&book.api, code)));
    match inject(book, &found, &page) {
        Ok(wanted) => Ok(Document { path: path.to_path_buf(), found, wanted }),
        Err(errors) => Err(errors
            .iter()
            .map(|it| match it.line {
                Some(line) => format!("{name}:{line}: {}", it.message),
                None => format!("{name}: {}", it.message),
            })
            .collect()),
    }
}

/// The reason why a file is not the user's own, if codegen writes or reads it.
fn generated_or_read(spec: &Path, out: &Path, path: &Path) -> io::Result<Option<&'static str>> {
    let path = real(path)?;
    let below = |folder: &Path| Some(path.strip_prefix(real(folder).ok()?).ok()?.to_string_lossy().replace('\\', "/"));
    if below(spec).is_some_and(|it| role(&it) == Role::Guide) {
        return Ok(Some("is a guide. Write `{{#table}}` in it instead."));
    }
    let is_generated = |it: &str| {
        it == "README.md"
            || is_temporary(it)
            || OWNED_FOLDERS.iter().any(|folder| it.starts_with(&format!("{}/", folder.path)))
    };
    Ok(below(out).is_some_and(|it| is_generated(&it)).then_some("is generated. Name one of your own files."))
}

/// The link from a file to a folder, with `/` at the end.
fn relative(from: &Path, to: &Path) -> io::Result<String> {
    let (from, to) = (real(from)?, real(to)?);
    let from: Vec<Component<'_>> = from.parent().unwrap_or(Path::new("/")).components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(from.len() - shared);
    for part in &to[shared..] {
        for byte in part.as_os_str().as_encoded_bytes() {
            // Characters with a meaning in links or URLs are escaped.
            if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
                out.push(char::from(*byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        out.push('/');
    }
    Ok(out)
}
