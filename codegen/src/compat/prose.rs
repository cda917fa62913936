//! Whether two texts for people have the same words.

use pulldown_cmark::{Event, Parser};

/// A word of inline Markdown: its characters, each with whether it is in a code span.
type Word = Vec<(char, bool)>;

/// Whether two texts differ only in letter case, punctuation, markup or link targets.
///
/// Punctuation next to digits, and everything in code spans, counts like letters.
pub(super) fn is_reworded(old: &str, new: &str) -> bool {
    let (old, new) = (words(old), words(new));
    old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| is_same_word(old, new))
}

fn is_same_word(old: &Word, new: &Word) -> bool {
    let has_code = |it: &Word| it.iter().any(|it| it.1);
    // If only one of them is code, the code span is markup.
    let respects_code = has_code(old) && has_code(new);
    folded(old, respects_code) == folded(new, respects_code)
}

/// The words of a text that are more than punctuation.
fn words(text: &str) -> Vec<Word> {
    // After a word, no character at the start begins a block.
    let source = format!("x {text}");
    let mut chars: Word = Vec::new();
    for event in Parser::new(&source) {
        match event {
            Event::Text(it) | Event::Html(it) | Event::InlineHtml(it) => chars.extend(it.chars().map(|c| (c, false))),
            Event::Code(it) => chars.extend(it.chars().map(|c| (c, true))),
            Event::SoftBreak | Event::HardBreak => chars.push((' ', false)),
            _ => {}
        }
    }
    let words = chars.split(|it| it.0.is_whitespace()).map(<[_]>::to_vec);
    words.filter(|it| !folded(it, true).is_empty()).collect()
}

/// The words of a text, sorted, as far as texts are compared by them.
pub(super) fn vocabulary(text: &str) -> Vec<String> {
    let mut out: Vec<String> = words(text).iter().map(|it| folded(it, false)).filter(|it| !it.is_empty()).collect();
    out.sort_unstable();
    out
}

/// A word in lower case, without its punctuation.
fn folded(word: &Word, respects_code: bool) -> String {
    let is_digit = |at: Option<usize>| at.and_then(|at| word.get(at)).is_some_and(|it| it.0.is_numeric());
    let mut out = String::new();
    for (at, &(c, is_code)) in word.iter().enumerate() {
        if is_code && respects_code {
            out.push(c);
        } else if !is_punctuation(c) || is_digit(at.checked_sub(1)) || is_digit(Some(at + 1)) {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Punctuation that structures a sentence. Other characters, such as `<` and `%`, carry meaning.
fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '(' | ')' | '[' | ']' | '{' | '}' | '-')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201f}' | '…' | '«' | '»' | '¿' | '¡')
}
