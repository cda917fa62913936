//! The spec folder on disk.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::args::SpecFolder;
use crate::diagnostics::{self, Diagnostic};
use crate::input::{Content, Input, Role, role};
use crate::source::Sources;
use crate::text::quoted;
use crate::{Compiled, compile};

/// Compiles a folder. A folder that cannot be read is the only diagnostic.
pub(in crate::cli) fn read(spec: &SpecFolder) -> Compiled {
    inputs(spec).map_or_else(|found| missing(*found), compile)
}

/// The result for a folder that cannot be read.
pub(in crate::cli) fn missing(found: Diagnostic) -> Compiled {
    Compiled { sources: Sources::default(), book: None, waivers: Vec::new(), diagnostics: vec![found] }
}

/// The inputs in a folder.
pub(in crate::cli) fn inputs(spec: &SpecFolder) -> Result<Vec<Input>, Box<Diagnostic>> {
    let mut inputs = Vec::new();
    list(&spec.path, "", spec.max_file_size, &mut inputs).map_err(|error| {
        let name = quoted(&spec.path.display().to_string());
        let message = match error.kind() {
            io::ErrorKind::NotFound => format!("the folder {name} does not exist"),
            io::ErrorKind::NotADirectory => format!("{name} is not a folder"),
            _ => format!("cannot read the folder {name}: {error}"),
        };
        let found = Diagnostic::new(&diagnostics::NO_SPEC, message);
        Box::new(found.help(match &spec.config {
            Some(config) => format!("Correct `spec` in {}, or name the spec folder: `--spec DIR`.", config.display()),
            None => "Run the command in the folder that contains the spec folder, or name the spec folder: `--spec DIR`."
                .to_owned(),
        }))
    })?;
    Ok(inputs)
}

/// Whether a file of the spec folder is an input.
pub(super) fn is_read(path: &str) -> bool {
    role(path) != Role::None
}

/// Whether a name in the spec folder is ignored: editors keep files with such names.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// Lists the inputs below a folder. Links are not followed: they may lead out of it.
fn list(folder: &Path, below: &str, cap: u64, inputs: &mut Vec<Input>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            if is_read(&path) {
                inputs.push(unreadable(path, NOT_UTF8));
            }
            continue;
        };
        if is_hidden(&name) {
            continue;
        }
        let path = format!("{below}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && !is_read(&path) {
            if let Err(error) = list(&entry.path(), &format!("{path}/"), cap, inputs) {
                // It may contain a part of the book.
                inputs.push(unreadable(format!("{path}/*.yaml"), format!("cannot read the folder: {error}")));
            }
        } else if kind.is_file() && is_read(&path) {
            inputs.push(Input { content: content(&entry.path(), cap), path });
        } else if is_read(&path) {
            let why = if kind.is_dir() {
                A_FOLDER
            } else if kind.is_symlink() {
                A_LINK
            } else {
                "it is not a regular file"
            };
            inputs.push(unreadable(path, why));
        }
    }
    Ok(())
}

pub(super) const NOT_UTF8: &str = "its name is not UTF-8";
pub(super) const A_FOLDER: &str = "it is a folder";
pub(super) const A_LINK: &str = "it is a link, which may lead out of the spec folder";

pub(super) fn unreadable(path: String, why: impl Into<String>) -> Input {
    Input { path, content: Content::Unreadable(why.into()) }
}

/// The content of a file, up to a limit.
pub(super) fn content(path: &Path, cap: u64) -> Content {
    let read = || -> io::Result<Content> {
        Ok(match capped(fs::File::open(path)?, cap)? {
            Content::TooLarge { length, cap } => {
                Content::TooLarge { length: fs::metadata(path)?.len().max(length), cap }
            }
            content => content,
        })
    };
    read().unwrap_or_else(|error| Content::Unreadable(error.to_string()))
}

/// The content of a stream, up to a limit. The length of a longer stream is not known.
pub(super) fn capped(from: impl Read, cap: u64) -> io::Result<Content> {
    let mut bytes = Vec::new();
    from.take(cap + 1).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    Ok(if length > cap { Content::TooLarge { length, cap } } else { Content::Bytes(bytes) })
}
