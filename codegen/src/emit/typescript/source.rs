//! JavaScript source: literals, names of properties, and comments. It knows no book.

use serde::Serialize;

use crate::emit::output::with_notice;
use crate::text::visible_json;

/// A file after the notice.
pub(super) fn headed(contents: &str) -> String {
    with_notice("", contents)
}

/// A literal: JSON is one.
pub(super) fn literal(value: &(impl Serialize + ?Sized)) -> String {
    visible_json(serde_json::to_string(value).unwrap_or_default())
}

/// A list.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}

/// An object with members whose names are identifiers.
pub(super) fn object(members: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let members: Vec<String> = members.into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
}

/// The name of a property in a type.
pub(super) fn property(name: &str) -> String {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'$';
    let is_name = !name.is_empty() && !name.as_bytes()[0].is_ascii_digit() && name.bytes().all(is_plain);
    if is_name { name.to_owned() } else { literal(name) }
}

/// The name of a property in an object: `"__proto__"` alone would be its prototype.
pub(super) fn key(name: &str) -> String {
    if name == "__proto__" { format!("[{}]", literal(name)) } else { property(name) }
}

/// A comment for editors, which read it as Markdown.
pub(super) fn comment(indentation: &str, lines: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let lines: Vec<String> = lines.into_iter().flat_map(|it| escaped(it.as_ref())).collect();
    match &*lines {
        [] => String::new(),
        [line] if !line.starts_with('@') => format!("{indentation}/** {line} */\n"),
        lines => {
            let lines = lines.iter().map(|line| format!("{indentation} * {line}").trim_end().to_owned() + "\n");
            format!("{indentation}/**\n{}{indentation} */\n", lines.collect::<String>())
        }
    }
}

/// A tag, which a text cannot contain.
pub(super) fn tag(name: &str, text: &str) -> String {
    format!("\u{0}{name} {text}").trim_end().to_owned()
}

/// The lines of a text, in which nothing ends the comment or is a tag.
fn escaped(text: &str) -> Vec<String> {
    let is_tag = text.starts_with('\u{0}');
    let line = |line: &str| {
        let mut out = String::new();
        let mut before = ' ';
        for c in line.trim_start_matches('\u{0}').chars() {
            match c {
                '/' if before == '*' => out.push_str("\\/"),
                // A tag begins a word. Markdown drops the backslash.
                '@' if before.is_whitespace() => out.push_str("\\@"),
                c => out.push(c),
            }
            before = c;
        }
        out
    };
    let mut lines: Vec<String> = text.split('\n').map(line).collect();
    if let Some(first) = lines.first_mut().filter(|_| is_tag) {
        first.insert(0, '@');
    }
    lines
}
