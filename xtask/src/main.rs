//! `cargo xtask`: the command line of errbook. In this repository `codegen` also updates the reference.

mod reference;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = errbook_codegen::cli::main();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["codegen"] if reference::is_here() => worse(outcome, reference::write()),
        ["codegen", "--check"] if reference::is_here() => worse(outcome, reference::check()),
        _ => outcome,
    }
}

/// The first failure of two outcomes.
fn worse(first: ExitCode, second: ExitCode) -> ExitCode {
    if first == ExitCode::SUCCESS { second } else { first }
}
