//! Text for people: quoting, counting, lists of names, visible characters, and suggestions for a misspelt name.
//!
//! It knows nothing of the model, diagnostics, or the origin of a text.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

/// A quoted excerpt for a message: short, on one line, with all characters visible.
///
/// Control characters and those that change the direction of text are shown as escapes.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&text[..end]))
}

/// A list of quoted names: `a`, `b` and `c`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "and")
}

/// A list of quoted alternatives: `a`, `b` or `c`.
pub(crate) fn alternatives<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    joined(names, "or")
}

fn joined<'a>(names: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {conjunction} {last}", first.join(", ")),
    }
}

/// A number with its noun: `1 error`, `2 errors`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A text wrapped to lines of this many characters, if its words allow.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for word in text.split(' ') {
        let length = word.chars().count();
        match out.last_mut() {
            Some((count, line)) if *count + 1 + length <= width => {
                line.push(' ');
                line.push_str(word);
                *count += 1 + length;
            }
            _ => out.push((length, word.to_owned())),
        }
    }
    out.into_iter().map(|it| it.1).collect()
}

/// A text with its control characters, and those that change the direction of text, as escapes.
pub fn visible(text: &str) -> String {
    if text.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// The same, with the line breaks kept.
pub fn visible_lines(text: String) -> String {
    if !text.contains(is_invisible) {
        return text;
    }
    text.split_inclusive(['\n', '\r']).fold(String::new(), |out, line| {
        let body = line.trim_end_matches(['\n', '\r']);
        out + &visible(body) + &line[body.len()..]
    })
}

/// JSON with its invisible characters escaped: a terminal interprets some of them.
///
/// Apart from line breaks, they occur only inside strings.
pub(crate) fn visible_json(json: String) -> String {
    if is_visible_json(&json) { json } else { escaped_json(&json) }
}

/// A value as indented JSON with its invisible characters escaped, and a line break after it.
pub(crate) fn pretty_json(value: &impl Serialize) -> String {
    // It cannot fail: all that is written is plain data with text keys.
    visible_json(serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

/// Writes the same in pieces: the text is never held as a whole.
pub(crate) fn write_pretty_json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(&mut *out), value)?;
    out.write_all(b"\n")
}

/// Escapes the invisible characters of the JSON that is written to it, in pieces of whole characters.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(json).map_err(io::Error::other)?;
        if is_visible_json(text) {
            self.0.write_all(json)?;
        } else {
            self.0.write_all(escaped_json(text).as_bytes())?;
        }
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn is_visible_json(json: &str) -> bool {
    // A whole book as JSON is long, and rarely has such a character: its bytes are checked first.
    let is_plain = |it: &u8| matches!(it, b' '..=b'~' | b'\n');
    let mut rest = json;
    loop {
        let Some(at) = rest.bytes().position(|it| !is_plain(&it)) else { return true };
        let mut characters = rest[at..].chars();
        if characters.next().is_some_and(is_invisible) {
            return false;
        }
        rest = characters.as_str();
    }
}

fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_invisible(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// A list as JSON whose items are built while writing. Building a long one first would take many times the memory of
/// its text.
pub(crate) struct Lazy<I>(pub(crate) I);

impl<I: Iterator<Item: Serialize> + Clone> Serialize for Lazy<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.clone())
    }
}

/// A text with a line feed at the end of each line: YAML and Markdown do not distinguish line endings.
pub fn line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Whether a character is invisible, or changes the display of others.
pub fn is_invisible(c: char) -> bool {
    // ASCII first: nearly all characters are.
    c.is_control()
        || !c.is_ascii()
            && matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A text as a YAML scalar that is read as that text, in block and flow style: plain where that is safe, else quoted.
pub(crate) fn yaml(text: &str) -> String {
    let is_word = |it: &u8| it.is_ascii_alphanumeric() || b"_-./".contains(it);
    let is_number = || text.parse::<f64>().is_ok() || text.starts_with("0x") || text.starts_with("0o");
    let is_plain = match text.bytes().next() {
        Some(b'0'..=b'9') => !is_number(),
        Some(first) if first.is_ascii_alphabetic() => {
            !["null", "true", "false"].iter().any(|it| text.eq_ignore_ascii_case(it))
        }
        _ => false,
    };
    if is_plain && text.as_bytes().iter().all(is_word) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_invisible(c) => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as a basic string of TOML: a JSON string, with invisible characters escaped.
pub(crate) fn toml(text: &str) -> String {
    let mut out = String::new();
    for c in serde_json::to_string(text).unwrap_or_default().chars() {
        if is_invisible(c) { out.push_str(&format!("\\U{:08x}", u32::from(c))) } else { out.push(c) }
    }
    out
}

/// A text that another sentence may follow: with a full stop, unless it ends with punctuation.
pub(crate) fn sentence(text: &str) -> String {
    let end = text.trim_end_matches([')', ']', '"', '\'', '*', '_']);
    let stop = if text.is_empty() || end.ends_with(['.', '!', '?', ':', '…', '。']) { "" } else { "." };
    format!("{text}{stop}")
}

/// A text, and further sentences after it.
pub(crate) fn followed(text: Option<String>, more: impl IntoIterator<Item = String>) -> String {
    let mut more = more.into_iter().peekable();
    let text = text.map(|it| if more.peek().is_some() { sentence(&it) } else { it });
    text.into_iter().chain(more).collect::<Vec<_>>().join(" ")
}

/// The known name closest to a misspelt one, if close enough.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if name.len() > LONGEST {
        return None;
    }
    let folded = fold(name);
    let length = folded.chars().count();
    // Never so many edits that nothing of the name remains.
    let allowed = (length / 3).max(1).min(length.saturating_sub(1));
    let mut best: Option<((usize, usize), &str)> = None;
    for candidate in known {
        if candidate.len() > LONGEST || candidate.len().abs_diff(name.len()) > allowed + 4 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &fold(candidate));
        // Of two that are equally close ignoring case and separators, the closer one as written.
        let rank = (distance, strsim::damerau_levenshtein(name, candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A name without case and separators, which are most often wrong.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}
