//! The spec folder and the output folder may not overlap.

use std::io;
use std::path::Path;

use crate::cli::display::shown;
use crate::cli::load::real;
use crate::emit::output::OWNED_FOLDERS;

/// The reason why a spec cannot be compiled into a folder, if one contains the other: the next run would read generated
/// files as part of the spec, or treat the spec as generated files.
pub(super) fn overlap(spec_folder: &Path, out: &Path) -> io::Result<Option<String>> {
    let (spec, real_out) = (real(spec_folder)?, real(out)?);
    if real_out == spec {
        return Ok(Some(format!("{} is the spec folder", shown(out))));
    }
    if real_out.starts_with(&spec) {
        return Ok(Some(format!("{} is in the spec folder {}", shown(out), shown(spec_folder))));
    }
    for owned in OWNED_FOLDERS.iter().map(|it| it.path) {
        // A link at this path is refused later.
        if spec.starts_with(real_out.join(owned)) {
            return Ok(Some(format!("the spec folder {} is in {}", shown(spec_folder), shown(&out.join(owned)))));
        }
    }
    Ok(None)
}
