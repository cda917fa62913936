//! How a text is written for people: padded where that is asked for, and without what a terminal would obey.

use core::fmt::{self, Write};
use std::string::String;

/// Writes what `write` writes, with the width and the fill of `f`. Without a width nothing is allocated.
pub(crate) fn padded(f: &mut fmt::Formatter<'_>, write: &dyn Fn(&mut dyn fmt::Write) -> fmt::Result) -> fmt::Result {
    if f.width().is_none() && f.precision().is_none() {
        return write(f);
    }
    let mut text = String::new();
    write(&mut text)?;
    f.pad(&text)
}

/// Escapes what is written through it: see [`is_obeyed`]. All else stays as it is.
pub(crate) struct Escaping<'a>(pub(crate) &'a mut dyn fmt::Write);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((place, character)) = rest.char_indices().find(|(_, character)| is_obeyed(*character)) {
            self.0.write_str(&rest[..place])?;
            write!(self.0, "{}", character.escape_default())?;
            rest = &rest[place + character.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

/// Whether a terminal or a log obeys the character in place of showing it: controls, what ends a line, and what turns the
/// direction of text (Unicode's `Bidi_Control`).
fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}
