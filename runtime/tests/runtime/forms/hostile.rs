//! Hostile bodies in every form: cut off, mutated, and with one thing repeated.

use super::kit::{Book, BookKind};
use super::rows::{Row, rows, with_book};

type Error<B> = errbook::Error<BookKind<B>>;

/// Decodes a body, and does everything else with it that a client or a server may do.
fn survives<B: Book>(row: &Row, body: &[u8]) {
    let headers: Vec<_> = row.headers.iter().collect();
    let error = Error::<B>::decode(row.status, &headers, body);
    let shown = format!("{error} {error:?}");
    assert!(error.others().len() < 32 && error.received().unwrap().issues().len() <= 32, "{shown}");
    let stored = serde_json::to_string(&error).unwrap();
    let restored: Error<B> = serde_json::from_str(&stored).unwrap();
    assert_eq!(restored.others().len(), error.others().len(), "{stored}");
    drop(Error::<B>::decode_if_error(200, &headers, body));
    let response = error.forward().encode();
    if !response.body.is_empty() {
        serde_json::from_str::<errbook::Value>(&response.body).unwrap();
    }
}

#[test]
fn cut_off_at_every_byte() {
    for row in rows() {
        with_book!(&*row.format, cut_off(&row));
    }
}

fn cut_off<B: Book>(_: &[&str], row: &Row) {
    for length in 0..row.body.len() {
        survives::<B>(row, &row.body.as_bytes()[..length]);
    }
}

/// Mutations of all responses in CI. `ERRBOOK_MUTATIONS` overrides it; the first ones of each response are the same.
const MUTATIONS: usize = 10_000;

/// The number in a variable of the environment, if it is set.
fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok().map(|it| it.parse().expect("a whole number"))
}

#[test]
fn mutated() {
    let rows = rows();
    let count = number("ERRBOOK_MUTATIONS").unwrap_or(MUTATIONS).div_ceil(rows.len().max(1));
    for row in rows {
        with_book!(&*row.format, mutate(&row, count));
    }
}

/// Parts that are put into bodies.
const PARTS: [&str; 20] = [
    "null",
    "true",
    "-1",
    "1e400",
    "0.5",
    "\"\"",
    "\"\\ud83d\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "[]",
    "{}",
    "\u{0}",
    "9223372036854775808",
    "\"code\"",
    "[{}]",
];

fn mutate<B: Book>(_: &[&str], row: &Row, count: usize) {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    for _ in 0..count {
        let mut body = row.body.clone().into_bytes();
        for _ in 0..=random(4) {
            let start = random(body.len() + 1);
            let end = (start + random(12)).min(body.len());
            match random(4) {
                0 => drop(body.splice(start..end, PARTS[random(PARTS.len())].bytes())),
                1 => drop(body.splice(start..start, PARTS[random(PARTS.len())].bytes())),
                2 => drop(body.drain(start..end)),
                _ => {
                    let from = random(body.len() + 1);
                    let copied = body[from..(from + random(60)).min(body.len())].to_vec();
                    drop(body.splice(start..start, copied));
                }
            }
        }
        survives::<B>(row, &body);
    }
}

/// The length of a body with one thing repeated. `ERRBOOK_LENGTH` overrides it.
const LENGTH: usize = 10_000;

#[test]
fn one_thing_repeated() {
    let length = number("ERRBOOK_LENGTH").unwrap_or(LENGTH);
    for row in rows() {
        with_book!(&*row.format, repeat(&row, length));
    }
}

fn repeat<B: Book>(_: &[&str], row: &Row, length: usize) {
    for (start, open) in row.body.match_indices(['{', '[']) {
        let Some(end) = matching(&row.body, start) else { continue };
        let (before, inside, after) = (&row.body[..=start], &row.body[start + 1..end], &row.body[end..]);
        let named = |name: String| if open == "{" { format!("\"{name}\":1") } else { "1".to_owned() };
        let (mut same, mut new) = (inside.to_owned(), inside.to_owned());
        for index in 0.. {
            if same.len() > length && new.len() > length {
                break;
            }
            let separator = if inside.is_empty() && index == 0 { "" } else { "," };
            same += &format!("{separator}{}", if inside.is_empty() { named("k".into()) } else { inside.to_owned() });
            new += &format!("{separator}{}", named(index.to_string()));
        }
        survives::<B>(row, format!("{before}{same}{after}").as_bytes());
        survives::<B>(row, format!("{before}{new}{after}").as_bytes());
    }
}

/// The end of an object or a list; `None` for a bracket in a string.
fn matching(body: &str, start: usize) -> Option<usize> {
    let (mut depth, mut in_text) = (0, false);
    for (position, character) in body.char_indices() {
        match character {
            '"' if !body[..position].ends_with('\\') => in_text = !in_text,
            _ if position < start || in_text => {}
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(position);
                }
            }
            _ => {}
        }
        if position == start && in_text {
            return None;
        }
    }
    None
}
