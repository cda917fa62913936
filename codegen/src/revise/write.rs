//! Entries as YAML, in the style of their neighbours.

use crate::syntax::Scalar;
use crate::text::{is_invisible, yaml};

/// An entry: its keys, each with its value as YAML for a block and for brackets.
pub(super) struct Entry {
    /// Whether it is written in brackets where no neighbour shows another style.
    pub(super) is_short: bool,
    keys: Vec<(&'static str, String, String)>,
}

impl Entry {
    pub(super) fn new(is_short: bool) -> Self {
        Self { is_short, keys: Vec::new() }
    }

    /// Adds a key with a value that is YAML in every style.
    pub(super) fn yaml(&mut self, key: &'static str, value: &str) {
        self.keys.push((key, value.to_owned(), value.to_owned()));
    }

    /// Adds a key with a text.
    pub(super) fn text(&mut self, key: &'static str, text: &str) {
        self.keys.push((key, scalar(text, false), scalar(text, true)));
    }

    /// As a map in brackets.
    pub(super) fn in_brackets(&self) -> String {
        let pairs: Vec<String> = self.keys.iter().map(|(key, _, value)| format!("{key}: {value}")).collect();
        format!("{{{}}}", pairs.join(", "))
    }

    /// As an item of a list, from its dash on. Every line is indented.
    pub(super) fn item(&self, indent: usize, in_brackets: bool) -> String {
        let indent = " ".repeat(indent);
        if in_brackets {
            return format!("{indent}- {}", self.in_brackets());
        }
        let line = |(at, (key, value, _)): (usize, &(&str, String, String))| {
            format!("{indent}{}{key}: {value}", if at == 0 { "- " } else { "  " })
        };
        self.keys.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A text as a scalar on one line: plain where it can be, else in double quotes.
fn scalar(text: &str, in_brackets: bool) -> String {
    let starts_plain = text.starts_with(|c: char| c.is_alphanumeric());
    let has_special = || {
        text.contains(": ")
            || text.contains(" #")
            || text.contains(is_invisible)
            || text.contains("  ")
            || (in_brackets && text.contains([',', '[', ']', '{', '}']))
    };
    let is_text = || matches!(Scalar::of_plain(text), Scalar::Text(_));
    if starts_plain && !text.ends_with([':', ' ']) && !has_special() && is_text() {
        text.to_owned()
    } else {
        yaml(text)
    }
}
