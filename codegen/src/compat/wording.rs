//! Sentences as typed parts, so that each form writes names and values in its own way.

use std::fmt;

use crate::text::visible;

/// A sentence, or a part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording(pub(super) Vec<Part>);

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Trusted text: Markdown that is safe in every form.
    Ours(&'static str),
    /// Untrusted text, shown without markup.
    Text(String),
    /// A name or a value in its own notation.
    Code(String),
}

impl From<&'static str> for Part {
    fn from(ours: &'static str) -> Self {
        Self::Ours(ours)
    }
}

/// Untrusted text.
pub(super) fn text(it: &(impl ToString + ?Sized)) -> Part {
    Part::Text(it.to_string())
}

/// A name or a value, whole.
pub(super) fn code(it: &(impl ToString + ?Sized)) -> Part {
    Part::Code(it.to_string())
}

/// A name or a value, shortened.
pub(super) fn quoted(it: impl AsRef<str>) -> Part {
    Part::Code(cut(it.as_ref(), QUOTED))
}

/// The maximum number of characters quoted of a value.
const QUOTED: usize = 60;

/// At most this many characters of a text, with a mark for omitted ones.
pub(super) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A [`Wording`] from its parts, each either trusted text or a [`Part`].
macro_rules! wording {
    ($($part:expr),* $(,)?) => {
        $crate::compat::wording::Wording(vec![$($crate::compat::wording::Part::from($part)),*])
    };
}
pub(super) use wording;

impl Wording {
    /// Appends a part.
    #[must_use]
    pub(super) fn then(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

/// Without markup, on one line, with everything visible.
impl fmt::Display for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Ours(ours) => f.write_str(ours),
            Part::Text(text) => f.write_str(&visible(text)),
            Part::Code(code) => write!(f, "`{}`", visible(code)),
        })
    }
}
