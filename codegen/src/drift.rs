//! Compares the output folder with the outputs. It does not touch the disk: it works on a description of the folder.
//!
//! Comparisons ignore line endings: a checkout may have changed them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use similar::TextDiff;

use crate::emit::output::{MANIFEST, Output};
use crate::text::{counted, visible};

/// The prefix of a file's name while it is being written; [`TEMPORARY_LENGTH`] letters and digits follow. A run that is killed
/// leaves such a file.
pub const TEMPORARY: &str = ".errbook-";

/// The number of letters and digits after [`TEMPORARY`].
pub const TEMPORARY_LENGTH: usize = 6;

/// Whether a name is that of a temporary file.
pub fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY)
        .is_some_and(|it| it.len() == TEMPORARY_LENGTH && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether a name in the output folder is ignored: editors, file managers and version control keep files that begin with a dot,
/// and a build leaves `Cargo.lock` and `target`.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.eq_ignore_ascii_case("Cargo.lock") || name.eq_ignore_ascii_case("target")
}

/// The paths in a manifest. Lines that are not UTF-8, that lead out of the folder, or that codegen cannot have written are
/// ignored: a manifest permits deletions, and may have been edited.
pub fn read_manifest(bytes: &[u8]) -> BTreeSet<String> {
    let lines = bytes.split(|&byte| byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    lines.map(str::trim_end).filter(|it| !it.starts_with('#') && may_be_named(it)).map(str::to_owned).collect()
}

fn may_be_named(path: &str) -> bool {
    let is_below = path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let first = path.split('/').next().unwrap_or_default();
    is_below && !path.contains(|c: char| matches!(c, '\\' | ':') || c.is_control()) && !is_ignored(first)
}

/// The entry on disk at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    /// A regular file with its bytes; without them if they were not read.
    File(Vec<u8>),
    /// A regular file with the generated contents.
    Same,
    /// A temporary file of this run or of one that was killed.
    Temporary,
    /// A folder at the path of a file.
    Folder,
    /// A link, or anything else that is not a regular file.
    Other,
}

impl OnDisk {
    /// Reads a file at the path of an output, and compares it while reading.
    pub fn read(mut found: impl Read, wanted: &Output) -> io::Result<Self> {
        const BLOCK: usize = 1 << 16;
        let output = wanted;
        let wanted = output.contents.as_bytes();
        let (mut block, mut same) = (Vec::with_capacity(BLOCK), 0);
        loop {
            block.clear();
            found.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
            let is_same = wanted[same..].starts_with(&block);
            if is_same && block.is_empty() && same == wanted.len() {
                return Ok(Self::Same);
            }
            if !is_same || block.is_empty() {
                let mut bytes = [&wanted[..same], &block].concat();
                found.read_to_end(&mut bytes)?;
                let found = Self::File(bytes);
                return Ok(if found.is(output) { Self::Same } else { found });
            }
            same += block.len();
        }
    }

    /// Whether it is the output. Line endings are ignored: a checkout may have changed them.
    pub fn is(&self, wanted: &Output) -> bool {
        match self {
            Self::Same => true,
            Self::File(found) => *without_crlf(found) == *wanted.contents.as_bytes(),
            Self::Temporary | Self::Folder | Self::Other => false,
        }
    }
}

/// The part of the output folder that concerns codegen.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    /// The paths in its manifest; `None` without a manifest.
    pub manifest: Option<BTreeSet<String>>,
    /// The entries at the paths of the manifest, of the outputs and of their folders, and everything in the owned
    /// folders.
    pub entries: BTreeMap<String, OnDisk>,
}

impl Folder {
    /// Whether codegen may replace or delete the file at a path.
    pub(crate) fn owns(&self, path: &str) -> bool {
        path == MANIFEST || self.manifest.as_ref().is_some_and(|it| it.contains(path))
    }
}

/// A difference between the output folder and the outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// The file does not exist.
    Missing(String),
    /// The file differs: a diff from the file to the output.
    Changed(String, String),
    /// The file was generated earlier, but no longer.
    Stale(String),
    /// The file was not generated, but is in an owned folder or at the path of an output.
    Untracked(String),
}

impl Drift {
    /// The path of the file.
    pub fn path(&self) -> &str {
        match self {
            Self::Missing(path) | Self::Changed(path, _) | Self::Stale(path) | Self::Untracked(path) => path,
        }
    }
}

/// All differences, by path. `codegen` and `codegen --check` compare file by file with the same two functions.
pub fn compare(outputs: &[Output], folder: &Folder) -> Vec<Drift> {
    let found = |it: &Output| difference(it, folder.entries.get(&it.path), folder.owns(&it.path));
    let wanted: BTreeSet<&str> = outputs.iter().map(|it| &*it.path).collect();
    let mut out: Vec<Drift> = outputs.iter().filter_map(found).collect();
    out.extend(leftovers(folder, |path| wanted.contains(path)));
    out.sort_by(|a, b| a.path().cmp(b.path()));
    out
}

/// The entries of a folder at paths without an output.
pub(crate) fn leftovers(folder: &Folder, is_wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Drift> {
    folder.entries.iter().filter(move |it| !is_wanted(it.0)).map(|(path, entry)| {
        let is_ours = match entry {
            OnDisk::Temporary => true,
            OnDisk::File(_) | OnDisk::Same => folder.owns(path),
            // Codegen never writes these, so it never deletes them, even if the manifest names them.
            OnDisk::Folder | OnDisk::Other => false,
        };
        if is_ours { Drift::Stale(path.clone()) } else { Drift::Untracked(path.clone()) }
    })
}

/// The difference between an output and the entry at its path, which codegen may own.
pub(crate) fn difference(output: &Output, found: Option<&OnDisk>, is_owned: bool) -> Option<Drift> {
    let path = output.path.clone();
    match found {
        None => Some(Drift::Missing(path)),
        Some(found) if found.is(output) => None,
        Some(OnDisk::Folder) => Some(Drift::Untracked(path)),
        Some(_) if !is_owned => Some(Drift::Untracked(path)),
        Some(OnDisk::File(found)) => Some(Drift::Changed(path, diff(found, &output.contents))),
        Some(OnDisk::Temporary | OnDisk::Other | OnDisk::Same) => {
            Some(Drift::Changed(path, "not a regular file\n".to_owned()))
        }
    }
}

/// The bytes of a file with `\n` for every `\r\n`.
pub(crate) fn without_crlf(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'\r') {
        return bytes.into();
    }
    let next = bytes.iter().skip(1).chain(&[0]);
    bytes.iter().zip(next).filter(|it| *it != (&b'\r', &b'\n')).map(|it| *it.0).collect::<Vec<u8>>().into()
}

/// A unified diff, cut off after forty lines.
pub(crate) fn diff(found: &[u8], wanted: &str) -> String {
    diff_to(found, wanted, "generated")
}

/// A unified diff to a text of this kind, cut off after forty lines.
pub(crate) fn diff_to(found: &[u8], wanted: &str, kind: &str) -> String {
    const LONGEST: usize = 40;
    let found = without_crlf(found);
    let Ok(found) = std::str::from_utf8(&found) else { return "not UTF-8\n".to_owned() };
    let drawn =
        TextDiff::from_lines(found, wanted).unified_diff().context_radius(2).header("on disk", kind).to_string();
    let lines: Vec<&str> = drawn.split_terminator('\n').collect();
    let mut short: String = lines.iter().take(LONGEST).flat_map(|line| [visible_line(line), "\n".to_owned()]).collect();
    if let Some(more @ 1..) = lines.len().checked_sub(LONGEST) {
        short.push_str(&format!("… {} not shown\n", counted(more, "line")));
    }
    short
}

/// A line with its control characters escaped, except tabs.
fn visible_line(line: &str) -> String {
    line.split('\t').map(visible).collect::<Vec<_>>().join("\t")
}
