//! Invisible characters, which make a file differ from what its reviewer sees.
//!
//! The text of whole files is searched, comments included, before it is lowered.

use crate::diagnostics::{self, Diagnostic};
use crate::lower::context::Context;
use crate::source::{FileId, Span};
use crate::syntax::{Kind, Scalar, Value};
use crate::text::{is_invisible, quoted};

/// The limit of reports for one file.
const MOST: usize = 100;

impl Context<'_> {
    /// Searches a file. `is_whole` is whether the parser accepted all of it.
    pub(crate) fn find_invisible(&mut self, file: FileId, root: Option<Value<'_>>, is_whole: bool) {
        let text = &*self.sources.file(file).text;
        let whole = self.sources.whole(file);
        // YAML forbids control characters: one that stopped the parser was reported already.
        let counts = |c: char| is_unwanted(c) && (is_whole || !c.is_control());
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
            self.find_escapes(root, &mut found);
        }
        self.invisible.extend(found);
    }

    /// Reports those within the place of an error, which may allow them.
    pub(crate) fn take_invisible(&mut self, place: Span) {
        let is_within = |it: &Diagnostic| {
            it.labels
                .iter()
                .any(|it| it.span.file == place.file && it.span.start >= place.start && it.span.start < place.end)
        };
        let moved = self.invisible.extract_if(.., |it| is_within(it));
        let help = "Remove it. If it is intended, add `allow: [control-character]`.";
        self.diagnostics.extend(moved.map(|it| it.help(help)));
    }

    /// All diagnostics, sorted. An invisible character is not reported at a place that has an error.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let mut all = self.diagnostics;
        all.extend(self.invisible);
        let is_unwanted = |it: &Diagnostic| *it.rule == diagnostics::CONTROL_CHARACTER;
        if all.iter().any(is_unwanted) {
            let errors = all.iter().filter(|it| it.is_error()).filter_map(|it| it.labels.first());
            let wrong: Vec<Span> = errors.map(|it| it.span).collect();
            let covers =
                |at: Span| wrong.iter().any(|it| it.file == at.file && it.start <= at.start && at.end <= it.end);
            all.retain(|it| !is_unwanted(it) || !it.labels.iter().any(|it| covers(it.span)));
        }
        all.sorted()
    }

    /// Finds escapes of such characters: they are visible in the spec, but not in the output.
    fn find_escapes(&self, value: Value<'_>, found: &mut Vec<Diagnostic>) {
        match value.kind() {
            Kind::Scalar(Scalar::Text(text)) => self.find_escape(text, value.span(), found),
            Kind::Scalar(_) | Kind::Reported => {}
            Kind::List => value.items().for_each(|it| self.find_escapes(it, found)),
            Kind::Map => value.pairs().for_each(|pair| {
                self.find_escape(pair.key, pair.key_span, found);
                self.find_escapes(pair.value, found);
            }),
        }
    }

    fn find_escape(&self, text: &str, place: Span, found: &mut Vec<Diagnostic>) {
        if found.len() >= MOST {
            return;
        }
        let written = self.sources.slice(place);
        if !written.contains('\\') || written.contains(is_unwanted) {
            return;
        }
        if let Some(at) = text.find(is_unwanted) {
            let run = &text[at..];
            let run = &run[..run.find(|c| !is_unwanted(c)).unwrap_or(run.len())];
            found.push(finding(run, place));
        }
    }
}

fn finding(run: &str, place: Span) -> Diagnostic {
    let first = run.chars().next().unwrap_or_default();
    let count = run.chars().count();
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    let message = format!("invisible character {}{more}", described(first));
    let found = Diagnostic::new(&diagnostics::CONTROL_CHARACTER, message).at(place, quoted(run));
    found.help("Remove it.")
}

/// A character's number, and its name if it is well known.
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

/// Whether an invisible character is unwanted. Tabs and line breaks are not, nor are the joiners of Persian, Hindi and
/// emoji.
fn is_unwanted(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\t' | '\n' | '\r' | '\u{200c}' | '\u{200d}')
}

/// Whether there is anything but printable ASCII: a quick check that settles most files.
fn may_hold_any(text: &str) -> bool {
    text.bytes().any(|it| !matches!(it, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
}
