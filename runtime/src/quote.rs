//! How a text that came from outside is quoted in a sentence: short, and without what a terminal would obey.

use core::fmt::{self, Write as _};

/// The most characters of a foreign text in a sentence.
const LONGEST: usize = 80;

/// A text in backticks, escaped, and cut where it is long.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LONGEST) {
            write!(f, "{}", character.escape_debug())?;
        }
        if characters.next().is_some() {
            f.write_char('…')?;
        }
        f.write_char('`')
    }
}
