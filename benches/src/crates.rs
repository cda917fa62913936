//! The build time of the generated crate, compared with the same errors written by hand. It knows Cargo, and nothing of
//! either crate's contents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use errbook_codegen::compile;
use errbook_codegen::emit::emit;
use errbook_codegen::input::Input;
use errbook_codegen::model::Book;

use crate::measure::{Spent, Whose, timed};
use crate::{by_hand, codegen, spec};

/// One implementation of the errors: a crate, and a user's program that depends on it.
struct Contender {
    name: &'static str,
    package: &'static str,
    program: &'static str,
}

static CONTENDERS: &[Contender] = &[
    Contender { name: "generated", package: "example-errors", program: GENERATED },
    Contender { name: "by hand", package: "by-hand", program: by_hand::USER },
];

/// The same as what is done with the errors written by hand.
const GENERATED: &str = r#"use example_errors::{Error, ErrorCode};

fn main() {
    let body = std::env::args().nth(1).unwrap_or_default();
    let error = Error::decode(400, &(), &body);
    if let Some(code) = error.code() {
        println!("{} {code} {} {:?} {}", code.status(), error.message(), code.retry(), code.meaning());
        let response = error.forward().encode();
        println!("{}", String::from_utf8_lossy(response.body.as_ref()));
    }
    println!("{:?}", body.parse::<ErrorCode>());
}
"#;

/// A program that uses nothing, to measure the crate alone.
const NOTHING: &str = "fn main() {}\n";

/// The CPU time limit of one build process, in seconds.
const LONGEST: u32 = 900;

/// The memory limit of one build process, in kilobytes.
const LARGEST: u32 = 8 << 20;

/// Builds each crate and a program on it, in release, and prints a table.
pub(crate) fn table(folder: &Path, sizes: &[usize]) -> Result<(), String> {
    println!(
        "Seconds of all cores together; a process ends after {LONGEST} s, or with more than {} GB.",
        LARGEST >> 20
    );
    println!("| Codes | Errors | Crate, s | User's binary, s | Binary, KB |");
    println!("| --- | --- | --- | --- | --- |");
    for contender in CONTENDERS {
        let workspace = folder.join(contender.package);
        // Builds the dependencies.
        write(&workspace, contender, &book(7)?)?;
        build(&workspace).ok_or("the dependencies cannot be built")?;
        for &size in sizes {
            write(&workspace, contender, &book(size)?)?;
            let main = workspace.join("user/src/main.rs");
            // The crate alone would be built with different features of its dependencies, and then again.
            fs::write(&main, NOTHING).map_err(|error| format!("{}: {error}", main.display()))?;
            let library = build(&workspace);
            fs::write(&main, contender.program).map_err(|error| format!("{}: {error}", main.display()))?;
            let program = library.and_then(|_| build(&workspace));
            let length =
                program.and_then(|_| fs::metadata(workspace.join("target/release/user")).ok()).map(|it| it.len());
            let seconds = |it: Option<Spent>| it.map_or_else(|| "–".to_owned(), |it| format!("{:.2}", it.cpu));
            let length = length.map_or_else(|| "–".to_owned(), |it| (it / 1024).to_string());
            println!("| {size} | {} | {} | {} | {length} |", contender.name, seconds(library), seconds(program));
        }
    }
    Ok(())
}

fn book(size: usize) -> Result<Book, String> {
    codegen::book(compile(spec::spec(size).into_iter().map(|(path, text)| Input::new(path, text)).collect()))
}

/// A workspace with the crate and the program.
fn write(workspace: &Path, contender: &Contender, book: &Book) -> Result<(), String> {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let package = contender.package;
    let mut files: Vec<(String, String)> = vec![
        (
            "Cargo.toml".to_owned(),
            format!(
                "[workspace]\nresolver = \"3\"\nmembers = [\"{package}\", \"user\"]\n[profile.release]\nstrip = true\n"
            ),
        ),
        (
            "user/Cargo.toml".to_owned(),
            format!(
                "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{package} = {{ path = \"../{package}\" }}\nserde_json = \"1\"\n"
            ),
        ),
        ("user/src/main.rs".to_owned(), contender.program.to_owned()),
    ];
    if package == "by-hand" {
        files.push(("by-hand/Cargo.toml".to_owned(), by_hand::MANIFEST.to_owned()));
        files.push(("by-hand/src/lib.rs".to_owned(), by_hand::library(book)));
    } else {
        let mut book = book.clone();
        book.api.runtime.path = Some(runtime.display().to_string());
        files.extend(emit(&book).into_iter().map(|it| (format!("{package}/{}", it.path), it.contents)));
    }
    for (path, text) in files {
        let path: PathBuf = workspace.join(path);
        let made = fs::create_dir_all(path.parent().unwrap_or(workspace)).and_then(|()| fs::write(&path, text));
        made.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

/// Builds the program and its changed dependencies, and returns the cost; `None` if the build did not finish.
fn build(workspace: &Path) -> Option<Spent> {
    // Every process of the build inherits the limits.
    let caps = format!("ulimit -t {LONGEST}; ulimit -v {LARGEST}; exec \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &caps, "sh", "cargo", "build", "--quiet", "--release", "--package", "user"]);
    command.current_dir(workspace).env("CARGO_TARGET_DIR", workspace.join("target"));
    let (status, spent) = timed(Whose::Children, || command.status());
    status.is_ok_and(|it| it.success()).then_some(spent)
}
