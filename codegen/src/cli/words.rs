//! Paths and commands, as people read them.

use std::path::{Path, PathBuf};

use super::SpecFolder;
use crate::input::{LARGEST_FILE, LONGEST_FILE};
use crate::output::visible;
use crate::text::is_invisible;

/// A number of bytes as people write it: `1000`, `64KiB`, `64MiB`, `1GiB`.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let scale = match unit {
        "" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err("write a whole number of bytes, or one with KiB, MiB or GiB: 64MiB".to_owned()),
    };
    let count: u64 = text[..text.len() - unit.len()].parse().map_err(|_| "which number? 64MiB, say".to_owned())?;
    match count.checked_mul(scale) {
        Some(bytes @ 1..=LONGEST_FILE) => Ok(bytes),
        _ => Err(format!("a file has between 1 and {LONGEST_FILE} bytes")),
    }
}

/// A path on one line, with nothing in it that a terminal would obey.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// The command that writes a folder.
pub(super) fn codegen_command(spec: &SpecFolder, out: &Path, documents: &[PathBuf]) -> String {
    let mut command = format!("cargo xtask codegen{}", spec_arguments(spec));
    if out != Path::new("generated") {
        command.push_str(&format!(" --out {}", shell(out)));
    }
    for document in documents {
        command.push_str(&format!(" --docs-into {}", shell(document)));
    }
    command
}

/// What says where the spec is, with a blank in front; nothing where it is where it usually is.
pub(super) fn spec_arguments(spec: &SpecFolder) -> String {
    let mut out = String::new();
    if spec.path != Path::new("spec") {
        out.push_str(&format!(" --spec {}", shell(&spec.path)));
    }
    if spec.max_file_size != LARGEST_FILE {
        out.push_str(&format!(" --max-file-size {}", spec.max_file_size));
    }
    out
}

/// A path as a shell reads it.
pub(super) fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    if text.chars().any(is_invisible) || path.to_str().is_none() {
        return escaped(path);
    }
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+".contains(c));
    if is_plain { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

/// A path in the quotes in which a shell reads escapes.
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
