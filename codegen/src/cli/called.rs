//! How the program was called, for usage and hints: `errbook`, or `cargo xtask`.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use crate::text::visible;

/// The words before a command's name, as they were called: `errbook`, or `cargo xtask`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called(String);

impl Called {
    /// From the process's own arguments.
    pub fn from_environment() -> Self {
        Self::from_program(&std::env::args_os().next().unwrap_or_default())
    }

    /// From a program's name or path. The program `xtask`, which `cargo` runs by an alias of this name, is `cargo xtask`, and
    /// a text with spaces is a command already: `cargo xtask errors`.
    pub fn from_program(program: &OsStr) -> Self {
        let text = visible(&program.to_string_lossy());
        if text.contains(' ') && !text.contains(['/', '\\']) {
            return Self(text);
        }
        let stem = Path::new(program).file_stem().unwrap_or(program).to_string_lossy();
        Self(match &*stem {
            "" => "errbook".to_owned(),
            "xtask" => "cargo xtask".to_owned(),
            stem => stem.strip_prefix("cargo-").map_or_else(|| visible(stem), |it| format!("cargo {}", visible(it))),
        })
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
