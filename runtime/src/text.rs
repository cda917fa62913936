//! Text for logs and terminals: padded, quoted, and without characters that a terminal would interpret.

use core::fmt::{self, Write};
use std::string::String;

/// Runs `write` with the width and fill of `f`. Allocates only if there is a width or a precision.
pub(crate) fn padded(f: &mut fmt::Formatter<'_>, write: &dyn Fn(&mut dyn fmt::Write) -> fmt::Result) -> fmt::Result {
    if f.width().is_none() && f.precision().is_none() {
        return write(f);
    }
    let mut text = String::new();
    write(&mut text)?;
    f.pad(&text)
}

/// A writer that escapes control characters: see [`is_control`].
pub(crate) struct Escaping<'a>(pub(crate) &'a mut dyn fmt::Write);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some((position, character)) = rest.char_indices().find(|(_, character)| is_control(*character)) {
            self.0.write_str(&rest[..position])?;
            write!(self.0, "{}", character.escape_default())?;
            rest = &rest[position + character.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

/// Whether a terminal or a log viewer interprets the character: controls, line endings, and characters that change the
/// direction of text (Unicode's `Bidi_Control`).
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// The maximum number of characters of a quoted text.
const MAX_QUOTED: usize = 80;

/// A received text in backticks, escaped and truncated.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(MAX_QUOTED) {
            write!(f, "{}", character.escape_debug())?;
        }
        if characters.next().is_some() {
            f.write_char('…')?;
        }
        f.write_char('`')
    }
}

/// JSON pointers (RFC 6901).
pub(crate) mod pointer {
    use core::fmt;
    use std::borrow::ToOwned as _;
    use std::string::String;

    /// A name as a part of a pointer.
    pub(crate) struct Escaped<'a>(pub(crate) &'a str);

    impl fmt::Display for Escaped<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let mut rest = self.0;
            while let Some(position) = rest.find(['~', '/']) {
                f.write_str(&rest[..position])?;
                f.write_str(if rest[position..].starts_with('~') { "~0" } else { "~1" })?;
                rest = &rest[position + 1..];
            }
            f.write_str(rest)
        }
    }

    /// The name of a part of a pointer.
    pub(crate) fn unescaped(part: &str) -> String {
        if part.contains('~') { part.replace("~1", "/").replace("~0", "~") } else { part.to_owned() }
    }
}
