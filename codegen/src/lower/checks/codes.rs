//! Codes: unique, in the book's style, and not unusual.

use std::collections::HashMap;

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::lower::draft::Draft;
use crate::model::{Api, CodeStyle};
use crate::names;
use crate::source::Span;
use crate::text::{is_invisible, quoted};

/// Longer codes are truncated in logs, dashboards and tables.
const LONGEST: usize = 64;

/// The styles other than the default, the most specific first: `OK` is in two of them.
static BY_RARITY: &[CodeStyle] = &[CodeStyle::ScreamingSnake, CodeStyle::Kebab, CodeStyle::Camel, CodeStyle::Pascal];

/// The largest integer code: 2^53 - 1.
const LARGEST: i64 = (1 << 53) - 1;

impl Context<'_> {
    /// Codes are unique, and follow the book's style.
    pub(crate) fn codes(&mut self, draft: &Draft) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let style = self.checked_style(draft);
        // A code that could not be read was reported already.
        for entry in draft.errors.iter().filter(|it| it.places.has("code")) {
            let at = entry.places.of("code");
            let is_sent = draft.envelope.has_code() && !entry.envelope.omits_code;
            match style {
                CodeStyle::Integer if is_sent || !draft.knows_envelope => self.integer_code(&entry.code, at),
                CodeStyle::Integer => self.unsent_code(&entry.code, at),
                style => self.code_style(&entry.code, at, style),
            }
            if let Some(&first) = seen.get(&*entry.code) {
                let found =
                    Diagnostic::new(&diagnostics::DUPLICATE_CODE, format!("duplicate code {}", quoted(&entry.code)));
                let help = "Rename one of them, or merge them: an error may have several statuses, such as `status: [409, 422]`.";
                self.push(found.at(at, "duplicate").at(first, "first defined here").help(help));
            } else {
                seen.insert(&entry.code, at);
            }
        }
        let mut gone: HashMap<&str, Span> = HashMap::new();
        for retired in &draft.retired {
            let at = retired.places.of("code");
            if let Some(&entry) = seen.get(&*retired.code).filter(|_| !retired.code.is_empty()) {
                let found = Diagnostic::new(
                    &diagnostics::RETIRED_CODE_USED,
                    format!("the retired code {} is defined again", quoted(&retired.code)),
                );
                let help =
                    "Choose a different code for the new error: existing clients know this one with its old meaning.";
                self.push(found.at(entry, "defined here").at(at, "retired here").help(help));
            }
            if let Some(&first) = gone.get(&*retired.code) {
                let found = Diagnostic::new(
                    &diagnostics::DUPLICATE_CODE,
                    format!("duplicate retired code {}", quoted(&retired.code)),
                );
                self.push(found.at(at, "duplicate").at(first, "first retired here").help("Remove one of them."));
            } else if !retired.code.is_empty() {
                gone.insert(&retired.code, at);
            }
        }
    }

    /// The style that each code is checked against. If most codes break the default, that is reported once, with the
    /// style that all of them follow.
    fn checked_style(&mut self, draft: &Draft) -> CodeStyle {
        let style = draft.style();
        let Some(api) = draft.api.as_ref().filter(|it| draft.knows_codes && !it.places.has("code_style")) else {
            return style;
        };
        let codes = || draft.errors.iter().filter(|it| it.places.has("code"));
        let (all, breaking) = (codes().count(), codes().filter(|it| !is_styled(&it.code, style)).count());
        let Some(first) = codes().find(|it| !is_styled(&it.code, style)).filter(|_| breaking > 1) else { return style };
        if breaking * 2 <= all {
            return style;
        }
        let fits = |it: &&CodeStyle| codes().all(|entry| is_styled(&entry.code, **it));
        let fitting = BY_RARITY.iter().find(fits).copied().unwrap_or(CodeStyle::Any);
        let message = format!("{breaking} of {all} codes are not in {}, the default `code_style`", style.as_str());
        let found = Diagnostic::new(&diagnostics::BAD_CODE, message);
        let found = found.at(draft.head_place.unwrap_or(api.places.whole()), "no `code_style`");
        let found = found.at(first.places.of("code"), format!("not in {}", style.as_str()));
        let setting = format!("code_style: {}", fitting.as_str());
        self.push(if fitting == CodeStyle::Any {
            // The codes may not be published yet, so that is not certain.
            found.help(format!(
                "No style fits all codes. Add `{setting}` under `api`, or rename the codes that are not published yet."
            ))
        } else {
            let edit = self.added_setting(api, &setting);
            let found = found.help(format!("Add `{setting}` under `api`: it fits all codes."));
            edit.into_iter().fold(found, |found, (at, text)| found.edit(at, text))
        });
        fitting
    }

    /// The edit that adds a key to `api`: after its last required key in braces, otherwise on a line of its own.
    fn added_setting(&self, api: &Api, setting: &str) -> Option<(Span, String)> {
        let whole = api.places.whole();
        let file = self.sources.file(whole.file);
        let at = |offset: usize| {
            let offset = u32::try_from(offset).ok()?;
            Some(Span { start: offset, end: offset, ..whole })
        };
        if file.slice(whole).starts_with('{') {
            let required = [("name", &api.name), ("version", &api.version), ("crate", &api.crate_name)];
            let read = required.into_iter().filter(|(_, value)| !value.is_empty());
            let last = read.map(|(key, _)| api.places.of(key).end).max()?;
            return Some((at(last as usize)?, format!(", {setting}")));
        }
        let first = file.line(file.line_of(whole.start as usize)).start;
        let indentation = &file.text[first..whole.start as usize];
        let end = file.line(file.line_of(whole.end as usize)).end;
        indentation.bytes().all(|it| it == b' ').then_some(())?;
        Some((at(end)?, format!("\n{indentation}{setting}")))
    }

    /// Reports a code that does not follow the book's style.
    pub(crate) fn code_style(&mut self, code: &str, at: Span, style: CodeStyle) {
        let styled = match style {
            CodeStyle::Snake => code.to_snake_case(),
            CodeStyle::Camel => code.to_lower_camel_case(),
            CodeStyle::Pascal => code.to_upper_camel_case(),
            CodeStyle::ScreamingSnake => code.to_shouty_snake_case(),
            CodeStyle::Kebab => code.to_kebab_case(),
            CodeStyle::Integer => return,
            CodeStyle::Any => {
                if code.chars().any(is_invisible) || code.trim() != code {
                    let found =
                        Diagnostic::new(&diagnostics::BAD_CODE, format!("{} has invisible characters", quoted(code)));
                    self.push(found.at(at, "").help(
                        "Remove spaces at the ends and invisible characters: programs compare codes byte by byte.",
                    ));
                }
                return;
            }
        };
        if is_styled(code, style) {
            return;
        }
        let name = style.as_str();
        let found = Diagnostic::new(&diagnostics::BAD_CODE, format!("{} is not in {name}", quoted(code)));
        let found = found.at(at, format!("the book's `code_style` is {name}"));
        self.push(if is_styled(&styled, style) {
            found.help(format!("Write `{styled}`. If the code is published already, do not change it: set `code_style: any` under `api`."))
        } else {
            found.help("Use ASCII letters and digits. If the code is published already, do not change it: set `code_style: any` under `api`.")
        });
    }

    /// Reports a code of a book of integer codes that is not sent, and not a name: it is only for Rust and for people.
    fn unsent_code(&mut self, code: &str, at: Span) {
        if is_styled(code, CodeStyle::Snake) && code.starts_with(|c: char| c.is_ascii_lowercase()) {
            return;
        }
        let message = format!("{} is not in snake_case", quoted(code));
        let found = Diagnostic::new(&diagnostics::BAD_CODE, message).at(at, "this code is not sent, so it is a name");
        self.push(match names::snake(code).filter(|it| is_styled(it, CodeStyle::Snake)) {
            Some(styled) if styled != code => found.help(format!("Write `{styled}`.")),
            _ => found.help("Write a name such as `rate_limited`. Only codes that are sent are numbers."),
        });
    }

    /// Reports a code that is not a number which every JSON reader reads exactly (RFC 8259, section 6).
    fn integer_code(&mut self, code: &str, at: Span) {
        let number = code.parse::<i64>().ok();
        if number.is_some_and(|it| it.to_string() == code && (-LARGEST..=LARGEST).contains(&it)) {
            return;
        }
        let found = Diagnostic::new(&diagnostics::BAD_CODE, format!("{} is not an integer code", quoted(code)));
        let found = found.at(at, "the book's `code_style` is integer");
        self.push(match number {
            Some(number) if (-LARGEST..=LARGEST).contains(&number) => found
                .help(format!("Write it in decimal, without a sign or zeros before it: `{number}`."))
                .edit(at, number.to_string()),
            Some(_) => found
                .help("Use a number from -(2^53 - 1) to 2^53 - 1: not every JSON reader reads larger ones exactly."),
            None => found.help(
                "Write a whole number in decimal. If this error does not send its code, add `envelope: {code: null}`.",
            ),
        });
    }

    /// Reports a code that follows the book's style, but causes trouble elsewhere.
    pub(crate) fn unusual_code(&mut self, code: &str, at: Span, style: CodeStyle) {
        // An integer has one form, and the name of a code that is not sent is checked with the others.
        if style == CodeStyle::Integer
            || !is_styled(code, style)
            || code.trim() != code
            || code.chars().any(is_invisible)
        {
            return; // That is reported as an error.
        }
        let length = code.chars().count();
        let has_words = style != CodeStyle::Any;
        let why = if length > LONGEST {
            format!("it has {length} characters, and may be truncated in logs and tables")
        } else if let Some(c) = code.chars().find(|c| !c.is_ascii_alphanumeric() && !"_-.:/".contains(*c)) {
            format!("it contains {}, which must be quoted or escaped in many places", quoted(&c.to_string()))
        } else if has_words && code.starts_with(|c: char| c.is_ascii_digit()) {
            "it begins with a digit, as no identifier does".to_owned()
        } else if has_words && separated(code).any(str::is_empty) {
            "it has a doubled, leading or trailing separator".to_owned()
        } else {
            return;
        };
        let found = Diagnostic::new(&diagnostics::UNUSUAL_CODE, format!("{} is an unusual code: {why}", quoted(code)));
        self.push(
            found
                .at(at, "")
                .help("Rename it before it is published. If it is published already, add `allow: [unusual-code]`."),
        );
    }
}

fn separated(code: &str) -> impl Iterator<Item = &str> {
    code.split(['_', '-'])
}

impl CodeStyle {
    /// Whether a code has the letters and separators of the style, or is a whole number that JSON readers keep.
    pub fn fits(self, code: &str) -> bool {
        /// RFC 8259, section 6.
        const LARGEST: u64 = (1 << 53) - 1;
        match self {
            Self::Integer => code.parse::<i64>().is_ok_and(|it| it.unsigned_abs() <= LARGEST && it.to_string() == code),
            _ => is_styled(code, self),
        }
    }
}

/// Whether a code has the letters and separators of a style.
pub(crate) fn is_styled(code: &str, style: CodeStyle) -> bool {
    let of = |is_letter: fn(&u8) -> bool, separator: u8| {
        code.bytes().all(|it| is_letter(&it) || it.is_ascii_digit() || it == separator)
            && code.bytes().any(|it| it.is_ascii_alphanumeric())
    };
    let alphanumeric = |first: fn(&u8) -> bool| {
        code.as_bytes().first().is_some_and(|it| first(it) || it.is_ascii_digit())
            && code.bytes().all(|it| it.is_ascii_alphanumeric())
    };
    match style {
        CodeStyle::Snake => of(u8::is_ascii_lowercase, b'_'),
        CodeStyle::Kebab => of(u8::is_ascii_lowercase, b'-'),
        CodeStyle::ScreamingSnake => of(u8::is_ascii_uppercase, b'_'),
        CodeStyle::Camel => alphanumeric(u8::is_ascii_lowercase),
        CodeStyle::Pascal => alphanumeric(u8::is_ascii_uppercase),
        CodeStyle::Any | CodeStyle::Integer => true,
    }
}
