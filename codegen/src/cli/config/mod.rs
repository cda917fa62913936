//! `errbook.toml`: where a book is, and what is generated from it. Every command finds it from any folder below it.

mod packages;
mod read;

use std::path::{Path, PathBuf};
use std::{fs, io};

use self::packages::Packages;
use super::display::shown;
use super::load::real;
use super::status::{Outcome, failed, status};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::{Terminal, terminal};
use crate::emit::options::{Group, Layout, Options};
use crate::names::is_identifier;
use crate::source::Sources;

/// The name of the file.
pub const CONFIG: &str = "errbook.toml";

/// The settings of a book, with the defaults of those that its file omits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The path of the file, as seen from here.
    pub file: PathBuf,
    /// The spec folder.
    pub spec: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The same as in the file, relative to its folder.
    out_below: PathBuf,
    /// The outputs.
    pub outputs: Vec<Group>,
    /// Whether the Rust is a module of an existing crate.
    pub is_module: bool,
    /// The features that are on.
    pub features: Vec<String>,
    packages: Packages,
}

/// The spec folder and the output folder of a book without a file.
pub(super) const SPEC: &str = "spec";
pub(super) const OUT: &str = "generated";

impl Config {
    /// The settings that apply to a spec folder, or without one to the current folder: those of the nearest file in the
    /// folder that contains it, or above. `None` without a file.
    pub fn find(spec: Option<&Path>) -> Result<Option<Self>, ConfigError> {
        let start = spec.map_or_else(PathBuf::new, above);
        let depth = real(&start).map_err(|error| ConfigError::unreadable(&start, &error))?.components().count();
        let folders = std::iter::successors(Some(start), |it| Some(above(it))).take(depth);
        for folder in folders {
            let file = folder.join(CONFIG);
            match fs::read(&file) {
                Ok(bytes) => return Self::parse(&file, &folder, bytes).map(Some),
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
                Err(error) => return Err(ConfigError::unreadable(&file, &error)),
            }
        }
        Ok(None)
    }

    fn parse(file: &Path, folder: &Path, bytes: Vec<u8>) -> Result<Self, ConfigError> {
        let mut sources = Sources::default();
        match read::read(&mut sources, bytes) {
            Ok(read) => Ok(Self {
                file: file.to_path_buf(),
                spec: folder.join(read.spec),
                out: folder.join(&read.out),
                out_below: read.out.into(),
                outputs: read.outputs,
                is_module: read.is_module,
                features: read.features,
                packages: read.packages,
            }),
            Err(diagnostics) => Err(ConfigError::Invalid { prefix: prefix(folder), sources, diagnostics }),
        }
    }

    /// What is generated.
    pub(super) fn options(&self, out: &Path) -> Result<Options, String> {
        let mut options =
            Options::of(self.outputs.iter().copied()).with_features(self.features.iter().map(String::as_str));
        let Packages { openapi, npm, python } = self.packages.clone();
        (options.openapi, options.npm, options.python) = (openapi, npm, python);
        if !self.is_module {
            return Ok(options);
        }
        let out_below = if out == self.out { &self.out_below } else { out };
        let path = module_path(out_below);
        if !is_module_folder(out_below) {
            return Err(format!(
                "the output folder {} cannot be a module: its name is not a name in Rust\n\
                 Choose a folder such as `src/errors`: `out` in {}.",
                shown(out),
                shown(&self.file)
            ));
        }
        Ok(options.with_layout(Layout::Module { path }))
    }
}

/// Whether an output folder, relative to the workspace, can be a module: whether its path in its crate has only names of Rust.
pub fn is_module_folder(out: &Path) -> bool {
    let path = module_path(out);
    !path.is_empty() && path.iter().all(|it| is_identifier(it))
}

/// The path of the folder above, as seen from here.
fn above(path: &Path) -> PathBuf {
    let has_name = path.file_name().is_some();
    if has_name { path.parent().map_or_else(PathBuf::new, Path::to_path_buf) } else { path.join("..") }
}

fn prefix(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.is_empty() { text } else { format!("{}/", text.trim_end_matches('/')) }
}

/// The path of a module from the root of its crate: what follows `src` in the output folder, without the folder of a
/// program in `src/bin`, or else the folder's name. It depends on nothing on disk: a `lib.rs` may be written later.
fn module_path(out: &Path) -> Vec<String> {
    let names: Vec<String> = out.components().map(|it| it.as_os_str().to_string_lossy().into_owned()).collect();
    let below = names.iter().rposition(|it| it == "src").map_or(names.len().saturating_sub(1), |at| at + 1);
    match &names[below..] {
        [bin, _, path @ ..] if bin == "bin" && !path.is_empty() => path.to_vec(),
        path => path.to_vec(),
    }
}

/// Why the settings cannot be used.
#[derive(Debug)]
pub enum ConfigError {
    /// The file cannot be read.
    Unreadable(String),
    /// It has mistakes.
    #[doc(hidden)]
    Invalid {
        /// The folder, before the names of the sources.
        prefix: String,
        /// The file.
        sources: Sources,
        /// The mistakes.
        diagnostics: Vec<Diagnostic>,
    },
}

impl ConfigError {
    fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable(format!("{}: {error}", shown(path)))
    }

    /// Its text for people.
    pub fn text(&self, colour: bool, width: usize) -> String {
        match self {
            Self::Unreadable(why) => format!("error: {why}"),
            Self::Invalid { prefix, sources, diagnostics } => {
                terminal(sources, diagnostics, Terminal { prefix, colour, width }).trim_end().to_owned()
            }
        }
    }

    /// Prints it.
    pub(super) fn report(&self) -> Outcome {
        match self {
            Self::Unreadable(why) => failed(why),
            Self::Invalid { .. } => {
                status!("{}", super::status::styled(|colour, width| self.text(colour, width)));
                Outcome::Failed
            }
        }
    }
}
