//! The type of an unquoted value, by the core schema of YAML 1.2 (section 10.3.2).

use std::borrow::Cow;

/// A value that is neither list nor map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Scalar<'s> {
    /// No value at all: `key:`.
    Nothing,
    /// `null` or `~`.
    Null,
    Boolean(bool),
    /// Verbatim. It may be larger than any integer type.
    Integer(Cow<'s, str>),
    /// Verbatim.
    Float(Cow<'s, str>),
    Text(Cow<'s, str>),
}

impl<'s> Scalar<'s> {
    /// The value of an unquoted text.
    pub(super) fn plain(text: Cow<'s, str>) -> Self {
        match &*text {
            "null" | "Null" | "NULL" | "~" => Self::Null,
            "true" | "True" | "TRUE" => Self::Boolean(true),
            "false" | "False" | "FALSE" => Self::Boolean(false),
            it if is_integer(it) => Self::Integer(text),
            it if is_float(it) => Self::Float(text),
            _ => Self::Text(text),
        }
    }

    /// The value of an unquoted text.
    pub(crate) fn of_plain(text: &'s str) -> Self {
        Self::plain(Cow::Borrowed(text))
    }

    /// Its text, as for a key, whatever type it would have as a value.
    pub(crate) fn as_written(&self) -> &str {
        match self {
            Self::Nothing => "",
            Self::Null => "null",
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
            Self::Integer(text) | Self::Float(text) | Self::Text(text) => text,
        }
    }

    /// The integer, unless it is too large for 128 bits.
    pub(crate) fn as_integer(&self) -> Option<i128> {
        let Self::Integer(text) = self else { return None };
        let (digits, radix) = match text.as_bytes() {
            [b'0', b'o', ..] => (&text[2..], 8),
            [b'0', b'x', ..] => (&text[2..], 16),
            _ => (&**text, 10),
        };
        i128::from_str_radix(digits, radix).ok()
    }

    /// The number, rounded to 64 bits.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Integer(text) => {
                self.as_integer().map_or_else(|| text.parse().ok(), |it| format!("{it}").parse().ok())
            }
            Self::Float(text) => match text.trim_start_matches(['-', '+']) {
                ".inf" | ".Inf" | ".INF" if text.starts_with('-') => Some(f64::NEG_INFINITY),
                ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
                ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
                _ => text.parse().ok(),
            },
            _ => None,
        }
    }
}

fn is_integer(text: &str) -> bool {
    let all = |digits: &str, is_digit: fn(&u8) -> bool| !digits.is_empty() && digits.as_bytes().iter().all(is_digit);
    match text.as_bytes() {
        [b'0', b'o', ..] => all(&text[2..], |it| matches!(it, b'0'..=b'7')),
        [b'0', b'x', ..] => all(&text[2..], u8::is_ascii_hexdigit),
        [b'-' | b'+', ..] => all(&text[1..], u8::is_ascii_digit),
        _ => all(text, u8::is_ascii_digit),
    }
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, and the words for infinity and not a number.
fn is_float(text: &str) -> bool {
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return true;
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let mut rest = &unsigned[whole..];
    if let Some(after) = rest.strip_prefix('.') {
        let fraction = digits(after);
        if whole + fraction == 0 {
            return false;
        }
        rest = &after[fraction..];
    } else if whole == 0 {
        return false;
    }
    if let Some(after) = rest.strip_prefix(['e', 'E']) {
        let after = after.strip_prefix(['-', '+']).unwrap_or(after);
        let exponent = digits(after);
        return exponent > 0 && exponent == after.len();
    }
    rest.is_empty()
}
