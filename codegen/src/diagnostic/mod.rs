//! What is wrong with a spec, and where: the facts, apart from how they are shown.

mod findings;
pub(crate) mod github;
mod human;
mod json;
mod rules;
pub(crate) mod sarif;

pub(crate) use findings::Findings;
pub use github::github;
pub use human::{Human, human};
pub use json::json;
pub use rules::*;
pub use sarif::sarif;

use crate::source::{Sources, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is generated as long as it is there.
    Error,
    /// It compiles, and is probably not what was meant.
    Warning,
}

impl Severity {
    /// Its name: `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of finding. Its id is for ever.
#[derive(Debug)]
pub struct Rule {
    /// What it is called, in kebab-case.
    pub id: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What it finds, in one sentence.
    pub summary: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// One place that a finding is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub message: String,
}

/// A change that mends a finding for certain.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What to replace.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Every place involved. The first one is where it is wrong; none where there is no place, such as a missing folder.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// Changes that mend it for certain.
    pub edits: Vec<Edit>,
}

impl Diagnostic {
    /// A finding without a place.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self { rule, message: shown(message), labels: Vec::new(), help: None, edits: Vec::new() }
    }

    /// Adds a place. The first one is the one where it is wrong.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { span, message: shown(message) });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(shown(help));
        self
    }

    /// Carries a change that mends it for certain.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Whether anything can be generated in spite of it.
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }
}

/// Puts findings into the order of the files; those without a place come first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|it| it.labels.first().map(|label| (label.span, it.rule.id)));
}

/// A piece of somebody's text, fit for a message: short, on one line, with everything visible.
///
/// Control characters and those that change the direction of text are shown as escapes.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let more = if end < text.len() { "…" } else { "" };
    format!("`{}{more}`", visible(&text[..end]))
}

/// What a finding says, which quotes what somebody else wrote. Each form has its own way with line breaks.
fn shown(text: impl Into<String>) -> String {
    let text = text.into();
    if !text.contains(is_invisible) {
        return text;
    }
    text.split_inclusive(['\n', '\r']).fold(String::new(), |out, line| {
        let body = line.trim_end_matches(['\n', '\r']);
        out + &visible(body) + &line[body.len()..]
    })
}

/// A text with everything in it to be seen: control characters, and those that change the direction of text, as escapes.
pub(crate) fn visible(text: &str) -> String {
    if text.bytes().all(|it| matches!(it, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_invisible(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// JSON as it is, with what nobody sees as escapes: a terminal obeys some of it. It stands in texts only, but for line
/// breaks.
pub(crate) fn visible_json(json: String) -> String {
    // A whole book as JSON is long, and there is hardly ever such a character in it.
    if !json.contains(|c| c != '\n' && is_invisible(c)) {
        return json;
    }
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

/// Characters that are not seen, or that change how others are seen.
pub(crate) fn is_invisible(c: char) -> bool {
    // ASCII first: it is nearly all that comes.
    c.is_control()
        || !c.is_ascii()
            && matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Names in a row: `a`, `b` and `c`.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name that was probably meant, if one is near enough.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    if name.len() > LONGEST {
        return None;
    }
    let folded = fold(name);
    let length = folded.chars().count();
    // Never so many that nothing of the name is left.
    let allowed = (length / 3).max(1).min(length.saturating_sub(1));
    let mut best: Option<((usize, usize), &str)> = None;
    for candidate in known {
        if candidate.len() > LONGEST || candidate.len().abs_diff(name.len()) > allowed + 4 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &fold(candidate));
        // Of two that are equally near but for case and signs, the nearer one as written.
        let rank = (distance, strsim::damerau_levenshtein(name, candidate));
        if distance <= allowed && best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A name without what people get wrong most: case, and the sign between words.
fn fold(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// The first and the last byte of a place as people count them.
pub(crate) fn ends(sources: &Sources, span: Span) -> (crate::source::LineColumn, crate::source::LineColumn) {
    let file = sources.file(span.file);
    (file.line_column(span.start as usize), file.line_column(span.end as usize))
}
