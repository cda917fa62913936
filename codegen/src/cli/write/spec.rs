//! Writing changed files of the spec folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::out_dir::{self, Replacement};
use crate::cli::display::shown;
use crate::diagnostics::Edit;
use crate::edits;
use crate::input::{Content, Input};
use crate::source::{FileId, Sources};

/// The texts of the files that edits change, by their paths below the spec folder. `inputs` are the files that were
/// compiled.
pub(in crate::cli) fn changed(
    inputs: &[Input],
    sources: &Sources,
    edits: &BTreeMap<FileId, Vec<Edit>>,
) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for (file, edits) in edits {
        let path = &sources.file(*file).path;
        let Some(text) = inputs.iter().find(|it| it.path == *path).and_then(text) else { continue };
        let edited = edits::apply(text, edits);
        if edited != text {
            out.insert(path.clone(), edited);
        }
    }
    out
}

/// The text of a file, as it is on disk.
pub(in crate::cli) fn text(input: &Input) -> Option<&str> {
    let Content::Bytes(bytes) = &input.content else { return None };
    std::str::from_utf8(bytes).ok()
}

/// Replaces files of the spec folder, each atomically. `inputs` are the files as they were read: nothing is written if
/// one of them changed since.
pub(in crate::cli) fn write(folder: &Path, inputs: &[Input], texts: &BTreeMap<String, String>) -> io::Result<()> {
    let paths: Vec<_> = texts.keys().map(|it| folder.join(it)).collect();
    let mut prepared: Vec<Replacement<'_>> = Vec::new();
    for ((path, text), full) in texts.iter().zip(&paths) {
        let found = fs::read(full).map_err(|error| out_dir::named(&error, full))?;
        let read = inputs.iter().find(|it| it.path == *path);
        if !read.is_some_and(|it| matches!(&it.content, Content::Bytes(bytes) if *bytes == found)) {
            let why = format!("{} changed while it was being edited. Run the command again.", shown(full));
            return Err(io::Error::other(why));
        }
        prepared.push(out_dir::replacement(full, text)?);
    }
    prepared.into_iter().try_for_each(Replacement::persist)
}
