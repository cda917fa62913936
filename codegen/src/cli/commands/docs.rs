//! `docs`: the documentation as a site, built by the command `mdbook`.

use std::io::{self, Write};
use std::process::Command;

use crate::cli::args::Docs;
use crate::cli::called::Called;
use crate::cli::display::{shell, shown};
use crate::cli::status::{Outcome, answered, failed, status};
use crate::emit::{BOOK_TOML, SITE};
use crate::text::visible;

/// The version of `mdbook` that the site is tested with.
const MDBOOK: &str = "0.5.4";

pub(in crate::cli) fn run(Docs { out }: &Docs, called: &Called) -> Outcome {
    let out = &out.path;
    let settings = out.join(BOOK_TOML);
    if !settings.is_file() {
        return failed(format_args!("{} does not exist. Run: {called} codegen", shown(&settings)));
    }
    let built = match Command::new("mdbook").arg("build").arg(out).output() {
        Ok(built) => built,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let install = format!("cargo install mdbook --locked --version {MDBOOK}");
            return failed(format_args!("`mdbook` is not installed. Run: {install}"));
        }
        Err(error) => return failed(format_args!("cannot run `mdbook`: {error}")),
    };
    if !built.status.success() {
        for line in String::from_utf8_lossy(&built.stderr).lines() {
            status!("{}", visible(line));
        }
        return failed(format_args!("`mdbook build {}` failed ({})", shell(out), built.status));
    }
    answered(&writeln!(io::stdout(), "{}", shown(&out.join(SITE).join("index.html"))))
}
