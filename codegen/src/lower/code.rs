//! How codes are written: the book's style, and what is unusual in any.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::shape::Report;
use crate::book::CodeStyle;
use crate::diagnostics::{self, Diagnostic};
use crate::source::Span;
use crate::text::{is_invisible, quoted};

/// More than this is cut off by what people read codes in: logs, dashboards, tables.
const LONGEST: usize = 64;

impl Report<'_> {
    /// Reports a code that is not written as the book asks.
    pub(super) fn code_style(&mut self, code: &str, at: Span, style: CodeStyle) {
        let (name, styled) = match style {
            CodeStyle::Snake => ("snake_case", code.to_snake_case()),
            CodeStyle::Camel => ("camelCase", code.to_lower_camel_case()),
            CodeStyle::Pascal => ("PascalCase", code.to_upper_camel_case()),
            CodeStyle::ScreamingSnake => ("SCREAMING_SNAKE_CASE", code.to_shouty_snake_case()),
            CodeStyle::Kebab => ("kebab-case", code.to_kebab_case()),
            CodeStyle::Any => {
                if code.chars().any(is_invisible) || code.trim() != code {
                    let found = Diagnostic::new(
                        &diagnostics::BAD_CODE,
                        format!("{} has characters that nobody sees", quoted(code)),
                    );
                    self.push(found.at(at, "").help(
                        "Programs compare codes byte by byte. Leave out blanks at the ends, and control characters.",
                    ));
                }
                return;
            }
        };
        if is_styled(code, style) {
            return;
        }
        let found = Diagnostic::new(&diagnostics::BAD_CODE, format!("{} is not written in {name}", quoted(code)));
        let found = found.at(at, format!("the book's `code_style` is {name}"));
        self.push(if is_styled(&styled, style) {
            found.help(format!("Write `{styled}`. If it is on the wire already, a code cannot change: say `code_style: any` under `api`."))
        } else {
            found.help("Use ASCII letters and digits. If it is on the wire already, a code cannot change: say `code_style: any` under `api`.")
        });
    }

    /// Reports a code that fits the book's style, and that people and programs will stumble over.
    pub(super) fn unusual_code(&mut self, code: &str, at: Span, style: CodeStyle) {
        if !is_styled(code, style) || code.trim() != code || code.chars().any(is_invisible) {
            return; // That is reported as an error.
        }
        let length = code.chars().count();
        let why = if length > LONGEST {
            format!("it has {length} characters, and logs and tables cut it off")
        } else if let Some(c) = code.chars().find(|c| !c.is_ascii_alphanumeric() && !"_-.:/".contains(*c)) {
            format!("it has a {} in it, which has to be quoted or escaped in many places", quoted(&c.to_string()))
        } else if style != CodeStyle::Any && code.starts_with(|c: char| c.is_ascii_digit()) {
            "it begins with a digit, which no name in a program does".to_owned()
        } else if style != CodeStyle::Any && separated(code).any(str::is_empty) {
            "there is a sign too many between its words or around them".to_owned()
        } else {
            return;
        };
        let found = Diagnostic::new(&diagnostics::UNUSUAL_CODE, format!("{} is an unusual code: {why}", quoted(code)));
        self.push(found.at(at, "").help(
            "Choose another while nobody depends on it. If it is on the wire already, say so: `allow: [unusual-code]`.",
        ));
    }
}

fn separated(code: &str) -> impl Iterator<Item = &str> {
    code.split(['_', '-'])
}

/// Whether a code has the letters and signs of a style.
pub(super) fn is_styled(code: &str, style: CodeStyle) -> bool {
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
        CodeStyle::Any => true,
    }
}
