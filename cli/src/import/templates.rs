//! Messages of other syntaxes as templates of a book. A placeholder becomes `{name}` only if the error has a field or header
//! of that name; all else stays text.

use errbook_codegen::text::quoted;
use serde_json::Value as Json;

use super::draft::{Entry, Fact, Field};
use super::report::Report;

/// Adds the message of an example to its code: with placeholders where it has the values of the example's fields.
pub(super) fn example_message(row: &mut Entry, message: &Fact<String>, fields: &[Field], report: &mut Report) {
    match with_placeholders(&message.value, fields) {
        Some((text, 0)) => row.example_messages.push(Fact::new(text, message.at)),
        Some((text, _)) => {
            let what = format!("the message of {}: {}", quoted(&row.code), quoted(&text));
            report.guessed(message.at, what, "the values of the example are in its message");
            row.messages.push(Fact::new(text, message.at));
        }
        None => {
            let what = format!("the message {}", quoted(&message.value));
            report.left(message.at, what, "it is ambiguous which values are fields");
        }
    }
}

/// A message in which the example's values are placeholders; `None` if a value occurs more than once, or two fields have it.
fn with_placeholders(message: &str, fields: &[Field]) -> Option<(String, usize)> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    for field in fields {
        let value = match &field.example {
            Some(Json::String(it)) if it.chars().count() >= 3 => it.clone(),
            Some(Json::Number(it)) => it.to_string(),
            _ => continue,
        };
        let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let places: Vec<usize> = message
            .match_indices(&value)
            .map(|it| it.0)
            .filter(|&at| {
                !is_part(message[..at].chars().next_back()) && !is_part(message[at + value.len()..].chars().next())
            })
            .collect();
        match places.as_slice() {
            [] => {}
            [at] => found.push((*at, value.len(), &field.name)),
            _ => return None,
        }
    }
    found.sort_unstable();
    if found.windows(2).any(|it| it[0].0 + it[0].1 > it[1].0) {
        return None;
    }
    let mut out = message.to_owned();
    for (at, length, name) in found.iter().rev() {
        out.replace_range(*at..at + length, &format!("{{{name}}}"));
    }
    Some((out, found.len()))
}

/// A message as a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Template {
    /// The template, with literal braces doubled.
    pub(super) text: String,
    /// The number of its placeholders.
    pub(super) placeholders: usize,
    /// What looks like a placeholder and stays text.
    pub(super) left: Vec<String>,
}

/// Converts a message. `is_known` decides whether a name is that of a field or header.
pub(super) fn template(message: &str, is_known: impl Fn(&str) -> bool) -> Template {
    let mut out = Template { text: String::with_capacity(message.len()), placeholders: 0, left: Vec::new() };
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = message[at..].chars().next() {
        let rest = &message[at..];
        match placeholder(rest, before) {
            Some((name, length)) if is_known(name) => {
                out.text.push_str(&format!("{{{name}}}"));
                out.placeholders += 1;
                at += length;
                before = '}';
                continue;
            }
            Some((_, length)) => out.left.push(rest[..length].to_owned()),
            None => {
                if let Some(length) = positional(rest, before) {
                    out.left.push(rest[..length].to_owned());
                }
            }
        }
        out.text.push(c);
        if matches!(c, '{' | '}') {
            out.text.push(c);
        }
        at += c.len_utf8();
        before = c;
    }
    // Of `{{x}}` and the `{x}` in it, and of `:x` in `a:x`, the outer one is what the author wrote.
    let whole = out.left.clone();
    out.left.retain(|it| !whole.iter().any(|outer| outer.len() > it.len() && outer.contains(it.as_str())));
    out.left.dedup();
    out
}

/// A named placeholder at the start of a text, and its length: `{x}`, `{{x}}`, `${x}`, `#{x}`, `%{x}`, `%(x)s`,
/// `<x>`, `:x`.
fn placeholder(text: &str, before: char) -> Option<(&str, usize)> {
    let enclosed = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(close)?;
        let name = inner[..end].trim();
        is_name(name).then_some((name, open.len() + end + close.len()))
    };
    if let Some(found) = [("{{", "}}"), ("${", "}"), ("#{", "}"), ("%{", "}"), ("{", "}"), ("<", ">")]
        .into_iter()
        .find_map(|(open, close)| enclosed(open, close))
    {
        return Some(found);
    }
    if let Some((name, length)) = enclosed("%(", ")") {
        let conversion = text[length..].chars().next().filter(|it| "sdifr".contains(*it))?;
        return Some((name, length + conversion.len_utf8()));
    }
    if let Some(inner) = text.strip_prefix(':')
        && !before.is_alphanumeric()
        && before != ':'
    {
        let end = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
        let name = &inner[..end];
        let is_word = name.starts_with(|c: char| c.is_alphabetic()) && !inner[end..].starts_with(':');
        return is_word.then_some((name, 1 + end));
    }
    None
}

/// The length of a placeholder without a name, or with a format: `%s`, `%1$d`, `{}`, `{0}`, `{x:?}`.
fn positional(text: &str, before: char) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('{') {
        let end = inner.find('}')?;
        let (index, _) = inner[..end].split_once(':').unwrap_or((&inner[..end], ""));
        let is_value = index.chars().all(|c| c.is_ascii_digit()) || (is_name(index) && inner[..end].contains(':'));
        return is_value.then_some(end + 2);
    }
    let inner = text.strip_prefix('%').filter(|_| before != '%')?;
    let flags = inner.find(|c: char| !c.is_ascii_digit() && !"$.-+ #lzh".contains(c))?;
    // A percentage is no placeholder: `50% of`.
    let is_plain = !inner[..flags].contains(' ');
    let conversion = inner[flags..].chars().next()?;
    (is_plain && "sdifuvxqgeT@".contains(conversion) && !inner[flags + 1..].starts_with(|c: char| c.is_alphanumeric()))
        .then_some(flags + 2)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.len() <= 64
        && text.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
}
