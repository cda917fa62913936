//! The YAML parser's own errors, in our words and places.

use granit_parser::{ErrorKind, Marker, ScanError};

use crate::diagnostics::{self, Diagnostic, Rule};
use crate::source::{FileId, Span};

/// A place of the parser's as ours: within the text, and never inside a character.
pub(super) fn place(text: &str, file: FileId, start: Marker, end: Marker) -> Span {
    let offset = |marker: Marker| {
        let mut at = marker.byte_offset().unwrap_or(text.len()).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let start = offset(start);
    Span { file, start, end: offset(end).max(start) }
}

/// The finding that an error of the parser's stands for.
pub(super) fn explain(text: &str, file: FileId, error: &ScanError) -> Diagnostic {
    let mut at = place(text, file, *error.marker(), *error.marker());
    let before = &text[..at.start as usize];
    let tabs = before.len() - before.trim_end_matches('\t').len();
    if tabs > 0 && is_about_tabs(error.kind()) {
        // The parser names the character behind them.
        at.start -= u32::try_from(tabs).unwrap_or(0);
    } else if let Some(c) = text[at.start as usize..].chars().next().filter(|&c| c != '\n' && c != '\r') {
        // One character wide, so that there is something to see; at the end of a line, the place after it.
        at.end += u32::try_from(c.len_utf8()).unwrap_or(1);
    }
    let (rule, message, help): (&'static Rule, String, Option<&str>) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => (
            &diagnostics::NESTING_TOO_DEEP,
            format!("more than {} lists and maps in one another", super::DEEPEST),
            Some("The language needs a dozen at the most. Is a bracket missing its partner?"),
        ),
        ErrorKind::DirectiveDisallowed => (
            &diagnostics::YAML_FEATURE,
            "a directive: the spec language does without this part of YAML".to_owned(),
            Some("Remove the line. The spec is YAML 1.2 without saying so. A text that begins with `%` needs quotes."),
        ),
        kind => (&diagnostics::YAML_SYNTAX, format!("this is not YAML: {}", error.info()), advice(kind)),
    };
    let mut found = Diagnostic::new(rule, message).at(at, "");
    if is_about_quotes(error.kind())
        && let Some(quote) = open_quote(text, file, at.start as usize)
    {
        found = found.at(quote, "opened here");
    }
    match help {
        Some(help) => found.help(help),
        None => found.help("What follows in this file was not read. Mend this first, then check again."),
    }
}

fn is_about_quotes(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
    )
}

/// The quote that was probably not closed: the last one before the mistake that begins a value.
fn open_quote(text: &str, file: FileId, before: usize) -> Option<Span> {
    let earlier = &text[..before];
    let begins = ["\"", "'"].into_iter().flat_map(|quote| earlier.match_indices(quote).map(|it| it.0));
    let is_value = |at: &usize| {
        let line = earlier[..*at].trim_end_matches(' ');
        line.ends_with([':', '-', '[', '{', ',']) || line.ends_with('\n')
    };
    let start = u32::try_from(begins.filter(is_value).max()?).ok()?;
    Some(Span { file, start, end: start + 1 })
}

fn is_about_tabs(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
    )
}

/// What people have usually done when the parser says this.
fn advice(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        kind if is_about_tabs(kind) => "Indent with spaces: YAML does not allow tabs there.",
        ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::MappingKeyNotAllowed => "A text that begins with this sign needs quotes.",
        kind if is_about_quotes(kind) => {
            "Close the quotes. In `'…'` a quote is written twice, in `\"…\"` it is `\\\"`."
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "The text ends at its closing quote. Quote the whole value, and write quotes inside it as `''` or `\\\"`."
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => {
            "Is a comma or a closing bracket missing? A text with `,`, `:`, `[`, `]`, `{` or `}` in it needs quotes."
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "In `\"…\"` a backslash is written `\\\\`. In `'…'` it stands for itself."
        }
        ErrorKind::UnexpectedCharacter { .. } => "A text that begins with this character needs quotes.",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "A text with `: ` in it needs quotes. If this is a key, check its indentation."
        }
        ErrorKind::InvalidSimpleKey
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation => {
            "Check the indentation of this line and of the one before. A text with `: ` in it needs quotes."
        }
        _ => return None,
    })
}
