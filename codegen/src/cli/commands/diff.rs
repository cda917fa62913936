//! `diff`: the changes of the spec, whom they break, and the version that they require.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;

use crate::cli::args::{Diff, DiffFormat, Level};
use crate::cli::called::Called;
use crate::cli::display::{shell, shown, spec_arguments};
use crate::cli::load::books::{Books, Loaded, Stop};
use crate::cli::load::revision::Side;
use crate::cli::pager;
use crate::cli::status::{Outcome, answered, status};
use crate::cli::write::out_dir;
use crate::compat::render::{self, Comparison, Origin, TextOptions};
use crate::compat::{Date, FailOn, Question, Report};
use crate::emit::output::Output;

pub(in crate::cli) fn run(arguments: &Diff, called: &Called) -> Outcome {
    match compared(arguments, called) {
        Ok(outcome) => outcome,
        Err(Stop { why, outcome }) => {
            status!("error: {why}");
            outcome
        }
    }
}

fn compared(arguments: &Diff, called: &Called) -> Result<Outcome, Stop> {
    let fail_on: FailOn = arguments.fail_on.into();
    let Books { head: new, base, release, prefix } = Books::read(arguments)?;
    let version = release.as_ref().map(|it| format!(", and the version with {}", it.side.name)).unwrap_or_default();
    let what = if base.loaded().is_some() { "compared with" } else { "there is nothing to compare with in" };
    status!("{what} {}{version}", base.side().name);
    if arguments.new_book && base.others().is_empty() {
        status!("note: `--new-book` has no effect: {} has no other books, or has this one", base.side().name);
    }
    let today = arguments.today.unwrap_or_else(today);
    let mut report = Report::new(&Question {
        head: new.side(),
        base: base.loaded().map(Loaded::side),
        release: release.as_ref().map(|it| &it.book),
        today,
    });
    if !arguments.new_book && !base.others().is_empty() {
        let first = base.others().iter().find(|it| it.crate_name.is_some());
        let first = first.map(|it| shell(Path::new(&format!("{}:{}", base.side().argument, it.folder))));
        report = report.without_base(&new.book, base.others(), first);
    }
    let command = command(arguments, base.side(), called);
    let comparison = Comparison {
        report: &report,
        head: new.snapshot(),
        base: base.loaded().map(Loaded::snapshot),
        base_origin: Origin { others: base.others(), ..base.side().origin() },
        release: release.as_ref().map(Loaded::snapshot),
        release_origin: release.as_ref().map(|it| it.side.origin()),
        is_whole: arguments.since_release,
        fail_on,
        repository: &prefix,
        command: &command,
    };
    for (format, path) in &arguments.write {
        write(path, rendered(&comparison, *format, TextOptions::default()))?;
    }
    let answer = if arguments.suggest_waivers {
        suggested(&comparison)
    } else {
        rendered(&comparison, arguments.format, text_options())
    };
    if answered(&anstream::stdout().write_all(answer.as_bytes())) == Outcome::Failed {
        return Ok(Outcome::Failed);
    }
    Ok(if report.fails(fail_on) { Outcome::Findings } else { Outcome::Success })
}

/// The minimum width of a terminal that shows details.
const DETAILED: usize = 80;

fn text_options() -> TextOptions {
    TextOptions {
        colour: pager::has_colour(&io::stdout()),
        details: pager::is_terminal() && pager::columns().is_none_or(|it| it >= DETAILED),
    }
}

fn suggested(comparison: &Comparison<'_>) -> String {
    let suggested = render::suggest_waivers(comparison.report, comparison.fail_on);
    let beside = render::beside_waivers(comparison);
    if beside.is_empty() && suggested.is_empty() {
        status!("no change needs a waiver");
    }
    for line in beside {
        status!("{line}");
    }
    suggested
}

fn rendered(comparison: &Comparison<'_>, format: DiffFormat, options: TextOptions) -> String {
    match format {
        DiffFormat::Text => render::text(comparison, options),
        DiffFormat::Markdown => render::markdown(comparison),
        DiffFormat::Json => render::json(comparison),
        DiffFormat::Github => render::github(comparison),
        DiffFormat::Sarif => render::sarif(comparison),
        DiffFormat::Changelog => render::changelog(comparison),
    }
}

/// The command that reproduces the report.
fn command(arguments: &Diff, base: &Side, called: &Called) -> String {
    let mut command = format!("{called} diff{} --base {}", spec_arguments(&arguments.spec), base.argument);
    if let Some(head) = &arguments.head {
        command.push_str(&format!(" --head {}", shell(Path::new(head))));
    }
    if arguments.since_release {
        command.push_str(" --since-release");
    }
    if let Some(tags) = &arguments.release_tags {
        command.push_str(&format!(" --release-tags {}", shell(Path::new(tags))));
    }
    if arguments.new_book {
        command.push_str(" --new-book");
    }
    if let Some(level) = arguments.fail_on.to_possible_value().filter(|_| arguments.fail_on != Level::Breaking) {
        command.push_str(&format!(" --fail-on {}", level.get_name()));
    }
    command
}

/// Writes a file atomically, and creates its folders.
fn write(path: &Path, contents: String) -> Result<(), Stop> {
    let name = path.file_name().and_then(OsStr::to_str);
    let name = name.ok_or_else(|| format!("{} is not a file name", shown(path)))?.to_owned();
    out_dir::write(out_dir::of(path), &Output { path: name, contents }).map_err(|error| error.to_string().into())
}

fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
