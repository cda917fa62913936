//! Specs changed at random: bytes, lines, indentation, tokens of YAML and of Markdown, keys in wrong places, and the
//! halves of two specs as one.

use errbook_codegen::input::{Content, Input};
use errbook_codegen::{Role, role};

use super::chance::Chance;
use crate::specs::{HEAD, masko};
use crate::{books, envelopes, rules};

/// Tokens with a meaning in YAML, Markdown, terminals, or the spec language.
static TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ", ",
    ",",
    ": ",
    ":",
    "? ",
    "- ",
    "-",
    "&a ",
    "*a",
    "*a ",
    "!x ",
    "!!str ",
    "|",
    "|-\n",
    "|+2\n",
    ">",
    ">-\n",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "<<: ",
    "\"",
    "'",
    "''",
    "\\",
    "\\\"",
    "\\u0000",
    "\\x1b",
    "\\U0010ffff",
    "\\ud800",
    "\\e[31m",
    "#",
    " # ",
    "@",
    "`",
    "~",
    "\t",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\u{0}",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{9b}31m",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffe}",
    "\u{10ffff}",
    "é",
    "e\u{301}",
    "未",
    "🎪",
    "null",
    "true",
    "yes",
    "0",
    "-0",
    "-1",
    "1.0",
    "1e400",
    ".inf",
    ".nan",
    "0x1f4",
    "0o777",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "99999999999999999999999999999999999999999999",
    "404",
    "\"404\"",
    "+404",
    "299",
    "399",
    "v1.0.0",
    "1.0",
    "9.9.9",
    "2026-02-30T00:00:00Z",
    "12:30:45",
    "1_000",
    "{{",
    "}}",
    "{a}",
    "{}",
    "{",
    "{{#table}}",
    "{{#code not_found}}",
    "{{#example",
    "```\n",
    "~~~",
    "# ",
    "> ",
    "* ",
    "**",
    "_",
    "<b>",
    "<!--",
    "-->",
    "&amp;",
    "[a](b)",
    "[a]: https://x.example\n",
    "![a](https://x.example)",
    "https://x.example",
    "a@x.example",
    "<a@x.example>",
    "|",
    "||",
    "::error::",
    "%0A",
    "\u{1b}]8;;x\u{7}",
    "\r\nSet-Cookie: a=b",
    "Self",
    "Error",
    "unknown",
    "self",
    "1s",
    "5",
    "10 h",
    "always",
    "never",
    "string",
    "integer",
    "enum",
    "list",
    "object",
    "any",
    "delay",
    "epoch_ms",
    "date",
    "{code}",
    "\"{code?}\"",
    "\"{code|null}\"",
    "\"{message|a}\"",
    "\"{fields}\": ",
    "\"{status:text}\"",
    "\"a {name} b\"",
    "...",
    "[{code: \"{code}\"}, ...]",
    "json-api",
];

/// The language's keys.
static KEYS: &[&str] = &[
    "errbook",
    "api",
    "envelope",
    "retry",
    "errors",
    "retired",
    "name",
    "version",
    "crate",
    "runtime",
    "path",
    "code_style",
    "open",
    "docs_url",
    "within",
    "code",
    "message",
    "fields",
    "when",
    "retries",
    "backoff",
    "initial",
    "factor",
    "max",
    "jitter",
    "status",
    "meaning",
    "remediation",
    "headers",
    "since",
    "deprecated",
    "use",
    "note",
    "details",
    "causes",
    "tags",
    "examples",
    "allow",
    "type",
    "minimum",
    "unit",
    "values",
    "of",
    "optional",
    "doc",
    "example",
    "was",
    "value",
    "title",
    "renamed_to",
    "body",
    "content_type",
    "members",
    "read_code",
    "after",
    "before",
    "per",
    "from",
    "default",
    "header",
];

/// How large a file may be that is changed a hundred thousand times.
const LARGEST: usize = 4096;

/// The specs that are changed.
pub(crate) struct Mutants {
    fixtures: Vec<Vec<Input>>,
    /// Every file of theirs.
    files: Vec<Vec<u8>>,
}

impl Mutants {
    pub(crate) fn new() -> Self {
        // One of them is a megabyte of one text.
        let is_small =
            |it: &Vec<Input>| !it.iter().any(|it| matches!(&it.content, Content::Bytes(it) if it.len() > LARGEST));
        let mut fixtures: Vec<Vec<Input>> = rules::refused().chain(rules::accepted()).filter(is_small).collect();
        fixtures.push(masko());
        fixtures.extend(envelopes::ready());
        // A book of many entries is slow, and a change in one of them shows no more than in that entry alone.
        for text in [books::shop(), books::awkward()] {
            let (head, errors) = text.split_once("errors:\n").expect("it has entries");
            let entries = errors.split("\nretired:").next().unwrap_or_default().split_inclusive("\n  - status");
            let mut start = String::new();
            for entry in entries {
                let entry = format!("{start}{entry}");
                let body = entry.trim_end_matches("\n  - status");
                fixtures.push(vec![Input::new("book.yaml", format!("{head}errors:\n{body}\n"))]);
                "  - status".clone_into(&mut start);
            }
        }
        fixtures.push(vec![Input::new("shop.yaml", format!("{HEAD}{ALL}"))]);
        let files = fixtures.iter().flatten().filter_map(|it| match &it.content {
            Content::Bytes(bytes) if role(&it.path) != Role::None => Some(bytes.clone()),
            _ => None,
        });
        let files = files.collect();
        Self { fixtures, files }
    }

    /// A spec with one to four changes in one of its files.
    pub(crate) fn one(&self, chance: &mut Chance) -> Vec<Input> {
        let mut inputs = self.fixtures[chance.below(self.fixtures.len())].clone();
        let mut files: Vec<&mut Input> = inputs.iter_mut().filter(|it| role(&it.path) != Role::None).collect();
        let at = chance.below(files.len());
        if let Content::Bytes(bytes) = &mut files[at].content {
            for _ in 0..=chance.below(4) {
                self.change(bytes, chance);
            }
        }
        inputs
    }

    fn change(&self, bytes: &mut Vec<u8>, chance: &mut Chance) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(20) {
            0 => bytes.insert(at, chance.byte()),
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
            2 => drop(bytes.drain(at..(at + chance.below(8)).min(bytes.len()))),
            3 => bytes.truncate(at),
            4..=8 => insert(bytes, at, chance.of(TOKENS)),
            9 => insert(bytes, at, chance.of(KEYS)),
            10 => self.splice(bytes, at, chance),
            _ => lines(bytes, chance),
        }
    }

    /// The first half of this one and the second half of another.
    fn splice(&self, bytes: &mut Vec<u8>, at: usize, chance: &mut Chance) {
        let other = &self.files[chance.below(self.files.len())];
        bytes.truncate(at);
        bytes.extend_from_slice(&other[chance.below(other.len() + 1)..]);
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, token: &str) {
    bytes.splice(at..at, token.bytes());
}

/// Changes that know of lines, keys and values.
fn lines(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|it| *it == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let (at, other) = (chance.below(lines.len()), chance.below(lines.len()));
    let line = &mut lines[at];
    match chance.below(8) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => insert(line, 0, chance.of(&[" ", "  ", "    ", "\t", "- "])),
        4 if line.starts_with(b" ") => drop(line.remove(0)),
        5 => {
            let indent = line.iter().take_while(|it| **it == b' ').count();
            let new = format!("{}{}: {}\n", " ".repeat(indent), chance.of(KEYS), chance.of(TOKENS));
            lines.insert(at, new.into_bytes());
        }
        // Another value, or more of it.
        _ => {
            let places: Vec<usize> =
                line.windows(2).enumerate().filter(|it| it.1 == b": ").map(|it| it.0 + 2).collect();
            let Some(&start) = places.get(chance.below(places.len())) else { return };
            let end = line[start..].iter().position(|it| b",}\n".contains(it)).map_or(line.len(), |it| start + it);
            if chance.one_in(2) {
                line.drain(start..end);
            }
            insert(line, start, chance.of(TOKENS));
        }
    }
    *bytes = lines.concat();
}

/// An entry with every key, for the changes to fall on.
const ALL: &str = r#"envelope: {within: null, code: type, message: detail, fields: data}
retry: {retries: 5, backoff: {initial: 200ms, factor: 1.5, max: 1m, jitter: none}}
errors:
  - status: [409, 423]
    code: out_of_stock
    name: SoldOut
    meaning: There are not *enough*.
    remediation: Order fewer, or [wait](https://shop.example/a_b).
    message: "Only {left} of {article}; {wanted}, {Retry-After} {{}}."
    fields:
      article: {type: string, doc: "Its `number`.", example: A-17}
      left: {type: integer, minimum: 0, was: rest, example: 1}
      wanted: {type: list, of: {type: enum, values: [a, b-c]}, name: asked}
      place: {type: object, optional: true, fields: {aisle: {type: number, example: 1.5}, any: {type: any, example: {a: [1, null]}}}}
      at: {type: timestamp, optional: true, example: 2026-01-31T12:00:00Z}
      again: {type: delay, unit: min, optional: true, example: 2}
    headers:
      Retry-After: {type: delay, optional: true, doc: How long., example: 30}
      X-Warehouse: {value: main}
    retry: {when: idempotent, retries: 1, backoff: {initial: 10s, factor: 1, max: 10s, jitter: none}}
    since: 0.2.0
    deprecated: {since: 1.0.0, use: gone, note: Both are alike.}
    details: |
      Stock is counted.

      - Once a `minute`.
    causes:
      - Somebody was faster.
    tags: [stock, orders]
    examples:
      - title: The last one
        values: {article: A-17, left: 1, wanted: [a], at: null, Retry-After: 600}
    allow: [missing-header]
  - {status: 410, code: gone, meaning: It is gone., remediation: Forget it.}
retired:
  - {code: sold_out, since: 1.0.0, use: gone}
"#;
