//! How the program was called, for usage and hints: `errbook`, `cargo xtask`, or another alias of Cargo.

use std::ffi::OsStr;
use std::path::Path;
use std::{env, fmt, fs};

use toml::de::{DeTable, DeValue};

use crate::text::visible;

/// The words before a command's name, as they were called: `errbook`, or `cargo xtask`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called(String);

impl Called {
    /// From the process's own arguments.
    pub fn from_environment() -> Self {
        Self::from_program(&env::args_os().next().unwrap_or_default())
    }

    /// From a program's name or path. If Cargo runs it by an alias, it is that alias. A text with spaces is a command
    /// already: `cargo xtask errors`.
    pub fn from_program(program: &OsStr) -> Self {
        let text = visible(&program.to_string_lossy());
        if text.contains(' ') && !text.contains(['/', '\\']) {
            return Self(text);
        }
        let stem = visible(&Path::new(program).file_stem().unwrap_or(program).to_string_lossy());
        // `cargo run` sets it.
        let package = env::var("CARGO_PKG_NAME").ok();
        let alias = package.and_then(|it| aliased(&env::current_dir().ok()?, &it, &stem));
        Self(match (alias, &*stem) {
            (Some(alias), _) => format!("cargo {}", visible(&alias)),
            (None, "") => "errbook".to_owned(),
            (None, "xtask") => "cargo xtask".to_owned(),
            (None, _) => stem.strip_prefix("cargo-").map_or_else(|| stem.clone(), |it| format!("cargo {it}")),
        })
    }
}

impl fmt::Display for Called {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The alias of Cargo that runs a package or one of its programs, from the nearest `.cargo/config.toml`.
fn aliased(folder: &Path, package: &str, program: &str) -> Option<String> {
    folder.ancestors().find_map(|it| {
        let text = fs::read_to_string(it.join(".cargo/config.toml")).ok()?;
        let table = DeTable::parse(&text).ok()?.into_inner();
        let aliases = table.get("alias")?.get_ref().as_table()?;
        let mut runs = aliases.iter().filter(|it| runs(&words(it.1.get_ref()), package, program));
        Some(runs.next()?.0.get_ref().to_string())
    })
}

/// The words of an alias: a text, or a list of words.
fn words<'t>(alias: &'t DeValue<'_>) -> Vec<&'t str> {
    match alias {
        DeValue::String(text) => text.split_whitespace().collect(),
        DeValue::Array(words) => words.iter().filter_map(|it| it.get_ref().as_str()).collect(),
        _ => Vec::new(),
    }
}

/// Whether an alias runs a program with no arguments of its own.
fn runs(words: &[&str], package: &str, program: &str) -> bool {
    let names = |option: &str, name: &str| {
        let joined = |it: &&str| it.strip_prefix(option).and_then(|it| it.strip_prefix('=')) == Some(name);
        words.windows(2).any(|it| *it == [option, name]) || words.iter().any(joined)
    };
    let has_arguments = words.iter().position(|it| *it == "--").is_some_and(|at| at + 1 < words.len());
    matches!(words.first(), Some(&("run" | "r")))
        && !has_arguments
        && (names("--package", package) || names("-p", package) || names("--bin", program))
}
