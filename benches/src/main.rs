//! Cost by size: of the compiler, and of the generated crate. `BENCHMARKS.md` has the results. None of it is a test: no
//! duration is asserted.

mod by_hand;
mod codegen;
mod crates;
mod diff;
mod measure;
mod spec;
mod words;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo run --release -p errbook-benches --bin scale -- COMMAND
  spec CODES DIR      writes a made-up spec
  codegen OUTPUTS CODES...
                      what `codegen` costs with these outputs, a process for each size
  row OUTPUTS CODES   one line of it
  diff CODES...       what the verdict costs where every text has changed, a process for each size
  diff-row CODES      one line of it
  compile CODES       compiles and emits once, without a disk, for tools that count instructions
  crates DIR CODES... what the generated crate and a program on it cost to build, beside the same by hand
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), String> {
    let count = |text: &str| text.parse::<usize>().map_err(|error| format!("{text}: {error}"));
    match arguments {
        ["spec", codes, folder] => spec::write(count(codes)?, Path::new(folder)).map_err(|error| error.to_string()),
        ["codegen", outputs, sizes @ ..] => codegen::table(outputs, sizes),
        ["row", outputs, codes] => codegen::row(outputs, count(codes)?),
        ["diff", sizes @ ..] => diff::table(sizes),
        ["diff-row", codes] => diff::row(count(codes)?),
        ["compile", codes] => codegen::once(count(codes)?),
        ["crates", folder, sizes @ ..] => {
            let sizes: Result<Vec<usize>, String> = sizes.iter().map(|it| count(it)).collect();
            crates::table(Path::new(folder), &sizes?)
        }
        _ => Err(USAGE.to_owned()),
    }
}
