//! Texts as YAML has them, for what is to be pasted into a spec.

use crate::diagnostic::is_invisible;
use crate::yaml::Scalar;

/// A text so that it is read as that text, in a list or map of either style: as it is where that is safe, else in quotes.
pub(crate) fn written(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"_-./".contains(&it))
        && matches!(Scalar::plain(text.into()), Scalar::Text(_));
    if is_plain {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
