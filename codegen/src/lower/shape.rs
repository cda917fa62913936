//! Reading values as what a key takes. Each reader reports what is wrong and gives `None`; whoever calls it goes on
//! with something harmless, so that a mistake neither hides the next nor causes a second one.

use std::collections::HashSet;
use std::ops::Range;

use super::prose::Site;
use crate::book::Places;
use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::source::{Sources, Span};
use crate::syntax::{Kind, Pair, Scalar, Value};
use crate::text::{listed, quoted};

/// A key that a map of the language takes.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
}

/// How long a text may be, in bytes. Reading Markdown takes up to forty times the memory.
const LONGEST_TEXT: usize = 1 << 20;

/// A key that must be there.
pub(super) const fn required(name: &'static str) -> Key {
    Key { name, is_required: true }
}

/// A key that may be left out. `null` is the same as leaving it out.
pub(super) const fn optional(name: &'static str) -> Key {
    Key { name, is_required: false }
}

/// The findings so far, and the texts that they are about.
pub(super) struct Report<'s> {
    pub(super) sources: &'s Sources,
    pub(super) diagnostics: Diagnostics,
    /// Characters that nobody sees, of which no entry has been asked yet whether it allows them.
    pub(super) unseen: Vec<Diagnostic>,
    /// The names of those fields and headers of this entry that are not read as they were meant.
    pub(super) flawed: HashSet<Span>,
    /// Codes of which not every field and header could be read.
    pub(super) doubtful: HashSet<String>,
    /// How many names may still be compared for suggestions.
    pub(super) comparisons: usize,
    /// Where links lead that begin with `/`.
    pub(super) site: Site,
}

/// A map whose keys have been checked.
pub(super) struct Keys<'t> {
    whole: Span,
    /// Whether it was read to its end. If not, what is missing may stand behind the mistake.
    pub(super) is_whole: bool,
    /// Keys that there are not here, but for which others were probably meant.
    misspelt: Vec<&'static str>,
    pairs: Vec<(&'static str, Pair<'t>)>,
}

impl<'t> Keys<'t> {
    /// A key's value, if it was given and is not `null`.
    pub(super) fn get(&self, name: &str) -> Option<Value<'t>> {
        self.given(name).map(|it| it.value)
    }

    /// A key with its value, if it was given and is not `null`.
    pub(super) fn given(&self, name: &str) -> Option<Pair<'t>> {
        self.pair(name).filter(|it| !it.value.is_null())
    }

    /// A key with its value, if it was given, be it `null`.
    pub(super) fn pair(&self, name: &str) -> Option<Pair<'t>> {
        self.pairs.iter().find(|(known, _)| *known == name).map(|&(_, pair)| pair)
    }

    /// Where the map and its values stand.
    pub(super) fn places(&self) -> Places {
        Places::new(self.whole, self.pairs.iter().map(|(name, pair)| (*name, pair.value.span())).collect())
    }

    /// Whether a key may have been meant to be here, or to be otherwise than it was read.
    pub(super) fn is_doubtful(&self, name: &str) -> bool {
        let is_cut =
            self.pair(name).is_some_and(|it| !it.value.is_whole() || matches!(it.value.kind(), Kind::Reported));
        !self.is_whole || is_cut || self.misspelt.contains(&name)
    }

    /// The place that stands for the map: its first key.
    pub(super) fn head(&self) -> Span {
        self.pairs.first().map_or(self.whole, |(_, pair)| pair.key_span)
    }
}

impl Report<'_> {
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads what belongs to a name, and keeps in mind whether there was a mistake in it.
    pub(super) fn watched<T>(&mut self, name: Span, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.diagnostics.len();
        let out = read(self);
        if self.diagnostics[before..].iter().any(Diagnostic::is_error) {
            self.flawed.insert(name);
        }
        out
    }

    /// A map with these keys and no others. `what` is what the map stands for: "an entry", say.
    pub(super) fn keys<'t>(&mut self, value: Value<'t>, what: &str, known: &'static [Key]) -> Option<Keys<'t>> {
        if !matches!(value.kind(), Kind::Map) {
            let required: Vec<&str> = known.iter().filter(|it| it.is_required).map(|it| it.name).collect();
            let help = match required.as_slice() {
                [] => String::new(),
                [one] => format!("Write it as a map: `{{{one}: …}}`."),
                several => format!("Write it as a map with the keys {}.", listed(several.iter().copied())),
            };
            self.wrong_type(value, &format!("{what} must be a map"), &help);
            return None;
        }
        let mut pairs = Vec::with_capacity(known.len());
        let mut misspelt = Vec::new();
        for pair in value.pairs() {
            match known.iter().find(|it| it.name == pair.key) {
                Some(key) => pairs.push((key.name, pair)),
                None => misspelt.extend(self.unknown_key(value, &pair, what, known)),
            }
        }
        let keys = Keys { whole: value.span(), is_whole: value.is_whole(), misspelt, pairs };
        let missing = |key: &&Key| key.is_required && !keys.is_doubtful(key.name) && keys.pair(key.name).is_none();
        for key in known.iter().filter(missing) {
            let name = quoted(key.name);
            let found = Diagnostic::new(&diagnostics::MISSING_KEY, format!("{what} has no {name}"));
            let found = found.at(keys.head(), format!("{name} must stand beside this"));
            self.push(found.help(format!("Add `{}: …`.", key.name)));
        }
        for &(name, pair) in &keys.pairs {
            if known.iter().any(|it| it.name == name && it.is_required) {
                self.expect_value(&pair);
            }
        }
        Some(keys)
    }

    /// Reports a key that must have a value and has none.
    pub(super) fn expect_value(&mut self, pair: &Pair<'_>) {
        if pair.value.is_null() {
            let help = "Write one. Here `null`, `~` and nothing at all are the same as leaving the key out.";
            self.wrong_type(pair.value, &format!("{} needs a value", quoted(pair.key)), help);
        }
    }

    /// Reports a key that there is not, and gives the one that was probably meant.
    fn unknown_key(
        &mut self,
        map: Value<'_>,
        pair: &Pair<'_>,
        what: &str,
        known: &'static [Key],
    ) -> Option<&'static str> {
        let found = Diagnostic::new(&diagnostics::UNKNOWN_KEY, format!("{what} has no key {}", quoted(pair.key)));
        let near = self.meant_key(pair.key, known);
        let has_no_value = pair.value.is_null() && pair.value.span() == pair.key_span;
        self.push(match pair.key.split_once(':') {
            Some((key, value)) if has_no_value => found
                .at(pair.key_span, "taken for a key without a value")
                .help(format!("A blank must follow the colon: {}.", quoted(&format!("{key}: {value}")))),
            _ if has_no_value && map.is_flow_map() => {
                found.at(pair.key_span, "taken for a key without a value").help(cut_in_two(pair.key))
            }
            _ => found.at(pair.key_span, "unknown key").help(match near {
                Some(near) => format!("Did you mean `{near}`?"),
                None => format!("The keys here are {}.", listed(known.iter().map(|it| it.name))),
            }),
        });
        near
    }

    /// Reports a value of another type than its key takes.
    pub(super) fn wrong_type(&mut self, value: Value<'_>, message: &str, help: &str) {
        if matches!(value.kind(), Kind::Reported) {
            return;
        }
        let found = misfit(value, message);
        self.push(if help.is_empty() { found } else { found.help(help) });
    }

    /// A text that is not empty. `what` is the key, in backticks.
    pub(super) fn text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.any_text(value, what)?;
        if text.trim().is_empty() {
            let found = Diagnostic::new(&diagnostics::EMPTY_TEXT, format!("{what} is empty"));
            self.push(
                found
                    .at(value.span(), "nothing to read here")
                    .help("Write the text, or remove the key if it may be left out."),
            );
            return None;
        }
        if text.len() > LONGEST_TEXT {
            let found = Diagnostic::new(&diagnostics::TEXT_TOO_LONG, format!("{what} has {} bytes", text.len()));
            let found = found.at(value.span(), format!("{LONGEST_TEXT} is the cap"));
            self.push(found.help("Say it in fewer words, or in a guide."));
            return None;
        }
        Some(text)
    }

    /// A text, be it empty.
    pub(super) fn any_text(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        match value.kind() {
            // A block's last line break is YAML's, not the text's.
            Kind::Scalar(Scalar::Text(text)) => Some(text.trim_end_matches('\n').to_owned()),
            Kind::Scalar(Scalar::Boolean(_) | Scalar::Integer(_) | Scalar::Float(_)) => {
                let quotes = format!("\"{}\"", self.sources.slice(value.span()));
                let found = misfit(value, &format!("{what} must be a text"));
                let help = format!("If it is meant as a text, quote it: {}.", quoted(&quotes));
                self.push(found.help(help).edit(value.span(), quotes));
                None
            }
            Kind::Map if value.is_flow_map() => {
                self.wrong_type(value, &format!("{what} must be a text"), "A text that begins with `{` needs quotes.");
                None
            }
            _ => {
                self.wrong_type(value, &format!("{what} must be a text"), "");
                None
            }
        }
    }

    /// A text for people that is not empty.
    pub(super) fn prose(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.text(value, what)?;
        self.comment_in_text(value, &text, what);
        Some(text)
    }

    /// One paragraph: a text whose line breaks and indentation are of no account.
    pub(super) fn paragraph(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        Some(self.prose(value, what)?.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, value: Value<'_>, what: &str) -> Option<bool> {
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
                        .help(format!("YAML 1.2 reads this as a text. Write `{meant}`."))
                        .edit(self.written(value), meant),
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

    /// All that is written for a value. A block's sign stands before its text: `|` and `>` make any value a text.
    pub(super) fn written(&self, value: Value<'_>) -> Span {
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
    pub(super) fn integer(&mut self, value: Value<'_>, what: &str) -> Option<i128> {
        if let Kind::Scalar(scalar) = value.kind()
            && let Some(integer) = scalar.as_integer()
        {
            return Some(integer);
        }
        let help = match value.kind() {
            Kind::Scalar(Scalar::Text(text)) if text.replace('_', "").parse::<i128>().is_ok() => {
                "Write the digits alone, without quotes and without `_`."
            }
            Kind::Scalar(Scalar::Float(_)) => "Write it without point and exponent.",
            _ => "",
        };
        self.wrong_type(value, &format!("{what} must be a whole number"), help);
        None
    }

    /// A list. `what` is the key, in backticks.
    pub(super) fn list<'t>(&mut self, value: Value<'t>, what: &str) -> Vec<Value<'t>> {
        match value.kind() {
            Kind::List | Kind::Reported => {}
            Kind::Scalar(_) => {
                self.wrong_type(value, &format!("{what} must be a list"), "Put it into brackets: `[…]`.");
            }
            Kind::Map => self.wrong_type(value, &format!("{what} must be a list"), "Put `- ` before each item."),
        }
        value.items().collect()
    }

    /// One of some words.
    pub(super) fn choice<T: Copy>(&mut self, value: Value<'_>, what: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(value, what)?;
        self.word(&text, choices, || {
            let found = Diagnostic::new(&diagnostics::UNKNOWN_VALUE, format!("{what} cannot be {}", quoted(&text)));
            found.at(value.span(), "unknown value")
        })
    }

    /// What a word stands for; `refuse` says of another word that it is none of them.
    pub(super) fn word<T: Clone>(
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
        self.push(refuse().help(format!("{near}It takes {}.", listed(words()))));
        None
    }

    /// The place of a part of a text. `range` counts in the text as it was read, which quotes, escapes and line breaks
    /// may have changed; where the part cannot be found again, it is the place of the whole text.
    pub(super) fn within(&self, value: Value<'_>, text: &str, range: Range<usize>) -> Span {
        let span = value.span();
        let raw = self.sources.slice(span);
        let part = text.get(range.clone()).unwrap_or_default();
        if part.is_empty() {
            return span;
        }
        // The part stands in the file as often as in the text: then the same one of them is meant.
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

/// A value of another type than its key takes.
pub(super) fn misfit(value: Value<'_>, message: &str) -> Diagnostic {
    let found = Diagnostic::new(&diagnostics::WRONG_TYPE, format!("{message}, and this is {}", describe(value)));
    found.at(value.span(), describe(value))
}

/// What to do about a text, or a list, that a comma has cut in two.
fn cut_in_two(rest: &str) -> String {
    if rest.bytes().all(|it| it.is_ascii_digit()) {
        return "A list goes into brackets: `[…, …]`.".to_owned();
    }
    "Inside `{…}` a comma ends a text that has no quotes, and makes the rest a key. Put the whole text into quotes."
        .to_owned()
}

/// What a value is, as YAML 1.2 reads it.
pub(super) fn describe(value: Value<'_>) -> String {
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
