//! The YAML parser's errors as diagnostics, with errbook's wording and spans.

use granit_parser::{ErrorKind, Marker, ScanError};

use crate::diagnostics::{self, Diagnostic, Rule};
use crate::source::{FileId, Span};

/// The nesting limit of lists and maps. The language needs a dozen.
pub(super) const DEEPEST: usize = 32;

/// Converts a place of the parser: within the text, and on character boundaries.
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

/// The diagnostic for an error of the parser.
pub(super) fn explain(text: &str, file: FileId, error: &ScanError) -> Diagnostic {
    let mut at = place(text, file, *error.marker(), *error.marker());
    let before = &text[..at.start as usize];
    let tabs = before.len() - before.trim_end_matches('\t').len();
    if tabs > 0 && is_about_tabs(error.kind()) {
        // The parser reports the character after them.
        at.start -= u32::try_from(tabs).unwrap_or(0);
    } else if let Some(c) = text[at.start as usize..].chars().next().filter(|&c| c != '\n' && c != '\r') {
        // One character wide, so that the label is visible, except at the end of a line.
        at.end += u32::try_from(c.len_utf8()).unwrap_or(1);
    }
    let (rule, message, help): (&'static Rule, String, Option<&str>) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => (
            &diagnostics::NESTING_TOO_DEEP,
            format!("more than {DEEPEST} levels of nesting"),
            Some("The language needs at most a dozen. Check for an unclosed bracket."),
        ),
        ErrorKind::DirectiveDisallowed => (
            &diagnostics::YAML_FEATURE,
            "YAML directives are not supported".to_owned(),
            Some("Remove the line: a spec is always YAML 1.2. A text that begins with `%` needs quotes."),
        ),
        kind => (&diagnostics::YAML_SYNTAX, format!("invalid YAML: {}", error.info()), advice(kind)),
    };
    let mut found = Diagnostic::new(rule, message).at(at, "");
    if is_about_quotes(error.kind())
        && let Some(quote) = open_quote(text, file, at.start as usize)
    {
        found = found.at(quote, "quote opened here");
    }
    match help {
        Some(help) => found.help(help),
        None => found.help("The rest of this file was not read. Fix this first, then check again."),
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

/// The quote that is probably unclosed: the last one before the error that begins a value.
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

/// How to fix the usual cause of an error.
fn advice(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        kind if is_about_tabs(kind) => "Indent with spaces: YAML does not allow tabs here.",
        ErrorKind::InvalidBlockScalarHeader
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::MappingKeyNotAllowed => "A text that begins with this character needs quotes.",
        kind if is_about_quotes(kind) => {
            "Close the quotes. Inside `'…'` write a quote as `''`, inside `\"…\"` as `\\\"`."
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "Nothing may follow the closing quote. Quote the whole value, and write quotes inside it as `''` or `\\\"`."
        }
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => {
            "Check for a missing comma or closing bracket. A text that contains `,`, `:`, `[`, `]`, `{` or `}` needs quotes."
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "Inside `\"…\"` write a backslash as `\\\\`. Inside `'…'` it needs no escape."
        }
        ErrorKind::UnexpectedCharacter { .. } => "A text that begins with this character needs quotes.",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "A text that contains `: ` needs quotes. If this is a key, check its indentation."
        }
        ErrorKind::InvalidSimpleKey
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation => {
            "Check the indentation of this line and of the line before. A text that contains `: ` needs quotes."
        }
        _ => return None,
    })
}
