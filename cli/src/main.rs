//! The command `errbook`: the compiler's commands, and those with dependencies that `cargo xtask codegen` should not build.

mod commands;

use std::process::ExitCode;

use errbook_codegen::cli::{self, Called};

fn main() -> ExitCode {
    let called = Called::from_environment();
    cli::dispatch(&called, definition(&called), std::env::args_os(), |name, matches| {
        let command = commands::COMMANDS.iter().find(|it| it.name == name)?;
        Some((command.run)(matches, &called))
    })
}

/// All commands, as `clap` reads them.
fn definition(called: &Called) -> clap::Command {
    let added = commands::COMMANDS.iter().map(|it| (it.define)());
    cli::definition(called).version(env!("CARGO_PKG_VERSION")).subcommands(added)
}
