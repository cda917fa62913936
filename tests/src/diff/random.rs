//! Random books, and pairs of them: a book, and the same after a few random edits.

use std::fmt::Write;

use errbook_codegen::Compiled;
use errbook_codegen::model::Book;

use super::{book_of, side};
use crate::hostile::chance::Chance;

/// A book, and what became of it.
pub(crate) struct Pair {
    texts: [String; 2],
    old: Compiled,
    new: Compiled,
}

impl Pair {
    /// The pair of a seed.
    pub(super) fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let (all, front) = (places(), HEAD.len() + BOOK.len() + 1 + 2 * CODES.len());
        let old: Vec<u8> = (0..all).map(|_| chance.byte()).collect();
        let mut new = old.clone();
        for _ in 0..[1, 1, 1, 2, 4, 8][chance.below(6)] {
            let before = text(&new, "1.0.0");
            while text(&new, "1.0.0") == before {
                // What the book has once, and which codes it has, are few of all places.
                let end = if chance.one_in(5) { front } else { all };
                let at = chance.below(end);
                new[at] = if chance.one_in(2) { chance.byte() } else { new[at].wrapping_add(1) };
            }
        }
        let texts = [text(&old, "1.0.0"), text(&new, "2.0.0")];
        let [old, new] = [side("", &texts[0]), side("", &texts[1])];
        Self { texts, old, new }
    }

    pub(crate) fn books(&self) -> (&Book, &Book) {
        (book_of(&self.old), book_of(&self.new))
    }

    /// The lines in which the two specs differ.
    pub(crate) fn shown(&self) -> String {
        let [old, new] = &self.texts;
        let lines = |text: &str, others: &str, sign: &str| -> String {
            let changed = text.lines().filter(|it| !others.lines().any(|other| other == *it));
            changed.flat_map(|it| [sign, it, "\n"]).collect()
        };
        lines(old, new, "- ") + &lines(new, old, "+ ")
    }
}

/// The keys of `api`, each in several forms. The more often a form is listed, the more often it is chosen.
static HEAD: &[&[&str]] = &[
    &["name: Shop", "name: Shop", "name: Store"],
    &[
        ", crate: shop-errors",
        ", crate: shop-errors",
        ", crate: {name: shop-errors, version: 3.0.0}",
        ", crate: store-errors",
    ],
    &["", "", ", open: true", ", open: false", ", open: false"],
    &["", ", docs_url: 'https://a.example/errors'", ", docs_url: 'https://b.example/errors'"],
    &["", "", ", code_style: any"],
    &["", "", ", runtime: {version: \"0.1\"}, package: {license: MIT}"],
];

/// The other keys that a book has once.
static BOOK: &[&[&str]] = &[
    &["", "", "", "", "envelope: {within: null}\n", "envelope: {fields: data}\n", "envelope: {code: kind}\n"],
    &["", "", "retry: {retries: 5}\n", "retry: {backoff: {jitter: none}}\n"],
    &["", "", "fallback: {404: fixed}\n", "fallback: {404: firm}\n"],
];
static GUIDE: &[&str] = &["", "", "=====\n# Start\n\nRead.\n", "=====\n# Start\n\nRead this.\n"];

/// The codes: a name of each, and two names under which it may be found later.
static CODES: &[(&str, [&str; 3])] = &[
    ("A", ["taken", "held", "tak_en"]),
    ("B", ["gone", "away", "go_ne"]),
    ("C", ["broken", "failed", "bro_ken"]),
    ("D", ["slow", "late", "s_low"]),
];

/// Which of its names a code has: none of them, or none any longer.
static STATES: &[&str] = &["0", "1", "0", "1", "2", "0", "absent", "0", "retired", "0"];
/// What the tombstones of its former names say.
static TOMBSTONES: &[&str] =
    &["", ", since: 1.0.0", "renamed", ", since: 0.9.0", ", since: 1.0.0, use: fixed", "renamed"];

/// The keys of an entry.
static ENTRY: &[&[&str]] = &[
    &["409", "429", "409", "410", "[409, 410]", "[410, 409]", "[409, 410, 411]", "[409, 411, 410]", "501"],
    &[
        ", meaning: It is not free.",
        ", meaning: It is not free.",
        ", meaning: \"it is `not` free!\"",
        ", meaning: It may be free.",
        ", meaning: \"It is  not free.\"",
    ],
    &[", remediation: Take another.", ", remediation: Take another.", ", remediation: Wait."],
    &["", "", ", message: It is not free.", ", message: Not free."],
    &["", "", ", details: D.", ", details: E."],
    &["", "", ", causes: [C., D.]", ", causes: [D., C.]", ", causes: [C.]"],
    &["", "", ", tags: [a, b]", ", tags: [b, a]", ", tags: [a]"],
    &["", "", ", allow: [missing-header]"],
    &["", ", since: 1.0.0", ", since: 0.9.0"],
    &[
        "",
        "",
        ", deprecated: {since: 1.0.0}",
        ", deprecated: {since: 1.0.0, use: fixed}",
        ", deprecated: {since: 1.0.0, use: firm}",
        ", deprecated: {since: 1.0.0, note: N.}",
        ", deprecated: {since: 1.0.0, note: O.}",
    ],
    &["", "", ", retry: idempotent", ", retry: always", ", retry: {when: always, retries: 7}"],
    // Two codes have two names, also where one is the successor of the other: `@` differs.
    &["", "", "", ", name: Named@"],
];

/// Fields: a name of each, and one under which it may be found later.
static FIELDS: &[[&str; 2]] = &[["a", "d"], ["b", "e"], ["c", "f"]];

/// Types, and examples of their values. A delay that is a date is not among them: it has the Rust type of a plain date, so that a
/// server compiles though its type changed. An edit often gives the next one, which is wider or narrower.
static TYPES: &[(&str, [&str; 2])] = &[
    ("type: any", ["1", "[]"]),
    ("type: number", ["-1.5", "4"]),
    ("type: integer", ["-3", "7"]),
    ("type: integer, minimum: 0", ["0", "7"]),
    ("type: delay", ["0", "30"]),
    ("type: delay, unit: epoch_ms", ["1769860800000", "0"]),
    ("type: integer, minimum: 0", ["0", "7"]),
    ("type: boolean", ["true", "false"]),
    ("type: delay, unit: ms", ["0", "30"]),
    ("type: timestamp", ["\"2026-01-31T12:00:00Z\"", "\"1999-12-31T23:59:59+01:00\""]),
    ("type: string", ["x", "Ada"]),
    ("type: enum, values: [sold, lent]", ["sold", "lent"]),
    ("type: enum, values: [lent, sold, lost]", ["sold", "lost"]),
    ("type: enum, values: [lent, sold]", ["sold", "lent"]),
    ("type: string", ["x", "Ada"]),
    ("type: list, of: any", ["[]", "[1]"]),
    ("type: list, of: string", ["[]", "[x]"]),
    ("type: list, of: {type: enum, values: [sold, lent]}", ["[]", "[sold]"]),
    ("type: list, of: {type: enum, values: [sold, lent, lost]}", ["[]", "[sold]"]),
    ("type: list, of: {type: list, of: integer}", ["[]", "[[1]]"]),
];
/// Types that have members, in place of the `@`.
static DEEP: &[&str] = &[
    "type: object, fields: {@}",
    "type: list, of: {type: object, fields: {@}}",
    "type: list, of: {type: list, of: {type: object, fields: {@}}}",
    "type: object, fields: {in: {type: object, fields: {@}}}",
];

/// Headers, each in two spellings of its name.
static HEADERS: &[[&str; 2]] = &[["X-A", "x-a"], ["X-B", "x-b"]];
/// Their types, or their constant values.
static HEADER_TYPES: &[&str] = &[
    "type: string",
    "type: integer",
    "type: integer, minimum: 0",
    "type: delay",
    "type: delay, unit: ms",
    "type: integer, minimum: 0",
    "type: delay, unit: epoch",
    "type: date",
    "type: string",
    "value: x",
    "value: \"7\"",
    "value: x",
];
static DOCS: &[&str] = &["", "", ", doc: D.", ", doc: E."];
static OPTIONAL: &[&str] = &["", ", optional: true"];
static SHOWN: &[&str] = &["yes", "no", "no", "yes", "no"];

/// The choices of a book, one after the other. Each place of the text takes one, whether it is shown or not, so that an
/// edit of one place changes no other.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn at(&mut self, count: usize) -> usize {
        usize::from(*self.0.next().expect("a choice for each place")) % count
    }

    fn of(&mut self, all: &'static [&'static str]) -> &'static str {
        all[self.at(all.len())]
    }

    fn is(&mut self, all: &'static [&'static str]) -> bool {
        !matches!(self.of(all), "" | "no")
    }

    fn fields(&mut self, are_deep: bool) -> String {
        let mut out = Vec::new();
        for names in FIELDS {
            let (is_shown, now, was) = (self.is(SHOWN), self.at(2), self.at(4) != 0);
            let optional = self.of(OPTIONAL);
            let (doc, named, example) = (self.of(DOCS), self.at(6), self.at(4));
            let (plain, is_deep, deep) = (self.at(TYPES.len()), self.at(3) == 0, self.of(DEEP));
            let members = if are_deep { self.fields(false) } else { String::new() };
            if !is_shown {
                continue;
            }
            let (ty, examples) = TYPES[plain];
            let mut text = format!("{}: {{{ty}", names[now]);
            if are_deep && is_deep {
                text = format!("{}: {{{}", names[now], deep.replace('@', &format!("x: {{type: boolean}}, {members}")));
            } else if let Some(example) = examples.get(example) {
                let _ = write!(text, ", example: {example}");
            }
            if named == 0 {
                let _ = write!(text, ", name: {}_named", names[now]);
            }
            if now == 1 && was {
                let _ = write!(text, ", was: {}", names[0]);
            }
            out.push(format!("{text}{optional}{doc}}}"));
        }
        if self.at(4) == 0 {
            out.reverse();
        }
        out.join(", ")
    }

    fn headers(&mut self) -> String {
        let mut out = Vec::new();
        for names in HEADERS {
            let (is_shown, name) = (self.is(SHOWN), names[self.at(2)]);
            let (ty, optional, doc, named) = (self.of(HEADER_TYPES), self.of(OPTIONAL), self.of(DOCS), self.at(6));
            let mut text = format!("{name}: {{{ty}{doc}");
            if ty.starts_with("type") {
                text.push_str(optional);
                if named == 0 {
                    let _ = write!(text, ", name: x_{}_named", name[2..].to_ascii_lowercase());
                }
            }
            if is_shown {
                out.push(format!("{text}}}"));
            }
        }
        if self.at(4) == 0 {
            out.reverse();
        }
        out.join(", ")
    }
}

fn text(choices: &[u8], version: &str) -> String {
    written(&mut Choices(choices.iter()), version)
}

/// How many choices a book is made of.
fn places() -> usize {
    let plenty = vec![0; 1 << 12];
    let mut choices = Choices(plenty.iter());
    written(&mut choices, "1.0.0");
    plenty.len() - choices.0.len()
}

fn written(choices: &mut Choices<'_>, version: &str) -> String {
    let head: String = HEAD.iter().map(|it| choices.of(it)).collect();
    let book: String = BOOK.iter().map(|it| choices.of(it)).collect();
    let guide = choices.of(GUIDE);
    let mut out = format!("errbook: 1\napi: {{{head}, version: {version}}}\n{book}errors:\n");
    for code in ["fixed", "firm"] {
        let _ = writeln!(out, "  - {{status: 400, code: {code}, meaning: The {code} one., remediation: {code}.}}");
    }
    let mut retired = String::new();
    let states = [(); CODES.len()].map(|()| (choices.of(STATES), choices.of(TOMBSTONES)));
    for ((letter, names), (state, tombstone)) in CODES.iter().zip(states) {
        let keys: String = ENTRY.iter().map(|it| choices.of(it)).collect();
        let keys = keys.replace('@', &format!("{letter}{state}"));
        // Many an error carries headers alone, or nothing.
        let (is_bare, fields, headers) = (choices.at(3) == 0, choices.fields(true), choices.headers());
        let fields = if is_bare { String::new() } else { fields };
        let living: Option<usize> = state.parse().ok();
        if let Some(living) = living {
            let code = names[living];
            let _ = writeln!(out, "  - {{code: {code}, status: {keys}, fields: {{{fields}}}, headers: {{{headers}}}}}");
        }
        let gone = if state == "retired" { 1 } else { living.unwrap_or_default() };
        for name in &names[..gone] {
            let more = match (tombstone, living) {
                ("", Some(_)) => continue,
                ("renamed", Some(living)) => format!(", since: 1.0.0, renamed_to: {}", names[living]),
                ("" | "renamed", None) => ", since: 1.0.0".to_owned(),
                (more, _) => more.to_owned(),
            };
            let _ = writeln!(retired, "  - {{code: {name}{more}}}");
        }
    }
    if !retired.is_empty() {
        let _ = write!(out, "retired:\n{retired}");
    }
    out + guide
}
