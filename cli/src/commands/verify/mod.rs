//! `verify`: recorded responses compared with the book. It prints no value of a header and no part of a body, except codes that
//! look like codes.

mod http;
mod json;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use errbook_codegen::cli::{self, Called};
use errbook_codegen::verify::Verifier;

use super::Command;

/// Compare recorded responses with the book: unknown codes, wrong statuses and types, missing fields and headers
///
/// Reads HAR files, JSON Lines (an object with `status`, `headers` and `body` on each line) and raw HTTP responses, such as the
/// output of `curl -i`. Exits with 1 if a response differs from the book.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The files, or `-` for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The spec folder [default: `spec` in `errbook.toml`, or else the folder `spec`]
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
}

/// A recorded response.
#[derive(Debug, PartialEq, Eq)]
struct Recorded {
    status: u16,
    headers: Vec<(String, String)>,
    /// `None` if it was not recorded.
    body: Option<Vec<u8>>,
}

/// A part of a file, with its place as it follows the name of the file: a response, or why it cannot be read.
type Part = (String, Result<Recorded, String>);

impl Recorded {
    /// A response whose body was decoded before it was recorded, if it was compressed.
    fn decoded(status: u16, mut headers: Vec<(String, String)>, body: Option<Vec<u8>>) -> Self {
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-encoding"));
        Self { status, headers, body }
    }
}

/// How often a code occurred, and how often its response differed from the book.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    differing: usize,
}

impl Command for Verify {
    const NAME: &'static str = "verify";

    fn run(&self, _: &Called) -> ExitCode {
        let book = match cli::book(self.spec.as_deref()) {
            Ok(book) => book,
            Err(status) => return status,
        };
        let verifier = Verifier::new(&book);
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        let (mut unknown, mut successes, mut unrecorded, mut unreadable) = (Count::default(), 0, 0, 0);
        let mut answer = String::new();
        for path in &self.files {
            let name = path.display();
            let parts = match read(path) {
                Ok(parts) => parts,
                Err(why) => {
                    eprintln!("error: {name}: {why}");
                    unreadable += 1;
                    continue;
                }
            };
            for (place, part) in parts {
                let recorded = match part {
                    Ok(recorded) => recorded,
                    Err(why) => {
                        eprintln!("error: {name}{place}: {why}");
                        unreadable += 1;
                        continue;
                    }
                };
                let status = recorded.status;
                let body = recorded.body.as_deref().unwrap_or_default();
                let Some(verdict) = verifier.verify(status, &recorded.headers, body) else {
                    successes += 1;
                    continue;
                };
                if recorded.body.is_none() {
                    unrecorded += 1;
                    continue;
                }
                let count = verdict.code.map_or(&mut unknown, |it| counts.entry(it).or_default());
                count.all += 1;
                count.differing += usize::from(!verdict.issues.is_empty());
                let code = verdict.code.map(|it| format!(" {}", visible(it))).unwrap_or_default();
                for issue in verdict.issues {
                    answer.push_str(&format!("{name}{place}: {status}{code}: {issue}\n"));
                }
            }
        }
        answer.push_str(&summary(&counts, &unknown));
        if let Err(error) = io::stdout().write_all(answer.as_bytes())
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            eprintln!("error: cannot write to standard output: {error}");
            return ExitCode::from(2);
        }
        let differing = counts.values().chain([&unknown]).map(|it| it.differing).sum::<usize>();
        let errors = counts.values().chain([&unknown]).map(|it| it.all).sum::<usize>();
        let verb = if differing == 1 { "differs" } else { "differ" };
        eprintln!(
            "{}, of which {differing} {verb} from the book; {}; {} of {} occurred",
            counted(errors, "error response"),
            counted(successes, "other response"),
            counts.len(),
            counted(book.errors.len(), "code")
        );
        if unrecorded > 0 {
            eprintln!("{} without a recorded body: not compared", counted(unrecorded, "error response"));
        }
        match (unreadable, differing) {
            (0, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}

/// The number of responses by code.
fn summary(counts: &BTreeMap<&str, Count>, unknown: &Count) -> String {
    let mut rows: Vec<(String, &Count)> = counts.iter().map(|(code, count)| (visible(code), count)).collect();
    if unknown.all > 0 {
        rows.push(("(none of the book's codes)".to_owned(), unknown));
    }
    if rows.is_empty() {
        return String::new();
    }
    let width = rows.iter().map(|it| it.0.chars().count()).max().unwrap_or_default().max("code".len());
    let mut out = format!("{:width$}  responses  differing\n", "code");
    for (code, Count { all, differing }) in rows {
        out.push_str(&format!("{code:width$}  {all:9}  {differing:9}\n"));
    }
    out
}

/// A number with its noun.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A text with its control characters as escapes.
fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}

/// The responses in a file, in the order of the file.
fn read(path: &Path) -> Result<Vec<Part>, String> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(path).map(|it| bytes = it)
    };
    read.map_err(|error| error.to_string())?;
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let start = bytes.iter().position(|it| !it.is_ascii_whitespace());
    match start.map(|it| &bytes[it..]) {
        None => Err("the file is empty".to_owned()),
        Some(rest) if rest.starts_with(b"HTTP/") => Ok(http::parts(bytes)),
        Some([b'{', ..]) => Ok(json::har(bytes).unwrap_or_else(|| json::lines(bytes))),
        Some(_) => {
            Err("expected a HAR file, JSON Lines, or responses that begin with a line such as `HTTP/1.1 404`"
                .to_owned())
        }
    }
}
