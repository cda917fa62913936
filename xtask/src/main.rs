//! `cargo xtask`: the command line of errbook.

use std::process::ExitCode;

fn main() -> ExitCode {
    errbook_codegen::cli::main()
}
