//! The differences of two texts: the removed and added words, and an excerpt of each text around them.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The maximum length of a text that is quoted whole, in characters.
const WHOLE: usize = 60;

/// The approximate maximum length of an excerpt, in characters.
const LONGEST: usize = 160;

/// The number of unchanged words shown before and after a difference.
const BEFORE: usize = 4;
const AFTER: usize = 3;

/// The maximum number of words compared one by one. More than that count as one difference.
const COMPARED: usize = 1_000;

/// A part of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run<'a> {
    /// Words of both.
    Same(&'a [&'a str]),
    /// Words of the old text, and the words of the new one that replace them. Either may be empty.
    Changed(&'a [&'a str], &'a [&'a str]),
    /// Words of both that are left out.
    Gap,
}

/// Two texts in words.
pub(super) struct Words<'a> {
    old: Vec<&'a str>,
    new: Vec<&'a str>,
}

impl<'a> Words<'a> {
    pub(super) fn new(old: &'a str, new: &'a str) -> Self {
        Self { old: old.split_whitespace().collect(), new: new.split_whitespace().collect() }
    }

    /// Their differences, with some words around each. Empty if the words are the same.
    pub(super) fn runs(&self) -> Vec<Run<'_>> {
        let (old, new) = (&*self.old, &*self.new);
        let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = (&old[start..], &new[start..]);
        let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
        let (old_middle, new_middle) = (&rest.0[..rest.0.len() - end], &rest.1[..rest.1.len() - end]);
        if old_middle.is_empty() && new_middle.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        put(&mut out, &old[..start], 0, BEFORE);
        for (is_same, before, after) in parts(old_middle, new_middle) {
            if is_same {
                put(&mut out, &old_middle[before], AFTER, BEFORE);
            } else {
                out.push(Run::Changed(&old_middle[before], &new_middle[after]));
            }
        }
        put(&mut out, &old[old.len() - end..], AFTER, 0);
        out
    }
}

/// Ranges of words, and whether they are the same. A single word between two differences is a coincidence.
fn parts(old: &[&str], new: &[&str]) -> Vec<(bool, Range<usize>, Range<usize>)> {
    if old.len().max(new.len()) > COMPARED {
        return vec![(false, 0..old.len(), 0..new.len())];
    }
    let mut out: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        let (tag, before, after) = operation.as_tag_tuple();
        let is_same = tag == DiffTag::Equal && before.len() > 1;
        match out.last_mut() {
            Some((false, old, new)) if !is_same => (old.end, new.end) = (before.end, after.end),
            _ => out.push((is_same, before, after)),
        }
    }
    out
}

/// Unchanged words, without the middle of a long range.
fn put<'a>(out: &mut Vec<Run<'a>>, words: &'a [&'a str], first: usize, last: usize) {
    if words.len() <= first + last + 1 {
        out.extend((!words.is_empty()).then_some(Run::Same(words)));
        return;
    }
    let parts = [&words[..first], &words[words.len() - last..]].map(|it| (!it.is_empty()).then_some(Run::Same(it)));
    let [head, tail] = parts;
    out.extend(head.into_iter().chain([Run::Gap]).chain(tail));
}

/// An excerpt of each of two different texts. The excerpts always differ, whatever the length of the texts.
pub(super) fn excerpts(old: &str, new: &str) -> (String, String) {
    let is_short = |it: &str| it.chars().nth(WHOLE).is_none();
    let out = if is_short(old) && is_short(new) {
        (old.to_owned(), new.to_owned())
    } else {
        by_words(old, new).unwrap_or_else(|| by_characters(old, new))
    };
    // Differences in white space are hard to see.
    if out.0.split_whitespace().eq(out.1.split_whitespace()) { (spelled(&out.0), spelled(&out.1)) } else { out }
}

/// Excerpts of whole words; `None` if these are equal or too long.
fn by_words(old: &str, new: &str) -> Option<(String, String)> {
    let words = Words::new(old, new);
    let mut out = (Side::default(), Side::default());
    for run in words.runs() {
        if out.0.is_full() || out.1.is_full() {
            out.0.gap();
            out.1.gap();
            break;
        }
        match run {
            Run::Gap => {
                out.0.gap();
                out.1.gap();
            }
            Run::Same(words) => {
                out.0.put(words);
                out.1.put(words);
            }
            Run::Changed(old, new) => {
                out.0.put(old);
                out.1.put(new);
            }
        }
    }
    let out = (out.0.text, out.1.text);
    let fits = |it: &str| it.chars().count() <= LONGEST + WHOLE;
    (out.0 != out.1 && fits(&out.0) && fits(&out.1)).then_some(out)
}

/// An excerpt under construction.
#[derive(Default)]
struct Side {
    text: String,
    length: usize,
}

impl Side {
    fn is_full(&self) -> bool {
        self.length > LONGEST
    }

    /// As many words as fit, but at least one.
    fn put(&mut self, words: &[&str]) {
        for word in words {
            if self.is_full() {
                self.gap();
                return;
            }
            self.word(word);
        }
    }

    fn word(&mut self, word: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.length += word.chars().count() + 1;
    }

    fn gap(&mut self) {
        if !self.text.ends_with('…') {
            self.word("…");
        }
    }
}

/// The same range of both, from just before the first difference.
fn by_characters(old: &str, new: &str) -> (String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let common = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let start = common.saturating_sub(WHOLE / 2);
    let cut = |it: &[char]| {
        let end = it.len().min(start + WHOLE);
        let (before, after) = (if start > 0 { "…" } else { "" }, if end < it.len() { "…" } else { "" });
        format!("{before}{}{after}", it[start.min(end)..end].iter().collect::<String>())
    };
    (cut(&old), cut(&new))
}

/// A text with all white space escaped, except single spaces between words.
fn spelled(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        let length = rest[at..].find(|c: char| !c.is_whitespace()).unwrap_or(rest.len() - at);
        let (word, space) = (&rest[..at], &rest[at..at + length]);
        rest = &rest[at + length..];
        let is_outer = rest.is_empty() || out.is_empty() && word.is_empty();
        out.push_str(word);
        if space == " " && !is_outer {
            out.push(' ');
        } else {
            out.extend(space.chars().flat_map(char::escape_unicode));
        }
    }
    out + rest
}
