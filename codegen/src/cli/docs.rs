//! `docs`: the documentation as a site, built by the command `mdbook`.

use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use super::words::{shell, shown};
use super::{Outcome, talk, unanswered};
use crate::emit::{BOOK_TOML, SITE};
use crate::output::visible;

/// The version of `mdbook` that the site is tested with.
const MDBOOK: &str = "0.5.4";

pub(super) fn run(out: &Path) -> Outcome {
    if !out.join(BOOK_TOML).is_file() {
        talk!("error: {} does not exist. Run: cargo xtask codegen", shown(&out.join(BOOK_TOML)));
        return Outcome::Failed;
    }
    let built = match Command::new("mdbook").arg("build").arg(out).output() {
        Ok(built) => built,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            talk!("error: `mdbook` is not installed. Run: cargo install mdbook --locked --version {MDBOOK}");
            return Outcome::Failed;
        }
        Err(error) => {
            talk!("error: `mdbook` cannot be run: {error}");
            return Outcome::Failed;
        }
    };
    if !built.status.success() {
        for line in String::from_utf8_lossy(&built.stderr).lines() {
            talk!("{}", visible(line));
        }
        talk!("error: `mdbook build {}` failed ({})", shell(out), built.status);
        return Outcome::Failed;
    }
    match writeln!(io::stdout(), "{}", shown(&out.join(SITE).join("index.html"))) {
        Ok(()) => Outcome::Fine,
        Err(error) => unanswered(&error),
    }
}
