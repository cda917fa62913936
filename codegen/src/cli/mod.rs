//! The command line, and everything that touches the disk.

mod args;
mod commands;
mod display;
mod load;
mod pager;
mod query;
mod status;
pub(crate) mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

/// Runs the command that the process's arguments name. See [`run`].
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the command that these arguments name; the first one is the program's name.
///
/// Results go to standard output, everything else to standard error. The exit status is 0 for success, 1 for findings
/// (drift, errors in the spec, a diff that fails), 2 for what could not be done (usage, a file that cannot be read or
/// written), and 101 for a bug.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Standard error is closed, so there is no reader.
            let _ = error.print();
            return u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from);
        }
    };
    let outcome = match arguments.command {
        Command::Codegen(arguments) => commands::codegen::run(&arguments),
        Command::Check(arguments) => commands::check::run(&arguments),
        Command::Diff(arguments) => commands::diff::run(&arguments),
        Command::Docs(arguments) => commands::docs::run(&arguments),
        Command::Explain(arguments) => commands::explain::run(&arguments),
        Command::List(arguments) => commands::list::run(&arguments),
    };
    outcome.into()
}
