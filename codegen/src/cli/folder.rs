//! The output folder: a picture of it, and changes to it.
//!
//! Another run may be at work in the same folder. So nothing here minds that a file vanishes meanwhile.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::words::shown;
use crate::output::{
    Entry, Folder, MANIFEST, OWNED_FOLDERS, Output, TEMPORARY, TEMPORARY_LENGTH, is_ignored, is_temporary,
    read_manifest,
};

/// What is in a folder, as far as it concerns codegen. A folder that is not there is an empty one.
pub(super) fn read(root: &Path, outputs: &[Output]) -> io::Result<Folder> {
    let manifest = match entry(root, MANIFEST, |path| Ok(Entry::File(fs::read(path)?)))? {
        Some(Entry::File(bytes)) => Some(read_manifest(&bytes)),
        // Who makes it a link does not get to say what is deleted.
        _ => None,
    };
    let mut folder = Folder { manifest, ..Folder::default() };
    let mut paths: BTreeSet<String> = folder.manifest.iter().flatten().cloned().collect();
    for owned in OWNED_FOLDERS {
        list(&root.join(owned), owned, &mut paths, &mut folder)?;
    }
    temporaries(root, &mut folder)?;
    for output in outputs {
        paths.remove(&output.path);
        if let Some(found) = entry(root, &output.path, |path| Entry::read(fs::File::open(path)?, output))? {
            folder.entries.insert(output.path.clone(), found);
        }
        if let Some((path, found)) = obstacle(root, &output.path)? {
            paths.remove(&path);
            folder.entries.insert(path, found);
        }
    }
    for path in paths {
        match entry(root, &path, |_| Ok(Entry::File(Vec::new())))? {
            // Where no file is to be, a folder is in nobody's way.
            None | Some(Entry::Folder) => {}
            Some(found) => {
                folder.entries.insert(path, found);
            }
        }
    }
    Ok(folder)
}

/// Whether nothing of anybody's is in a folder.
pub(super) fn is_empty(root: &Path) -> io::Result<bool> {
    for found in entries(root)? {
        let name = found.map_err(|error| named(&error, root))?.file_name();
        if !name.to_str().is_some_and(is_ignored) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What lies at a path: nothing, where the way to it leads through a link or a file. `file` says what an ordinary file is.
fn entry(root: &Path, path: &str, file: impl FnOnce(&Path) -> io::Result<Entry>) -> io::Result<Option<Entry>> {
    if obstacle(root, path)?.is_some() {
        return Ok(None);
    }
    let full = root.join(path);
    let read = || -> io::Result<Entry> {
        let found = fs::symlink_metadata(&full)?;
        Ok(if found.is_dir() {
            Entry::Folder
        } else if found.is_file() {
            file(&full)?
        } else {
            Entry::Other
        })
    };
    there(read(), &full)
}

/// The first thing on the way to a path that is no folder, and so lets no file be written there.
fn obstacle(root: &Path, path: &str) -> io::Result<Option<(String, Entry)>> {
    for (at, _) in path.match_indices('/') {
        let part = &path[..at];
        let full = root.join(part);
        match there(fs::symlink_metadata(&full), &full)? {
            None => return Ok(None),
            Some(found) if found.is_dir() => {}
            Some(found) if found.is_file() => return Ok(Some((part.to_owned(), Entry::File(Vec::new())))),
            Some(_) => return Ok(Some((part.to_owned(), Entry::Other))),
        }
    }
    Ok(None)
}

/// Everything below a folder that is owned whole, but for what begins with a dot: that is an editor's or a file
/// manager's.
fn list(folder: &Path, below: &str, paths: &mut BTreeSet<String>, found: &mut Folder) -> io::Result<()> {
    // A link is not followed: what lies behind it is not ours.
    if !fs::symlink_metadata(folder).is_ok_and(|it| it.is_dir()) {
        return Ok(());
    }
    for entry in entries(folder)? {
        let entry = entry.map_err(|error| named(&error, folder))?;
        let Some(kind) = there(entry.file_type(), &entry.path())? else { continue };
        let name = entry.file_name();
        let path = format!("{below}/{}", name.to_string_lossy());
        match name.to_str() {
            // Nothing that is generated is called so.
            None => {
                found.entries.insert(path, Entry::Other);
            }
            Some(name) if is_temporary(name) && kind.is_file() => {
                found.entries.insert(path, Entry::Temporary);
            }
            Some(name) if name.starts_with('.') => {}
            Some(_) if kind.is_dir() => list(&entry.path(), &path, paths, found)?,
            Some(_) => {
                paths.insert(path);
            }
        }
    }
    Ok(())
}

/// What killed runs have left beside the folders that are owned whole.
fn temporaries(root: &Path, found: &mut Folder) -> io::Result<()> {
    for entry in entries(root)? {
        let entry = entry.map_err(|error| named(&error, root))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_temporary(&name) && there(entry.file_type(), &entry.path())?.is_some_and(|it| it.is_file()) {
            found.entries.insert(name, Entry::Temporary);
        }
    }
    Ok(())
}

/// What is in a folder; nothing where it is not there.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => Some(entries),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(named(&error, folder)),
    };
    Ok(entries.into_iter().flatten())
}

/// What was read, if it is there. Of what cannot be a name, such as a line of a broken manifest, there is no file.
fn there<T>(read: io::Result<T>, path: &Path) -> io::Result<Option<T>> {
    use ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | InvalidFilename) => Ok(None),
        Err(error) => Err(named(&error, path)),
    }
}

/// Writes a file whole or not at all: into a temporary one beside it, which then takes its name.
pub(super) fn write(root: &Path, output: &Output) -> io::Result<()> {
    /// A run deletes each temporary file that it sees once, so this is how many runs may be at work at a time.
    const ATTEMPTS: usize = 16;
    let path = real_path(root, &output.path)?;
    let folder = path.parent().unwrap_or(root);
    let attempt = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = temporary(folder)?;
        file.write_all(output.contents.as_bytes())?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    let mut result = attempt();
    for _ in 1..ATTEMPTS {
        match &result {
            // Another run took the temporary file for one that a killed run has left, or the folder for an empty one.
            Err(error) if error.kind() == ErrorKind::NotFound => result = attempt(),
            _ => break,
        }
    }
    result.map_err(|error| named(&error, &path))
}

/// A file to be written and then renamed, in the folder in which it is to be.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .rand_bytes(TEMPORARY_LENGTH)
        .make_in(folder, |path| fs::OpenOptions::new().write(true).create_new(true).open(path))
}

/// Deletes a file, and the folders that it leaves empty.
pub(super) fn delete(root: &Path, path: &str) -> io::Result<()> {
    let full = real_path(root, path)?;
    there(fs::remove_file(&full), &full)?;
    let mut folder = full.parent();
    // Removing a folder fails where something is in it, which is when it is to stay.
    while let Some(it) = folder.filter(|it| *it != root && fs::remove_dir(it).is_ok()) {
        folder = it.parent();
    }
    Ok(())
}

/// The path of a file below the root, if no link on the way leads out of it.
fn real_path(root: &Path, path: &str) -> io::Result<PathBuf> {
    // It was looked at before, but that was a moment ago.
    if let Some((part, Entry::Other)) = obstacle(root, path)? {
        let link = root.join(part);
        return Err(io::Error::other(format!("{} is a link: codegen writes into folders only", shown(&link))));
    }
    Ok(root.join(path))
}

/// The folder that a file is in, as somebody has named the file.
pub(super) fn of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What could not be done, with where.
pub(super) fn named(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", shown(path)))
}
