//! Whether what is written would be read as a part of the spec.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::words::shown;
use crate::output::OWNED_FOLDERS;

/// Why a spec cannot be compiled into a folder: one of the two lies in the other. What is generated would be read as
/// spec by the next run, or the spec would be taken for what was generated.
pub(super) fn overlap(spec_folder: &Path, out: &Path) -> io::Result<Option<String>> {
    let (spec, real_out) = (real(spec_folder)?, real(out)?);
    if real_out == spec {
        return Ok(Some(format!("{} is the spec folder", shown(out))));
    }
    if real_out.starts_with(&spec) {
        return Ok(Some(format!("{} lies in the spec folder {}", shown(out), shown(spec_folder))));
    }
    for owned in OWNED_FOLDERS {
        // A link there is refused for what it is.
        if spec.starts_with(real_out.join(owned)) {
            let owned = out.join(owned);
            return Ok(Some(format!("the spec folder {} lies in {}", shown(spec_folder), shown(&owned))));
        }
    }
    Ok(None)
}

/// A path without links and without `..`. From where nothing is any more, it is what codegen would make there.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut out = std::env::current_dir()?.canonicalize()?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            // What was walked so far has no links, so this is the folder above.
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
