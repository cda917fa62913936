//! `completions`: the script with which a shell completes commands and options.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Args;
use clap_complete::{Shell, generate};
use errbook_codegen::cli::Called;

use super::Command;

/// Print a script for a shell, which then completes commands and options
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Command for Completions {
    const NAME: &'static str = "completions";

    fn run(&self, called: &Called) -> ExitCode {
        let mut script = Vec::new();
        generate(self.shell, &mut crate::definition(called), "errbook", &mut script);
        match io::stdout().write_all(&script) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("error: cannot write to standard output: {error}");
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        }
    }
}
