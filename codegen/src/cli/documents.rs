//! `codegen --docs-into`: Markdown of somebody's own, in which a table is kept current.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::overlap::real;
use super::words::shown;
use super::{folder, talk};
use crate::embedded::embedded;
use crate::emit::{page_path, page_url};
use crate::model::Book;
use crate::output::{self, OWNED_FOLDERS, is_temporary};
use crate::{Role, role};

/// A file of somebody's own, as it is and as it should be.
pub(super) struct Document {
    path: PathBuf,
    found: String,
    wanted: String,
}

impl Document {
    /// Whether it is as it should be. Line ends do not count.
    pub(super) fn is_current(&self) -> bool {
        output::without_crlf(self.found.as_bytes()) == output::without_crlf(self.wanted.as_bytes())
    }

    /// Its path, for people.
    pub(super) fn name(&self) -> String {
        shown(&self.path)
    }

    /// What is other than it should be, for people.
    pub(super) fn drift(&self) -> String {
        let diff = output::diff(self.found.as_bytes(), &self.wanted.replace("\r\n", "\n"));
        format!("changed: {}\n{diff}", self.name())
    }

    /// Writes the file whole or not at all. Who may read and write it stays as it was.
    pub(super) fn write(&self) -> io::Result<()> {
        let write = || -> io::Result<()> {
            let permissions = fs::metadata(&self.path)?.permissions();
            let mut file = folder::temporary(folder::of(&self.path))?;
            file.write_all(self.wanted.as_bytes())?;
            file.as_file().set_permissions(permissions)?;
            file.persist(&self.path).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(|error| folder::named(&error, &self.path))
    }
}

/// The files as they are and should be. What is wrong with any of them is said, and then there are none.
pub(super) fn read(book: &Book, spec: &Path, out: &Path, paths: &[PathBuf]) -> Option<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut is_fine = true;
    for path in paths {
        match document(book, spec, out, path) {
            Ok(it) if documents.iter().all(|other| real(&other.path).ok() != real(path).ok()) => documents.push(it),
            Ok(_) => {}
            Err(why) => {
                is_fine = false;
                for line in why {
                    talk!("error: {line}");
                }
            }
        }
    }
    is_fine.then_some(documents)
}

fn document(book: &Book, spec: &Path, out: &Path, path: &Path) -> Result<Document, Vec<String>> {
    let name = shown(path);
    let refuse = |why: String| Err(vec![format!("{name}{why}")]);
    let kind = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) => return refuse(format!(": {error}")),
    };
    if kind.is_symlink() {
        let to = fs::canonicalize(path).map(|it| format!(": {}", shown(&it))).unwrap_or_default();
        return refuse(format!(" is a link. Name the file that it leads to{to}"));
    }
    if !kind.is_file() {
        return refuse(" is not a file".to_owned());
    }
    match is_ours(spec, out, path) {
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
    let page = |code: &str| page_url(&book.api, code).unwrap_or_else(|| format!("{base}{}", page_path(code)));
    match embedded(book, &found, &page) {
        Ok(wanted) => Ok(Document { path: path.to_path_buf(), found, wanted }),
        Err(problems) => Err(problems
            .iter()
            .map(|it| {
                let line = it.line.map(|it| format!("{it}: ")).unwrap_or_default();
                format!("{name}:{line}{}{}", if line.is_empty() { " " } else { "" }, it.message)
            })
            .collect()),
    }
}

/// Why a file is not one to write a table into, if it is codegen's own or is read by it.
fn is_ours(spec: &Path, out: &Path, path: &Path) -> io::Result<Option<&'static str>> {
    let path = real(path)?;
    let below = |folder: &Path| Some(path.strip_prefix(real(folder).ok()?).ok()?.to_string_lossy().replace('\\', "/"));
    if below(spec).is_some_and(|it| role(&it) == Role::Guide) {
        return Ok(Some("is a guide, and its table is written with `{{#table}}`"));
    }
    let is_owned = |it: &str| {
        it == "README.md"
            || is_temporary(it)
            || OWNED_FOLDERS.iter().any(|folder| it.starts_with(&format!("{folder}/")))
    };
    Ok(below(out).is_some_and(|it| is_owned(&it)).then_some("is written by codegen itself. Name a file of your own."))
}

/// Where a folder is as seen from a file, as a link has it, with `/` at the end.
fn relative(from: &Path, to: &Path) -> io::Result<String> {
    let (from, to) = (real(from)?, real(to)?);
    let from: Vec<Component<'_>> = from.parent().unwrap_or(Path::new("/")).components().collect();
    let to: Vec<Component<'_>> = to.components().collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut out = "../".repeat(from.len() - shared);
    for part in &to[shared..] {
        for byte in part.as_os_str().as_encoded_bytes() {
            // What could mean something in a link or a URL does not.
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
