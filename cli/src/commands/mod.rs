//! The commands that this package adds to the compiler's: a module and a row of [`COMMANDS`] for each.

mod completions;
mod import;
mod init;
mod verify;

use std::process::ExitCode;

use clap::{ArgMatches, Args};
use errbook_codegen::cli::Called;

/// A command: the type is its arguments, and its docs are the help.
trait Command: Args {
    const NAME: &'static str;

    /// Runs it. Statuses: 0 for success, 1 for findings, 2 if it could not be carried out.
    fn run(&self, called: &Called) -> ExitCode;
}

/// A row of [`COMMANDS`].
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Its arguments, as `clap` reads them.
    pub(crate) define: fn() -> clap::Command,
    pub(crate) run: fn(&ArgMatches, &Called) -> ExitCode,
}

/// All commands, in the order of the help.
pub(crate) static COMMANDS: &[Row] = &[
    row::<init::Init>(),
    row::<import::ImportArguments>(),
    row::<verify::Verify>(),
    row::<completions::Completions>(),
];

const fn row<C: Command>() -> Row {
    Row {
        name: C::NAME,
        define: || C::augment_args(clap::Command::new(C::NAME)),
        run: |matches, called| match C::from_arg_matches(matches) {
            Ok(command) => command.run(called),
            Err(error) => error.exit(),
        },
    }
}
