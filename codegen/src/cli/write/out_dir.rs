//! The output folder on disk: reading it, and writing and deleting files in it.
//!
//! Another run may work in the same folder, so that a file may vanish at any time.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::comparison::Comparison;
use crate::cli::display::shown;
use crate::drift::{Folder, OnDisk, TEMPORARY, TEMPORARY_LENGTH, is_ignored, is_temporary, read_manifest};
use crate::emit::jobs::Stream;
use crate::emit::options::Options;
use crate::emit::output::{MANIFEST, Output, OwnedFolder};

/// The paths that a folder's manifest lists.
pub(super) fn manifest(root: &Path) -> io::Result<Option<BTreeSet<String>>> {
    Ok(match entry(root, MANIFEST, |path| Ok(OnDisk::File(fs::read(path)?)))? {
        Some(OnDisk::File(bytes)) => Some(read_manifest(&bytes)),
        // A link may lead to a file that is not codegen's, and must not permit deletions.
        _ => None,
    })
}

/// The part of a folder that concerns codegen, with the paths that its manifest lists. The contents of files are not read. A folder
/// that does not exist is empty.
pub(super) fn read(
    root: &Path,
    manifest: Option<BTreeSet<String>>,
    outputs: &BTreeSet<String>,
    options: &Options,
) -> io::Result<Folder> {
    let mut folder = Folder { manifest, ..Folder::default() };
    let mut paths: BTreeSet<String> = folder.manifest.iter().flatten().cloned().collect();
    for owned in options.owned_folders() {
        list(owned, &root.join(owned.path), owned.path, &mut paths, &mut folder)?;
    }
    in_root(root, options, &mut paths, &mut folder)?;
    for path in outputs {
        paths.remove(path);
        if let Some(found) = entry(root, path, |_| Ok(OnDisk::File(Vec::new())))? {
            folder.entries.insert(path.clone(), found);
        }
        if let Some((path, found)) = obstacle(root, path)? {
            paths.remove(&path);
            folder.entries.insert(path, found);
        }
    }
    for path in paths {
        match entry(root, &path, |_| Ok(OnDisk::File(Vec::new())))? {
            // A folder that is not at the path of an output is ignored.
            None | Some(OnDisk::Folder) => {}
            Some(found) => {
                folder.entries.insert(path, found);
            }
        }
    }
    Ok(folder)
}

/// The entry at the path of an output, compared with it.
pub(super) fn found(root: &Path, output: &Output) -> io::Result<Option<OnDisk>> {
    entry(root, &output.path, |path| OnDisk::read(fs::File::open(path)?, output))
}

/// Whether the file at a path is what would be written.
pub(super) fn is_current(root: &Path, path: &str, contents: &Stream<'_>) -> io::Result<bool> {
    let found = entry(root, path, |path| {
        let mut compared = Comparison::new(io::BufReader::with_capacity(1 << 16, fs::File::open(path)?));
        let written = contents(&mut compared);
        Ok(if compared.finish(written)? { OnDisk::Same } else { OnDisk::File(Vec::new()) })
    })?;
    Ok(found == Some(OnDisk::Same))
}

/// Whether a folder contains nothing but ignored files.
pub(super) fn is_empty(root: &Path) -> io::Result<bool> {
    for found in entries(root)? {
        let name = found.map_err(|error| named(&error, root))?.file_name();
        if !name.to_str().is_some_and(is_ignored) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The entry at a path; none if a parent is a link or a file. `file` reads a regular file.
fn entry(root: &Path, path: &str, file: impl FnOnce(&Path) -> io::Result<OnDisk>) -> io::Result<Option<OnDisk>> {
    if obstacle(root, path)?.is_some() {
        return Ok(None);
    }
    let full = root.join(path);
    let read = || -> io::Result<OnDisk> {
        let found = fs::symlink_metadata(&full)?;
        Ok(if found.is_dir() {
            OnDisk::Folder
        } else if found.is_file() {
            file(&full)?
        } else {
            OnDisk::Other
        })
    };
    existing(read(), &full)
}

/// The first parent of a path that is not a folder, so that no file can be written at the path.
fn obstacle(root: &Path, path: &str) -> io::Result<Option<(String, OnDisk)>> {
    for (at, _) in path.match_indices('/') {
        let part = &path[..at];
        let full = root.join(part);
        match existing(fs::symlink_metadata(&full), &full)? {
            None => return Ok(None),
            Some(found) if found.is_dir() => {}
            Some(found) if found.is_file() => return Ok(Some((part.to_owned(), OnDisk::File(Vec::new())))),
            Some(_) => return Ok(Some((part.to_owned(), OnDisk::Other))),
        }
    }
    Ok(None)
}

/// Lists everything below an owned folder that must be generated, except names that begin with a dot.
fn list(
    owned: &OwnedFolder,
    folder: &Path,
    below: &str,
    paths: &mut BTreeSet<String>,
    found: &mut Folder,
) -> io::Result<()> {
    // Links are not followed: their targets are not generated.
    if !fs::symlink_metadata(folder).is_ok_and(|it| it.is_dir()) {
        return Ok(());
    }
    for entry in entries(folder)? {
        let entry = entry.map_err(|error| named(&error, folder))?;
        let Some(kind) = existing(entry.file_type(), &entry.path())? else { continue };
        let name = entry.file_name();
        let path = format!("{below}/{}", name.to_string_lossy());
        match name.to_str() {
            // No generated file has such a name.
            None => {
                found.entries.insert(path, OnDisk::Other);
            }
            Some(name) if is_temporary(name) && kind.is_file() => {
                found.entries.insert(path, OnDisk::Temporary);
            }
            Some(name) if name.starts_with('.') => {}
            Some(name) if kind.is_dir() && owned.enters(name) => list(owned, &entry.path(), &path, paths, found)?,
            Some(name) if !kind.is_dir() && owned.owns(name) => {
                paths.insert(path);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Lists the temporary files outside of the owned folders and, for a module, the Rust files.
fn in_root(root: &Path, options: &Options, paths: &mut BTreeSet<String>, found: &mut Folder) -> io::Result<()> {
    for entry in entries(root)? {
        let entry = entry.map_err(|error| named(&error, root))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_temporary(&name) && existing(entry.file_type(), &entry.path())?.is_some_and(|it| it.is_file()) {
            found.entries.insert(name, OnDisk::Temporary);
        } else if options.owns_rust_files()
            && !name.starts_with('.')
            && Path::new(&name).extension() == Some("rs".as_ref())
        {
            paths.insert(name);
        }
    }
    Ok(())
}

/// The entries of a folder; none if it does not exist.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => Some(entries),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(named(&error, folder)),
    };
    Ok(entries.into_iter().flatten())
}

/// The value read, if the path exists. An invalid name, such as a line of a broken manifest, does not.
fn existing<T>(read: io::Result<T>, path: &Path) -> io::Result<Option<T>> {
    use ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory | InvalidFilename) => Ok(None),
        Err(error) => Err(named(&error, path)),
    }
}

/// Writes a file atomically: a temporary file in the same folder is renamed to it.
pub(in crate::cli) fn write(root: &Path, output: &Output) -> io::Result<()> {
    write_stream(root, &output.path, &|file| output.write_to(file))
}

/// The same for a file that is written in pieces.
pub(super) fn write_stream(root: &Path, path: &str, contents: &Stream<'_>) -> io::Result<()> {
    /// Each run deletes a given temporary file at most once, so this is the number of concurrent runs supported.
    const ATTEMPTS: usize = 16;
    let path = real_path(root, path)?;
    let folder = path.parent().unwrap_or(root);
    let attempt = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = temporary(folder)?;
        let mut buffer = io::BufWriter::new(&mut file);
        contents(&mut buffer)?;
        buffer.flush()?;
        drop(buffer);
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    let mut result = attempt();
    for _ in 1..ATTEMPTS {
        match &result {
            // A concurrent run mistook the temporary file for a leftover, or deleted the folder while it was empty.
            Err(error) if error.kind() == ErrorKind::NotFound => result = attempt(),
            _ => break,
        }
    }
    result.map_err(|error| named(&error, &path))
}

/// An output in a temporary file in the root, where no parent can be in its way.
pub(super) struct Prepared {
    pub(super) path: String,
    file: tempfile::NamedTempFile,
}

/// Writes an output into a temporary file.
pub(super) fn prepare(root: &Path, output: &Output) -> io::Result<Prepared> {
    let prepared = || -> io::Result<tempfile::NamedTempFile> {
        fs::create_dir_all(root)?;
        let mut file = temporary(root)?;
        file.write_all(output.contents.as_bytes())?;
        Ok(file)
    };
    Ok(Prepared { path: output.path.clone(), file: prepared().map_err(|error| named(&error, root))? })
}

impl Prepared {
    /// Renames the file to that of the output. Returns whether it was still there: a concurrent run may have mistaken it for a
    /// leftover.
    pub(super) fn persist(self, root: &Path) -> io::Result<bool> {
        let path = real_path(root, &self.path)?;
        let persisted = fs::create_dir_all(path.parent().unwrap_or(root))
            .and_then(|()| self.file.persist(&path).map_err(|error| error.error));
        match persisted {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(named(&error, &path)),
        }
    }
}

/// A temporary file in the folder of its target.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(TEMPORARY)
        .rand_bytes(TEMPORARY_LENGTH)
        .make_in(folder, |path| fs::OpenOptions::new().write(true).create_new(true).open(path))
}

/// The new contents of an existing file, in a temporary file beside it.
pub(super) struct Replacement<'p> {
    path: &'p Path,
    file: tempfile::NamedTempFile,
}

/// Prepares the replacement of an existing file, which keeps its permissions.
pub(super) fn replacement<'p>(path: &'p Path, contents: &str) -> io::Result<Replacement<'p>> {
    let prepared = || -> io::Result<tempfile::NamedTempFile> {
        let permissions = fs::metadata(path)?.permissions();
        let mut file = temporary(of(path))?;
        file.write_all(contents.as_bytes())?;
        file.as_file().set_permissions(permissions)?;
        Ok(file)
    };
    Ok(Replacement { path, file: prepared().map_err(|error| named(&error, path))? })
}

impl Replacement<'_> {
    /// Replaces the file atomically.
    pub(super) fn persist(self) -> io::Result<()> {
        self.file.persist(self.path).map(drop).map_err(|error| named(&error.error, self.path))
    }
}

/// Deletes a file, and the folders that become empty.
pub(super) fn delete(root: &Path, path: &str) -> io::Result<()> {
    let full = real_path(root, path)?;
    existing(fs::remove_file(&full), &full)?;
    let mut folder = full.parent();
    // `remove_dir` fails for a folder that is not empty.
    while let Some(it) = folder.filter(|it| *it != root && fs::remove_dir(it).is_ok()) {
        folder = it.parent();
    }
    Ok(())
}

/// The path of a file below the root, unless a parent is a link.
fn real_path(root: &Path, path: &str) -> io::Result<PathBuf> {
    // The plan refuses links too, but one may have been created since.
    if let Some((part, OnDisk::Other)) = obstacle(root, path)? {
        let link = root.join(part);
        return Err(io::Error::other(format!("{} is a link, and codegen writes to folders only", shown(&link))));
    }
    Ok(root.join(path))
}

/// The folder of a file.
pub(in crate::cli) fn of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// An error with its path.
pub(super) fn named(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", shown(path)))
}
