//! What cells and texts of sources contain: statuses, codes, retry words, paragraphs. It knows no source format.

use errbook_codegen::model::When;

/// What a cell says about statuses.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Statuses {
    /// These, with at least one from 400 to 599.
    Errors(Vec<u16>),
    /// Only others, such as 200.
    Others(u16),
    /// A range, such as `4xx`.
    Range(String),
    None,
}

/// The statuses that a cell lists: `400`, `400 Bad Request`, `HTTP 409 or 422`, `4xx`.
pub(super) fn statuses(text: &str) -> Statuses {
    let mut errors: Vec<u16> = Vec::new();
    let mut other = None;
    // From one to another: which ones of them occur is not said.
    if let Some(range) = range_of(text) {
        return Statuses::Range(range);
    }
    let mut range = None;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()) {
        if word.len() != 3 {
            continue;
        }
        if let Ok(number) = word.parse::<u16>() {
            if (400..=599).contains(&number) {
                if !errors.contains(&number) {
                    errors.push(number);
                }
            } else if (100..=599).contains(&number) {
                other = other.or(Some(number));
            }
        } else if matches!(word.as_bytes(), [b'1'..=b'5', b'x' | b'X', b'x' | b'X']) {
            range = range.or(Some(word.to_owned()));
        }
    }
    if !errors.is_empty() {
        Statuses::Errors(errors)
    } else if let Some(range) = range {
        Statuses::Range(range)
    } else {
        other.map_or(Statuses::None, Statuses::Others)
    }
}

/// `400-404`, or `500 – 599`.
fn range_of(text: &str) -> Option<String> {
    text.char_indices().filter(|it| matches!(it.1, '-' | '–' | '—')).find_map(|(at, dash)| {
        let (before, after) = (text[..at].trim_end(), text[at + dash.len_utf8()..].trim_start());
        let digits = |part: &str| part.len() == 3 && part.bytes().all(|it| it.is_ascii_digit());
        let first = before.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|it| digits(it))?;
        let last = after.split(|c: char| !c.is_alphanumeric()).next().filter(|it| digits(it))?;
        (first < last).then(|| format!("{first}-{last}"))
    })
}

/// Whether a cell holds statuses and their names, and nothing else.
pub(super) fn is_status_cell(text: &str) -> bool {
    let found = statuses(text);
    let Some(at) = text.find(|c: char| c.is_ascii_digit()) else { return false };
    let before = text[..at].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    found != Statuses::None
        && matches!(before.as_str(), "" | "http" | "status" | "http status" | "error")
        && text.split_whitespace().count() <= 12
}

/// Whether a text may be a code: one word, with a letter or a digit.
pub(super) fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 128
        && !text.contains(|c: char| c.is_whitespace() || "<>{}\"'`,;|".contains(c))
        && text.contains(|c: char| c.is_alphanumeric())
        && !text.starts_with("http://")
        && !text.starts_with("https://")
}

/// Whether a text is a code and no word of a sentence: it has a separator, a digit or mixed case, or is in capitals.
pub(super) fn is_distinct_code(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    is_code(text)
        && (text.contains(['_', '.', ':', '-', '/'])
            || text.contains(|c: char| c.is_ascii_digit())
            || letters().skip(1).any(char::is_uppercase)
            || letters().all(char::is_lowercase))
}

/// What a cell says about retrying, and whether that is a guess.
pub(super) fn retry(text: &str) -> Option<(When, bool)> {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    Some(match text.as_str() {
        "always" | "yes" => (When::Always, false),
        "if idempotent" | "idempotent" | "idempotent only" | "only if idempotent" => (When::Idempotent, false),
        "never" | "no" | "-" | "–" | "—" | "✗" | "❌" | "false" => (When::Never, false),
        // The source does not say whether the request may have been carried out.
        "true" | "✓" | "✅" | "y" | "retryable" | "transient" => (When::Idempotent, true),
        _ => return None,
    })
}

/// The name of a status as a code in `snake_case`: `not_found`.
pub(super) fn status_code_name(status: u16) -> Option<String> {
    let reason = http::StatusCode::from_u16(status).ok()?.canonical_reason()?;
    Some(reason.replace('\'', "").to_lowercase().replace([' ', '-'], "_"))
}

/// The status whose name a code is, if it is one of 100 to 599.
pub(super) fn status_of_name(code: &str) -> Option<u16> {
    let folded = folded(code);
    match folded.as_str() {
        "internalerror" | "servererror" | "internal" => return Some(500),
        "unavailable" | "temporarilyunavailable" => return Some(503),
        "ratelimited" | "ratelimitexceeded" | "ratelimit" => return Some(429),
        "unauthenticated" => return Some(401),
        "payloadtoolarge" | "requestentitytoolarge" => return Some(413),
        _ => {}
    }
    (100..600).find(|&it| {
        let reason = http::StatusCode::from_u16(it).ok().and_then(|it| it.canonical_reason());
        reason.is_some_and(|it| self::folded(it) == folded)
    })
}

/// A text without case and separators.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first paragraph on one line, and the rest.
pub(super) fn paragraphs(text: &str) -> (String, Option<String>) {
    let text = errbook_codegen::text::line_feeds(text.to_owned());
    let text = text.trim();
    let mut lines = text.split_inclusive('\n');
    let mut length = 0;
    for line in lines.by_ref() {
        let is_end = line.trim().is_empty();
        // A list or a fence right after a sentence begins a block of its own.
        let begins = line.trim_start();
        let is_block = length > 0
            && (begins.starts_with("* ")
                || begins.starts_with("- ")
                || begins.starts_with("```")
                || begins.starts_with("| "));
        if is_end || is_block {
            break;
        }
        length += line.len();
    }
    let rest = text[length..].trim_start_matches('\n').trim_end();
    (one_line(&text[..length]), Some(rest.to_owned()).filter(|it| !it.trim().is_empty()))
}

/// Whether a text is empty, or a mark for an empty cell.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—" | "n/a" | "N/A" | "n.a." | "null" | "None" | "none" | "TBD")
}
