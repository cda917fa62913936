//! Paths and commands, as people read them.

use std::path::Path;

use crate::diagnostic::is_invisible;
use crate::output::visible;

/// A path on one line, with nothing in it that a terminal would obey.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// The command that writes a folder.
pub(super) fn codegen_command(spec_folder: &Path, out: &Path) -> String {
    let mut command = "cargo xtask codegen".to_owned();
    if spec_folder != Path::new("spec") {
        command.push_str(&format!(" --spec {}", shell(spec_folder)));
    }
    if out != Path::new("generated") {
        command.push_str(&format!(" --out {}", shell(out)));
    }
    command
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
