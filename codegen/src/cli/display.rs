//! Paths and commands for people.

use std::path::{Path, PathBuf};

use super::args::{OutFolder, SpecFolder};
use super::called::Called;
use crate::input::LARGEST_FILE;
use crate::text::{is_invisible, visible};

/// A path on one line, with control characters as escapes.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// The command that updates a folder.
pub(super) fn codegen_command(called: &Called, spec: &SpecFolder, out: &OutFolder, documents: &[PathBuf]) -> String {
    let mut command = format!("{called} codegen{}", spec_arguments(spec));
    if let Some(out) = &out.given {
        command.push_str(&format!(" --out {}", shell(out)));
    }
    for document in documents {
        command.push_str(&format!(" --docs-into {}", shell(document)));
    }
    command
}

/// The arguments that name the spec, each after a space; none if they were not given.
pub(super) fn spec_arguments(spec: &SpecFolder) -> String {
    let mut out = String::new();
    if let Some(spec) = &spec.given {
        out.push_str(&format!(" --spec {}", shell(spec)));
    }
    if spec.max_file_size != LARGEST_FILE {
        out.push_str(&format!(" --max-file-size {}", spec.max_file_size));
    }
    out
}

/// A path, quoted for a shell.
pub(super) fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    if text.chars().any(is_invisible) || path.to_str().is_none() {
        return escaped(path);
    }
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if is_plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// A path in `$'…'`, where a shell reads escapes.
fn escaped(path: &Path) -> String {
    let mut out = "$'".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\'' | b'\\' => out.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => out.push(char::from(*byte)),
            _ => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push('\'');
    out
}

/// The prefix of a file's path below a spec folder: the folder as given on the command line.
pub(super) fn prefix(folder: &Path) -> String {
    format!("{}/", folder.display().to_string().trim_end_matches('/'))
}

/// The prefix of a file's path below a spec folder, as seen from the root of its repository, with `/`. Without a
/// repository it is the folder as given on the command line.
pub(super) fn from_repository(folder: &Path) -> String {
    let below = folder.canonicalize().ok().and_then(|full| {
        let root = full.ancestors().find(|it| it.join(".git").exists())?;
        full.strip_prefix(root).ok().map(Path::to_path_buf)
    });
    let text = below.unwrap_or_else(|| folder.to_path_buf()).display().to_string().replace('\\', "/");
    if text.is_empty() || text.ends_with('/') { text } else { format!("{text}/") }
}
