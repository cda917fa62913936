//! The same contents in a random layout: order of keys, indentation, quotes, brackets, blank lines and comments.

use serde_yaml::Value;

use crate::books::quoted;
use crate::hostile::chance::Chance;

/// A YAML file with a value in it, and the number of its comments, each of which is `#c` and its number.
pub(crate) fn random(value: &Value, chance: &mut Chance) -> (String, usize) {
    let mut layout = Layout { chance, out: String::new(), comments: 0 };
    let start = layout.chance.below(3);
    layout.block(value, start);
    layout.between(0);
    (layout.out, layout.comments)
}

struct Layout<'c> {
    chance: &'c mut Chance,
    out: String,
    comments: usize,
}

impl Layout<'_> {
    fn spaces(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
    }

    fn comment(&mut self) {
        self.out.push_str(&format!("#c{} a: - [b", self.comments));
        self.comments += 1;
        let trailing = self.chance.below(2);
        self.spaces(trailing);
    }

    /// Blank lines and comments between two lines.
    fn between(&mut self, indent: usize) {
        for _ in 0..self.chance.below(4).saturating_sub(1) {
            match self.chance.below(4) {
                0 | 1 => {
                    let column = self.chance.below(indent + 4);
                    self.spaces(column);
                    self.comment();
                }
                2 => self.out.push_str("   "),
                _ => {}
            }
            self.out.push('\n');
        }
    }

    /// The end of a line, with a comment after its value.
    fn end(&mut self) {
        if self.chance.one_in(6) {
            let gap = 1 + self.chance.below(3);
            self.spaces(gap);
            self.comment();
        } else {
            let trailing = self.chance.below(3).saturating_sub(1);
            self.spaces(trailing);
        }
        self.out.push('\n');
    }

    fn block(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Mapping(map) => {
                let mut pairs: Vec<_> = map.iter().collect();
                let by = self.chance.below(pairs.len());
                pairs.rotate_left(by);
                for (key, value) in pairs {
                    self.between(indent);
                    self.spaces(indent);
                    self.pair(key, value, indent);
                }
            }
            Value::Sequence(items) => {
                for item in items {
                    self.between(indent);
                    self.spaces(indent);
                    self.out.push('-');
                    let gap = 1 + self.chance.below(3);
                    match item {
                        Value::Mapping(map) if !map.is_empty() && !self.chance.one_in(3) => {
                            let column = if self.chance.one_in(6) {
                                self.end();
                                self.between(indent);
                                self.spaces(indent + 1 + gap);
                                indent + 1 + gap
                            } else {
                                self.spaces(gap);
                                indent + 1 + gap
                            };
                            for (at, (key, value)) in map.iter().enumerate() {
                                if at > 0 {
                                    self.between(column);
                                    self.spaces(column);
                                }
                                self.pair(key, value, column);
                            }
                        }
                        item => {
                            self.spaces(gap);
                            self.inline(item, indent);
                        }
                    }
                }
            }
            other => self.inline(other, indent),
        }
    }

    fn pair(&mut self, key: &Value, value: &Value, indent: usize) {
        self.scalar(key);
        self.out.push(':');
        let is_block = match value {
            Value::Mapping(map) => !map.is_empty(),
            Value::Sequence(items) => !items.is_empty(),
            _ => false,
        };
        if is_block && !self.chance.one_in(4) {
            self.end();
            // A list may be as far to the left as its key.
            let least = usize::from(value.is_mapping());
            let step = least + self.chance.below(4);
            self.block(value, indent + step);
        } else {
            let gap = 1 + self.chance.below(3).saturating_sub(1);
            self.spaces(gap);
            self.inline(value, indent);
        }
    }

    /// A value on the line of its key or dash, or after it.
    fn inline(&mut self, value: &Value, indent: usize) {
        match value {
            Value::String(text) if self.chance.one_in(3) && is_literal(text) => {
                let deep = indent + 1 + self.chance.below(4);
                let chomp = ["", "-", "+"][self.chance.below(3)];
                self.out.push_str(&format!("|{chomp}\n"));
                for line in text.lines() {
                    if !line.is_empty() {
                        self.spaces(deep);
                        self.out.push_str(line);
                    }
                    self.out.push('\n');
                }
            }
            Value::String(text) if self.chance.one_in(3) => {
                let mut pieces = quoted(text).split(' ').map(str::to_owned).collect::<Vec<_>>().into_iter();
                self.out.push_str(&pieces.next().unwrap_or_default());
                let mut is_empty = true;
                for piece in pieces {
                    // Several spaces are text only if they are on one line.
                    if self.chance.one_in(8) && !piece.is_empty() && !is_empty {
                        self.out.push('\n');
                        let deep = indent + 1 + self.chance.below(6);
                        self.spaces(deep);
                    } else {
                        self.out.push(' ');
                    }
                    is_empty = piece.is_empty();
                    self.out.push_str(&piece);
                }
                self.end();
            }
            value => {
                self.flow(value);
                self.end();
            }
        }
    }

    fn flow(&mut self, value: &Value) {
        let space = |it: &mut Self| {
            let count = it.chance.below(3).saturating_sub(1);
            it.spaces(count);
        };
        match value {
            Value::Mapping(map) => {
                self.out.push('{');
                for (at, (key, value)) in map.iter().enumerate() {
                    self.out.push_str(if at > 0 { "," } else { "" });
                    space(self);
                    self.scalar(key);
                    self.out.push_str(": ");
                    self.flow(value);
                    space(self);
                }
                self.out.push_str(if !map.is_empty() && self.chance.one_in(5) { ", }" } else { "}" });
            }
            Value::Sequence(items) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.out.push_str(if at > 0 { "," } else { "" });
                    space(self);
                    self.flow(item);
                    space(self);
                }
                self.out.push(']');
            }
            scalar => self.scalar(scalar),
        }
    }

    fn scalar(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
                let is_plain =
                    !text.is_empty() && text.chars().all(is_word) && !["null", "true", "false"].contains(&&**text);
                let text = if is_plain && !self.chance.one_in(4) { text.clone() } else { quoted(text) };
                self.out.push_str(&text);
            }
            other => self.out.push_str(serde_yaml::to_string(other).expect("a scalar").trim()),
        }
    }
}

/// Whether a text can be written after `|` as it is.
fn is_literal(text: &str) -> bool {
    let is_plain =
        |c: char| c == '\n' || (!c.is_control() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'));
    !text.is_empty()
        && text.chars().all(is_plain)
        && text.lines().next().is_some_and(|it| !it.starts_with(' '))
        && !text.starts_with('\n')
}
