//! The formats of scalar values: durations, versions, statuses, URLs, and crate names.

use std::time::Duration;

use super::context::Context;
use super::read::misfit;
use crate::diagnostics::{self, Diagnostic};
use crate::model::CodeStyle;
use crate::names;
use crate::syntax::{Kind, Scalar, Value};
use crate::text::quoted;

impl Context<'_> {
    /// A duration in milliseconds: a whole number and `ms`, `s`, `m` or `h`.
    pub(crate) fn duration(&mut self, value: Value<'_>, what: &str) -> Option<u64> {
        let text = match value.kind() {
            Kind::Scalar(Scalar::Text(text)) => text.clone(),
            Kind::Scalar(it @ Scalar::Integer(_)) => it.as_written().to_owned().into(),
            _ => {
                self.wrong_type(
                    value,
                    &format!("{what} must be a duration"),
                    "Write a whole number and `ms`, `s`, `m` or `h`, such as `30s`.",
                );
                return None;
            }
        };
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &text[..text.len() - unit.len()];
        let scale = match unit {
            "ms" => Some(1),
            "s" => Some(1_000),
            "m" => Some(60_000),
            "h" => Some(3_600_000),
            _ => None,
        };
        let help = match (digits.parse::<u64>(), scale) {
            (Ok(count), Some(scale)) => match count.checked_mul(scale).filter(|&it| it <= LONGEST_WAIT) {
                Some(it) => return Some(it),
                None => "The longest duration is a year, 8760h.".to_owned(),
            },
            (Ok(_), None) if unit.is_empty() => {
                format!("Add a unit, such as `{digits}s` for seconds or `{digits}ms` for milliseconds.")
            }
            _ => "Write a whole number and `ms`, `s`, `m` or `h`, without a space, such as `30s`.".to_owned(),
        };
        let found = Diagnostic::new(&diagnostics::BAD_DURATION, format!("{what} is not a duration: {}", quoted(&text)));
        self.push(found.at(value.span(), "").help(help));
        None
    }

    /// A version of the form 1.2.3.
    pub(crate) fn version(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = match value.kind() {
            // YAML reads `1.0` as a number. Its author meant a version, which lacks a part.
            Kind::Scalar(it @ (Scalar::Integer(_) | Scalar::Float(_))) => it.as_written().to_owned(),
            _ => self.text(value, what)?,
        };
        if semver::Version::parse(&text).is_ok() {
            return Some(text);
        }
        let found = Diagnostic::new(&diagnostics::BAD_VERSION, format!("{what} is not a version: {}", quoted(&text)));
        let found = found.at(value.span(), "");
        if let Some(plain) = text.strip_prefix(['v', 'V']).filter(|it| semver::Version::parse(it).is_ok()) {
            self.push(found.help(format!("Remove the `v`: `{plain}`.")).edit(value.span(), plain));
            return None;
        }
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let missing = 3_usize.saturating_sub(text.split('.').count());
        let padded = format!("{text}{}", ".0".repeat(missing));
        let is_short = text.split('.').all(is_number) && semver::Version::parse(&padded).is_ok();
        self.push(if is_short {
            found.help(format!("Write all three parts: `{padded}`.")).edit(value.span(), padded)
        } else {
            found.help("Write three whole numbers (Semantic Versioning 2.0), such as `1.4.0`.")
        });
        None
    }

    /// A code where it is named. It is not empty.
    pub(crate) fn named_code(&mut self, value: Value<'_>, style: CodeStyle, what: &str) -> Option<String> {
        let is_number = matches!(value.kind(), Kind::Scalar(Scalar::Integer(_)));
        if is_number || style == CodeStyle::Integer {
            self.any_code(value, style, what)
        } else {
            self.text(value, what)
        }
    }

    /// A code, which may be empty: a text or, in a book of integer codes, a whole number. Codes that are not sent are
    /// texts there too.
    pub(crate) fn any_code(&mut self, value: Value<'_>, style: CodeStyle, what: &str) -> Option<String> {
        if style != CodeStyle::Integer {
            let Kind::Scalar(Scalar::Integer(digits)) = value.kind() else { return self.any_text(value, what) };
            // Both are possible, so there is no edit.
            let found = misfit(value, &format!("{what} must be text"));
            self.push(found.help(format!(
                "If codes are numbers on the wire, set `code_style: integer` under `api`. If this one is text, quote it: `\"{digits}\"`."
            )));
            return None;
        }
        match value.kind() {
            Kind::Scalar(Scalar::Integer(digits)) => Some(digits.clone().into_owned()),
            Kind::Scalar(Scalar::Text(text)) if text.parse::<i64>().is_ok_and(|it| it.to_string() == **text) => {
                let found =
                    Diagnostic::new(&diagnostics::BAD_CODE, format!("the integer code {} is in quotes", quoted(text)));
                let found = found.at(value.span(), "the book's `code_style` is integer");
                self.push(found.help("Remove the quotes.").edit(self.full_span(value), text.clone()));
                None
            }
            Kind::Scalar(Scalar::Text(_)) => self.text(value, what),
            _ => {
                self.wrong_type(
                    value,
                    &format!("{what} must be a whole number"),
                    "The book's `code_style` is integer.",
                );
                None
            }
        }
    }

    /// The HTTP status of an error.
    pub(crate) fn status(&mut self, value: Value<'_>) -> Option<u16> {
        let help = "Use a status from 400 to 599 (RFC 9110, sections 15.5 and 15.6), or from 200 to 299 if the body tells errors from successes. 300 to 399 is allowed, with a warning.";
        let number = match value.kind() {
            Kind::Scalar(it) => it.as_integer().and_then(|it| u16::try_from(it).ok()),
            _ => None,
        };
        match number {
            // Whether a client can tell an error with 2xx from a success depends on the envelope.
            Some(status @ (200..=299 | 400..=599)) => Some(status),
            Some(status @ 300..=399) => {
                let found = Diagnostic::new(
                    &diagnostics::UNUSUAL_STATUS,
                    format!("{status} is a redirect, which clients may follow without reading the body"),
                );
                self.push(found.at(value.span(), "").help("If this is intended, add `allow: [unusual-status]`."));
                Some(status)
            }
            Some(status) if status < 1000 => {
                let found = Diagnostic::new(&diagnostics::BAD_STATUS, format!("{status} is not an error status"));
                self.push(found.at(value.span(), "").help(help));
                None
            }
            _ => {
                match value.kind() {
                    Kind::Scalar(Scalar::Text(text)) if text.parse::<u16>().is_ok() => {
                        let found = misfit(value, "a status must be a whole number");
                        self.push(found.help("Remove the quotes.").edit(self.full_span(value), text.clone()));
                    }
                    Kind::Scalar(it @ Scalar::Integer(_)) => {
                        let found = Diagnostic::new(
                            &diagnostics::BAD_STATUS,
                            format!("{} is not an error status", quoted(it.as_written())),
                        );
                        self.push(found.at(value.span(), "").help(help));
                    }
                    Kind::Scalar(Scalar::Text(text))
                        if text.len() > 3 && text.as_bytes()[..3].iter().all(u8::is_ascii_digit) =>
                    {
                        let help = format!("Write only the number: `{}`.", &text[..3]);
                        self.wrong_type(value, "a status must be a whole number", &help);
                    }
                    _ => self.wrong_type(value, "a status must be a whole number", help),
                }
                None
            }
        }
    }

    /// An absolute URL, with http or https.
    pub(crate) fn url(&mut self, value: Value<'_>, what: &str) -> Option<String> {
        let text = self.text(value, what)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_plain = |it: &str| {
            !it.is_empty()
                && it
                    .chars()
                    .all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}'))
        };
        if rest.is_some_and(|it| is_plain(it) && !it.starts_with('/')) {
            return Some(text.trim_end_matches('/').to_owned());
        }
        let found = Diagnostic::new(&diagnostics::BAD_LINK, format!("{what} is not a URL: {}", quoted(&text)));
        self.push(
            found
                .at(value.span(), "")
                .help("Write an absolute URL that begins with `https://`, with `%20` for a space."),
        );
        None
    }

    /// A valid name of a crate.
    pub(crate) fn crate_name(&mut self, value: Value<'_>) -> Option<String> {
        let text = self.text(value, "`crate`")?;
        let reserved = ["alloc", "core", "errbook", "proc_macro", "proc-macro", "std", "test"];
        let why = if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            "it must begin with a letter"
        } else if !text.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'_')) {
            "it may contain only lower-case ASCII letters, digits, `-` and `_`"
        } else if text.split(['-', '_']).any(str::is_empty) {
            "it has a doubled or trailing separator"
        } else if text.len() > 64 {
            "it may have at most 64 characters"
        } else if names::is_keyword(&text) {
            "it is a keyword of Rust"
        } else if reserved.contains(&&*text) {
            "the name is reserved"
        } else {
            return Some(text);
        };
        let found =
            Diagnostic::new(&diagnostics::BAD_CRATE_NAME, format!("invalid crate name {}: {why}", quoted(&text)));
        self.push(found.at(value.span(), "").help("Choose a name such as `acme-errors`."));
        None
    }
}

/// The longest duration, in milliseconds: a year.
const LONGEST_WAIT: u64 = Duration::from_secs(365 * 24 * 3600).as_secs() * 1000;
