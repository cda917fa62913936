//! The arguments of the command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::compat::{Date, FailOn, parse_date};
use crate::input::{LARGEST_FILE, LONGEST_FILE};
use crate::model::When;

/// Compile a table of an HTTP API's errors into a Rust crate and its documentation
#[derive(Debug, Parser)]
#[command(disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Generate the crate and its documentation
    Codegen(Codegen),
    /// Check the spec for mistakes
    Check(Check),
    /// Compare the spec with an earlier one, and judge the changes
    Diff(Box<Diff>),
    /// Build the documentation as a site, with `mdbook`
    Docs(Docs),
    /// Explain a code, all codes of a status, or a rule
    Explain(Explain),
    /// List the codes: as a table in a terminal, elsewhere one per line with tabs between the columns
    List(List),
    /// Format the files of the spec: canonical order of keys and spacing; comments are kept
    Fmt(Fmt),
    /// Add an error to the spec, next to the errors with its status
    New(New),
    /// Move an error to `retired`, with its comments
    Retire(Retire),
    /// Print the JSON Schema of the spec's files, for editors
    Schema(Schema),
    /// List the codes that no Rust source of the server names
    Unused(Unused),
}

#[derive(Debug, Args)]
pub(super) struct Codegen {
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    #[command(flatten)]
    pub(super) out: OutFolder,
    /// Write nothing; show the differences, and exit with 1 if there are any
    #[arg(long)]
    pub(super) check: bool,
    /// Also update the table between `<!-- errbook:table -->` and `<!-- /errbook:table -->` in your own Markdown file
    /// (repeatable)
    #[arg(long, value_name = "FILE.md")]
    pub(super) docs_into: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    /// The format of the diagnostics
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(super) format: CheckFormat,
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub(super) deny_warnings: bool,
    /// Apply the edits that certainly fix a problem to the files of the spec, then check what remains
    #[arg(long)]
    pub(super) fix: bool,
}

#[derive(Debug, Args)]
pub(super) struct Diff {
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    /// What to compare with: a revision, a spec folder, a file that contains a whole spec, or `-` for standard input
    /// [default: the commit at which HEAD branched off the main branch]
    #[arg(long, value_name = "REV|DIR|FILE")]
    pub(super) base: Option<OsString>,
    /// The revision to judge, instead of the files on disk
    #[arg(long, value_name = "REV")]
    pub(super) head: Option<OsString>,
    /// Also show the changes since the latest release: a tag `<crate>-v1.2.3`, or else `v1.2.3`, whose tree contains the book
    #[arg(long)]
    pub(super) since_release: bool,
    /// The tags that are releases of this book, instead of `<crate>-v1.2.3` and `v1.2.3`. The highest version is the latest
    #[arg(long, value_name = "GLOB", value_parser = NonEmptyStringValueParser::new())]
    pub(super) release_tags: Option<String>,
    /// Accept a base that has other books but not this one
    #[arg(long)]
    pub(super) new_book: bool,
    /// The format of the report
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub(super) format: DiffFormat,
    /// Also write the report to a file in another format (repeatable)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = format_and_file)]
    pub(super) write: Vec<(DiffFormat, PathBuf)>,
    /// Lowest severity that fails the command, unless the version or a waiver permits the change
    #[arg(long, value_enum, default_value_t = Level::Breaking)]
    pub(super) fail_on: Level,
    /// Print waivers for the failing changes, to paste into `waivers.yaml`, instead of the report
    #[arg(long, conflicts_with = "format")]
    pub(super) suggest_waivers: bool,
    /// The date at which waivers are judged, instead of today (UTC)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct Docs {
    #[command(flatten)]
    pub(super) out: OutFolder,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A code, a status (402), a rule of `check` or `diff`, or the unambiguous beginning of a name
    #[arg(allow_negative_numbers = true)]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    /// The format of the pages
    #[arg(long, value_enum, default_value_t = ExplainFormat::Markdown)]
    pub(super) format: ExplainFormat,
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// Only codes of a status (404) or of a class (4xx)
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(super) status: Vec<Statuses>,
    /// Only codes with this tag
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// Only codes after which these requests may be retried
    #[arg(long, value_name = "WHEN", value_delimiter = ',', value_enum)]
    pub(super) retry: Vec<Requests>,
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    /// The format of the list
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct Fmt {
    #[command(flatten)]
    pub(super) spec: SpecFolder,
    /// Write nothing; show the differences, and exit with 1 if there are any
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// The code on the wire
    #[arg(allow_negative_numbers = true)]
    pub(super) code: String,
    /// The HTTP status; the first of several is the default
    #[arg(long, value_name = "STATUS", value_delimiter = ',', required = true)]
    pub(super) status: Vec<u16>,
    /// What happened [default: the code in words]
    #[arg(long, value_name = "TEXT")]
    pub(super) meaning: Option<String>,
    /// What the caller should do [default: depends on the status]
    #[arg(long, value_name = "TEXT")]
    pub(super) remediation: Option<String>,
    /// The message of the response [default: the meaning]
    #[arg(long, value_name = "TEXT")]
    pub(super) message: Option<String>,
    /// Which requests may be retried
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Requests::Never)]
    pub(super) retry: Requests,
    /// A tag (repeatable)
    #[arg(long, value_name = "TAG")]
    pub(super) tag: Vec<String>,
    /// The file of the spec folder to add it to [default: the one with the errors of its status]
    #[arg(long, value_name = "FILE")]
    pub(super) file: Option<String>,
    #[command(flatten)]
    pub(super) spec: SpecFolder,
}

#[derive(Debug, Args)]
pub(super) struct Retire {
    /// The code
    #[arg(allow_negative_numbers = true)]
    pub(super) code: String,
    /// The code to use instead [default: that of its deprecation, if it has one]
    #[arg(long = "use", allow_negative_numbers = true, value_name = "CODE")]
    pub(super) replacement: Option<String>,
    /// The new name of the same error
    #[arg(long, allow_negative_numbers = true, value_name = "CODE", conflicts_with = "replacement")]
    pub(super) renamed_to: Option<String>,
    /// The version that retires it [default: the book's version]
    #[arg(long, value_name = "VERSION")]
    pub(super) since: Option<String>,
    #[command(flatten)]
    pub(super) spec: SpecFolder,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Print the schema of `waivers.yaml` instead
    #[arg(long)]
    pub(super) waivers: bool,
}

#[derive(Debug, Args)]
pub(super) struct Unused {
    /// The server's Rust files, or folders with them
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Exit with 1 if there are any
    #[arg(long = "deny-unused")]
    pub(super) deny: bool,
    #[command(flatten)]
    pub(super) spec: SpecFolder,
}

/// Where the spec is, and how much of it is read.
#[derive(Debug, Args)]
pub(super) struct SpecFolder {
    /// The spec folder [default: `spec` in `errbook.toml`, or else the folder `spec`]
    #[arg(id = "spec", long = "spec", value_name = "DIR")]
    pub(super) given: Option<PathBuf>,
    /// The folder that is used.
    #[arg(skip)]
    pub(super) path: PathBuf,
    /// The file that names it.
    #[arg(skip)]
    pub(super) config: Option<PathBuf>,
    /// Size limit of a spec file: bytes, or a number with KiB, MiB or GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size)]
    pub(super) max_file_size: u64,
}

impl SpecFolder {
    /// A folder with the default limit.
    pub(super) fn new(path: &Path) -> Self {
        Self { given: Some(path.to_path_buf()), path: path.to_path_buf(), config: None, max_file_size: LARGEST_FILE }
    }
}

/// Where the generated files are.
#[derive(Debug, Args)]
pub(super) struct OutFolder {
    /// The output folder [default: `out` in `errbook.toml`, or else the folder `generated`]
    #[arg(id = "out", long = "out", value_name = "DIR")]
    pub(super) given: Option<PathBuf>,
    /// The folder that is used.
    #[arg(skip)]
    pub(super) path: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Excerpts of the spec, for people
    Text,
    /// One JSON object per line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// One line per change, for people
    Text,
    /// A comment for a pull request
    Markdown,
    /// One JSON object
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// An entry for `CHANGELOG.md`
    Changelog,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainFormat {
    /// The pages of the documentation
    Markdown,
    /// One JSON object
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people and for `grep`
    Text,
    /// One JSON object
    Json,
}

/// The lowest severity that fails `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Level {
    /// Changes that break clients or servers
    Breaking,
    /// Changes that may surprise clients or servers, or worse
    Dangerous,
    /// Any change
    Any,
    /// Never fail
    None,
}

impl From<Level> for FailOn {
    fn from(level: Level) -> Self {
        match level {
            Level::Breaking => Self::Breaking,
            Level::Dangerous => Self::Dangerous,
            Level::Any => Self::Any,
            Level::None => Self::None,
        }
    }
}

/// The requests that may be retried.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Requests {
    /// No request
    Never,
    /// Idempotent requests
    Idempotent,
    /// All requests
    Always,
}

impl From<Requests> for When {
    fn from(requests: Requests) -> Self {
        match requests {
            Requests::Never => Self::Never,
            Requests::Idempotent => Self::Idempotent,
            Requests::Always => Self::Always,
        }
    }
}

/// A status, or all of a class.
#[derive(Debug, Clone, Copy)]
pub(super) enum Statuses {
    One(u16),
    Class(u16),
}

impl Statuses {
    pub(super) fn contains(self, status: u16) -> bool {
        match self {
            Self::One(it) => it == status,
            Self::Class(it) => it == status / 100,
        }
    }
}

impl FromStr for Statuses {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let class = text.get(1..).filter(|it| it.eq_ignore_ascii_case("xx")).map(|_| &text[..1]);
        match (class, status(text)) {
            (None, Some(status @ 200..600)) => Ok(Self::One(status)),
            (Some("2"), _) => Ok(Self::Class(2)),
            (Some("3"), _) => Ok(Self::Class(3)),
            (Some("4"), _) => Ok(Self::Class(4)),
            (Some("5"), _) => Ok(Self::Class(5)),
            _ => Err("expected a status from 200 to 599, such as 404, or a class, such as 4xx"),
        }
    }
}

/// A status of three digits.
pub(super) fn status(text: &str) -> Option<u16> {
    let is_status = text.len() == 3 && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| is_status)
}

/// A number of bytes: `1000`, `64KiB`, `64MiB`, `1GiB`.
fn size(text: &str) -> Result<u64, String> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let scale = match unit {
        "" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err("expected a whole number of bytes, or one with KiB, MiB or GiB, such as 64MiB".to_owned()),
    };
    let count = text[..text.len() - unit.len()].parse().ok();
    match count.and_then(|it: u64| it.checked_mul(scale)) {
        Some(bytes @ 1..=LONGEST_FILE) => Ok(bytes),
        _ => Err(format!("expected a size from 1 to {LONGEST_FILE} bytes, such as 64MiB")),
    }
}

/// `FORMAT=FILE`.
fn format_and_file(text: &str) -> Result<(DiffFormat, PathBuf), String> {
    let invalid = || "expected a format and a file, such as markdown=comment.md".to_owned();
    let (format, file) = text.split_once('=').filter(|it| !it.1.is_empty()).ok_or_else(invalid)?;
    let format = DiffFormat::from_str(format, false).map_err(|_| {
        let names = DiffFormat::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = names.map(|it| it.get_name().to_owned()).collect();
        format!("unknown format. The formats are {}", names.join(", "))
    })?;
    Ok((format, PathBuf::from(file)))
}

fn date(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "expected a date, such as 2026-01-31".to_owned())
}
