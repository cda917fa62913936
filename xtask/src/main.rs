//! `cargo xtask`: the command line of errbook. In this repository `codegen`, `check` and `fmt` are for each of its books, and
//! `codegen` also updates the reference.

mod reference;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{fs, iter};

use errbook_codegen::cli;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = cli::main();
    match arguments.as_slice() {
        ["codegen"] if reference::is_here() => worse(examples(&arguments, outcome), reference::write()),
        ["codegen", "--check"] if reference::is_here() => worse(examples(&arguments, outcome), reference::check()),
        ["check" | "fmt"] | ["check", "--deny-warnings"] | ["fmt", "--check"] if reference::is_here() => {
            examples(&arguments, outcome)
        }
        _ => outcome,
    }
}

/// The same for each example with a book in `spec/`, by its `errbook.toml`.
fn examples(arguments: &[&str], outcome: ExitCode) -> ExitCode {
    let entries = fs::read_dir("examples").expect("the repository has examples");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    folders.sort();
    folders.into_iter().filter(|folder| folder.join("spec").is_dir()).fold(outcome, |outcome, folder| {
        let mut arguments: Vec<OsString> = iter::once(&"xtask").chain(arguments).map(OsString::from).collect();
        arguments.extend(["--spec".into(), folder.join("spec").into()]);
        worse(outcome, cli::run(arguments))
    })
}

/// The first failure of two outcomes.
fn worse(first: ExitCode, second: ExitCode) -> ExitCode {
    if first == ExitCode::SUCCESS { second } else { first }
}
