//! The generated parts of this repository's documents: tables of keys, rules and outputs, and the schemas for editors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use errbook_codegen::reference::{FILES, updated};

/// This repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether the command runs in this repository's root.
pub(crate) fn is_here() -> bool {
    let is_root = |here: PathBuf| Some(fs::canonicalize(root()).ok()? == here);
    fs::canonicalize(".").ok().and_then(is_root).unwrap_or(false)
}

/// Writes the files that are out of date.
pub(crate) fn write() -> ExitCode {
    finish(|path, text| fs::write(root().join(path), text).map_err(|error| format!("{path}: {error}")))
}

/// Lists the files that are out of date.
pub(crate) fn check() -> ExitCode {
    finish(|path, _| Err(format!("{path} is out of date. Run: cargo xtask codegen")))
}

/// Calls `f` with each file that is out of date, and its updated text.
fn finish(f: impl Fn(&str, &str) -> Result<(), String>) -> ExitCode {
    let mut outcome = ExitCode::SUCCESS;
    for path in FILES {
        // A missing schema is generated from scratch.
        let text = fs::read_to_string(root().join(path)).unwrap_or_default();
        let result = updated(path, &text).and_then(|wanted| if wanted == text { Ok(()) } else { f(path, &wanted) });
        if let Err(why) = result {
            eprintln!("error: {why}");
            outcome = ExitCode::FAILURE;
        }
    }
    outcome
}
