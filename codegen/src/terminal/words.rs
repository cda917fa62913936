//! Words on lines: text with its style, where it may be broken, and how it is drawn. It knows nothing of Markdown.

use unicode_width::UnicodeWidthChar;

/// How a character is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools, reason = "any of them goes with any other")]
pub(super) struct Style {
    pub(super) heading: bool,
    pub(super) strong: bool,
    pub(super) emphasis: bool,
    pub(super) code: bool,
    pub(super) link: bool,
}

/// A character and how it is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub(super) c: char,
    style: Style,
}

impl Glyph {
    fn width(self) -> usize {
        self.c.width().unwrap_or(0)
    }
}

/// Text whose line breaks are meant.
pub(super) type Text = Vec<Glyph>;

/// Adds text that is set alike.
pub(super) fn put(text: &mut Text, more: &str, style: Style) {
    text.extend(more.chars().map(|c| Glyph { c, style }));
}

/// How many columns a line takes.
pub(super) fn width(line: &[Glyph]) -> usize {
    line.iter().map(|it| it.width()).sum()
}

/// A part of a line that is not broken unless it is longer than one.
struct Unit<'a> {
    glyphs: &'a [Glyph],
    /// The blank before it, as it is set; `None` where there is none.
    blank: Option<Glyph>,
}

/// Text on lines of at most so many columns. Blanks in a row are one; those at the ends of a line are none.
pub(super) fn wrapped(text: &[Glyph], room: usize) -> Vec<Text> {
    text.split(|it| it.c == '\n').flat_map(|line| wrapped_line(line, room.max(2))).collect()
}

fn wrapped_line(text: &[Glyph], room: usize) -> Vec<Text> {
    let mut lines = vec![Text::new()];
    let mut taken = 0;
    for unit in units(text) {
        let length = width(unit.glyphs);
        let line = lines
            .last_mut()
            .filter(|line| line.is_empty() || taken + usize::from(unit.blank.is_some()) + length <= room);
        match (line, unit.blank) {
            (Some(line), Some(blank)) if !line.is_empty() => {
                line.push(blank);
                taken += 1;
            }
            (Some(_), _) => {}
            (None, _) => {
                lines.push(Text::new());
                taken = 0;
            }
        }
        for &glyph in unit.glyphs {
            if taken + glyph.width() > room {
                lines.push(Text::new());
                taken = 0;
            }
            taken += glyph.width();
            if let Some(line) = lines.last_mut() {
                line.push(glyph);
            }
        }
    }
    lines
}

/// Words; where characters are wide, as in Chinese, each of them is one.
fn units(text: &[Glyph]) -> impl Iterator<Item = Unit<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.iter().position(|it| it.c != ' ')?;
        let blank = start.checked_sub(1).map(|at| rest[at]);
        rest = &rest[start..];
        let (glyphs, after) = rest.split_at(length(rest));
        rest = after;
        Some(Unit { glyphs, blank })
    })
}

/// How long the unit is that a text begins with.
fn length(text: &[Glyph]) -> usize {
    let may_end = |pair: &[Glyph]| match pair {
        [_, Glyph { c: ' ', .. }] => true,
        [_, after] if belongs_before(after.c) || after.width() == 0 => false,
        [before, after] => (before.width() > 1 || after.width() > 1) && !belongs_behind(before.c),
        _ => false,
    };
    text.windows(2).position(may_end).map_or(text.len(), |at| at + 1)
}

/// Signs that no line begins with.
fn belongs_before(c: char) -> bool {
    ".,;:!?)]}'\"`…、。，．；：！？）］｝」』】〉》”’".contains(c)
}

/// Signs that no line ends with.
fn belongs_behind(c: char) -> bool {
    "([{`（［｛「『【〈《“‘".contains(c)
}

/// A line as it is written: with colours, each of which ends on it, or without.
pub(super) fn drawn(line: &[Glyph], colour: bool) -> String {
    if !colour {
        return line.iter().map(|it| it.c).collect();
    }
    let mut out = String::new();
    for run in line.chunk_by(|a, b| a.style == b.style) {
        let style = run.first().map_or_else(anstyle::Style::new, |it| colours(it.style));
        let text: String = run.iter().map(|it| it.c).collect();
        out.push_str(&format!("{style}{text}{style:#}"));
    }
    out
}

fn colours(style: Style) -> anstyle::Style {
    let mut out = anstyle::Style::new();
    if style.heading || style.strong {
        out = out.bold();
    }
    if style.emphasis {
        out = out.italic();
    }
    if style.code {
        out = out.fg_color(Some(anstyle::AnsiColor::Cyan.into()));
    }
    if style.link {
        out = out.underline();
    }
    out
}
