//! The output folder: a picture of it, and changes to it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::output::{Folder, MANIFEST, OWNED_FOLDERS, Output, read_manifest};

/// What is in a folder, as far as it concerns codegen. A folder that is not there is an empty one.
pub(super) fn read(root: &Path, outputs: &[Output]) -> io::Result<Folder> {
    let manifest = match fs::read_to_string(root.join(MANIFEST)) {
        Ok(text) => Some(read_manifest(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(named(&error, &root.join(MANIFEST))),
    };
    let mut paths: BTreeSet<String> = outputs.iter().map(|it| it.path.clone()).collect();
    paths.extend(manifest.iter().flatten().cloned());
    for owned in OWNED_FOLDERS {
        list(&root.join(owned), owned, &mut paths)?;
    }
    let mut folder = Folder { manifest, ..Folder::default() };
    for path in paths {
        let full = root.join(&path);
        match fs::symlink_metadata(&full) {
            Ok(found) if found.is_file() => {
                folder.files.insert(path, fs::read(&full).map_err(|error| named(&error, &full))?);
            }
            // A link or a folder is not what was written there, whatever it leads to.
            Ok(_) => {
                folder.files.insert(path, Vec::new());
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => return Err(named(&error, &full)),
        }
    }
    Ok(folder)
}

/// Whether nothing of anybody's is in a folder: `Cargo.lock` and `target/` are what a build leaves.
pub(super) fn is_empty(root: &Path) -> io::Result<bool> {
    match fs::read_dir(root) {
        Ok(entries) => {
            for entry in entries {
                if !matches!(
                    entry.map_err(|error| named(&error, root))?.file_name().to_str(),
                    Some("Cargo.lock" | "target")
                ) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(named(&error, root)),
    }
}

/// Every file below a folder that is owned whole.
fn list(folder: &Path, below: &str, paths: &mut BTreeSet<String>) -> io::Result<()> {
    // A link is not followed: what lies behind it is not ours.
    if !fs::symlink_metadata(folder).is_ok_and(|it| it.is_dir()) {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(|error| named(&error, folder))? {
        let entry = entry.map_err(|error| named(&error, folder))?;
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(|error| named(&error, &entry.path()))?.is_dir() {
            list(&entry.path(), &path, paths)?;
        } else {
            paths.insert(path);
        }
    }
    Ok(())
}

/// Writes a file whole or not at all: into a temporary one beside it, which then takes its name.
pub(super) fn write(root: &Path, output: &Output) -> io::Result<()> {
    let path = real_path(root, &output.path)?;
    let folder = path.parent().unwrap_or(root);
    let attempt = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new()
            .prefix(".errbook-")
            .make_in(folder, |path| fs::OpenOptions::new().write(true).create_new(true).open(path))?;
        file.write_all(output.contents.as_bytes())?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    attempt().map_err(|error| named(&error, &path))
}

/// Deletes a file, and the folders that it leaves empty.
pub(super) fn delete(root: &Path, path: &str) -> io::Result<()> {
    let full = real_path(root, path)?;
    fs::remove_file(&full).map_err(|error| named(&error, &full))?;
    let mut folder = full.parent();
    // Removing a folder fails where something is in it, which is when it is to stay.
    while let Some(it) = folder.filter(|it| *it != root && fs::remove_dir(it).is_ok()) {
        folder = it.parent();
    }
    Ok(())
}

/// The path of a file below the root, if no link on the way leads out of it.
fn real_path(root: &Path, path: &str) -> io::Result<PathBuf> {
    let mut full = root.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        full.push(part);
        if parts.peek().is_some() && fs::symlink_metadata(&full).is_ok_and(|it| it.is_symlink()) {
            return Err(io::Error::other(format!("{} is a link: codegen writes into folders only", full.display())));
        }
    }
    Ok(full)
}

fn named(error: &io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
