//! Files that are written, each with a line that says so. It overwrites none, and knows nothing of their texts.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::runtime::{portable, relative};

/// Writes files, and says each thing that it does.
pub(super) struct Report<'a> {
    pub(super) here: &'a Path,
    pub(super) is_changed: bool,
}

impl Report<'_> {
    /// A path as seen from the current folder.
    pub(super) fn name(&self, path: &Path) -> String {
        path.strip_prefix(self.here).map_or_else(|_| relative(path, self.here), portable)
    }

    pub(super) fn line(&mut self, verb: &str, path: &Path, more: &str) {
        self.is_changed = true;
        eprintln!("{verb} {}{more}", self.name(path));
    }

    /// Writes a new file. One that exists stays.
    pub(super) fn create(&mut self, path: &Path, text: &str) -> Result<(), String> {
        let write = || -> io::Result<bool> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            match fs::OpenOptions::new().write(true).create_new(true).open(path) {
                Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
                Err(error) => Err(error),
            }
        };
        if write().map_err(|error| format!("{}: {error}", self.name(path)))? {
            self.line("created", path, "");
        }
        Ok(())
    }

    /// Replaces the text of a file atomically, or creates it.
    pub(super) fn replace(&mut self, path: &Path, text: &str, what: &str) -> Result<(), String> {
        if !path.exists() {
            return self.create(path, text);
        }
        let write = || -> io::Result<()> {
            // A link stays a link: its target is edited.
            let target = path.canonicalize()?;
            let folder = target.parent().unwrap_or(Path::new("."));
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().set_permissions(fs::metadata(&target)?.permissions())?;
            file.persist(&target).map_err(|error| error.error)?;
            Ok(())
        };
        write().map_err(|error| format!("{}: {error}", self.name(path)))?;
        self.line("edited", path, what);
        Ok(())
    }

    /// Adds lines at the end of a file, unless a line begins with this word.
    pub(super) fn append(&mut self, path: &Path, word: &str, text: &str) -> Result<(), String> {
        let before = match fs::read_to_string(path) {
            Ok(before) => before,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return self.create(path, text),
            Err(error) => return Err(format!("{}: {error}", self.name(path))),
        };
        let bare = word.trim_start_matches('/');
        if before.lines().any(|it| it.split_whitespace().next().is_some_and(|it| it.trim_start_matches('/') == bare)) {
            return Ok(());
        }
        let gap = if before.is_empty() || before.ends_with("\n\n") {
            ""
        } else if before.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        self.replace(path, &format!("{before}{gap}{text}"), &format!(": {word}"))
    }
}
