//! The command line, and all that touches the disk.

mod check;
mod codegen;
mod diff;
mod docs;
mod documents;
mod explain;
mod folder;
mod git;
mod list;
mod overlap;
mod plan;
mod revision;
mod rules;
mod screen;
mod spec;
mod subject;
mod tree;
mod words;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

pub use codegen::drift;
use words::size;

use crate::input::LARGEST_FILE;

/// Compiles a table of an HTTP API's errors into a Rust crate and its documentation.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the crate and the documentation: only what changed, each file atomically
    Codegen {
        #[command(flatten)]
        spec: SpecFolder,
        /// The folder to write to
        #[arg(long, value_name = "DIR", default_value = "generated")]
        out: PathBuf,
        /// Write nothing; show what is different, and exit with 1 if anything is
        #[arg(long)]
        check: bool,
        /// Keep the table current between `<!-- errbook:table -->` and `<!-- /errbook:table -->` in a Markdown file of your
        /// own; may be given several times
        #[arg(long, value_name = "FILE.md")]
        docs_into: Vec<PathBuf>,
    },
    /// Shows everything that is wrong with the spec
    Check {
        #[command(flatten)]
        spec: SpecFolder,
        /// For people, or for programs
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
        /// Exit with 1 for warnings too
        #[arg(long)]
        deny_warnings: bool,
    },
    /// Shows what a change to the spec does, for whom it breaks, and which version it asks for
    Diff(Box<diff::Arguments>),
    /// Builds the documentation of a generated crate as a site, with `mdbook`
    Docs {
        /// The generated folder
        #[arg(long, value_name = "DIR", default_value = "generated")]
        out: PathBuf,
    },
    /// Explains a code, all codes of a status, or a rule
    Explain {
        /// A code, a status (402), a rule of `check` or `diff`, or how the name of one begins
        #[arg(value_name = "CODE")]
        word: String,
        #[command(flatten)]
        spec: SpecFolder,
        /// For people, for documents, or for programs
        #[arg(long, value_enum, default_value_t = PageFormat::Text)]
        format: PageFormat,
    },
    /// Lists the codes: as a table in a terminal, otherwise a line for each, with tabs between its columns
    List {
        #[command(flatten)]
        filter: list::Filter,
        #[command(flatten)]
        spec: SpecFolder,
        /// For people, for documents, or for programs
        #[arg(long, value_enum, default_value_t = PageFormat::Text)]
        format: PageFormat,
    },
}

/// Where the spec is, and how much of it is read.
#[derive(Debug, clap::Args)]
struct SpecFolder {
    /// The folder with the spec
    #[arg(long = "spec", value_name = "DIR", default_value = "spec")]
    path: PathBuf,
    /// How large a file of the spec may be: bytes, or a number with KiB, MiB or GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size)]
    max_file_size: u64,
}

impl SpecFolder {
    /// A folder that is read as far as it is without further words.
    fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf(), max_file_size: LARGEST_FILE }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Pictures
    Human,
    /// One JSON object a line
    Json,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PageFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing to say against it.
    Fine,
    /// Something was found: drift, or errors in the spec.
    Findings,
    /// It could not be done.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fine => Self::SUCCESS,
            Outcome::Findings => Self::from(1),
            Outcome::Failed => Self::from(2),
        }
    }
}

/// Runs the command that the process's arguments name.
///
/// Standard output is the answer, standard error is the talk. The exit status is 0 where all is fine, 1 where something
/// was found (drift, errors in the spec), 2 where it could not be done (usage, a file that cannot be read or written),
/// and 101 for a bug.
pub fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Codegen { spec, out, check: false, docs_into } => codegen::write(&spec, &out, &docs_into),
        Command::Codegen { spec, out, check: true, docs_into } => codegen::check(&spec, &out, &docs_into),
        Command::Check { spec, format, deny_warnings } => check::run(&spec, format, deny_warnings),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Docs { out } => docs::run(&out),
        Command::Explain { word, spec, format } => explain::run(&spec, &word, format),
        Command::List { filter, spec, format } => list::run(&spec, &filter, format),
    };
    outcome.into()
}

/// The answer cannot be written. Whoever reads no further knows that; a full disk has to be told of.
fn unanswered(error: &io::Error) -> Outcome {
    if error.kind() != io::ErrorKind::BrokenPipe {
        talk!("error: standard output cannot be written: {error}");
    }
    Outcome::Failed
}

/// Says something to the person at the terminal. Where nobody listens any more, there is nobody to tell.
macro_rules! talk {
    ($($arg:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(anstream::stderr(), $($arg)*);
    }};
}
use talk;
