//! Characters that nobody sees: what a reviewer reads is then not what is there.
//!
//! They are looked for in whole files, comments included, before anything is made of them.

use super::shape::Report;
use crate::diagnostics::{self, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{is_invisible, quoted};

/// How many are told of one file. After these nobody reads on.
const MOST: usize = 100;

impl Report<'_> {
    /// Looks through a file. `is_whole` is whether the parser took every character of it.
    pub(super) fn look_through(&mut self, file: FileId, root: Option<Value<'_>>, is_whole: bool) {
        let text = &*self.sources.file(file).text;
        let whole = self.sources.whole(file);
        // YAML refuses control characters: where the parser has stopped at one, it has been reported.
        let counts = |c: char| is_unseen(c) && (is_whole || !c.is_control());
        let mut found: Vec<Diagnostic> = Vec::new();
        if may_hold_any(text) {
            let mut rest = text;
            while let Some(at) = rest.find(counts).filter(|_| found.len() < MOST) {
                let run = &rest[at..];
                let run = &run[..run.find(|c| !counts(c)).unwrap_or(run.len())];
                let start = text.len() - rest.len() + at;
                found.push(finding(run, whole.part(start..start + run.len())));
                rest = &rest[at + run.len()..];
            }
        }
        if let Some(root) = root.filter(|_| text.contains('\\')) {
            self.escapes(root, &mut found);
        }
        self.unseen.extend(found);
    }

    /// Moves what was found within a place to the findings: the entry that stands there may allow it.
    pub(super) fn unseen_in(&mut self, place: Span) {
        let is_within = |it: &Diagnostic| {
            it.labels
                .iter()
                .any(|it| it.span.file == place.file && it.span.start >= place.start && it.span.start < place.end)
        };
        let moved = self.unseen.extract_if(.., |it| is_within(it));
        let help = "Remove it. If it is meant, say so: `allow: [control-character]`.";
        self.diagnostics.extend(moved.map(|it| it.help(help)));
    }

    /// All findings. Where something worse is wrong with the same text, nobody is told of what cannot be seen in it.
    pub(super) fn finished(self) -> Diagnostics {
        let mut all = self.diagnostics;
        all.extend(self.unseen);
        let is_unseen = |it: &Diagnostic| *it.rule == diagnostics::CONTROL_CHARACTER;
        if all.iter().any(is_unseen) {
            let errors = all.iter().filter(|it| it.is_error()).filter_map(|it| it.labels.first());
            let wrong: Vec<Span> = errors.map(|it| it.span).collect();
            let covers =
                |at: Span| wrong.iter().any(|it| it.file == at.file && it.start <= at.start && at.end <= it.end);
            all.retain(|it| !is_unseen(it) || !it.labels.iter().any(|it| covers(it.span)));
        }
        all
    }

    /// Texts that hold such characters by an escape: they are seen in the spec, and not in what is made of it.
    fn escapes(&self, value: Value<'_>, found: &mut Vec<Diagnostic>) {
        match value.kind() {
            Kind::Scalar(Scalar::Text(text)) => self.escape(text, value.span(), found),
            Kind::Scalar(_) | Kind::Reported => {}
            Kind::List => value.items().for_each(|it| self.escapes(it, found)),
            Kind::Map => value.pairs().for_each(|pair| {
                self.escape(pair.key, pair.key_span, found);
                self.escapes(pair.value, found);
            }),
        }
    }

    fn escape(&self, text: &str, place: Span, found: &mut Vec<Diagnostic>) {
        if found.len() >= MOST {
            return;
        }
        let written = self.sources.slice(place);
        if !written.contains('\\') || written.contains(is_unseen) {
            return;
        }
        if let Some(at) = text.find(is_unseen) {
            let run = &text[at..];
            let run = &run[..run.find(|c| !is_unseen(c)).unwrap_or(run.len())];
            found.push(finding(run, place));
        }
    }
}

fn finding(run: &str, place: Span) -> Diagnostic {
    let first = run.chars().next().unwrap_or_default();
    let count = run.chars().count();
    let more = if count > 1 { format!(", and {} more like it", count - 1) } else { String::new() };
    let message = format!("a character that nobody sees: {}{more}", described(first));
    let found = Diagnostic::new(&diagnostics::CONTROL_CHARACTER, message).at(place, quoted(run));
    found.help("Remove it.")
}

/// A character by its number, and by its name where many know it.
fn described(c: char) -> String {
    let name = match c {
        '\u{1b}' => "escape",
        '\u{7f}' => "delete",
        '\u{85}' => "next line",
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero width space",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202a}' => "left-to-right embedding",
        '\u{202b}' => "right-to-left embedding",
        '\u{202c}' => "pop directional formatting",
        '\u{202d}' => "left-to-right override",
        '\u{202e}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "pop directional isolate",
        '\u{feff}' => "zero width no-break space",
        _ => "",
    };
    let number = format!("U+{:04X}", u32::from(c));
    if name.is_empty() { number } else { format!("{number} ({name})") }
}

/// Whether a character has no place in a text. Tabs and line breaks have, and so have the joiners that Persian, Hindi
/// and many emoji are written with.
fn is_unseen(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\t' | '\n' | '\r' | '\u{200c}' | '\u{200d}')
}

/// Whether there is more than plain ASCII: most files end here.
fn may_hold_any(text: &str) -> bool {
    text.bytes().any(|it| !matches!(it, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}
