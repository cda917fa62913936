//! Reading: the spec folder, and the two sides of a diff.

pub(super) mod books;
mod commit;
mod git;
mod git_tree;
mod outline;
mod releases;
pub(super) mod revision;
mod search;
pub(super) mod spec_dir;

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

/// A path without links and without `..`. Missing parts are resolved as codegen would create them.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut out = std::env::current_dir()?.canonicalize()?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            // `out` has no links, so its parent is the folder above.
            Component::ParentDir => {
                out.pop();
            }
            part => {
                out.push(part);
                out = fs::canonicalize(&out).unwrap_or(out);
            }
        }
    }
    Ok(out)
}
