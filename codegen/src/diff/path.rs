//! How a place in a book is written: the keys that lead to it, with dots between them.

/// A name as a part of a path: in quotes where it holds what has a meaning there.
pub(super) fn part(name: &str) -> String {
    let is_plain = !name.is_empty() && !name.contains(|c: char| c == '.' || c == '"' || c.is_whitespace());
    if is_plain { name.to_owned() } else { format!("{name:?}") }
}
