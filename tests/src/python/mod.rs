//! The Python package: what is generated, and what Python says of it. Without `python3` the latter is skipped.

mod conformance;
mod emitted;
mod names;
mod packages;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::emit::emit_with;
use errbook_codegen::emit::options::{Group, Options};
use errbook_codegen::emit::output::Output;
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;

use crate::specs::{book, files, root};

/// The package of a book, and its conformance file.
fn outputs(book: &Book) -> Vec<Output> {
    emit_with(book, &Options::of([Group::Conformance, Group::Python]))
}

/// Writes outputs below a folder.
fn write(folder: &Path, outputs: &[Output]) {
    for output in outputs {
        let path = folder.join(&output.path);
        std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder for it");
        std::fs::write(path, &output.contents).expect("it can be written");
    }
}

/// The ready specs, by name.
fn ready() -> Vec<(String, Book)> {
    let specs = files(&root().join("docs/envelopes"));
    let named = specs.into_iter().filter_map(|(path, bytes)| {
        let name = path.strip_suffix(".yaml")?.to_owned();
        Some((name, book(vec![Input::new(path, bytes)])))
    });
    named.collect()
}

/// Whether there is a Python that can run the package. If not, the test says that it is skipped.
pub(crate) fn has_python() -> bool {
    let script = "import sys; sys.exit(sys.version_info < (3, 10))";
    let is_there = Command::new("python3").args(["-c", script]).status().is_ok_and(|it| it.success());
    if !is_there {
        // Past what captures the output of a test that passes.
        let _ = writeln!(std::io::stderr(), "skipped: there is no `python3` of version 3.10 or later");
    }
    is_there
}

/// Runs a script of `tests/python`. It writes no bytecode, so that a changed module is read again.
fn python(script: &str, arguments: &[&Path]) -> (bool, String) {
    let script: PathBuf = root().join("tests/python").join(script);
    let mut command = Command::new("python3");
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("NO_PROXY", "*").arg(script).args(arguments);
    let output = command.output().expect("python3 can be run");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (output.status.success(), out + &err)
}
