//! `unused`: the codes that no source of the server names.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::cli::args::Unused;
use crate::cli::called::Called;
use crate::cli::display::{prefix, shown};
use crate::cli::load::spec_dir;
use crate::cli::status::{self, Outcome, answered, failed, status};
use crate::emit::output::MANIFEST;
use crate::named::{Names, unused};
use crate::text::{counted, visible};

pub(in crate::cli) fn run(Unused { paths, deny, spec }: &Unused, called: &Called) -> Outcome {
    let compiled = spec_dir::read(spec);
    let Some(book) = &compiled.book else {
        status::report(&prefix(&spec.path), &compiled);
        return status::compiled(&compiled);
    };
    let mut files = BTreeSet::new();
    let mut errors: Vec<String> = Vec::new();
    for path in paths {
        if let Err(error) = list(path, &mut files) {
            errors.push(format!("{}: {error}", shown(path)));
        }
    }
    let mut names = Names::default();
    for file in &files {
        match fs::read_to_string(file).map(|it| names.add(&it)) {
            Ok(Ok(())) => {}
            Ok(Err(_)) => errors.push(format!("{} is not Rust: its tokens cannot be read", shown(file))),
            Err(error) => errors.push(format!("{}: {error}", shown(file))),
        }
    }
    if errors.is_empty() && files.is_empty() {
        errors.push("no `.rs` file in these folders".to_owned());
    }
    if !errors.is_empty() {
        for error in errors {
            failed(error);
        }
        return Outcome::Failed;
    }
    let unused = unused(book, &names);
    let line = |it: &&crate::model::ErrorDef| {
        let span = it.places.of("code");
        let file = compiled.sources.file(span.file);
        let at = file.line_column(span.start as usize);
        let path = shown(&spec.path.join(&file.path));
        format!("{path}:{}:{}: {} is never named (`{}`)\n", at.line, at.column, visible(&it.code), it.name)
    };
    let lines: Vec<String> = unused.iter().map(line).collect();
    if answered(&io::stdout().write_all(lines.concat().as_bytes())) == Outcome::Failed {
        return Outcome::Failed;
    }
    let (all, count) = (counted(book.errors.len(), "code"), unused.len());
    let verb = if count == 1 { "is" } else { "are" };
    status!("{count} of {all} {verb} never named in {}", counted(files.len(), "file"));
    if count > 0 {
        status!("To retire a code: {called} retire CODE");
    }
    if *deny && count > 0 { Outcome::Findings } else { Outcome::Success }
}

/// Lists the Rust files at or below a path. Build folders, hidden names, links and generated crates are skipped.
fn list(path: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    if fs::metadata(path)?.is_file() {
        files.insert(path.to_path_buf());
        return Ok(());
    }
    if path.join(MANIFEST).is_file() {
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let (name, kind) = (entry.file_name(), entry.file_type()?);
        let name = name.to_string_lossy();
        let is_build = name == "target" && entry.path().join("CACHEDIR.TAG").is_file();
        if kind.is_dir() && !name.starts_with('.') && !is_build {
            list(&entry.path(), files)?;
        } else if kind.is_file() && Path::new(&*name).extension().is_some_and(|it| it == "rs") {
            files.insert(entry.path());
        }
    }
    Ok(())
}
