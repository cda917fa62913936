//! Reading values as the types that keys take.
//!
//! A reader reports what is wrong and returns `None`. Its caller continues with a placeholder, so that a mistake
//! neither hides the next one nor causes another.

use std::ops::Range;

use super::context::Context;
use super::key::{Key, Map};
use crate::diagnostics::{self, Diagnostic};
use crate::model::KeySpans;
use crate::source::Span;
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::{listed, quoted};

/// The limit of a text's length, in bytes. Parsing Markdown takes up to forty times the memory.
const LONGEST_TEXT: usize = 1 << 20;

/// A map whose keys have been checked.
pub(crate) struct Keys<'t> {
    whole: Span,
    /// Whether it was read to its end. If not, a missing key may follow the syntax error.
    pub(crate) is_whole: bool,
    /// Missing keys that unknown ones are probably misspellings of.
    misspelt: Vec<&'static str>,
    pairs: Vec<(&'static str, Pair<'t>)>,
}

impl<'t> Keys<'t> {
    /// A key's value, if it is given and not `null`.
    pub(crate) fn get(&self, name: &str) -> Option<Value<'t>> {
        self.given(name).map(|it| it.value)
    }

    /// A key with its value, if it is given and not `null`.
    pub(crate) fn given(&self, name: &str) -> Option<Pair<'t>> {
        self.pair(name).filter(|it| !it.value.is_null())
    }

    /// A key with its value, if it is given, even as `null`.
    pub(crate) fn pair(&self, name: &str) -> Option<Pair<'t>> {
        self.pairs.iter().find(|(known, _)| *known == name).map(|&(_, pair)| pair)
    }

    /// The places of the map and of its values.
    pub(crate) fn places(&self) -> KeySpans {
        KeySpans::new(self.whole, self.pairs.iter().map(|(name, pair)| (*name, pair.value.span())).collect())
    }

    /// Whether a key may be given without having been read, or was read incompletely.
    pub(crate) fn is_doubtful(&self, name: &str) -> bool {
        let is_cut =
            self.pair(name).is_some_and(|it| !it.value.is_whole() || matches!(it.value.kind(), Kind::Reported));
        !self.is_whole || is_cut || self.misspelt.contains(&name)
    }

    /// The place that represents the map: its first key.
    pub(crate) fn head(&self) -> Span {
        self.pairs.first().map_or(self.whole, |(_, pair)| pair.key_span)
    }
}

impl Context<'_> {
    /// A map with these keys and no others. `what` describes the map, such as "an entry".
    pub(crate) fn keys<'t>(&mut self, value: Value<'t>, what: &str, map: &'static Map) -> Option<Keys<'t>> {
        let known = map.keys;
        if !matches!(value.kind(), Kind::Map) {
            let required: Vec<&str> = known.iter().filter(|it| it.is_required).map(|it| it.name).collect();
            let help = match required.as_slice() {
                [] => String::new(),
                [one] => format!("Write a map: `{{{one}: …}}`."),
                several => format!("Write a map with the keys {}.", listed(several.iter().copied())),
            };
            self.wrong_type(value, &format!("{what} must be a map"), &help);
            return None;
        }
        let mut pairs = Vec::with_capacity(known.len());
        let mut misspelt = Vec::new();
        for pair in value.pairs() {
            match known.iter().find(|it| it.name == pair.key) {
                Some(key) => pairs.push((key.name, pair)),
                None => misspelt.extend(self.unknown_key(value, &pair, what, map)),
            }
        }
        let keys = Keys { whole: value.span(), is_whole: value.is_whole(), misspelt, pairs };
        let missing = |key: &&Key| key.is_required && !keys.is_doubtful(key.name) && keys.pair(key.name).is_none();
        for key in known.iter().filter(missing) {
            let name = quoted(key.name);
            let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("{what} has no {name}"));
            let found = found.at(keys.head(), format!("missing {name}"));
            self.push(found.help(format!("Add `{}: …`.", key.name)));
        }
        for &(name, pair) in &keys.pairs {
            if known.iter().any(|it| it.name == name && it.is_required) {
                self.expect_value(&pair);
            }
        }
        Some(keys)
    }

    /// Reports a required value that is missing.
    pub(crate) fn expect_value(&mut self, pair: &Pair<'_>) {
        if pair.value.is_null() {
            let help = "Write a value: `null`, `~` and an empty value are the same as omitting the key.";
            self.wrong_type(pair.value, &format!("{} is required", quoted(pair.key)), help);
        }
    }

    /// Reports an unknown key, and returns the one that was probably meant.
    fn unknown_key(
        &mut self,
        value: Value<'_>,
        pair: &Pair<'_>,
        what: &str,
        map: &'static Map,
    ) -> Option<&'static str> {
        let found = Diagnostic::new(&diagnostics::UNKNOWN_KEY, format!("{what} has no key {}", quoted(pair.key)));
        let near = self.meant_key(pair.key, map);
        let has_no_value = pair.value.is_null() && pair.value.span() == pair.key_span;
        self.push(match pair.key.split_once(':') {
            Some((key, value)) if has_no_value => found
                .at(pair.key_span, "read as a key without a value")
                .help(format!("Add a space after the colon: {}.", quoted(&format!("{key}: {value}")))),
            _ if has_no_value && value.is_flow_map() => {
                found.at(pair.key_span, "read as a key without a value").help(cut_in_two(pair.key))
            }
            _ => found.at(pair.key_span, "unknown key").help(match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("The keys here are {}.", listed(map.keys.iter().map(|it| it.name))),
            }),
        });
        near
    }

    /// Reports a value of the wrong type.
    pub(crate) fn wrong_type(&mut self, value: Value<'_>, message: &str, help: &str) {
        if matches!(value.kind(), Kind::Reported) {
            return;
        }
        let found = misfit(value, message);
        self.push(if help.is_empty() { found } else { found.help(help) });
    }

    /// A text that is not empty. `what` is the key, in backticks.
    pub(crate) fn text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.any_text(value, what)?;
        if text.trim().is_empty() {
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, format!("{what} is empty"));
            self.push(found.at(value.span(), "empty").help("Write a text, or remove the key if it is optional."));
            return None;
        }
        if text.len() > LONGEST_TEXT {
            let found =
                Diagnostic::new(&diagnostics::TEXT_TOO_LONG, format!("{what} is too long: {} bytes", text.len()));
            let found = found.at(value.span(), format!("the limit is {LONGEST_TEXT} bytes"));
            self.push(found.help("Shorten it, or move parts of it to a guide."));
            return None;
        }
        Some(text)
    }

    /// A text, which may be empty.
    pub(crate) fn any_text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        match value.kind() {
            // The final line break of a block scalar is YAML syntax, not part of the text.
            Kind::Scalar(Scalar::Text(text)) => Some(text.trim_end_matches('\n').to_owned()),
            Kind::Scalar(Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Float(_)) => {
                let quotes = format!("\"{}\"", self.sources.slice(value.span()));
                let found = misfit(value, &format!("{what} must be text"));
                let help = format!("Quote it, if it is meant as text: {}.", quoted(&quotes));
                self.push(found.help(help).edit(value.span(), quotes));
                None
            }
            Kind::Map if value.is_flow_map() => {
                self.wrong_type(value, &format!("{what} must be text"), "A text that begins with `{` needs quotes.");
                None
            }
            _ => {
                self.wrong_type(value, &format!("{what} must be text"), "");
                None
            }
        }
    }

    /// A text for people that is not empty.
    pub(crate) fn prose(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.text(value, what)?;
        self.comment_in_text(value, &text, what);
        self.todo_text(value, &text, what);
        Some(text)
    }

    /// One paragraph: a text whose line breaks and indentation are irrelevant.
    pub(crate) fn paragraph(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        Some(self.prose(value, what)?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, value: Value<'_>, what: &str) -> Option<bool> {
        match value.kind() {
            Kind::Scalar(Scalar::Boolean(it)) => Some(*it),
            Kind::Scalar(Scalar::Text(text)) => {
                let meant = match &*text.to_lowercase() {
                    "yes" | "y" | "on" | "true" => Some("true"),
                    "no" | "n" | "off" | "false" => Some("false"),
                    _ => None,
                };
                let found = misfit(value, &format!("{what} must be `true` or `false`"));
                self.push(match meant {
                    Some(meant) => found
                        .help(format!("YAML 1.2 reads this as text. Write `{meant}`."))
                        .edit(self.full_span(value), meant),
                    None => found,
                });
                None
            }
            _ => {
                self.wrong_type(value, &format!("{what} must be `true` or `false`"), "");
                None
            }
        }
    }

    /// The whole place of a value, including the indicator of a block scalar (`|` or `>`), which makes any value text.
    pub(crate) fn full_span(&self, value: Value<'_>) -> Span {
        let span = value.span();
        let before = &self.sources.file(span.file).text[..span.start as usize];
        let head = before.trim_end();
        let line = head.rsplit('\n').next().unwrap_or_default();
        let sign = line
            .split(" #")
            .next()
            .unwrap_or_default()
            .trim_end_matches(|c: char| " +-".contains(c) || c.is_ascii_digit());
        let is_block = before[head.len()..].contains('\n') && (sign.ends_with(" |") || sign.ends_with(" >"));
        let start = head.len() - line.len() + sign.len();
        if is_block { Span { start: u32::try_from(start - 1).unwrap_or(span.start), ..span } } else { span }
    }

    /// A whole number.
    pub(crate) fn integer(&mut self, value: Value<'_>, what: &str) -> Option<i128> {
        if let Kind::Scalar(scalar) = value.kind()
            && let Some(integer) = scalar.as_integer()
        {
            return Some(integer);
        }
        let help = match value.kind() {
            Kind::Scalar(Scalar::Text(text)) if text.replace('_', "").parse::<i128>().is_ok() => {
                "Write only digits, without quotes and without `_`."
            }
            Kind::Scalar(Scalar::Float(_)) => "Write it without a decimal point and without an exponent.",
            _ => "",
        };
        self.wrong_type(value, &format!("{what} must be a whole number"), help);
        None
    }

    /// A list. `what` is the key, in backticks.
    pub(crate) fn list<'t>(&mut self, value: Value<'t>, what: &str) -> Vec<Value<'t>> {
        match value.kind() {
            Kind::List | Kind::Reported => {}
            Kind::Scalar(_) => {
                self.wrong_type(value, &format!("{what} must be a list"), "Put it in brackets: `[…]`.");
            }
            Kind::Map => self.wrong_type(value, &format!("{what} must be a list"), "Put `- ` before each item."),
        }
        value.items().collect()
    }

    /// One of a set of words.
    pub(crate) fn choice<T: Copy>(&mut self, value: Value<'_>, what: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(value, what)?;
        self.word(&text, choices, || {
            let found =
                Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("unknown value {} of {what}", quoted(&text)));
            found.at(value.span(), "unknown value")
        })
    }

    /// The value of a word. `refuse` makes the diagnostic for an unknown word.
    pub(crate) fn word<T: Clone>(
        &mut self,
        text: &str,
        choices: &[(&str, T)],
        refuse: impl FnOnce() -> Diagnostic,
    ) -> Option<T> {
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return Some(choice.clone());
        }
        let words = || choices.iter().map(|(word, _)| *word);
        let near = self.meant(text, words()).map(|near| format!("Did you mean `{near}`? ")).unwrap_or_default();
        self.push(refuse().help(format!("{near}Allowed are {}.", listed(words()))));
        None
    }

    /// The place of a part of a text. `range` is relative to the text as it was read, without quotes, escapes and
    /// indentation; if the part cannot be found in the file, the place is that of the whole text.
    pub(crate) fn within(&self, value: Value<'_>, text: &str, range: Range<usize>) -> Span {
        let span = value.span();
        let raw = self.sources.slice(span);
        let part = text.get(range.clone()).unwrap_or_default();
        if part.is_empty() {
            return span;
        }
        // If the part occurs in the file as often as in the text, its index is the same.
        let earlier = text[..range.start].matches(part).count();
        let mut places = raw.match_indices(part);
        if text.matches(part).count() == raw.matches(part).count()
            && let Some((at, _)) = places.nth(earlier)
        {
            return span.part(at..at + part.len());
        }
        span
    }
}

/// The diagnostic for a value of the wrong type.
pub(crate) fn misfit(value: Value<'_>, message: &str) -> Diagnostic {
    let found = Diagnostic::new(&diagnostics::WRONG_TYPE, format!("{message}, found {}", describe(value)));
    found.at(value.span(), describe(value))
}

/// The help for a text or list that a comma has split.
fn cut_in_two(rest: &str) -> String {
    if rest.bytes().all(|it| it.is_ascii_digit()) {
        return "Put a list in brackets: `[…, …]`.".to_owned();
    }
    "Inside `{…}` a comma ends an unquoted text, and the rest is read as a key. Quote the whole text.".to_owned()
}

/// A value in the notation of YAML 1.2, for messages.
pub(crate) fn describe(value: Value<'_>) -> String {
    match value.kind() {
        Kind::Scalar(Scalar::Nothing) => "nothing".to_owned(),
        Kind::Scalar(Scalar::Null) => "null".to_owned(),
        Kind::Scalar(Scalar::Boolean(it)) => format!("the boolean `{it}`"),
        Kind::Scalar(it @ Scalar::Integer(_)) => format!("the integer {}", quoted(it.as_written())),
        Kind::Scalar(it @ Scalar::Float(_)) => format!("the number {}", quoted(it.as_written())),
        Kind::Scalar(it @ Scalar::Text(_)) => format!("the text {}", quoted(it.as_written().trim_end_matches('\n'))),
        Kind::List => "a list".to_owned(),
        Kind::Map => "a map".to_owned(),
        Kind::Reported => "something else".to_owned(),
    }
}
