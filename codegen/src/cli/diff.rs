//! `diff`: what a change to the spec does, for whom it breaks, and which version it asks for.

mod books;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;

use books::{Books, Loaded, Stop};

use super::revision::Side;
use super::words::{shell, shown, spec_arguments};
use super::{Outcome, SpecFolder, folder, screen, spec, talk, unanswered};
use crate::diff::show::{self, Comparison, Text};
use crate::diff::{Date, FailOn, Question, Report, suggest_waivers};
use crate::output::Output;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    spec: SpecFolder,
    /// What to compare with: a revision, a spec folder, a file that is a whole spec, or `-` for one on standard input. Left
    /// out, it is the commit at which HEAD has left the main branch
    #[arg(long, value_name = "REV|DIR|FILE")]
    base: Option<OsString>,
    /// The revision to look at, and not the files on disk
    #[arg(long, value_name = "REV")]
    head: Option<OsString>,
    /// Show what has changed since the newest release (tag `v1.2.3`) too
    #[arg(long)]
    since_release: bool,
    /// For people, or for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write another format to a file too; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = written)]
    write: Vec<(Format, PathBuf)>,
    /// From how bad a change on to exit with 1, where neither the version nor a waiver lets it pass
    #[arg(long, value_enum, default_value_t = Level::Breaking)]
    fail_on: Level,
    /// Print waivers for what fails, to be put into `waivers.yaml`, and not the report
    #[arg(long, conflicts_with = "format")]
    suggest_waivers: bool,
    /// The day on which waivers are looked at, and not today (UTC)
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line a change
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

/// From how bad a change on the command fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// From what breaks somebody
    Breaking,
    /// From what may surprise somebody
    Dangerous,
    /// Whatever it is
    Any,
    /// Never
    None,
}

impl Level {
    fn fail_on(self) -> FailOn {
        match self {
            Self::Breaking => FailOn::Breaking,
            Self::Dangerous => FailOn::Dangerous,
            Self::Any => FailOn::Any,
            Self::None => FailOn::None,
        }
    }
}

/// `FORMAT=FILE`.
fn written(text: &str) -> Result<(Format, PathBuf), String> {
    let wrong = || "write a format and a file: markdown=comment.md".to_owned();
    let (format, file) = text.split_once('=').filter(|it| !it.1.is_empty()).ok_or_else(wrong)?;
    Ok((Format::from_str(format, false)?, PathBuf::from(file)))
}

fn day(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write year, month and day: 2026-01-31".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    match compared(arguments) {
        Ok(outcome) => outcome,
        Err(Stop { why, outcome }) => {
            talk!("error: {why}");
            outcome
        }
    }
}

fn compared(arguments: &Arguments) -> Result<Outcome, Stop> {
    let Arguments { spec, head, since_release, .. } = arguments;
    let fail_on = arguments.fail_on.fail_on();
    let Books { head: new, base, release } =
        Books::read(spec, arguments.base.as_deref(), head.as_deref(), *since_release)?;
    let judged = release.as_ref().map(|it| format!("; the version, with {}", it.side.name)).unwrap_or_default();
    talk!("compared with {}{judged}", base.side().name);
    let today = arguments.today.clone().unwrap_or_else(today);
    let report = Report::new(&Question {
        head: new.side(),
        base: base.loaded().map(Loaded::side),
        release: release.as_ref().map(|it| &it.book),
        today: &today,
    });
    let repository = match head {
        Some(_) => new.side.prefix.split_once(':').map_or("", |it| it.1).to_owned(),
        None => spec::from_repository(&spec.path),
    };
    let command = command(arguments, base.side());
    let comparison = Comparison {
        report: &report,
        head: new.edition(),
        base: base.loaded().map(Loaded::edition),
        release: release.as_ref().map(Loaded::edition),
        is_whole: *since_release,
        fail_on,
        repository: &repository,
        command: &command,
    };
    for (format, path) in &arguments.write {
        write(path, drawn(&comparison, *format, Text::default()))?;
    }
    let answer =
        if arguments.suggest_waivers { suggested(&report, fail_on) } else { answer(&comparison, arguments.format) };
    if let Err(error) = anstream::stdout().write_all(answer.as_bytes()) {
        return Ok(unanswered(&error));
    }
    Ok(if report.fails(fail_on) { Outcome::Findings } else { Outcome::Fine })
}

/// The report, as fits where it is written.
fn answer(comparison: &Comparison<'_>, format: Format) -> String {
    let colour = screen::has_colour(&io::stdout());
    let details = screen::is_terminal() && screen::columns().is_none_or(|it| it >= ROOM);
    drawn(comparison, format, Text { colour, details })
}

fn suggested(report: &Report, fail_on: FailOn) -> String {
    let suggested = suggest_waivers(report, fail_on);
    if suggested.is_empty() {
        talk!("there is nothing to waive");
    }
    suggested
}

/// How many columns a terminal has in which details are of use.
const ROOM: usize = 80;

fn drawn(comparison: &Comparison<'_>, format: Format, how: Text) -> String {
    match format {
        Format::Text => show::text(comparison, how),
        Format::Markdown => show::markdown(comparison),
        Format::Json => show::json(comparison),
        Format::Github => show::github(comparison),
        Format::Sarif => show::sarif(comparison),
        Format::Changelog => show::changelog(comparison),
    }
}

/// The command that says the same again.
fn command(arguments: &Arguments, base: &Side) -> String {
    let mut command = format!("cargo xtask diff{} --base {}", spec_arguments(&arguments.spec), base.argument);
    if let Some(head) = &arguments.head {
        command.push_str(&format!(" --head {}", shell(Path::new(head))));
    }
    if arguments.since_release {
        command.push_str(" --since-release");
    }
    command
}

/// Writes a file whole or not at all, with the folders that it is in.
fn write(path: &Path, contents: String) -> Result<(), Stop> {
    let name = path.file_name().and_then(OsStr::to_str);
    let name = name.ok_or_else(|| format!("{} is not a name for a file", shown(path)))?.to_owned();
    folder::write(folder::of(path), &Output { path: name, contents }).map_err(|error| error.to_string().into())
}

fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Date::of_unix(since.as_secs())
}
