//! The command line, and everything that touches the disk.

mod args;
mod called;
mod commands;
pub mod config;
mod display;
mod load;
mod locate;
mod pager;
mod query;
mod status;
pub(crate) mod write;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches};

use args::{Arguments, Command, SpecFolder};
use config::Config;

use crate::diagnostics::Diagnostic;
use crate::input::Input;
use crate::model::Book;
pub use called::Called;

/// Runs the command that the process's arguments name. See [`run`].
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command that these arguments name. The first one is the program: a path, or the words that run it, such as
/// `cargo xtask errors`, if these commands are a part of another program.
///
/// Results go to standard output, everything else to standard error. The exit status is 0 for success, 1 for findings
/// (drift, errors in the spec, a diff that fails), 2 for what could not be done (usage, a file that cannot be read or
/// written), and 101 for a bug.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let called = Called::from_program(arguments.first().map_or("".as_ref(), |it| it));
    dispatch(&called, definition(&called), arguments, |_, _| None)
}

/// The book that a command is for: that of a spec folder or, without one, of the current folder. Without a book, reports why,
/// and returns the exit status.
pub fn book(spec: Option<&Path>) -> Result<Book, ExitCode> {
    let config = Config::find(spec).map_err(|error| ExitCode::from(error.report()))?;
    let folder = spec.map(Path::to_path_buf).or(config.map(|it| it.spec)).unwrap_or_else(|| config::SPEC.into());
    let compiled = load::spec_dir::read(&SpecFolder::new(&folder));
    if compiled.book.is_none() {
        status::report(&display::prefix(&folder), &compiled);
    }
    let status = status::compiled(&compiled);
    compiled.book.ok_or_else(|| status.into())
}

/// The files of a spec folder. The error is the reason why the folder cannot be read.
pub fn spec_files(folder: &Path) -> Result<Vec<Input>, Box<Diagnostic>> {
    load::spec_dir::inputs(&SpecFolder::new(folder))
}

/// The commands, to which a program may add its own.
pub fn definition(called: &Called) -> clap::Command {
    Arguments::command().name(called.to_string()).bin_name(called.to_string())
}

/// Runs the command that these arguments name: `added`, if it knows the command's name, or else one of
/// [`definition`]'s.
pub fn dispatch(
    called: &Called,
    definition: clap::Command,
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    added: impl FnOnce(&str, &ArgMatches) -> Option<ExitCode>,
) -> ExitCode {
    let matches = definition.try_get_matches_from(arguments);
    let parsed = matches.and_then(|matches| {
        let found = matches.subcommand().and_then(|(name, matches)| added(name, matches));
        found.map_or_else(|| Arguments::from_arg_matches(&matches).map(Err), |outcome| Ok(Ok(outcome)))
    });
    let mut command = match parsed {
        Ok(Ok(outcome)) => return outcome,
        Ok(Err(Arguments { command })) => command,
        Err(error) => {
            // Standard error is closed, so there is no reader.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    let config = match command.locate() {
        Ok(config) => config,
        Err(error) => return error.report().into(),
    };
    let outcome = match command {
        Command::Codegen(arguments) => commands::codegen::run(&arguments, config.as_ref(), called),
        Command::Check(arguments) => commands::check::run(&arguments, config.as_ref()),
        Command::Diff(arguments) => commands::diff::run(&arguments, called),
        Command::Docs(arguments) => commands::docs::run(&arguments, called),
        Command::Explain(arguments) => commands::explain::run(&arguments, config.as_ref(), called),
        Command::Fmt(arguments) => commands::fmt::run(&arguments, called),
        Command::List(arguments) => commands::list::run(&arguments),
        Command::New(arguments) => commands::new::run(&arguments),
        Command::Retire(arguments) => commands::retire::run(&arguments),
        Command::Schema(arguments) => commands::schema::run(&arguments),
        Command::Unused(arguments) => commands::unused::run(&arguments, called),
    };
    outcome.into()
}
