//! Synthetic specs of any size. The same size gives the same bytes. It knows the spec language, and nothing of the
//! compiler.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::words::{FIELDS, PARTS, PROBLEMS, THINGS};

/// How many codes are in one file.
const CODES_A_FILE: usize = 500;

/// A spec of so many codes, as paths below the spec folder and texts.
pub(crate) fn spec(count: usize) -> Vec<(String, String)> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut codes: Vec<Code> = Vec::with_capacity(count);
    let mut seen = HashSet::with_capacity(count);
    while codes.len() < count {
        let code = Code::random(&mut random);
        if seen.insert(code.text()) {
            codes.push(code);
        }
    }
    let mut files = vec![("api.yaml".to_owned(), HEAD.to_owned())];
    for (at, some) in codes.chunks(CODES_A_FILE).enumerate() {
        let mut text = String::from("errors:\n");
        for code in some {
            let instead = &codes[random.usize(..codes.len())];
            entry(code, instead, &mut random, &mut text);
        }
        files.push((format!("errors/part_{at:03}.yaml"), text));
    }
    files
}

/// The lines that are a text, and no more.
const TEXTS: [&str; 6] = ["meaning: ", "remediation: ", "message: ", "- The ", "- A ", "It is "];

/// The same codes under the next version, with a word more in every text.
pub(crate) fn reworded(count: usize) -> Vec<(String, String)> {
    let line = |line: &str| {
        let end = match line.split_once("doc: \"") {
            Some((before, doc)) => doc.find('"').map(|it| before.len() + "doc: \"".len() + it),
            None => TEXTS.iter().any(|it| line.trim_start().starts_with(it)).then_some(line.len()),
        };
        match end.and_then(|it| line[..it].rfind(' ')) {
            Some(space) => format!("{} now{}\n", &line[..space], &line[space..]),
            None => format!("{line}\n"),
        }
    };
    let file = |(path, text): (String, String)| {
        let text = text.replace("  version: 2.3.0", "  version: 2.3.1");
        (path, text.lines().map(line).collect())
    };
    spec(count).into_iter().map(file).collect()
}

/// Writes a spec into a folder.
pub(crate) fn write(count: usize, folder: &Path) -> io::Result<()> {
    for (path, text) in spec(count) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

const HEAD: &str = "\
errbook: 1
api:
  name: Example
  version: 2.3.0
  crate: example-errors
  docs_url: https://docs.example.com/errors
  runtime: {path: ../runtime}
envelope: {within: error, code: code, message: message, fields: beside}
fallback: {404: null, 405: null, 413: null, 415: null, 500: null}
retry: {retries: 3, backoff: {initial: 1s, factor: 2, max: 60s}}
";

/// A code before it is written: three words.
struct Code {
    thing: &'static str,
    part: &'static str,
    problem: &'static (&'static str, u16, &'static str, &'static str),
}

impl Code {
    fn random(random: &mut fastrand::Rng) -> Self {
        Self {
            thing: THINGS[random.usize(..THINGS.len())],
            part: PARTS[random.usize(..PARTS.len())],
            problem: &PROBLEMS[random.usize(..PROBLEMS.len())],
        }
    }

    fn text(&self) -> String {
        format!("{}_{}_{}", self.thing, self.part, self.problem.0)
    }

    /// What it is about, in words.
    fn about(&self) -> String {
        format!("{} of the {}", self.part, self.thing.replace('_', " "))
    }
}

fn entry(code: &Code, instead: &Code, random: &mut fastrand::Rng, out: &mut String) {
    let &(_, status, meaning, remediation) = code.problem;
    let (name, about) = (code.text(), code.about());
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let texts = [("meaning", meaning), ("remediation", remediation)];
    line(&format!("  - status: {status}\n    code: {name}"));
    for (key, text) in texts {
        line(&format!("    {key}: {}", quoted(&text.replace("{}", &about))));
    }
    if random.u8(..3) == 0 {
        let first = random.usize(..FIELDS.len());
        let second = (first + random.usize(1..FIELDS.len())) % FIELDS.len();
        let [a, b] = [FIELDS[first], FIELDS[second]];
        let text = format!("The {about} cannot be used: {{{}}}, with {{{}}}.", a.0, b.0);
        line(&format!("    message: {}\n    fields:", quoted(&text)));
        for (field, declared, doc) in [a, b] {
            line(&format!("      {field}: {{{declared}, doc: {}}}", quoted(doc)));
        }
    } else if random.u8(..4) == 0 {
        line(&format!("    message: The {about} cannot be used."));
    }
    match status {
        401 => line("    headers: {WWW-Authenticate: {value: Bearer}}"),
        429 | 503 => {
            line("    headers:");
            line("      Retry-After: {type: delay, doc: \"How long to wait, in seconds.\", example: 30}");
        }
        _ => {}
    }
    match status {
        423 | 429 | 503 => line("    retry: always"),
        500.. => line("    retry: idempotent"),
        _ => {}
    }
    if random.u8(..4) == 0 {
        line(&format!("    since: {}.{}.0", random.u8(1..3), random.u8(..4)));
    }
    if random.u8(..50) == 0 && instead.text() != name {
        line(&format!("    deprecated: {{since: 2.3.0, use: {}}}", instead.text()));
    }
    if random.u8(..20) == 0 {
        line("    causes:\n      - The resource was moved.\n      - A *job* of another account holds it.");
    }
    if random.u8(..20) == 0 {
        line(
            "    details: |\n      It is checked before anything is written:\n\n      1. the account,\n      2. the resource.",
        );
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
