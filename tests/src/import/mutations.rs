//! Sources changed at random: nothing panics, everything ends, and what is written compiles.

use std::collections::BTreeMap;

use errbook_cli::import::Options;
use errbook_codegen::compile;
use errbook_codegen::input::Input;

use super::{read, sources};
use crate::hostile::chance::Chance;

/// Tokens with a meaning in one of the formats.
static TOKENS: &[&str] = &[
    "|",
    "\\|",
    "---",
    "`",
    "``",
    "<",
    ">",
    "</td>",
    "<td rowspan=9999>",
    "<table>",
    "</table>",
    "<tr>",
    "&amp;",
    "&#0;",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ",",
    ":",
    ": ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "#",
    "- ",
    "&a ",
    "*a",
    "<<: *a",
    "$ref: ",
    "null",
    "~",
    "404",
    "4xx",
    "-1",
    "1e309",
    "99999999999999999999",
    "code",
    "status",
    "message",
    "oneOf",
    "allOf",
    "enum: ",
    "const: ",
    "\u{0}",
    "\u{1b}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "😀",
    "\\ud800",
    "\\u0000",
    "#[error(\"{",
    "Self::",
    "=>",
    "StatusCode::",
    "..",
    "%s",
    "${x}",
    ":x",
    "{0}",
    "{{",
    "}}",
    "((((((((",
    "!!!!!!!!",
    "TODO",
    "\\",
    "//",
    "/*",
    "*/",
    "r#\"",
    "b'",
];

fn mutated(chance: &mut Chance, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(7) {
            0 => bytes.truncate(at),
            1 => {
                let end = (at + chance.below(30)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let token = chance.of(TOKENS);
                bytes.splice(at..at, token.bytes());
            }
            3 if at < bytes.len() => bytes[at] = chance.byte(),
            4 => {
                let end = (at + chance.below(80)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                let to = chance.below(bytes.len() + 1);
                bytes.splice(to..to, part);
            }
            5 => {
                let token = chance.of(TOKENS).repeat(1 + chance.below(300));
                bytes.splice(at..at, token.bytes());
            }
            _ => {
                let other = sources::ALL[chance.below(sources::ALL.len())].2.as_bytes();
                let start = chance.below(other.len());
                let end = (start + chance.below(200)).min(other.len());
                bytes.splice(at..at, other[start..end].iter().copied());
            }
        }
    }
    bytes
}

/// `ERRBOOK_MUTATIONS` sets the number of mutations of each source.
#[test]
fn mutated_sources_do_no_harm() {
    let count = std::env::var("ERRBOOK_MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(150);
    let mut failures: BTreeMap<String, String> = BTreeMap::new();
    for (number, (name, path, text)) in sources::ALL.iter().enumerate() {
        let mut written = 0;
        for seed in 0..count {
            let mut chance = Chance::new(seed * 100 + number as u64);
            let bytes = mutated(&mut chance, text);
            let options = Options { default_status: Some(400), ..Options::default() };
            let done = read(path, bytes.clone(), &options);
            let shown = || format!("{name} {seed}: {}\n{}", String::from_utf8_lossy(&bytes), super::said(&done));
            if let Some(broken) = &done.broken {
                // Each kind of mistake once.
                let errors = broken.compiled.diagnostics.iter().filter(|it| it.is_error());
                for found in errors {
                    let place =
                        found.labels.first().map(|it| broken.compiled.sources.slice(it.span)).unwrap_or_default();
                    failures
                        .entry(found.rule.id.to_owned())
                        .or_insert_with(|| format!("{name} {seed}: {}: {place}", found.message));
                }
                continue;
            }
            match &done.written {
                Some(book) => {
                    written += 1;
                    let compiled = compile(vec![Input::new("errors.yaml", book.text.clone())]);
                    assert!(compiled.book.is_some(), "{}", shown());
                }
                None => assert!(!done.diagnostics.is_empty(), "{}", shown()),
            }
        }
        assert!(written > 0, "{name}: no mutation is a book");
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
