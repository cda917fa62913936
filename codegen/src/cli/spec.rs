//! Reading the spec folder.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::Path;

use super::{Outcome, SpecFolder, screen, talk};
use crate::diagnostics::render::{Terminal, terminal};
use crate::diagnostics::{self, Diagnostic};
use crate::input::{Content, Input};
use crate::{Compiled, Role, compile, role};

/// How wide findings are drawn where nobody says how wide the screen is.
const WIDTH: usize = 120;

/// Compiles what is in a folder. Where there is none, that is the one finding.
pub(super) fn read(spec: &SpecFolder) -> Compiled {
    inputs(spec).map_or_else(|found| nothing(*found), compile)
}

/// What came of a spec that there is not.
pub(super) fn nothing(found: Diagnostic) -> Compiled {
    Compiled { sources: crate::source::Sources::default(), book: None, waivers: Vec::new(), diagnostics: vec![found] }
}

/// What is in a folder. The error is that there is none.
pub(super) fn inputs(spec: &SpecFolder) -> Result<Vec<Input>, Box<Diagnostic>> {
    let mut inputs = Vec::new();
    match list(&spec.path, "", spec.max_file_size, &mut inputs) {
        Ok(()) => Ok(inputs),
        Err(error) => {
            let name = crate::text::quoted(&spec.path.display().to_string());
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => format!("there is no folder {name} here"),
                std::io::ErrorKind::NotADirectory => format!("{name} is not a folder"),
                _ => format!("the folder {name} cannot be read: {error}"),
            };
            let found = Diagnostic::new(&diagnostics::NO_SPEC, message);
            Err(Box::new(found.help("Run this where the spec folder is, or name it: `--spec DIR`.")))
        }
    }
}

/// Whether a file of the spec folder is something to the compiler.
pub(super) fn is_read(path: &str) -> bool {
    role(path) != Role::None
}

/// Whether a name in the spec folder is nobody's business: editors keep their own files there.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// Every file below a folder that is read. Links are not followed: they may lead anywhere.
fn list(folder: &Path, below: &str, cap: u64, inputs: &mut Vec<Input>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            unreadable(inputs, below, &entry.file_name(), NOT_UTF8);
            continue;
        };
        if is_hidden(&name) {
            continue;
        }
        let path = format!("{below}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && !is_read(&path) {
            if let Err(error) = list(&entry.path(), &format!("{path}/"), cap, inputs) {
                // What is in there may be a part of the book.
                let why = format!("the folder cannot be read: {error}");
                inputs.push(Input { path: format!("{path}/*.yaml"), content: Content::Unreadable(why) });
            }
        } else if is_read(&path) {
            let content =
                if kind.is_file() { content(&entry.path(), cap) } else { Content::Unreadable(not_a_file(kind)) };
            inputs.push(Input { path, content });
        }
    }
    Ok(())
}

pub(super) const NOT_UTF8: &str = "its name is not UTF-8";
pub(super) const A_FOLDER: &str = "it is a folder";
pub(super) const A_LINK: &str = "it is a link, and links may lead out of the spec folder";

fn not_a_file(kind: fs::FileType) -> String {
    let what = if kind.is_dir() {
        A_FOLDER
    } else if kind.is_symlink() {
        A_LINK
    } else {
        "it is not an ordinary file"
    };
    what.to_owned()
}

fn unreadable(inputs: &mut Vec<Input>, below: &str, name: &OsStr, why: &str) {
    let path = format!("{below}{}", name.to_string_lossy());
    if is_read(&path) {
        inputs.push(Input { path, content: Content::Unreadable(why.to_owned()) });
    }
}

/// What a file holds, up to a cap.
pub(super) fn content(path: &Path, cap: u64) -> Content {
    let read = || -> std::io::Result<Content> {
        Ok(match capped(fs::File::open(path)?, cap)? {
            Content::TooLarge { length, cap } => {
                Content::TooLarge { length: fs::metadata(path)?.len().max(length), cap }
            }
            content => content,
        })
    };
    read().unwrap_or_else(|error| Content::Unreadable(error.to_string()))
}

/// What can be read, up to a cap. How much more there is, is not known.
pub(super) fn capped(from: impl Read, cap: u64) -> std::io::Result<Content> {
    let mut bytes = Vec::new();
    // One more than the cap, so that a file that grows meanwhile is caught too.
    from.take(cap + 1).read_to_end(&mut bytes)?;
    let length = bytes.len() as u64;
    Ok(if length > cap { Content::TooLarge { length, cap } } else { Content::Bytes(bytes) })
}

/// What stands before a file's path where the folder is named as it was in the command.
pub(super) fn prefix(folder: &Path) -> String {
    format!("{}/", folder.display().to_string().trim_end_matches('/'))
}

/// Findings as people read them, as fits where they are to be written.
pub(super) fn drawn(prefix: &str, compiled: &Compiled, to: &impl anstream::stream::RawStream) -> String {
    let colour = screen::has_colour(to);
    let width = screen::columns().unwrap_or(WIDTH);
    let drawn = terminal(&compiled.sources, &compiled.diagnostics, Terminal { prefix, colour, width });
    format!("{}\n", drawn.trim_end())
}

/// Says what was found in passing: all of it, on standard error.
pub(super) fn talk_of(prefix: &str, compiled: &Compiled) {
    if !compiled.diagnostics.is_empty() {
        talk!("{}", drawn(prefix, compiled, &std::io::stderr()));
        talk!("{}", count(compiled));
    }
}

/// How many findings there are.
pub(super) fn count(compiled: &Compiled) -> String {
    let errors = compiled.diagnostics.iter().filter(|it| it.is_error()).count();
    let warnings = compiled.diagnostics.len() - errors;
    let counted =
        |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}{}", if count == 1 { "" } else { "s" }));
    let counts: Vec<String> = counted(errors, "error").into_iter().chain(counted(warnings, "warning")).collect();
    counts.join(", ")
}

/// What stands before a file's path as seen from the root of the repository that the folder lies in, with `/`. Without a
/// repository it is the folder as it was named.
pub(super) fn from_repository(folder: &Path) -> String {
    let named = || folder.to_path_buf();
    let below = folder.canonicalize().ok().and_then(|full| {
        let root = full.ancestors().find(|it| it.join(".git").exists())?;
        full.strip_prefix(root).ok().map(Path::to_path_buf)
    });
    let text = below.unwrap_or_else(named).display().to_string().replace('\\', "/");
    if text.is_empty() || text.ends_with('/') { text } else { format!("{text}/") }
}

/// What errors in a spec mean for a command: those of reading are not the spec's.
pub(super) fn outcome(compiled: &Compiled) -> Outcome {
    let is_reading = |it: &&Diagnostic| *it.rule == diagnostics::NO_SPEC || *it.rule == diagnostics::UNREADABLE_FILE;
    if compiled.diagnostics.iter().any(|it| is_reading(&it)) {
        Outcome::Failed
    } else if compiled.book.is_none() {
        Outcome::Findings
    } else {
        Outcome::Fine
    }
}
